"""What is done when a movement is late (handbook 5.3): a rung a time, each an event; proof of delivery ends it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from agencies.customs.guarantees import ledger
from agencies.customs.models import Movement
from agencies.customs.transit import enquiries, limits, moves
from agencies.customs.transit.life import MOVES, UNDER_WAY, State, codes
from clearance.acts import SYSTEM, Actor, acting_as, clock, locked

Rungs = list[tuple[str, timedelta]]
ENQUIRE = "movement.enquire"
BATCH = 100


def climb(*, inline: bool) -> int:
    """Take every late movement one rung further; returns how many rungs were taken."""
    now = clock.now()
    with acting_as(SYSTEM):
        late = list(
            Movement.objects.filter(next_look_at__lte=now, state__in=codes(UNDER_WAY))
            .order_by("next_look_at", "pk")
            .values_list("declaration_id", flat=True)[:BATCH]
        )
    return sum(_take_a_rung(declaration_id, now) for declaration_id in late)


def _take_a_rung(declaration_id: int, now: datetime) -> bool:
    with acting_as(SYSTEM) as system:
        declaration = locked(pk=declaration_id)
        movement = Movement.objects.filter(
            declaration_id=declaration_id, next_look_at__lte=now, state__in=codes(UNDER_WAY)
        ).first()
        if movement is None:
            return False
        movement.declaration = declaration
        _climb(movement, system)
        return True


def _climb(movement: Movement, system: Actor) -> None:
    rungs = rungs_on(clock.today())
    place = min(movement.rung, len(rungs) - 1)
    kind, is_last = rungs[place][0], place == len(rungs) - 1
    again = timedelta(days=int(limits.setting("debt_said_again_days", clock.today())))
    changes: dict[str, Any] = {
        "overdue": True,
        "rung": place if is_last else place + 1,
        "next_look_at": clock.now() + again if is_last else movement.limit_at + rungs[place + 1][1],
    }
    moves.save(movement, **changes)
    payload: dict[str, Any] = {
        "limit": movement.limit_at.isoformat(),
        "offices": [movement.departure_id, movement.destination_id],
    }
    if kind == ENQUIRE:
        payload["offices"] = [movement.departure_id, *enquiries.ask(movement)]
    if kind == "movement.demanded":
        payload |= _demand(movement)
    # What stands still by an incident is not looked for; the offices are asked all the same.
    if is_looked_for(kind, rungs) and State(movement.state) in MOVES["enquire"].sources:
        moves.make(movement, "enquire", by=system, payload=payload)
        if kind == ENQUIRE:
            return
    moves.tell(movement, kind, by=system, **payload)


def is_looked_for(kind: str, rungs: Rungs) -> bool:
    """Whether the ladder has come to the enquiry."""
    names = [name for name, _after in rungs]
    return names.index(kind) >= names.index(ENQUIRE)


def rungs_on(on: date) -> Rungs:
    """The rungs in force on a day: kind of event and time after the limit, the earliest first."""
    rows = [(row["event"], timedelta(days=int(row["days"]))) for row in limits.rows("ladder") if limits.holds(row, on)]
    return sorted(rows, key=lambda rung: rung[1])


def _demand(movement: Movement) -> dict[str, Any]:
    """What is demanded from whom: the amount that is set aside, of the guarantor."""
    entry = ledger.set_aside_for(movement.declaration)
    if entry is None:
        return {}
    kept = entry.guarantee
    return {"guarantor": kept.guarantor, "guarantee": kept.number, "amount": str(entry.amount), "currency": "KZT"}
