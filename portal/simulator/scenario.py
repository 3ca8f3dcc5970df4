"""Where a vehicle is so many seconds after it set off, what its devices say then, and which incident it has. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import ceil, cos, floor, hypot, radians
from random import Random

from agencies.customs.alarms.geometry import Line, Point

PERIOD = 60
"""Seconds between two words of a device; they fall on whole periods, so that what is told again is known as told."""
STRAIGHT_M = 85_000
"""Incidents happen on a stretch so long, between two towns, where nobody rests."""
INTO_M = 20_000
STOP_S, SILENT_S = 50 * 60, 90 * 60
RAMP_S, HELD_S = 20 * 60, 20 * 60
ASIDE_M = 12_000
DEGREE_M = 111_195


class Incident(StrEnum):
    """What befalls a vehicle on its way."""

    NONE = "none"
    SEAL_BROKEN = "seal_broken"
    STOP = "stop"
    DETOUR = "detour"
    SILENCE = "silence"
    LOW_BATTERY = "low_battery"


CYCLE = tuple(Incident)
"""Trucks have these in turn; trains drive on."""
ALARMS = {
    Incident.SEAL_BROKEN: "SEAL_BROKEN",
    Incident.STOP: "LONG_STOP",
    Incident.DETOUR: "ROUTE_DEVIATION_NEAR",
    Incident.SILENCE: "SIGNAL_LOST",
    Incident.LOW_BATTERY: "SEAL_LOW_BATTERY",
}
"""What the control centre should find out. Silence is found only while it lasts, not when it is told afterwards."""


@dataclass(frozen=True)
class Telling:
    """One word of a device: seconds after departure, where, how fast, and what else."""

    after: int
    place: Point
    kmh: float
    battery: int
    code: str = ""


@dataclass(frozen=True)
class Trip:
    """One vehicle on one way at one speed, with the incident and where it begins."""

    line: Line
    kmh: float
    incident: Incident
    incident_m: float

    @property
    def incident_after(self) -> float:
        """Seconds from departure to the incident."""
        return self.incident_m / self._speed

    @property
    def lasts(self) -> float:
        """Seconds from departure to arrival."""
        return self.when(self.line.length_m)

    def when(self, along_m: float) -> float:
        """Seconds after departure at which it comes by that place."""
        return along_m / self._speed + (self._stands if along_m > self.incident_m else 0)

    def along_m(self, after: float) -> float:
        """How far it is on its way."""
        moving = after - min(max(0.0, after - self.incident_after), self._stands)
        return min(self.line.length_m, moving * self._speed)

    def place(self, after: float) -> Point:
        """Where it is."""
        along = self.along_m(after)
        lon, lat = at(self.line, along)
        aside = self._aside(after)
        if not aside:
            return lon, lat
        east, north = self._across
        return lon + aside * east / (DEGREE_M * cos(radians(lat))), lat + aside * north / DEGREE_M

    def tellings(self, since: float, until: float) -> Iterator[Telling]:
        """What its device says after `since` and not after `until`, to its arrival."""
        for number in range(floor(since / PERIOD) + 1, floor(min(until, self.lasts + PERIOD) / PERIOD) + 1):
            if (said := self.telling(number * PERIOD)) is not None:
                yield said

    def telling(self, after: int) -> Telling | None:
        """What its device says at this moment; nothing while it is silent."""
        since = after - self.incident_after
        if self.incident is Incident.SILENCE and 0 <= since < SILENT_S:
            return None
        is_low = self.incident is Incident.LOW_BATTERY and since >= 0
        is_broken = self.incident is Incident.SEAL_BROKEN and after == ceil(self.incident_after / PERIOD) * PERIOD
        stands = 0 <= since < self._stands or after >= self.lasts
        battery = 9 if is_low else max(40, 96 - after // 3600)
        return Telling(after, self.place(after), 0 if stands else self.kmh, battery, "01" if is_broken else "")

    @property
    def _speed(self) -> float:
        return self.kmh / 3.6

    @property
    def _stands(self) -> float:
        return {Incident.STOP: STOP_S, Incident.SILENCE: SILENT_S}.get(self.incident, 0)

    def _aside(self, after: float) -> float:
        """Metres beside the way: out, along, and back."""
        since = after - self.incident_after
        whole = 2 * RAMP_S + HELD_S
        if self.incident is not Incident.DETOUR or not 0 < since < whole:
            return 0.0
        return ASIDE_M * min(1.0, since / RAMP_S, (whole - since) / RAMP_S)

    @property
    def _across(self) -> tuple[float, float]:
        """A unit to the left of the way where the incident begins."""
        (lon, lat), (onward, north) = at(self.line, self.incident_m), at(self.line, self.incident_m + 1000)
        x, y = (onward - lon) * cos(radians(lat)), north - lat
        return -y / hypot(x, y), x / hypot(x, y)


def planned(seed: int, number: int, line: Line, *, rail: bool = False) -> Trip:
    """The trip of a vehicle: the same for the same seed and number."""
    chance = Random(f"{seed}/{number}")  # noqa: S311  (a play, no secret)
    straight = [start for start, end in pairwise(_marks(line)) if end - start >= STRAIGHT_M]
    # Not on the first stretch: a truck has left the border and the speed of its last hours is known.
    incident_m = chance.choice(straight[1:] or straight or [line.length_m / 2]) + INTO_M
    kmh = chance.uniform(40, 48) if rail else chance.uniform(58, 70)
    return Trip(line, round(kmh, 1), Incident.NONE if rail else CYCLE[number % len(CYCLE)], incident_m)


def at(line: Line, along_m: float) -> Point:
    """The place so many metres along a line."""
    for (start, end), (one, other) in zip(pairwise(_marks(line)), pairwise(line.points), strict=True):
        if along_m <= end:
            share = max(0.0, along_m - start) / (end - start)
            return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share
    return line.points[-1]


def _marks(line: Line) -> list[float]:
    """Metres from the start to each point of the line."""
    whole = line.starts[-1] or 1.0
    return [start / whole * line.length_m for start in line.starts]
