"""What customs must do in time and has not: decide on leave by the next day, arrange an escort within its hours."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from agencies.customs.models import Escort, Leave, Movement
from agencies.customs.transit import moves
from clearance.acts import SYSTEM, SYSTEM_ACTOR, acting_as, clock, locked

BATCH = 100


def tell_of_late(*, inline: bool) -> int:
    """Record once that a decision or an escort is late; returns how many."""
    now = clock.now()
    leave = Q(state="asked", due_at__lte=now, is_late=False)
    escort = Q(arranged_at=None, ended_at=None, arrange_by__lte=now, is_late=False)
    return _tell(Leave, leave, "movement.leave_late", True) + _tell(Escort, escort, "movement.escort_late", False)


def _tell(model: type[Any], late: Q, kind: str, public: bool) -> int:
    with acting_as(SYSTEM):
        found = list(model.objects.filter(late).order_by("pk").values_list("pk", "declaration_id")[:BATCH])
    return sum(_tell_of(model, pk, declaration, late, kind, public) for pk, declaration in found)


def _tell_of(model: type[Any], pk: int, declaration_id: int, late: Q, kind: str, public: bool) -> bool:
    with acting_as(SYSTEM):
        declaration = locked(pk=declaration_id)
        if not model.objects.filter(late, pk=pk).update(is_late=True):
            return False
        movement = Movement.objects.get(declaration=declaration)
        movement.declaration = declaration
        moves.tell(movement, kind, by=SYSTEM_ACTOR, public=public)
        return True
