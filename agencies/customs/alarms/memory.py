"""What is remembered of one movement between two of its points: small, and the same size after a million. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from agencies.customs.alarms.geometry import Point
from agencies.customs.alarms.kinds import Kind


@dataclass(slots=True)
class Run:
    """So many points in a row that say the same, since a moment (seconds)."""

    points: int = 0
    since: float = 0.0

    def more(self, at: float) -> Run:
        """One more of the same."""
        if not self.points:
            self.since = at
        self.points += 1
        return self

    def none(self) -> None:
        """The row is broken."""
        self.points, self.since = 0, 0.0


@dataclass(slots=True)
class Memory:
    """The last place that is believed, the rows of points that may become an alarm, and what is going on already."""

    at: float = 0.0
    place: Point | None = None
    doubted_at: float = 0.0
    doubted: Point | None = None
    doubts: int = 0
    off: Run = field(default_factory=Run)
    far: Run = field(default_factory=Run)
    back: Run = field(default_factory=Run)
    stood_at: float = 0.0
    stood: Point | None = None
    left: Run = field(default_factory=Run)
    zone: str = ""
    inside: Run = field(default_factory=Run)
    speeds: list[float] = field(default_factory=list)
    speed_at: float = 0.0
    speed_place: Point | None = None
    median: float = 0.0
    late: Run = field(default_factory=Run)
    in_time: Run = field(default_factory=Run)
    weight: float = 0.0
    going_on: list[str] = field(default_factory=list)
    corridor: str = ""
    along_m: float | None = None
    off_m: float | None = None
    left_km: float | None = None
    eta: float | None = None

    def is_on(self, kind: Kind) -> bool:
        """Whether this goes on since an earlier point."""
        return kind in self.going_on

    def begins(self, kind: Kind) -> None:
        """From this point on it goes on."""
        self.going_on.append(str(kind))

    def ends(self, kind: Kind) -> bool:
        """It no longer goes on; whether it did."""
        if kind not in self.going_on:
            return False
        self.going_on.remove(str(kind))
        return True

    def as_json(self) -> dict[str, Any]:
        """What the database keeps."""
        return asdict(self)


RUNS = frozenset(one.name for one in fields(Memory) if one.default_factory is Run)
PLACES = frozenset({"place", "doubted", "stood", "speed_place"})


def remembered(kept: dict[str, Any]) -> Memory:
    """A fresh memory from what the database kept; what it does not name is as at the beginning."""
    known: dict[str, Any] = {}
    for one in fields(Memory):
        if one.name not in kept:
            continue
        value = kept[one.name]
        if one.name in RUNS:
            value = Run(**value)
        elif one.name in PLACES and value is not None:
            value = (value[0], value[1])
        elif isinstance(value, list):
            value = list(value)
        known[one.name] = value
    return Memory(**known)
