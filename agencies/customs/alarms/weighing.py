"""Scales at a gate: less weight than before is an alarm."""

from datetime import datetime

from agencies.customs.alarms.watching import watch
from agencies.customs.models import Movement
from agencies.customs.tracking.stream import StoredPoint
from clearance.acts import as_system


def weighed(movement: Movement, *, kg: float, at: datetime) -> None:
    """A movement was weighed; it is compared with the last time, wherever that was."""
    with as_system():
        watch(
            [
                StoredPoint(
                    movement_id=movement.pk,
                    device_id=0,
                    at=at,
                    received_at=at,
                    latitude=None,
                    longitude=None,
                    speed_kmh=None,
                    source="station",
                    code="",
                    battery=None,
                    facts={"weight_kg": kg},
                )
            ]
        )
