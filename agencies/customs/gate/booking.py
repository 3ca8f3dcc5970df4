"""Slots of the electronic queue: a trader books an hour for a vehicle, a driver and declarations, moves it, cancels it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.customs.gate import acts, dated, deposits, moves, plates
from agencies.customs.gate.life import State
from agencies.customs.gate.places import GROUNDS, Capacity
from agencies.customs.models import Slot, Visit
from clearance.acts import (
    Actor,
    NotAllowed,
    NotFound,
    Problem,
    Problems,
    Refused,
    as_system,
    clock,
    declaration_for,
    office_of,
)

HOUR = timedelta(hours=1)
BOOKABLE = frozenset({"lodged", "accepted", "released", "released_with_conditions"})
TAKEN = {
    "a_plate_is_on_one_visit_at_a_time": Problem(
        "plate_taken", "/plate", _("This plate is on another visit that has not ended.")
    ),
    "a_vin_is_on_one_visit_at_a_time": Problem(
        "vin_taken", "/vin", _("This VIN is on another visit that has not ended.")
    ),
}
FULL = Problem("full", "/starts_at", _("This hour is full. Choose another one."))


def book(
    actor: Actor,
    *,
    references: Sequence[str],
    office: str,
    starts_at: datetime,
    plate: str,
    driver: str,
    trailer: str = "",
    vin: str = "",
    kind: str = "ordinary",
    ground: str = "",
) -> Slot:
    """Book an hour; Problems, NotFound, NotAllowed."""
    goods = [declaration_for(actor, reference) for reference in sorted(set(references))]
    problems = _wrong(office, starts_at, plate, driver, kind, ground)
    if not goods:
        problems.append(Problem("nothing", "/references", _("Name the declaration whose goods the vehicle carries.")))
    for one in goods:
        if one.state not in BOOKABLE:
            problems.append(
                Problem("not_filed", "/references", _("Book for a declaration that is filed and not ended."))
            )
        if one.company_id != goods[0].company_id:
            problems.append(Problem("companies", "/references", _("Book for declarations of one company.")))
    if goods and kind == "priority" and ground == "export" and not any(one.kind == "export" for one in goods):
        problems.append(
            Problem("ground", "/ground", _("Priority for exports is for vehicles with an export declaration."))
        )
    if problems:
        raise Problems(problems)
    company = goods[0].company_id
    _must_act_for(actor, company)
    place = _free_place(office, starts_at, kind)
    now = clock.now()
    try:
        with transaction.atomic():
            visit = Visit.objects.create(
                office_id=office,
                company_id=company,
                plate=plates.normal(plate),
                written=plate.strip()[:40],
                trailer=plates.normal(trailer),
                vin=plates.normal(vin),
                driver=driver.strip()[:120],
                since=now,
                made_by_id=actor.person,
                made_at=now,
            )
            slot = Slot.objects.create(
                visit=visit,
                company_id=company,
                office_id=office,
                starts_at=starts_at,
                first_starts_at=starts_at,
                place=place,
                kind=kind,
                ground=ground,
                deposit=deposits.amount(clock.today()),
                booked_by_id=actor.person,
                booked_at=now,
            )
    except IntegrityError as error:
        raise _told(error) from error
    acts.take_aboard(visit, goods)
    moves.keep(visit, "book", by=actor, facts={"starts_at": starts_at.isoformat()})
    moves.tell(visit, "queue.booked", by=actor, payload={"starts_at": starts_at.isoformat(), "kind": kind})
    return slot


def move(actor: Actor, *, uuid: Any, starts_at: datetime) -> Slot:
    """Another hour for the same vehicle; NotFound, Problems, Refused."""
    slot = _own(actor, uuid)
    if problems := _of_hour(slot.office_id, starts_at):
        raise Problems(problems)
    put(slot, starts_at, by=actor)
    return slot


def cancel(actor: Actor, *, uuid: Any) -> Slot:
    """Give the hour back; the deposit returns."""
    slot = _own(actor, uuid)
    moves.make(slot.visit, "cancel", by=actor)
    deposits.give_back(slot.visit)
    return slot


def put(slot: Slot, starts_at: datetime, *, by: Actor, held: bool = False, cause: str = "asked") -> None:
    """Give a slot the first free place of another hour, and say so; Problems when there is none."""
    place = _free_place(slot.office_id, starts_at, slot.kind, but=slot.pk)
    before = slot.starts_at
    Slot.objects.filter(pk=slot.pk).update(starts_at=starts_at, place=place, held=held, moves=slot.moves + 1)
    slot.starts_at, slot.place, slot.held, slot.moves = starts_at, place, held, slot.moves + 1
    said = {"from": before.isoformat(), "starts_at": starts_at.isoformat(), "cause": cause}
    moves.keep(slot.visit, "move", by=by, facts=said)
    moves.tell(slot.visit, "queue.moved", by=by, payload=said)


def free_hours(office: str, kind: str = "ordinary", *, most: int = 24) -> list[datetime]:
    """The next hours with a free place for a booking of this kind; two queries."""
    now = clock.now()
    row = dated.site(office, clock.today())
    if row is None:
        return []
    first = now.replace(minute=0, second=0, microsecond=0) + HOUR
    capacity, taken, days = Capacity.of(row), _taken_from(office, first), _kinds_from(office, kind, first)
    zone = _zone(office)
    found: list[datetime] = []
    for number in range(int(dated.setting("book_days_ahead", clock.today())) * 24):
        hour = first + number * HOUR
        today = days.get(hour.astimezone(zone).date(), 0)
        if capacity.place(kind, taken.get(hour, set()), of_kind_today=today) is not None:
            found.append(hour)
            if len(found) == most:
                break
    return found


def _free_place(office: str, starts_at: datetime, kind: str, *, but: int | None = None) -> int:
    """The place of an hour, under the lock of its day; raises Problems when it, or the share of the day, is full."""
    row = dated.site(office, clock.today())
    day = starts_at.astimezone(_zone(office)).date()
    if row is None:
        raise Problems([Problem("no_gate", "/office", _("There is no queue at this office."))])
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('slots of ' || %s, 0))", [f"{office} {day}"])
    with as_system():
        slots = Slot.objects.filter(office_id=office, takes_place=True).exclude(pk=but or 0)
        taken = set(slots.filter(starts_at=starts_at).values_list("place", flat=True))
        start = datetime(day.year, day.month, day.day, tzinfo=_zone(office))
        today = slots.filter(kind=kind, starts_at__gte=start, starts_at__lt=start + timedelta(days=1)).count()
    place = Capacity.of(row).place(kind, taken, of_kind_today=today)
    if place is None:
        raise Problems([FULL])
    return place


def _taken_from(office: str, first: datetime) -> dict[datetime, set[int]]:
    found: dict[datetime, set[int]] = {}
    with as_system():
        rows = Slot.objects.filter(office_id=office, takes_place=True, starts_at__gte=first)
        for hour, place in rows.values_list("starts_at", "place"):
            found.setdefault(hour, set()).add(place)
    return found


def _kinds_from(office: str, kind: str, first: datetime) -> dict[date, int]:
    if kind == "ordinary":
        return {}
    found: dict[date, int] = {}
    zone = _zone(office)
    with as_system():
        rows = Slot.objects.filter(
            office_id=office, takes_place=True, kind=kind, starts_at__gte=first - timedelta(days=1)
        )
        for hour in rows.values_list("starts_at", flat=True):
            day = hour.astimezone(zone).date()
            found[day] = found.get(day, 0) + 1
    return found


def _zone(office: str) -> ZoneInfo:
    return ZoneInfo(office_of(office).time_zone)


def _own(actor: Actor, uuid: Any) -> Slot:
    """The slot of a company the actor acts for, with its visit locked; NotFound, NotAllowed, Refused."""
    seen = Slot.objects.select_related("visit").filter(visit__uuid=uuid, company_id__in=actor.companies).first()
    if seen is None:
        raise NotFound(str(uuid))
    _must_act_for(actor, seen.company_id)
    visit = moves.lock(uuid)
    slot = Slot.objects.get(pk=seen.pk)
    slot.visit = visit
    if visit.state != State.BOOKED:
        raise Refused("not_booked", _("This vehicle is there already, or its hour has passed."))
    return slot


def _must_act_for(actor: Actor, company: int) -> None:
    member = actor.member_of(company)
    if member is None or member.role == "viewer":
        raise NotAllowed(_("You cannot book for this company. Ask its administrator to add you or to delegate to you."))


def _wrong(office: str, starts_at: datetime, plate: str, driver: str, kind: str, ground: str) -> list[Problem]:
    problems = _of_hour(office, starts_at)
    if not plates.normal(plate):
        problems.append(Problem("plate_missing", "/plate", _("Enter the plate or the number of the wagon.")))
    if not driver.strip():
        problems.append(Problem("driver_missing", "/driver", _("Enter the name of the driver.")))
    if kind not in Slot.KINDS:
        problems.append(Problem("kind", "/kind", _("Select a kind of booking.")))
    if (kind == "priority") != (ground in GROUNDS):
        problems.append(Problem("ground", "/ground", _("Select on which ground the vehicle has priority, or none.")))
    ahead = timedelta(days=int(dated.setting("post_days_ahead", clock.today())))
    if kind == "post" and starts_at < clock.now() + ahead:
        problems.append(
            Problem(
                "post_early",
                "/starts_at",
                _("The list of postal trucks is sent %(days)s days ahead.") % {"days": ahead.days},
            )
        )
    return problems


def _of_hour(office: str, starts_at: datetime) -> list[Problem]:
    now, last = clock.now(), timedelta(days=int(dated.setting("book_days_ahead", clock.today())))
    if dated.site(office, clock.today()) is None:
        return [Problem("no_gate", "/office", _("There is no queue at this office."))]
    if starts_at != starts_at.replace(minute=0, second=0, microsecond=0) or not now < starts_at <= now + last:
        return [Problem("hour", "/starts_at", _("Select one of the hours listed."))]
    return []


def _told(error: IntegrityError) -> Exception:
    """Problems where the trader can mend what the database refused, else the error itself."""
    for name, problem in TAKEN.items():
        if name in str(error):
            return Problems([problem])
    return Problems([FULL]) if "a_place_of_an_hour_is_given_once" in str(error) else error


def of_company(actor: Actor, *, most: int = 50) -> list[Slot]:
    """The bookings of the companies the person acts for: those ahead first, then the last ones."""
    rows = Slot.objects.filter(Q(company_id__in=actor.companies)).select_related("visit", "office", "company")
    ahead = list(rows.filter(takes_place=True).order_by("starts_at", "pk")[:most])
    return ahead + list(rows.filter(takes_place=False).order_by("-starts_at", "-pk")[: most - len(ahead)])
