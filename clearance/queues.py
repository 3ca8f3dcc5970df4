"""An officer's queues: open sign-offs of the agencies and offices granted, overdue first, then risk, then due."""

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet, Value

from clearance.acting import Actor
from clearance.models import SignOff

ORDER = ("-overdue", "-risk", "due_at", "id")
WORKING = frozenset({"officer", "head", "routing_desk"})
VIEWS = ("all", "unclaimed", "mine", "waiting_for_trader", "overdue")
MANY = 1000
"""Counts stop here; pages show "1000+"."""


def granted(actor: Actor, *, agency: str | None = None, office: str | None = None) -> Q:
    """The part of all sign-offs that the actor's live grants open; nothing without one."""
    own = Q(pk__in=[])
    for grant in actor.grants:
        if grant.role not in WORKING or agency not in (None, grant.agency):
            continue
        part = Q(executed_by=grant.agency)  # whoever carries the control out has it in the queue
        wanted = grant.office or office
        if grant.office and office and grant.office != office:
            continue
        own |= part & Q(office_id=wanted) if wanted else part
    return own


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
    rows = _of_queue(actor, agency, office).filter(_view(actor)[view])
    return rows.select_related("declaration__company", "office", "claimed_by").order_by(*ORDER)


def counts(actor: Actor, *, agency: str | None = None, office: str | None = None) -> dict[str, int]:
    """How many rows each view has, counted up to `MANY` and no further: the cost stays flat however long queues grow.

    One statement.
    """
    views = _view(actor)
    rows = _of_queue(actor, agency, office)
    capped = [
        rows.filter(where).order_by().values_list(Value(number))[:MANY] for number, where in enumerate(views.values())
    ]
    union = capped[0].union(*capped[1:], all=True)
    try:
        sql, parameters = union.query.sql_with_params()
    except EmptyResultSet:  # a cashier, an auditor: no grant that works queues
        return dict.fromkeys(views, 0)
    with connection.cursor() as cursor:
        cursor.execute(f"select one, count(*) from ({sql}) as counted(one) group by one", parameters)  # noqa: S608  our own SQL
        found = dict(cursor.fetchall())
    return {name: found.get(number, 0) for number, name in enumerate(views)}


def _of_queue(actor: Actor, agency: str | None, office: str | None) -> QuerySet[SignOff]:
    own = sorted(actor.barred_companies)
    rows = SignOff.objects.filter(granted(actor, agency=agency, office=office), state__in=["open", "claimed"])
    return rows.exclude(company_id__in=own) if own else rows


def _view(actor: Actor) -> dict[str, Q]:
    return {
        "all": Q(),
        "unclaimed": Q(state="open"),
        "mine": Q(state="claimed", claimed_by_id=actor.user_id),
        "waiting_for_trader": Q(stopped_at__isnull=False),
        "overdue": Q(overdue=True),
    }
