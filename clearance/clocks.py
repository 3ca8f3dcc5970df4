"""Office calendars and due times: pure, UTC in and out, zones from tz data."""

from __future__ import annotations

import enum


class DayKind(enum.StrEnum):
    """How a day differs from the week."""

    HOLIDAY = "holiday"
    WORKING = "working"
    SHORT = "short"
