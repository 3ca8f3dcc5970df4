"""What a point is judged against, and what is found: pure values that the detecting of alarms takes and gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from agencies.customs.alarms.geometry import Circle, Point
from agencies.customs.alarms.kinds import Kind, Severity
from agencies.customs.alarms.limits import Limits
from agencies.customs.corridors.ways import Way


class Held(StrEnum):
    """In which control zone goods must stay until customs lets them go."""

    DEPARTURE = "departure"
    DESTINATION = "destination"
    NOWHERE = ""


@dataclass(frozen=True)
class Ground:
    """One movement's way, zones and thresholds: everything that is not in the point and not in the memory.

    `held_since` (seconds): what a point of before says of the way is judged late, and is no exit.
    """

    limits_of: Callable[[str], Limits]
    way: Way | None = None
    departure: Circle | None = None
    destination: Circle | None = None
    zones: Sequence[tuple[str, Circle]] = ()
    rests: Sequence[Circle] = ()
    held: Held = Held.NOWHERE
    held_since: float = 0.0
    has_leave: bool = False
    limit_at: float = 0.0
    is_under_way: bool = True


@dataclass(frozen=True, slots=True)
class Seen:
    """One point as the detecting sees it; times in seconds since 1970, so that a million are judged quickly."""

    at: float
    place: Point | None
    source: str = ""
    code: str = ""
    battery: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


class What(StrEnum):
    """Whether something begins, goes on, or is over."""

    BEGINS = "begins"
    MORE = "more"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something abnormal at a point. `severity` only where it is not the one of the kind."""

    kind: Kind
    what: What
    at: float
    place: Point | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    severity: Severity | None = None
