"""An inspection the control centre asked for: a control of the office of destination, once the goods are there.

The sign-off of the completion becomes a physical one: it stands in that office's queue with its law and its term, and is
not decided without what was found. Until the goods are there no page outside customs tells that one is planned.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from agencies.customs.arrival.steps import COMPLETION
from agencies.customs.control.kinds import Intervening
from agencies.customs.models import Intervention, Movement
from agencies.customs.transit import following
from agencies.customs.transit.life import State
from clearance.acts import SYSTEM_ACTOR, as_system, look_closer, open_rows_of


def when_arrived(declaration: Any) -> None:
    """The goods are there: what was asked for on the way, also under the transit before this one, is ordered."""
    movement = following.of(declaration)
    if movement is None:
        return
    asked = Q(movement=movement) | Q(movement__successor=movement)
    if Intervention.objects.filter(asked, kind=Intervening.INSPECTION).exists():
        order(movement)


def order(movement: Movement) -> None:
    """The completion asks for an inspection from now on; before the arrival nothing happens yet."""
    if movement.state not in (State.ARRIVED, State.PRESENTED):
        return
    with as_system():
        for row in open_rows_of(movement.declaration):
            if row.requirement == COMPLETION:
                look_closer(movement.declaration, row, by=SYSTEM_ACTOR)
