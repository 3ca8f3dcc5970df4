"""An officer's queues: open sign-offs of the agencies and offices granted, overdue first, then risk, then due."""

from django.db.models import Q, QuerySet

from clearance.acting import Actor
from clearance.models import SignOff

ORDER = ("-overdue", "-risk", "due_at", "id")
WORKING = frozenset({"officer", "head", "routing_desk"})
VIEWS = ("all", "unclaimed", "mine", "waiting_for_trader", "overdue")


def granted(actor: Actor, *, agency: str | None = None, office: str | None = None) -> Q:
    """The part of all sign-offs that the actor's live grants open; nothing without one."""
    own = Q(pk__in=[])
    for grant in actor.grants:
        if grant.role not in WORKING or agency not in (None, grant.agency):
            continue
        part = Q(agency=grant.agency) | Q(executed_by=grant.agency)
        wanted = grant.office or office
        if grant.office and office and grant.office != office:
            continue
        own |= part & Q(office_id=wanted) if wanted else part
    return own


def open_for(actor: Actor, *, agency: str | None = None, office: str | None = None) -> QuerySet[SignOff]:
    """Unclaimed sign-offs the actor may take, in working order; never of an own company."""
    own = [member.company for member in actor.own]
    return (
        SignOff.objects.filter(granted(actor, agency=agency, office=office), state="open", stopped_at=None)
        .exclude(company_id__in=own)
        .order_by(*ORDER)
    )


def queue(
    actor: Actor, *, agency: str | None = None, office: str | None = None, view: str = "all"
) -> QuerySet[SignOff]:
    """Open and claimed sign-offs of a view of the queue, in working order, with what a row shows."""
    rows = SignOff.objects.filter(granted(actor, agency=agency, office=office), state__in=["open", "claimed"])
    if view == "unclaimed":
        rows = rows.filter(state="open")
    elif view == "mine":
        rows = rows.filter(state="claimed", claimed_by_id=actor.user_id)
    elif view == "waiting_for_trader":
        rows = rows.filter(stopped_at__isnull=False)
    elif view == "overdue":
        rows = rows.filter(overdue=True)
    own = [member.company for member in actor.own]
    return (
        rows.exclude(company_id__in=own).select_related("declaration__company", "office", "claimed_by").order_by(*ORDER)
    )
