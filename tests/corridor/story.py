"""What happens to the truck and the train of the journeys, as devices say it; the hour it is for everybody there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from agencies.customs.alarms.geometry import Point
from agencies.customs.alarms.ground import Seen
from clearance import clock
from portal.simulator.ways import stations
from tests.corridor.roads import aside, drive

STEP = 600
"""Seconds between two points of the tracker."""
BROKEN_AT, ASIDE_FROM, ASIDE_TO = 90, 150, 300
"""Kilometres from Nur Joly: where the seal is broken, where the truck leaves its way and comes back."""
TURNS, HOURS_BETWEEN, ASIDE_DEGREES = 5, 7, 2
"""Stations that report the train, hours from one to the next, and how far west of the line a wagon is seen."""


class Hours:
    """The clock of the whole site, moved by the story: pages, devices and the sweeper read the same hour."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, ago: timedelta) -> None:
        self.behind = ago
        monkeypatch.setattr(clock, "now", self.now)

    def now(self) -> datetime:
        return timezone.now() - self.behind

    def go_by(self, **time: float) -> datetime:
        """So much time passes; the moment it is then."""
        self.behind -= timedelta(**time)
        assert self.behind >= timedelta(), "the story may not overtake the day"
        return self.now()


def to_the_seal(since: float) -> list[Seen]:
    """The truck drives from the border to where somebody opens it."""
    return list(drive(0, BROKEN_AT, since=since, every=STEP))


def detour(since: float) -> Iterator[Seen]:
    """On to the fork, sixty kilometres to the side, along there and back, as fast as a truck can."""
    for number, km in enumerate(range(BROKEN_AT, ASIDE_TO + 1, 12)):
        off = max(0, min(km - ASIDE_FROM, ASIDE_TO - km, 60))
        yield Seen(since + number * STEP, aside(km, off), "tracker")


def told_by_tracker(points: Iterable[Seen]) -> dict[str, Any]:
    """The points as OsmAnd's JSON."""
    return {
        "location": [
            {"timestamp": moment(one.at), "coords": {"latitude": one.place[1], "longitude": one.place[0], "speed": 20}}
            for one in points
            if one.place is not None
        ]
    }


def told_by_seal(number: str, at: float, place: Point | None, code: str) -> dict[str, Any]:
    """What a seal says through its gateway."""
    assert place is not None
    said = {"seal": number, "at": moment(at), "latitude": place[1], "longitude": place[0], "code": code}
    return {"messages": [said]}


def told_by_stations(wagons: Iterable[str], at: float, turn: int, *, aside: bool = False) -> dict[str, Any]:
    """These wagons pass the station of that turn, or a place far to the west of it, as the railway's system says."""
    name, (longitude, latitude) = station(turn)
    longitude -= ASIDE_DEGREES if aside else 0
    return {
        "events": [
            {
                "wagon": one, "at": moment(at), "station": name, "event": "passed", "longitude": longitude,
                "latitude": latitude,
            }
            for one in wagons
        ]
    }  # fmt: skip


def station(turn: int) -> tuple[str, Point]:
    """Every second station of the line from Altynkol to Astana, by its name and place; hours lie between two."""
    _along, name, place = stations()[turn * 2]
    return name, place


def moment(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()
