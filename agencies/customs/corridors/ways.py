"""The way of a movement: the shortest chain of corridors of its mode from one office to another. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from agencies.customs.alarms.geometry import Line, Nearest, Point, metres


@dataclass(frozen=True)
class Drawing:
    """What counts of a corridor when a way is looked for."""

    code: str
    mode: str
    points: tuple[Point, ...]
    km: float
    buffer_m: int


@dataclass(frozen=True)
class Leg:
    """A part of a way: from how many metres on it follows which corridor, and how wide that is."""

    from_m: float
    corridor: str
    buffer_m: int


class Way:
    """A line from one office to another, with the corridors it follows and its length on the ground."""

    def __init__(self, parts: Sequence[tuple[Drawing, list[Point], float]], start: Point, finish: Point) -> None:
        points: list[Point] = [start]
        self.legs: list[Leg] = []
        self.km = 0.0
        passed = 0.0
        for drawing, piece, km in parts:
            self.legs.append(Leg(passed, drawing.code, drawing.buffer_m))
            for point in piece:
                step = metres(points[-1], point)
                if step > 1:
                    points.append(point)
                    passed += step
            self.km += km
        if metres(points[-1], finish) > 1 or len(points) == 1:
            points.append(finish)
        self.line = Line(points)

    def leg_at(self, along_m: float) -> Leg:
        """The corridor one is on so far along the way."""
        return self.legs[max(0, bisect_right([leg.from_m for leg in self.legs], along_m) - 1)]

    def km_left(self, along_m: float) -> float:
        """Kilometres still to go, on the ground; a drawn line is shorter than the road."""
        whole = self.line.length_m
        return self.km * max(0.0, whole - along_m) / whole if whole else 0.0


@dataclass(frozen=True)
class _Step:
    """A piece of one corridor, between two places on it."""

    drawing: Drawing
    start: Nearest
    finish: Nearest

    @property
    def km(self) -> float:
        whole = _lines(self.drawing).length_m
        return self.drawing.km * abs(self.finish.along_m - self.start.along_m) / whole

    def part(self) -> tuple[Drawing, list[Point], float]:
        return self.drawing, _lines(self.drawing).between(self.start, self.finish), self.km


_LINES: dict[tuple[Point, ...], Line] = {}
_MOST_LINES = 200


def _lines(drawing: Drawing) -> Line:
    if drawing.points not in _LINES:
        if len(_LINES) >= _MOST_LINES:
            _LINES.clear()
        _LINES[drawing.points] = Line(drawing.points)
    return _LINES[drawing.points]


def way(
    drawings: Sequence[Drawing], mode: str, start: Point, finish: Point, *, join_m: float, office_m: float
) -> Way | None:
    """The shortest way, or None where no corridors of the mode connect the two.

    `join_m`: how near the ends of two corridors must lie to go on from one to the other; `office_m`: how near an office
    must lie to a corridor to be on it.
    """
    usable = [one for one in drawings if one.mode == mode]
    on_start = _where(usable, start, office_m)
    on_finish = _where(usable, finish, office_m)
    counted = 0
    queue: list[tuple[float, int, list[_Step], Drawing, Nearest]] = []
    for drawing, place in on_start.values():
        heappush(queue, (0.0, counted, [], drawing, place))
        counted += 1
    done: set[tuple[str, float]] = set()
    while queue:
        km, _, steps, drawing, place = heappop(queue)
        if drawing.code == "":
            return Way([step.part() for step in steps], start, finish)
        if (drawing.code, place.along_m) in done:
            continue
        done.add((drawing.code, place.along_m))
        if drawing.code in on_finish:
            step = _Step(drawing, place, on_finish[drawing.code][1])
            heappush(queue, (km + step.km, counted, [*steps, step], _ARRIVED, place))
            counted += 1
        for step, following, entry in _onward(usable, drawing, place, join_m):
            heappush(queue, (km + step.km, counted, [*steps, step], following, entry))
            counted += 1
    return None


_ARRIVED = Drawing("", "", (), 0, 0)


def _where(drawings: Sequence[Drawing], point: Point, office_m: float) -> dict[str, tuple[Drawing, Nearest]]:
    places = {one.code: (one, _lines(one).nearest(point)) for one in drawings}
    return {code: found for code, found in places.items() if found[1].off_m <= office_m}


def _onward(
    drawings: Sequence[Drawing], drawing: Drawing, place: Nearest, join_m: float
) -> Iterator[tuple[_Step, Drawing, Nearest]]:
    """Each corridor that can be taken at either end of this one, and where it is entered."""
    for end in (drawing.points[0], drawing.points[-1]):
        step = _Step(drawing, place, _lines(drawing).nearest(end))
        for other in drawings:
            for entry in (other.points[0], other.points[-1]):
                if other.code != drawing.code and metres(end, entry) <= join_m:
                    yield step, other, _lines(other).nearest(entry)
