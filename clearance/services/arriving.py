"""Presentation: a trader's notice counts where the company is authorised, elsewhere an officer confirms."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from clearance import clock, followers, moves, opening, record, registry, settling, succeeding, tasks
from clearance.acting import Actor, as_system
from clearance.content import Problem, Problems
from clearance.followers import Moment, Step
from clearance.models import Arrival, Declaration, Office, SignOff, Version
from clearance.permissions import NotAllowed, may_act_for
from clearance.record import Happened
from clearance.services import found
from clearance.workflow import AT_WORK, RELEASED, Kind, Refused, SignOffState

CLOCKS_FROM_PRESENTATION = {"presented", "legal"}
TOLERANCE = timedelta(minutes=5)


def present(actor: Actor, *, reference: str, at: datetime | None = None, office: str | None = None) -> Declaration:
    """Record that the goods are there; when it counts, physical controls open and acceptance follows by itself."""
    declaration = found.declaration(actor, reference)
    is_under_way = declaration.kind == Kind.TRANSIT and declaration.state in RELEASED
    if is_under_way:
        office = _expected_at(declaration, office)
    at, office = when_and_where(declaration, at, office)
    confirming = confirms(actor, declaration, office)
    if not confirming:
        may_act_for(actor, declaration.company_id)
    if is_under_way:
        return _arrive_at_destination(declaration, actor, at, office, confirming=confirming)
    if declaration.state not in AT_WORK:
        raise Refused("illegal_move", _("Only a filed declaration that is not yet released can be presented."))
    succeeding.must_be_free(declaration)
    counts = confirming or office in declaration.company.authorised_offices
    kind = "confirmation" if confirming else "notice"
    _record_arrival(declaration, actor, at, office, kind=kind, counts=counts)
    if declaration.presented_at is not None or not counts:
        return declaration
    moves.save(declaration, presented_at=at)
    event = Happened("goods.presented", {"office": office, "at": at.isoformat()}, office=office)
    record.write(declaration, actor, [event])
    open_stage(declaration, opening.PRESENTED)
    if declaration.routing_due:
        tasks.wake(declaration.pk)
    return settling.settle(declaration)


def take_over(declaration: Declaration, *, by: int) -> None:
    """The goods are in the hands of customs already, by a decision of the officer `by`: nobody presents them again."""
    at, office = when_and_where(declaration, None, None)
    Arrival.objects.create(
        declaration=declaration, company_id=declaration.company_id, office_id=office, kind="confirmation",
        counts=True, arrived_at=at, recorded_by_id=by,
    )  # fmt: skip
    moves.save(declaration, presented_at=at)
    event = Happened("goods.presented", {"office": office, "at": at.isoformat()}, office=office, by_system=True)
    record.write(declaration, settling.SYSTEM, [event])


def open_stage(declaration: Declaration, event: str) -> list[SignOff]:
    """Open the rows of one declaration that waited for `event`; returns those opened."""
    return open_stages([declaration], event)


def open_stages(declarations: Sequence[Declaration], event: str) -> list[SignOff]:
    """Open the rows that waited for `event` and start the clocks that count from presentation; three statements."""
    with as_system():
        now = clock.now()
        of = {declaration.pk: declaration for declaration in declarations}
        live = (
            SignOff.objects.filter(declaration__in=of).exclude(state=SignOffState.LAPSED).order_by("declaration", "id")
        )
        opened, restarted = [], []
        for row in live:
            declaration = of[row.declaration_id]
            if row.state == SignOffState.WAITING and row.opens_on == event:
                opening.open_row(row, declaration, at=now)
                opened.append(row)
            elif (
                row.state in {SignOffState.OPEN, SignOffState.CLAIMED}
                and row.clock_started_at is None
                and row.clock_start in CLOCKS_FROM_PRESENTATION
            ):
                opening.start_clock(row, opening.moments_of(declaration, opened=now), at=now)
                restarted.append(row)
        if opened or restarted:
            clocks = ["clock_started_at", "due_at", "stopped_at", "warn_at", "warned", "overdue"]
            SignOff.objects.bulk_update([*opened, *restarted], ["state", "opened_at", "announced_at", *clocks])
        record.write_many(
            [
                (
                    of[row.declaration_id],
                    settling.SYSTEM,
                    [
                        Happened(
                            "signoff.opened",
                            {"signoff": str(row.uuid), "requirement": row.requirement},
                            agency=row.agency,
                            office=row.office_id,
                        )
                    ],
                )
                for row in opened
            ]
        )
    return opened


def when_and_where(declaration: Declaration, at: datetime | None, office: str | None) -> tuple[datetime, str]:
    """Moment and office of an arrival, by default now and the office of declaration; raises Problems."""
    now = clock.now()
    problems = []
    if at is not None and at.tzinfo is None:
        problems.append(Problem("time_without_zone", "/at", _("Give the time of arrival with its time zone.")))
    elif at is not None and at > now + TOLERANCE:
        problems.append(Problem("time_in_future", "/at", _("The time of arrival must not be in the future.")))
    where = office or declaration.office_id or ""
    if not Office.objects.filter(pk=where).exists():
        problems.append(Problem("unknown_office", "/office", _("Name an office of the list of offices.")))
    if problems:
        raise Problems(problems)
    return at or now, where


def confirms(actor: Actor, declaration: Declaration, office: str) -> bool:
    """Whether the actor is an officer whose confirmation counts at this office."""
    if actor.is_barred_from(declaration.company_id, declaration.parties):
        return False
    at_work = [g for g in actor.grants if g.agency in registry.leading() and g.role in {"officer", "head"}]
    if any(grant.office in (None, office) for grant in at_work):
        return True
    if at_work and declaration.company_id not in actor.companies:
        raise NotAllowed(_("You confirm arrivals at your own office only."))
    if not actor.companies:
        raise NotAllowed(_("Only the trader or an officer of customs at the place can record the arrival."))
    return False


def _record_arrival(
    declaration: Declaration, actor: Actor, at: datetime, office: str, *, kind: str, counts: bool
) -> None:
    _, created = Arrival.objects.get_or_create(
        declaration=declaration,
        office_id=office,
        kind=kind,
        counts=counts,
        defaults={"company_id": declaration.company_id, "arrived_at": at, "recorded_by_id": actor.person},
    )
    if created:
        payload = {"office": office, "at": at.isoformat(), "counts": counts}
        record.write(declaration, actor, [Happened(f"arrival.{kind}", payload, office=office)])


def record_arrivals(
    actor: Actor, declarations: Sequence[Declaration], at: datetime, office: str, *, kind: str, counts: bool
) -> None:
    """Record one arrival of many declarations, presented by it where it counts; two statements."""
    Arrival.objects.bulk_create(
        [
            Arrival(
                declaration=one,
                company_id=one.company_id,
                office_id=office,
                arrived_at=at,
                kind=kind,
                counts=counts,
                recorded_by_id=actor.person,
            )
            for one in declarations
        ],
        ignore_conflicts=True,
    )
    events = [Happened(f"arrival.{kind}", {"office": office, "at": at.isoformat(), "counts": counts}, office=office)]
    if counts:
        events.append(Happened("goods.presented", {"office": office, "at": at.isoformat()}, office=office))
    record.write_many([(one, actor, events) for one in declarations])


def _expected_at(declaration: Declaration, office: str | None) -> str:
    """The office of destination; goods under way are presented at no other."""
    content = Version.objects.get(declaration=declaration, number=declaration.version).content
    destination = str(content.get("destination_office", ""))
    if office not in (None, "", destination):
        raise Refused(
            "not_the_destination",
            _("These goods are expected at %(office)s. Another place needs the leave of the office of departure.")
            % {"office": Office.objects.filter(pk=destination).first() or destination},
        )
    return destination


def _arrive_at_destination(
    declaration: Declaration, actor: Actor, at: datetime, office: str, *, confirming: bool
) -> Declaration:
    """The second arrival of a transit: what blocks its discharge opens."""
    with as_system():
        sentence = followers.objection(Step.ARRIVE, declaration)
    if sentence is not None:
        raise Refused("movement_stopped", sentence)
    counts = confirming or office in declaration.company.authorised_offices
    _record_arrival(declaration, actor, at, office, kind="confirmation" if confirming else "notice", counts=counts)
    if counts:
        open_stage(declaration, opening.ARRIVED)
        with as_system():
            followers.tell(Moment.ARRIVED, declaration)
    return settling.settle(declaration)
