"""The stream of stored points: whoever registers is called with every batch, in its transaction, as the system.

A follower that fails is behind with the movements of that batch: their points wait, in order, until it has caught up with them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction

from agencies.customs.models import Backlog, Position
from agencies.customs.tracking.kinds import WRONG_CLOCK
from agencies.customs.tracking.points import Point
from clearance.acts import clock

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class StoredPoint:
    """A point of a movement that is stored now and was not before; `number` is its row's, 0 where it has none.

    Where the device's clock cannot be believed, `at` is the moment of receipt and there is no place. A point may be older than
    those that came before it.
    """

    movement_id: int
    device_id: int
    at: datetime
    received_at: datetime
    latitude: float | None
    longitude: float | None
    speed_kmh: float | None
    source: str
    code: str
    battery: int | None
    place: str = ""
    marks: frozenset[str] = frozenset()
    facts: Mapping[str, Any] = field(default_factory=dict)
    number: int = 0


Follower = Callable[[list[StoredPoint]], None]
_FOLLOWERS: dict[str, Follower] = {}


def on_points(name: str, follower: Follower) -> None:
    """Call `follower` with every batch of stored points, ordered by movement and moment; an application does it once."""
    _FOLLOWERS[name] = follower


def stored_point(point: Point | Position, movement_id: int, number: int) -> StoredPoint:
    """A point as followers read it."""
    is_wrong = not WRONG_CLOCK.isdisjoint(point.marks)
    return StoredPoint(
        number=number,
        movement_id=movement_id,
        device_id=point.device_id,
        at=point.received_at if is_wrong else point.at,
        received_at=point.received_at,
        latitude=None if is_wrong else point.latitude,
        longitude=None if is_wrong else point.longitude,
        speed_kmh=point.speed_kmh,
        source=str(point.source),
        code=point.code,
        battery=point.battery,
        place=point.place,
        marks=frozenset(map(str, point.marks)),
        facts=point.facts,
    )


def tell(points: Sequence[StoredPoint], *, behind: Mapping[int, Sequence[str]]) -> None:
    """Let everybody do their part, but for the movements they are behind with: those are for `catching_up`."""
    for name in _FOLLOWERS:
        mine = [one for one in points if name not in behind.get(one.movement_id, ())]
        if mine and not let_follow(name, mine):
            _leave_behind(name, mine)


def let_follow(name: str, points: Sequence[StoredPoint]) -> bool:
    """Let one follower deal with some points; whether it did. One that fails has done nothing, and the log says so."""
    try:
        try:
            _call(name, points)
        except OperationalError:  # two batches met in a deadlock: the other one is through by now
            _call(name, points)
    except Exception:
        log.exception("a follower of positions failed", extra={"follower": name, "points": len(points)})
        return False
    return True


def _call(name: str, points: Sequence[StoredPoint]) -> None:
    with transaction.atomic():
        _FOLLOWERS[name](list(points))


def _leave_behind(name: str, points: Sequence[StoredPoint]) -> None:
    """Whoever stores a point of these movements holds their rows until the end: nobody overtakes."""
    first: dict[int, int] = {}
    for one in points:
        first[one.movement_id] = min(first.get(one.movement_id, one.number), one.number)
    now = clock.now()
    Backlog.objects.bulk_create(
        Backlog(follower=name, movement_id=movement, first=number, since=now, due_at=now)
        for movement, number in sorted(first.items())
    )
