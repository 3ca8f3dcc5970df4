"""Days of positions replayed: each planted incident raises exactly one alarm, none is missed, none is invented."""

import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import psutil
import pytest

from agencies.customs.alarms import sweeping
from agencies.customs.alarms.kinds import Kind
from agencies.customs.alarms.watching import watch
from agencies.customs.corridors import replacing
from agencies.customs.models import Alarm, Movement, Watch
from agencies.customs.tracking.stream import StoredPoint
from clearance import clock
from tests.cast import Cast
from tests.corridor.helping import may_set_off, movement_of, transit_of_phones
from tests.corridor.roads import aside

WANTED = int(os.environ.get("REPLAY_POSITIONS", "1000"))
KMH, LAST_KM = 72.0, 1505.0
TRUCKS = min(60, max(3, WANTED // 4000))
EVERY = min(150.0, TRUCKS * LAST_KM / KMH * 3600 / WANTED / 1.03)
"""Seconds between two points of a truck: so many that all together say what is wanted."""
BATCH = timedelta(minutes=5 if WANTED >= 50_000 else 7)

INCIDENTS = {
    "speed": {Kind.SPEED_IMPOSSIBLE}, "zone": {Kind.WRONG_ZONE}, "stop": {Kind.LONG_STOP}, "silence": {Kind.SIGNAL_LOST},
    "gap": {Kind.SIGNAL_LOST, Kind.GAP_JUMP}, "seal": {Kind.SEAL_BROKEN}, "tamper": {Kind.SEAL_TAMPER},
    "fault": {Kind.SEAL_FAULT}, "act": {Kind.SEAL_UNAUTHORISED}, "battery": {Kind.SEAL_LOW_BATTERY},
    "near": {Kind.ROUTE_DEVIATION_NEAR}, "far": {Kind.ROUTE_DEVIATION}, "weight": {Kind.WEIGHT_DROP},
}  # fmt: skip
"""What is planted, and the alarms it must raise. Who goes far off was beside the corridor first: that is one alarm."""
NOT_BOTH = ({"silence", "gap"}, {"near", "far"})
CODES = {"seal": ("01", 560), "tamper": ("02", 580), "fault": ("04", 600), "act": ("07", 620)}


@dataclass
class Truck:
    """One truck, what happens to it on the way, and how far it is."""

    movement: Movement
    incidents: set[str]
    chance: random.Random
    at: float
    km: float = 0.0
    done: set[str] = field(default_factory=set)
    pause: float = 0.0
    kept_back: list[StoredPoint] = field(default_factory=list)

    def points(self, until: float) -> Iterator[StoredPoint]:
        """Its points up to a moment, in the order in which they come: some twice, some with the next batch."""
        yield from self.kept_back
        self.kept_back.clear()
        while self.at < until and self.km < LAST_KM:
            said = list(self._here())
            if len(said) == 1 and said[0].source == "tracker" and not said[0].facts and self.chance.random() < 0.01:
                self.kept_back += said
            else:
                yield from said
                if self.chance.random() < 0.01:
                    yield said[-1]
            self._go_on()

    def _here(self) -> Iterator[StoredPoint]:
        more: dict[str, Any] = {}
        for name, (code, km) in CODES.items():
            if self._is_here(name, km, km + 10):
                more = {"source": "seal", "code": code, "battery": 80}
        if self._is_here("battery", 640, 700):
            more = {"source": "seal", "battery": 9}
        if self._once("weight", 250):
            more = {"facts": {"weight_kg": 20_000}}
        if self._once("speed", 270):
            yield self._point(self.at - EVERY / 2, self.km, off_km=90)
        yield self._point(self.at, self.km, off_km=self._off(), **more)
        if "weight" in self.incidents and self._once("weighed again", 500):
            yield self._point(self.at + 1, self.km, off_km=self._off(), facts={"weight_kg": 19_000})

    def _go_on(self) -> None:
        if self.pause > 0:
            self.pause -= EVERY
            self.at += EVERY
            return
        if self._once("zone", 344.7):
            self.pause = 20 * 60
        elif self._once("stop", 420):
            self.pause = 50 * 60
        elif self._once("silence", 900):
            self._unseen(26)
        elif self._once("gap", 900):
            self._unseen(45)
        self.at += EVERY
        if self.pause <= 0:
            self.km += KMH * EVERY / 3600

    def _unseen(self, minutes: float) -> None:
        self.at += minutes * 60
        self.km += KMH * minutes / 60

    def _off(self) -> float:
        """To the side and back, as fast as a truck can."""
        if self._is_here("near", 715, 805):
            return min(self.km - 715, 805 - self.km, 15)
        if self._is_here("far", 1035, 1185):
            return min(self.km - 1035, 1185 - self.km, 60)
        return 0

    def _is_here(self, name: str, first: float, last: float) -> bool:
        return name in self.incidents and first <= self.km <= last

    def _once(self, name: str, km: float) -> bool:
        if self.km < km or name in self.done or (name in INCIDENTS and name not in self.incidents):
            return False
        self.done.add(name)
        return True

    def _point(self, at: float, km: float, *, off_km: float = 0, source: str = "tracker", **more: Any) -> StoredPoint:
        lon, lat = aside(max(0.0, km), off_km)
        moment = datetime.fromtimestamp(at, UTC)
        given = {"code": "", "battery": None, "facts": {}, **more}
        return StoredPoint(
            movement_id=self.movement.pk, device_id=1, at=moment, received_at=moment, speed_kmh=None, source=source,
            latitude=lat + self.chance.uniform(-0.0004, 0.0004), longitude=lon + self.chance.uniform(-0.0004, 0.0004), **given,
        )  # fmt: skip


def a_fleet(cast: Cast, chance: random.Random) -> list[Truck]:
    """Trucks with different incidents; each incident happens to some of them, and nothing to the first."""
    trucks = []
    for number in range(TRUCKS):
        movement = movement_of(cast, may_set_off(cast, transit_of_phones(cast)))
        assert movement is not None
        some = {name for name in INCIDENTS if number and chance.random() < 0.5}
        for one, other in NOT_BOTH:
            some -= {chance.choice([one, other])} if {one, other} <= some else set()
        trucks.append(Truck(movement, some, random.Random(number), movement.released_at.timestamp() + 60))
    return trucks


@pytest.mark.races
@pytest.mark.django_db
def test_each_planted_incident_raises_exactly_one_alarm_and_nothing_else_does(cast: Cast) -> None:
    """`make soak`: 1,000,000 positions of 60 trucks (`REPLAY_POSITIONS`)."""
    replacing.load_starter()
    trucks = a_fleet(cast, random.Random(7))
    planted = Counter(
        (one.movement.pk, str(kind)) for one in trucks for name in one.incidents for kind in INCIDENTS[name]
    )
    now = max(one.at for one in trucks)
    replayed, most, began, process = 0, 0, time.monotonic(), psutil.Process(os.getpid())
    at_first = 0
    while any(one.km < LAST_KM for one in trucks):
        now += BATCH.total_seconds()
        moment = datetime.fromtimestamp(now, UTC)
        batch = [point for truck in trucks for point in truck.points(now)]
        with cast.acting("system"):
            watch(batch)
        replayed += len(batch)
        with clock.at(moment):
            sweep_of(cast, [one.movement.pk for one in trucks if one.km < LAST_KM])
        at_first = at_first or process.memory_info().rss
        most = max(most, process.memory_info().rss)
    with cast.acting("system"):
        raised = Counter(
            Alarm.objects.filter(movement__in=[one.movement.pk for one in trucks])
            .exclude(kind=Kind.DUPLICATE_SEAL)
            .values_list("movement_id", "kind")
        )
        kept = [len(str(row.memory)) for row in Watch.objects.all()]
    assert raised == planted, {"missed": planted - raised, "invented": raised - planted}
    assert replayed >= WANTED
    assert max(kept) < 2_000, "what is remembered of a movement does not grow"
    assert most - at_first < 100_000_000, "nor does what the process keeps"
    print(
        f"{replayed} positions, {sum(planted.values())} incidents, {time.monotonic() - began:.0f} s,"
        f" {max(kept)} characters remembered at most, {(most - at_first) / 1e6:.0f} MB more than after the first batch"
    )


def sweep_of(cast: Cast, under_way: list[int]) -> None:
    """The sweeper comes by; who has reached the end of the replay is not missed."""
    with cast.acting("system"):
        Watch.objects.exclude(movement__in=under_way).update(silent_at=None)
    sweeping.sweep(inline=True)
