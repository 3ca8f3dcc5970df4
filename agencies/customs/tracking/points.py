"""A point as a device says it, and as it is kept once its moment, place and speed are looked at. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from agencies.customs.tracking.kinds import Code, Mark, Source
from agencies.customs.tracking.limits import setting


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a device says at one moment, in our units.

    `number` names the device where a gateway speaks for it; `pointer` is the place in the call.
    """

    at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    speed_kmh: float | None = None
    course: float | None = None
    accuracy_m: float | None = None
    battery: float | None = None
    code: Code | None = None
    place: str = ""
    subject: str = ""
    number: str = ""
    pointer: str = ""
    marks: frozenset[Mark] = frozenset()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Point:
    """What is kept of it; with no place where the device had none that can be."""

    device_id: int
    source: Source
    at: datetime
    received_at: datetime
    latitude: float | None = None
    longitude: float | None = None
    speed_kmh: float | None = None
    course: int | None = None
    accuracy_m: float | None = None
    battery: int | None = None
    code: str = ""
    place: str = ""
    subject: str = ""
    marks: frozenset[Mark] = frozenset()
    facts: Mapping[str, Any] = field(default_factory=dict)


def judged(said: Said, *, device_id: int, source: Source, now: datetime) -> Point:
    """The point as it is kept; whatever cannot be is left out of it and marked."""
    marks = set(said.marks)
    at = said.at or now
    if said.at is None:
        marks.add(Mark.NO_CLOCK)
    elif at > now + timedelta(minutes=setting("future_minutes", now)):
        marks.add(Mark.FUTURE)
    elif at < now - timedelta(days=setting("ancient_days", now)):
        marks.add(Mark.ANCIENT)
    latitude, longitude = said.latitude, said.longitude
    if latitude is None or longitude is None:
        latitude = longitude = None
        if not said.place:
            marks.add(Mark.NO_FIX)
    elif not (-90 <= latitude <= 90 and -180 <= longitude <= 180) or (latitude, longitude) == (0, 0):
        latitude = longitude = None
        marks.add(Mark.NO_SUCH_PLACE)
    speed = said.speed_kmh
    if speed is not None and not 0 <= speed <= setting("speed_kmh_most", now):
        if speed > 0:
            marks.add(Mark.NO_SUCH_SPEED)
        speed = None
    battery = None if said.battery is None or not 0 <= said.battery <= 100 else round(said.battery)
    code = said.code
    if code is None and battery is not None and battery < setting("battery_low_percent", now):
        code = Code.LOW_BATTERY
    return Point(
        device_id=device_id,
        source=source,
        at=at,
        received_at=now,
        latitude=latitude,
        longitude=longitude,
        speed_kmh=speed,
        course=None if said.course is None or not 0 <= said.course <= 360 else round(said.course) % 360,
        accuracy_m=None if said.accuracy_m is None or not 0 <= said.accuracy_m <= 1e6 else said.accuracy_m,
        battery=battery,
        code=str(code or ""),
        place=said.place,
        subject=said.subject,
        marks=frozenset(marks),
        facts=said.facts,
    )
