"""What the gate knows of a vehicle and its goods, as plain facts: a constant number of queries, whatever is aboard."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Q

from agencies.customs.gate import dated, plates
from agencies.customs.gate.answering import FREE_TO_GO, Answer, Asked, Check, Goods, Halt, Vehicle, answer
from agencies.customs.gate.life import State
from agencies.customs.models import Carried, Movement, Stop, Visit, VisitCheck
from agencies.customs.models.visits import LIVE
from agencies.customs.transit.life import UNDER_WAY
from clearance.acts import as_system, bearing, clock, holds_on, note_of, what_keeps

NOT_OURS = frozenset({"draft", "cancelled", "expired"})
MONEY_STANDS = frozenset({"nothing_due", "paid", "secured"})
LATER = frozenset({"discharge", "delivery"})
"""What keeps goods only once they are at their destination."""
MOST = 40


@dataclass
class Found:
    """What a sign led to: the visit, the declarations, and the answer."""

    sign: str
    visit: Visit | None
    declarations: list[Any]
    answer: Answer
    others: list[Visit] = field(default_factory=list)


def look_up(text: str, *, office: str) -> Found:
    """The answer for a plate, wagon, container, seal, reference or release note, as of this office."""
    sign = text.strip()
    with as_system():
        note = note_of(sign)
        if note is not None and not note.is_genuine:
            return Found(sign, None, [], answer(Vehicle(note=note.standing), (), now=clock.now()))
        spellings = [note.reference] if note else plates.spellings(sign)
        visits = _visits(plates.normal(sign))
        named = [] if visits else _named(spellings)
        if named:
            of_goods = Q(carries__declaration__in=named, carries__taken_off_at=None)
            visits = list(_live().filter(of_goods).distinct()[:MOST])
        visit = next((one for one in visits if one.office_id == office), visits[0] if visits else None)
        goods = _aboard(visit) if visit is not None else named
        return Found(
            sign, visit, goods, _answer(visit, goods, office=office), [one for one in visits if one is not visit]
        )


def answer_for(visit: Visit) -> Answer:
    """The answer for a visit."""
    with as_system():
        return _answer(visit, _aboard(visit), office=visit.office_id)


def answers_for(visits: Sequence[Visit]) -> dict[int, Answer]:
    """The answers for many visits of one office, by their ids; the same number of queries as for one."""
    with as_system():
        aboard: dict[int, list[Any]] = defaultdict(list)
        rows = Carried.objects.filter(visit__in=visits, taken_off_at=None).select_related("declaration")
        for row in rows.order_by("pk"):
            aboard[row.visit_id].append(row.declaration)
        every = {one.pk: one for goods in aboard.values() for one in goods}
        checks, known = _checks(visits), _facts(list(every.values()), {visit.office_id for visit in visits})
        now = clock.now()
        return {
            visit.pk: answer(_vehicle(visit, checks), [known[one.pk] for one in aboard[visit.pk]], now=now)
            for visit in visits
        }


def _live() -> Any:
    return Visit.objects.filter(state__in=LIVE).select_related("slot", "office").order_by("-pk")


def _visits(plate: str) -> list[Visit]:
    return list(_live().filter(Q(plate=plate) | Q(trailer=plate))[:MOST]) if plate else []


def _named(spellings: Sequence[str]) -> list[Any]:
    """Declarations that bear the sign and say something of today: not those released long ago."""
    since = clock.now() - timedelta(days=int(dated.setting("known_days", clock.today())))
    lately = ~Q(state__in=FREE_TO_GO) | Q(released_at__gte=since)
    marked = bearing(spellings).exclude(state__in=NOT_OURS).filter(lately).order_by("-pk")[:MOST]
    sealed = Movement.objects.filter(seals__overlap=spellings, state__in=sorted(map(str, UNDER_WAY)))
    found = {one.pk: one for one in marked}
    found |= {one.declaration_id: one.declaration for one in sealed.select_related("declaration")[:MOST]}
    return list(found.values())


def _aboard(visit: Visit) -> list[Any]:
    rows = Carried.objects.filter(visit=visit, taken_off_at=None).select_related("declaration").order_by("pk")
    return [row.declaration for row in rows]


def _answer(visit: Visit | None, declarations: Sequence[Any], *, office: str) -> Answer:
    facts = _facts(declarations, {visit.office_id if visit else office})
    vehicle = _vehicle(visit, _checks([visit])) if visit else Vehicle()
    return answer(vehicle, [facts[one.pk] for one in declarations], now=clock.now())


def _vehicle(visit: Visit, checks: dict[int, tuple[Check, ...]]) -> Vehicle:
    slot = getattr(visit, "slot", None)
    return Vehicle(State(visit.state), slot.starts_at if slot else None, checks.get(visit.pk, ()))


def _checks(visits: Sequence[Visit]) -> dict[int, tuple[Check, ...]]:
    found: dict[int, list[Check]] = defaultdict(list)
    for row in VisitCheck.objects.filter(visit__in=visits).exclude(state="passed").order_by("pk"):
        found[row.visit_id].append(Check(row.agency, row.requirement, row.state == "failed", row.note))
    return {visit: tuple(checks) for visit, checks in found.items()}


def _facts(declarations: Sequence[Any], offices: set[str]) -> dict[int, Goods]:
    """The facts of each declaration: four queries for all of them."""
    holds: dict[int, list[Halt]] = defaultdict(list)
    asked: dict[int, list[Asked]] = defaultdict(list)
    stops: dict[int, list[Halt]] = defaultdict(list)
    arriving, there = set(), set()
    movements = Movement.objects.filter(declaration__in=declarations)
    for pk, state, destination, arrived_at in movements.values_list(
        "declaration_id", "state", "destination", "arrived_at"
    ):
        if arrived_at is not None:
            there.add(pk)
        elif state in UNDER_WAY and destination in offices:
            arriving.add(pk)
    for hold in holds_on(declarations):
        is_public = hold.visibility == "public"
        holds[hold.declaration_id].append(Halt(hold.agency, hold.review_at, hold.public_reason, is_public))
    for row in what_keeps(declarations):
        if row.blocks in LATER and row.declaration_id not in there:
            continue
        is_known = row.visibility == "public" or row.announced_at is not None
        is_physical = row.control in {"physical", "laboratory"}
        is_open = row.state in {"open", "claimed", "decided"}
        asked[row.declaration_id].append(
            Asked(row.executed_by, row.requirement, row.due_at, is_physical, is_open, is_named=is_known)
        )
    for stop in Stop.objects.filter(declaration__in=declarations, lifted_at=None).order_by("pk"):
        stops[stop.declaration_id].append(Halt("customs", stop.review_at, stop.reason))
    return {
        one.pk: Goods(
            one.reference,
            one.state,
            is_here=one.presented_at is not None or not one.needs_presentation,
            arrives=one.pk in arriving,
            money_due=one.money_position not in MONEY_STANDS,
            holds=tuple(holds[one.pk]),
            stops=tuple(stops[one.pk]),
            asked=tuple(asked[one.pk]),
        )
        for one in declarations
    }
