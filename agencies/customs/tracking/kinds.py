"""What reports positions, where a position comes from, and what can be odd about one. Pure."""

from __future__ import annotations

from enum import StrEnum


class DeviceKind(StrEnum):
    """What a device is."""

    TRACKER = "tracker"
    SEAL = "seal"
    APP = "app"
    STATION = "station"
    CAMERA = "camera"
    GATEWAY = "gateway"


class Source(StrEnum):
    """Where a position comes from."""

    TRACKER = "tracker"
    SEAL = "seal"
    DRIVER = "driver"
    STATION = "station"
    PLATE = "plate"


class Code(StrEnum):
    """Abnormal situations of a navigation seal (Collegium Decision 131 of 22 August 2023)."""

    SEAL_BROKEN = "01"
    HOUSING_BROKEN = "02"
    LEFT_THE_ROUTE = "03"
    FAULT = "04"
    LOW_BATTERY = "05"
    SILENT = "06"
    UNAUTHORISED = "07"


class Mark(StrEnum):
    """What is odd about a point that was taken in all the same."""

    FUTURE = "future"
    ANCIENT = "ancient"
    NO_CLOCK = "no_clock"
    NO_FIX = "no_fix"
    NO_SUCH_PLACE = "no_such_place"
    NO_SUCH_SPEED = "no_such_speed"
    SIMULATED = "simulated"


WRONG_CLOCK = frozenset({Mark.FUTURE, Mark.ANCIENT})
"""The moment a point names cannot be believed: it says nothing of where the goods are now."""

SOURCES: dict[DeviceKind, Source] = {
    DeviceKind.TRACKER: Source.TRACKER,
    DeviceKind.SEAL: Source.SEAL,
    DeviceKind.APP: Source.DRIVER,
    DeviceKind.STATION: Source.STATION,
    DeviceKind.CAMERA: Source.PLATE,
}
"""A gateway has no positions of its own: it speaks for devices."""
RIDING = frozenset({DeviceKind.TRACKER, DeviceKind.SEAL, DeviceKind.APP})
"""These go with the goods and are on one movement at a time; stations and cameras stand, and see many go by."""
