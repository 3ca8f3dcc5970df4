"""One movement: where it was during an hour, its seals, papers, alarms, stops and what was done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from agencies.customs.models import Alarm, Intervention, Movement, Position, Stop
from clearance.acts import NotFound, content_of

HOUR, MOST_POINTS, WHOLE = timedelta(hours=1), 400, 300


@dataclass(frozen=True)
class Hour:
    """An hour that is played back: its points, and the hours beside it that hold any."""

    until: datetime
    points: list[Position]
    before: datetime | None
    after: datetime | None

    @property
    def since(self) -> datetime:
        return self.until - HOUR


def movement_of(uuid: UUID) -> Movement:
    """A movement the reader may see; NotFound."""
    found = (
        Movement.objects.select_related("declaration__company", "departure", "destination", "last_position", "watch")
        .filter(uuid=uuid)
        .first()
    )
    if found is None:
        raise NotFound(str(uuid))
    return found


def hour_of(movement: Movement, until: datetime | None) -> Hour:
    """The hour that ends at `until`, else with the last point."""
    found = Position.objects.filter(movement=movement, latitude__isnull=False)
    if until is None:
        until = found.order_by("-at").values_list("at", flat=True).first() or movement.released_at
    points = found.filter(at__gt=until - HOUR, at__lte=until).order_by("at", "pk")
    earlier = found.filter(at__lte=until - HOUR).order_by("-at").values_list("at", flat=True).first()
    later = found.filter(at__gt=until).order_by("at").values_list("at", flat=True).first()
    return Hour(until, list(points[:MOST_POINTS]), earlier, later + HOUR - timedelta(microseconds=1) if later else None)


def line_of(movement: Movement) -> list[tuple[float | None, float | None]]:
    """The whole way as the map draws it: evenly thinned, the last point always in it."""
    found = list(
        Position.objects.filter(movement=movement, latitude__isnull=False)
        .order_by("at", "pk")
        .values_list("latitude", "longitude")
    )
    step = max(1, len(found) // WHOLE)
    return found[::step] + ([found[-1]] if found and (len(found) - 1) % step else [])


def told_of(movement: Movement) -> dict[str, Any]:
    """Everything that hangs on a movement, in one question each."""
    return {
        "papers": content_of(movement.declaration).get("documents") or [],
        "alarms": list(
            Alarm.objects.filter(movement=movement).select_related("acknowledged_by", "closed_by", "lift_asked_by")
        ),
        "stops": list(Stop.objects.filter(movement=movement).select_related("owner", "office", "placed_by")),
        "interventions": list(Intervention.objects.filter(movement=movement).select_related("made_by", "alarm")),
    }
