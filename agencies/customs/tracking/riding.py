"""Whose goods a point is of: by the movement its device was on at that moment, or by the number a station or camera saw."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from agencies.customs.models import Binding, KnownBy, Movement
from agencies.customs.tracking.kinds import WRONG_CLOCK
from agencies.customs.tracking.points import Point

OF_MOVEMENT = tuple(f"movement__{name}" for name in ("company_id", "declaration_id", "released_at", "ended_at"))


@dataclass(frozen=True)
class Ride:
    """A movement, its company and declaration, and from when to when points count for it."""

    movement_id: int
    company_id: int
    declaration_id: int
    since: datetime
    until: datetime | None

    def covers(self, point: Point) -> bool:
        """Whether the point is of this movement; one whose clock is wrong is of what goes on now."""
        if point.marks & WRONG_CLOCK:
            return self.until is None
        return self.since <= point.at and (self.until is None or point.at <= self.until)


def rides_of(points: Sequence[Point]) -> list[list[Ride]]:
    """The movements of each point, in two queries whatever their number: one of a device that rides, all of a wagon's."""
    by_device, by_number = _of_devices(points), _of_numbers(points)
    return [
        [ride for ride in by_number[point.subject] if ride.covers(point)]
        if point.subject
        # At the moment a device changes over, the later movement counts.
        else [ride for ride in by_device[point.device_id] if ride.covers(point)][-1:]
        for point in points
    ]


def _of_devices(points: Sequence[Point]) -> dict[int, list[Ride]]:
    riding = [point for point in points if not point.subject]
    found: dict[int, list[Ride]] = defaultdict(list)
    if riding:
        rows = Binding.objects.filter(
            Q(until__isnull=True) | Q(until__gte=_earliest(riding)), device_id__in={point.device_id for point in riding}
        ).order_by("since", "pk")
        for one in rows.select_related("movement").only("device_id", "since", "until", *OF_MOVEMENT):
            found[one.device_id].append(_ride(one.movement, one.since, one.until))
    return found


def _of_numbers(points: Sequence[Point]) -> dict[str, list[Ride]]:
    seen = [point for point in points if point.subject]
    found: dict[str, list[Ride]] = defaultdict(list)
    if seen:
        rows = KnownBy.objects.filter(
            Q(movement__ended_at__isnull=True) | Q(movement__ended_at__gte=_earliest(seen)),
            number__in={point.subject for point in seen},
            kind="vehicle",
        ).order_by("movement_id")
        for one in rows.select_related("movement").only("number", *OF_MOVEMENT):
            found[one.number].append(_ride(one.movement, one.movement.released_at, one.movement.ended_at))
    return found


def _ride(movement: Movement, since: datetime, until: datetime | None) -> Ride:
    return Ride(movement.pk, movement.company_id, movement.declaration_id, since, until)


def _earliest(points: Iterable[Point]) -> datetime:
    return min(point.at for point in points)
