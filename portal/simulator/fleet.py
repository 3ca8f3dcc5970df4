"""The vehicles the simulator drives, their tokens, and how far each has come: one file that only we may read."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from portal.embedded import places
from portal.simulator.scenario import Trip, planned
from portal.simulator.ways import line_of

WAITING, FILED, MOVING, THERE = "waiting", "filed", "moving", "there"


@dataclass
class Vehicle:
    """A truck or a train: what it carries, what it reports with, and where its story has come to.

    `contents` are filed when its turn comes. A `token` of its own is that of a tracker; without one its seal speaks
    through the gateway.
    """

    number: int
    mode: str
    seed: int
    state: str = WAITING
    contents: list[dict[str, Any]] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    seal: str = ""
    token: str = ""
    plate: str = ""
    wagons: list[str] = field(default_factory=list)
    departed_at: str = ""
    told: float = 0.0

    @cached_property
    def trip(self) -> Trip:
        """Its way, speed and incident; fixed by its seed once it has set off."""
        return planned(self.seed, self.number, line_of(self.mode), rail=self.mode == "rail")

    def set_off(self, at: datetime) -> None:
        """On its way from a whole minute on."""
        self.state, self.departed_at = MOVING, at.replace(second=0, microsecond=0).isoformat()

    @property
    def told_until(self) -> datetime:
        """Until when it has told everything."""
        return datetime.fromisoformat(self.departed_at) + timedelta(seconds=self.told)

    def after(self, at: datetime) -> float:
        """Seconds since it set off."""
        return (at - datetime.fromisoformat(self.departed_at)).total_seconds()


@dataclass
class Fleet:
    """Every vehicle, and the tokens of what stands beside the way or speaks for seals."""

    gateway: str
    stations: str
    camera: str
    vehicles: list[Vehicle]

    def of(self, mode: str, *states: str) -> list[Vehicle]:
        """The vehicles of a mode in these states, in their order."""
        return [one for one in self.vehicles if one.mode == mode and one.state in states]


def read(path: Path) -> Fleet:
    """The fleet as it was kept."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    return Fleet(**{**kept, "vehicles": [Vehicle(**one) for one in kept["vehicles"]]})


def keep(path: Path, fleet: Fleet) -> None:
    """Write it down, whole or not at all."""
    draft = path.with_name(path.name + ".new")
    places.secret(draft, json.dumps(asdict(fleet), ensure_ascii=False, indent=1))
    os.replace(draft, path)
