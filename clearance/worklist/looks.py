"""What changed since an officer looked: a mark for each declaration, compared with what was recorded after it."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from clearance import clock
from clearance.acting import Actor
from clearance.models import Declaration, Event
from clearance.worklist.models import Look

RECENT = 500
"""So many of a person's latest looks are compared, so that the view costs the same after ten years of work."""
NEWS = (
    "declaration.amended", "declaration.split", "document.added", "goods.presented", "charges.paid", "charges.secured",
    "hold.placed", "hold.lifted", "inspection.ordered", "question.answered", "signoff.decided", "signoff.reopened",
)  # fmt: skip
"""What an officer wants to know of; claims and warnings of clocks are no news."""


def looked(actor: Actor, declaration: Declaration) -> int:
    """Move the person's mark to the last event; returns where it stood before, 0 at the first look."""
    mark = Look.objects.filter(officer_id=actor.person, declaration=declaration).first()
    before = mark.seq if mark else 0
    if before < declaration.last_seq:
        Look.objects.update_or_create(
            officer_id=actor.person,
            declaration=declaration,
            defaults={"seq": declaration.last_seq, "looked_at": clock.now()},
        )
    return before


def news(actor: Actor, declaration: Declaration, *, since: int) -> list[Event]:
    """What others did to a declaration after the mark; nothing at the first look, when all is new."""
    if not since:
        return []
    return list(_news_of(actor).filter(declaration=declaration, seq__gt=since).select_related("actor").order_by("seq"))


def is_changed(actor: Actor) -> Exists:
    """For a query of sign-offs: whether their declaration has news for this person."""
    mark = Look.objects.filter(officer_id=actor.user_id, declaration_id=OuterRef("declaration_id"))
    after = Subquery(mark.values("seq")[:1])
    return Exists(_news_of(actor).filter(declaration_id=OuterRef("declaration_id"), seq__gt=after))


def changed(actor: Actor) -> QuerySet[Look, int]:
    """Ids of the declarations with news, among the latest looks."""
    latest = Look.objects.filter(officer_id=actor.user_id).order_by("-looked_at")[:RECENT]
    since = _news_of(actor).filter(declaration_id=OuterRef("declaration_id"), seq__gt=OuterRef("seq"))
    found: QuerySet[Look, int] = Look.objects.filter(Exists(since), pk__in=latest.values("pk")).values_list(
        "declaration_id", flat=True
    )
    return found


def _news_of(actor: Actor) -> QuerySet[Event]:
    return Event.objects.filter(Q(actor_id__isnull=True) | ~Q(actor_id=actor.user_id), kind__in=NEWS)
