"""One line of an eSeal unit: who it is, what happened, when, where, and how the unit is. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from agencies.customs.tracking.kinds import Mark
from agencies.customs.tracking.limits import setting
from agencies.customs.tracking.points import Said
from agencies.customs.tracking.situations import meant_by
from agencies.customs.tracking.wire import facts, moment, number, refuse, text
from clearance.acts import clock

FRAME = re.compile(r"##S,.{0,400}?,E##", re.DOTALL)
PLACE = re.compile(r"([0-9.]{1,12})([NS]) ([0-9.]{1,12})([EW])")
REPORT = 20
"""A report has so many fields; shorter frames greet or confirm."""


def frames_of(body: str) -> Iterator[str]:
    """The frames of a text."""
    return (found.group() for found in FRAME.finditer(body))


def said_by(frame: str, pointer: str) -> Said | None:
    """What a frame says; None for one that is no report."""
    parts = frame.split(",")
    if len(parts) != REPORT:
        return None
    (_begin, _family, unit, _customer, firmware, event, _index, day, time, _every, validity, place, course, speed, door,
     _shake, _tag, volt, signal, _end) = parts  # fmt: skip
    found = PLACE.fullmatch(place)
    if found is None:
        refuse("not_a_place", pointer, _("Write the place as latitude,longitude."))
    north, side, east, edge = found.groups()
    has_fix = validity == "A"
    now = clock.now()
    empty, full = setting("battery_empty_volt", now), setting("battery_full_volt", now)
    level = number(volt, pointer)
    return Said(
        pointer=pointer,
        number=text(unit, 60),
        at=moment(f"{day}T{time}Z", pointer),
        latitude=_signed(north, side == "S", pointer) if has_fix else None,
        longitude=_signed(east, edge == "W", pointer) if has_fix else None,
        speed_kmh=number(speed, pointer),
        course=number(course, pointer),
        battery=None if level is None else min(100.0, max(0.0, 100 * (level - empty) / (full - empty))),
        code=meant_by("eseal", (event, door), now),
        marks=frozenset() if has_fix else frozenset({Mark.NO_FIX}),
        facts=facts({"event": event, "door": door, "volt": level, "signal": signal, "firmware": firmware}),
    )


def _signed(degrees: str, is_negative: bool, pointer: str) -> float | None:
    found = number(degrees, pointer)
    return None if found is None else -found if is_negative else found
