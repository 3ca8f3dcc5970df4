"""Devices and points for tests, in one line each."""

from datetime import datetime, timedelta
from typing import Any

from agencies.customs.models import Device, LastPosition, Movement, Position
from agencies.customs.tracking.kinds import SOURCES, DeviceKind
from agencies.customs.tracking.knowing import digest_of
from agencies.customs.tracking.points import Said, judged
from agencies.customs.tracking.receiving import Receipt, receive
from clearance import clock
from tests.cast import Cast
from tests.corridor.helping import movement_of, released, transit_of_phones

SEAL = "CN7781234"
"""The seal that the transits of the tests name."""
LATER = timedelta(minutes=1)


def a_device(cast: Cast, kind: str = "seal", **more: Any) -> Device:
    """A device of customs', as registered."""
    given: dict[str, Any] = {
        "name": f"A {kind}",
        "digest": digest_of(more.pop("token", kind)),
        **more,
    }
    with cast.acting("system"):
        return Device.objects.create(kind=kind, registered_by=cast.user("customs_officer"), **given)


def under_way(cast: Cast, **more: Any) -> Movement:
    """A movement of the trader's."""
    found = movement_of(cast, released(cast, transit_of_phones(cast, **more)))
    assert found is not None
    return found


def said(device: Device, at: datetime | None = None, *, now: datetime | None = None, **more: Any) -> Any:
    """A point the device says."""
    given = {"latitude": 44.2, "longitude": 80.4, **more}
    return judged(
        Said(at=at, **given), device_id=device.pk, source=SOURCES[DeviceKind(device.kind)], now=now or clock.now()
    )


def tell(*points: Any) -> Receipt:
    return receive(points)


def positions(cast: Cast, **of: Any) -> list[Position]:
    with cast.acting("system"):
        return list(Position.objects.filter(**of).order_by("at", "pk"))


def last_of(cast: Cast, movement: Movement) -> LastPosition | None:
    with cast.acting("system"):
        return LastPosition.objects.filter(movement=movement).first()
