"""Questions to the database that several acts and pages ask."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from clearance.acting import Actor
from clearance.identifiers import mark_of
from clearance.models import Declaration, Hold, Mark, Question, RoutingRun, SignOff
from clearance.workflow import ALLOWING, SignOffState

PREFIX_LEAST = 5
"""A shorter beginning of a plate says nothing."""
LAST = "\U0010ffff"


def live_rows(declaration: Declaration) -> list[SignOff]:
    """The sign-offs of a declaration that still count, in a fixed order; as far as the actor may see them."""
    return list(SignOff.objects.filter(declaration=declaration).exclude(state=SignOffState.LAPSED).order_by("id"))


def open_questions(declaration: Declaration) -> list[Question]:
    """Questions nobody has answered or closed."""
    return list(Question.objects.filter(declaration=declaration, answered_at=None, closed_at=None).order_by("id"))


def open_holds(declaration: Declaration) -> list[Hold]:
    """Holds not lifted, as far as the actor may see them."""
    return list(Hold.objects.filter(declaration=declaration, lifted_at=None).order_by("id"))


def visible_to(actor: Actor) -> QuerySet[Declaration]:
    """Declarations the actor may see: the query's own filter, before the database's."""
    everything = Declaration.objects.select_related("company", "office")
    if actor.system or actor.roles & {"auditor", "routing_desk"}:
        return everything
    own = everything.filter(company_id__in=actor.companies)
    if not actor.grants:
        return own
    return own | everything.exclude(state="draft").filter(agencies__overlap=sorted(actor.agencies))


def find(actor: Actor, reference: str) -> Declaration:
    """The declaration of this reference, raising Declaration.DoesNotExist also for what may not be seen."""
    return visible_to(actor).get(reference=reference.strip().upper())


def bearing(signs: Collection[str]) -> QuerySet[Declaration]:
    """Filed declarations that bear one of these signs, or whose sign begins with one (a truck with its trailer)."""
    borne = Q()
    for text in map(mark_of, signs):
        borne |= Q(text__gte=text, text__lt=text + LAST) if len(text) >= PREFIX_LEAST else Q(text=text)
    if not borne:
        return Declaration.objects.none()
    return Declaration.objects.filter(pk__in=Mark.objects.filter(borne).values("declaration_id")).exclude(state="draft")


def what_keeps(declarations: Collection[Declaration]) -> QuerySet[SignOff]:
    """Live sign-offs of these declarations that block a step and do not allow it (yet)."""
    rows = (
        SignOff.objects.filter(declaration__in=declarations).exclude(state=SignOffState.LAPSED).exclude(blocks="none")
    )
    return rows.exclude(state=SignOffState.DECIDED, verdict__in=ALLOWING).order_by("declaration_id", "id")


def holds_on(declarations: Collection[Declaration]) -> QuerySet[Hold]:
    """Holds of these declarations that are not lifted."""
    return Hold.objects.filter(declaration__in=declarations, lifted_at=None).order_by("declaration_id", "id")


def questions_on(declarations: Collection[Declaration]) -> QuerySet[Question]:
    """Questions to the trader of these declarations that are neither answered nor closed."""
    return Question.objects.filter(declaration__in=declarations, answered_at=None, closed_at=None)


def visit_checks_of(declarations: Collection[Declaration]) -> list[dict[str, Any]]:
    """What the last routing of these declarations wants to be looked at when the vehicle passes."""
    last = RoutingRun.objects.filter(declaration__in=declarations).order_by("declaration_id", "-number")
    runs = last.distinct("declaration_id").values_list("visit_checks", flat=True)
    return [check for checks in runs for check in checks]
