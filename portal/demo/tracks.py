"""Where the demo's transits are: seals, trackers and stations report them, one seal is broken, one has fallen silent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from agencies.customs.models import Device, Movement
from agencies.customs.tracking.kinds import Code, DeviceKind, Source
from agencies.customs.tracking.points import Point, Said, judged
from agencies.customs.tracking.receiving import receive
from clearance.acting import SYSTEM, acting_as
from portal.accounts.models import User

Place = tuple[float, float]

ROAD: Sequence[Place] = ((44.2, 80.39), (43.62, 78.25), (43.24, 76.89), (46.84, 74.98), (49.8, 73.11), (51.17, 71.45))
RAIL: Sequence[Place] = ((44.16, 80.25), (43.24, 76.89), (43.6, 73.76), (46.84, 74.98), (49.8, 73.11), (51.17, 71.45))
EVERY = timedelta(minutes=10)
FOR = timedelta(hours=3)
STORIES: Sequence[tuple[float, timedelta, Code | None]] = (
    (0.9, timedelta(hours=5), None),
    (0.28, timedelta(minutes=2), Code.SEAL_BROKEN),
    (0.62, timedelta(minutes=4), None),
    (0.45, timedelta(minutes=3), Code.LOW_BATTERY),
)
"""How far each has come, how long ago it was last heard, and what its seal says in the end."""


def follow(*, now: datetime) -> None:
    """Bind a device to every transit under way and let it tell the last hours."""
    with acting_as(SYSTEM):
        registrar = User.objects.get(username="customs.head")
        under_way = list(Movement.objects.filter(state="en_route").order_by("pk"))
        devices = [_device(one, number, registrar) for number, one in enumerate(under_way, 1)]
    for movement, device, story in zip(under_way, devices, STORIES, strict=False):
        receive(list(_points(movement, device, story, now)))


def _device(movement: Movement, number: int, registrar: User) -> Device:
    return Device.objects.create(
        kind=DeviceKind.SEAL,
        name=f"Navigation seal {number}",
        number=f"KZ-NS-{number:04}",
        digest=hashlib.sha256(f"demo seal {movement.uuid}".encode()).hexdigest(),
        movement=movement,
        moved_at=movement.released_at,
        registered_by=registrar,
    )


def _points(
    movement: Movement, device: Device, story: tuple[float, timedelta, Code | None], now: datetime
) -> Iterator[Point]:
    share, ago, code = story
    steps = FOR // EVERY
    for step in range(steps, -1, -1):
        at = now - ago - step * EVERY
        latitude, longitude = _along(RAIL if movement.mode.startswith("2") else ROAD, share - step * 0.006)
        said = Said(
            at=at, latitude=latitude, longitude=longitude, speed_kmh=68.0, battery=11.0 if code == Code.LOW_BATTERY else 86.0,
            code=code if step == 0 else None,
        )  # fmt: skip
        yield judged(said, device_id=device.pk, source=Source.SEAL, now=at)


def _along(way: Sequence[Place], share: float) -> Place:
    """The place after a share of the way, straight from one town to the next."""
    lengths = [abs(two[0] - one[0]) + abs(two[1] - one[1]) for one, two in pairwise(way)]
    left = max(0.0, min(1.0, share)) * sum(lengths)
    for (one, two), length in zip(pairwise(way), lengths, strict=True):
        if left <= length:
            part = left / length
            return one[0] + part * (two[0] - one[0]), one[1] + part * (two[1] - one[1])
        left -= length
    return way[-1]
