"""Questions to the database that several acts and pages ask."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from clearance.acting import Actor
from clearance.models import Declaration, Hold, Question, SignOff
from clearance.workflow import SignOffState


@dataclass
class Case:
    """A declaration with everything that is live on it."""

    declaration: Declaration
    signoffs: list[SignOff] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)


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


def companies_filed_for(actor: Actor) -> Sequence[int]:
    return sorted(actor.companies)


def with_live(queryset: QuerySet[Declaration]) -> QuerySet[Declaration]:
    """Add live sign-offs for lists, in one further query."""
    live = SignOff.objects.exclude(state=SignOffState.LAPSED).order_by("id")
    return queryset.prefetch_related(Prefetch("signoffs", queryset=live, to_attr="live"))


def ids(rows: Iterable[SignOff]) -> list[int]:
    return [row.pk for row in rows]
