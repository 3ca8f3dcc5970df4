"""The stream of stored points: whoever registers is called with every batch, in its transaction, as the system."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class StoredPoint:
    """A point of a movement that is stored now and was not before.

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


Follower = Callable[[list[StoredPoint]], None]
_FOLLOWERS: list[Follower] = []


def on_points(follower: Follower) -> None:
    """Call `follower` with every batch of stored points, ordered by movement and moment; an application does it once."""
    _FOLLOWERS.append(follower)


def tell(points: Sequence[StoredPoint]) -> None:
    """Let everybody do their part. One who fails loses what it did of this batch: the points stay, and the log says so."""
    if not points:
        return
    for follower in _FOLLOWERS:
        try:
            _let(follower, points)
        except Exception:
            log.exception("a follower of positions failed", extra={"points": len(points)})


def _let(follower: Follower, points: Sequence[StoredPoint]) -> None:
    try:
        with transaction.atomic():
            follower(list(points))
    except OperationalError:  # two batches met in a deadlock: the other one is through by now
        with transaction.atomic():
            follower(list(points))
