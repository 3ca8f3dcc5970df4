"""What the queue does by itself: who stays away loses the hour, held goods wait longer, ready ones come forward."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from agencies.customs.gate import booking, dated, deposits, moves, readiness
from agencies.customs.gate.life import State
from agencies.customs.gate.readiness import Load, Standing
from agencies.customs.models import Carried, Slot, Visit
from clearance.acts import SYSTEM, SYSTEM_ACTOR, Actor, Problems, acting_as, clock, holds_on, questions_on, what_keeps

BATCH = 100


def look_after(*, inline: bool) -> int:
    """Everything that is due in the queues of all offices; returns how much was done."""
    with acting_as(SYSTEM):
        missing = list(_missing(clock.now()).values_list("uuid", flat=True)[:BATCH])
        near = list(_near(clock.now()).order_by("starts_at").values_list("visit__uuid", flat=True)[:BATCH])
    return sum(_miss(uuid) for uuid in missing) + sum(_fit(uuid) for uuid in near)


def when_released(declaration: Any) -> None:
    """Goods that are released need not wait for the sweeper to come forward."""
    when_all_released([declaration])


def when_all_released(declarations: Sequence[Any]) -> None:
    """The same for many at once; only those that have a slot cost more."""
    held = Carried.objects.filter(
        declaration__in=declarations, visit__slot__held=True, visit__state=State.BOOKED, taken_off_at=None
    )
    for visit in Visit.objects.filter(pk__in=held.values("visit_id")).order_by("pk"):
        fit(visit.slot, SYSTEM_ACTOR)


def _missing(now: datetime) -> Any:
    """Booked vehicles that are not there long after their hour, and called ones that never came to the gate."""
    grace = booking.HOUR + timedelta(minutes=int(dated.setting("grace_minutes", clock.today())))
    late = timedelta(minutes=int(dated.setting("late_minutes", clock.today())))
    return Visit.objects.filter(
        Q(state=State.BOOKED, slot__starts_at__lte=now - grace) | Q(state=State.CALLED, since__lte=now - late)
    ).order_by("pk")


def _near(now: datetime) -> Any:
    """Slots to be moved back if their goods are held, and those moved back that may come forward."""
    ahead = timedelta(hours=int(dated.setting("look_ahead_hours", clock.today())))
    return Slot.objects.filter(
        Q(held=True) | Q(starts_at__lte=now + ahead), takes_place=True, visit__state=State.BOOKED
    )


def _miss(uuid: Any) -> bool:
    with acting_as(SYSTEM) as system:
        visit = moves.lock(uuid)
        if not _missing(clock.now()).filter(pk=visit.pk).exists():
            return False
        moves.make(visit, "miss", by=system)
        for slot in Slot.objects.filter(visit=visit):
            deposits.after_no_show(slot)
        return True


def _fit(uuid: Any) -> bool:
    with acting_as(SYSTEM) as system:
        visit = moves.lock(uuid)
        slot = _near(clock.now()).filter(visit=visit).first()
        return slot is not None and fit(slot, system)


def fit(slot: Slot, by: Actor) -> bool:
    """Move one slot back when its goods are held, forward when they are ready; whether it was moved."""
    now, standing = clock.now(), readiness.of(_loads(slot.visit))
    if standing is Standing.HELD and slot.starts_at <= now + _hours("look_ahead_hours"):
        wanted, held = max(slot.starts_at, now.replace(minute=0, second=0, microsecond=0)) + _hours("back_hours"), True
    elif standing is Standing.READY and slot.held:
        earliest = now.replace(minute=0, second=0, microsecond=0) + booking.HOUR + _hours("lead_hours")
        wanted, held = max(slot.first_starts_at, earliest), False
        if wanted >= slot.starts_at:
            Slot.objects.filter(pk=slot.pk).update(held=False)
            return False
    else:
        return False
    last = wanted + timedelta(days=1) if held else slot.starts_at
    while wanted < last:
        try:
            booking.put(slot, wanted, by=by, held=held, cause="held" if held else "ready")
        except Problems:
            wanted += booking.HOUR
        else:
            return True
    return False


def _loads(visit: Visit) -> list[Load]:
    """What everybody may know of the goods: a hidden hold or control moves no slot, or the slot would betray it."""
    goods = moves.aboard(visit.pk)
    holds: Counter[int] = Counter()
    questions: Counter[int] = Counter()
    undecided: Counter[int] = Counter()
    for hold in holds_on(goods):
        holds[hold.declaration_id] += hold.visibility == "public"
    for question in questions_on(goods):
        questions[question.declaration_id] += 1
    for row in what_keeps(goods):
        undecided[row.declaration_id] += row.visibility == "public" and row.state in {"open", "claimed"}
    return [Load(one.state, holds[one.pk], questions[one.pk], undecided[one.pk]) for one in goods]


def _hours(name: str) -> timedelta:
    return timedelta(hours=int(dated.setting(name, clock.today())))
