"""Questions to the database that several acts and pages ask."""

from django.db.models import QuerySet

from clearance.acting import Actor
from clearance.models import Declaration, Hold, Question, SignOff
from clearance.workflow import SignOffState


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
