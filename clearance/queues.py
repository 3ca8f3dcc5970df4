"""An officer's queues: open sign-offs of the agencies and offices granted, overdue first, then risk, then due."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from clearance.acting import Actor
from clearance.models import SignOff

ORDER = ("-overdue", "-risk", "due_at", "id")
WORKING = frozenset({"officer", "head", "routing_desk"})
SOON = timedelta(hours=1)
MANY = 1000
"""Counts read so many rows and no more; pages show "1000+"."""


def granted(actor: Actor, *, agency: str | None = None, office: str | None = None) -> Q:
    """The part of all sign-offs that the actor's live grants open; nothing without one."""
    own = Q(pk__in=[])
    for part in parts(actor, agency=agency, office=office):
        own |= part
    return own


def parts(actor: Actor, *, agency: str | None = None, office: str | None = None) -> list[Q]:
    """The same, one condition a queue: each can be read in working order from an index of its own."""
    found: set[tuple[str, str | None]] = set()
    for grant in actor.grants:
        if grant.role not in WORKING or agency not in (None, grant.agency):
            continue
        if grant.office and office and grant.office != office:
            continue
        found.add((grant.agency, grant.office or office))
    whole = {code for code, wanted in found if wanted is None}
    # Whoever carries the control out has it in the queue.
    return [
        Q(executed_by=code, office_id=wanted) if wanted else Q(executed_by=code)
        for code, wanted in sorted(found, key=str)
        if wanted is None or code not in whole
    ]


def open_for(actor: Actor, *, agency: str | None = None, office: str | None = None) -> QuerySet[SignOff]:
    """Unclaimed sign-offs the actor may take, in working order; never of an own company."""
    own = sorted(actor.barred_companies)
    return (
        SignOff.objects.filter(granted(actor, agency=agency, office=office), state="open", stopped_at=None)
        .exclude(company_id__in=own)
        .order_by(*ORDER)
    )


def queue(
    actor: Actor, *, agency: str | None = None, office: str | None = None, view: str = "all"
) -> QuerySet[SignOff]:
    """Open and claimed sign-offs of a view of the queue, in working order, with what a row shows."""
    rows = of_queue(actor, agency, office).filter(of_view(actor)[view])
    return rows.select_related("declaration__company", "office", "claimed_by").order_by(*ORDER)


def of_queue(actor: Actor, agency: str | None, office: str | None) -> QuerySet[SignOff]:
    """Open and claimed sign-offs of a person's queues, in no order; never of an own company."""
    own = sorted(actor.barred_companies)
    rows = SignOff.objects.filter(granted(actor, agency=agency, office=office), state__in=["open", "claimed"])
    return rows.exclude(company_id__in=own) if own else rows


def of_view(actor: Actor) -> dict[str, Q]:
    """What each view keeps."""
    now = Now()  # the transaction's, so that rows and counts mean the same hour
    return {
        "all": Q(),
        "unclaimed": Q(state="open"),
        "mine": Q(state="claimed", claimed_by_id=actor.user_id),
        "waiting_for_trader": Q(stopped_at__isnull=False),
        "overdue": Q(overdue=True),
        "soon": Q(overdue=False, stopped_at=None, due_at__gte=now, due_at__lt=now + SOON),
    }
