"""What is done when a movement is late (handbook 5.3): a rung a time, each an event; proof of delivery ends it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from agencies.customs.models import Movement
from agencies.customs.transit import moves
from agencies.customs.transit.life import UNDER_WAY, State
from clearance.acts import SYSTEM, Actor, acting_as, clock, locked

RUNGS: tuple[tuple[str, timedelta], ...] = (
    ("movement.overdue", timedelta(0)),
    ("movement.reminded", timedelta(days=1)),
    ("movement.enquire", timedelta(days=3)),
    ("movement.demanded", timedelta(days=10)),
    ("movement.debt_due", timedelta(days=30)),
)
"""Kind of event and time after the limit; defaults: only the time limit itself is the law's."""
UNTIL_DECIDED = timedelta(days=30)
"""The last rung is said again so often until somebody decides."""
BATCH = 100


def climb(*, inline: bool) -> int:
    """Take every late movement one rung further; returns how many rungs were taken."""
    now = clock.now()
    with acting_as(SYSTEM):
        late = list(
            Movement.objects.filter(next_look_at__lte=now, state__in=sorted(map(str, UNDER_WAY)))
            .order_by("next_look_at", "pk")
            .values_list("declaration_id", flat=True)[:BATCH]
        )
    return sum(_take_a_rung(declaration_id, now) for declaration_id in late)


def _take_a_rung(declaration_id: int, now: datetime) -> bool:
    with acting_as(SYSTEM) as system:
        declaration = locked(pk=declaration_id)
        movement = Movement.objects.filter(
            declaration_id=declaration_id, next_look_at__lte=now, state__in=sorted(map(str, UNDER_WAY))
        ).first()
        if movement is None:
            return False
        movement.declaration = declaration
        _climb(movement, system)
        return True


def _climb(movement: Movement, system: Actor) -> None:
    kind = RUNGS[movement.rung][0]
    is_last = movement.rung == len(RUNGS) - 1
    changes = {
        "overdue": True,
        "rung": movement.rung if is_last else movement.rung + 1,
        "next_look_at": clock.now() + UNTIL_DECIDED if is_last else movement.limit_at + RUNGS[movement.rung + 1][1],
    }
    payload: dict[str, Any] = {"limit": movement.limit_at.isoformat(), "destination": movement.destination_id}
    if kind == "movement.enquire" and movement.state != State.ENQUIRY:
        moves.make(movement, "enquire", by=system, payload=payload, **changes)
        return
    moves.save(movement, **changes)
    moves.tell(movement, kind, by=system, **payload)
