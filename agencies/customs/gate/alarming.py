"""A vehicle that became lighter on its way is an alarm of its movement."""

from typing import Any

from agencies.customs.alarms.kinds import Kind
from agencies.customs.alarms.raising import raise_for
from agencies.customs.gate.weighing import Drop
from agencies.customs.transit import following
from agencies.customs.transit.life import ENDED


def of_drop(declaration: Any, drop: Drop) -> None:
    """Raise it for goods in transit whose movement has not ended."""
    movement = following.of(declaration)
    if movement is not None and movement.state not in ENDED:
        raise_for(movement, Kind.WEIGHT_DROP, facts={"from_kg": drop.before, "to_kg": drop.after})
