"""Distances on the sphere, in metres: between points, from a point to a line, and along it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import acos, asin, atan2, cos, degrees, hypot, pi, radians, sin

EARTH_M = 6_371_008.8
"""Mean radius; the sphere is at most 0.6 % off the ellipsoid, far below the thresholds in use."""
IN_A_BLOCK = 12

Point = tuple[float, float]
"""Longitude and latitude in degrees, in the order of GeoJSON."""
Vector = tuple[float, float, float]


def metres(one: Point, other: Point) -> float:
    """Length of the shortest way between two points."""
    return EARTH_M * _angle(vector(one), vector(other))


class Circle:
    """All places within so many metres of a point."""

    def __init__(self, point: Point, radius_m: float) -> None:
        self.point, self.radius_m = point, radius_m
        self._centre = vector(point)

    def holds(self, here: Vector, margin_m: float = 0) -> bool:
        """Whether a place lies inside, or outside by no more than the margin."""
        x, y, z = self._centre
        chord = 2 * sin((self.radius_m + margin_m) / EARTH_M / 2)
        return (here[0] - x) ** 2 + (here[1] - y) ** 2 + (here[2] - z) ** 2 <= chord * chord


@dataclass(frozen=True)
class Nearest:
    """Where on a line a point is nearest to it."""

    off_m: float
    along_m: float
    segment: int
    point: Point


@dataclass(frozen=True)
class _Segment:
    start: Vector
    end: Vector
    normal: Vector
    length: float


@dataclass(frozen=True)
class _Block:
    """Some segments that follow each other, inside a cap; a block farther than the best found so far is left out."""

    centre: Vector
    radius: float
    first: int
    last: int


class Line:
    """A line of great-circle segments, ready to be asked many times."""

    def __init__(self, points: Sequence[Point]) -> None:
        vectors = [vector(point) for point in points]
        self.points = tuple(points)
        self.segments = [_segment(a, b) for a, b in pairwise(vectors)]
        self.starts = [0.0]
        for one in self.segments:
            self.starts.append(self.starts[-1] + one.length)

    @property
    def length_m(self) -> float:
        return EARTH_M * self.starts[-1]

    @cached_property
    def _blocks(self) -> list[_Block]:
        return [
            self._block(first, min(first + IN_A_BLOCK, len(self.segments)))
            for first in range(0, len(self.segments), IN_A_BLOCK)
        ]

    def _block(self, first: int, last: int) -> _Block:
        ends = [self.segments[first].start, *(one.end for one in self.segments[first:last])]
        centre = _unit((sum(v[0] for v in ends), sum(v[1] for v in ends), sum(v[2] for v in ends)))
        return _Block(centre, max(_angle(centre, end) for end in ends), first, last)

    def nearest(self, point: Point) -> Nearest:
        """The point of the line nearest to `point`, how far off it is, and how far along the line it lies."""
        here = vector(point)
        ranked = [(_angle(here, block.centre) - block.radius, block) for block in self._blocks]
        best, found, share = pi, 0, 0.0
        for least, block in sorted(ranked, key=lambda one: one[0]):
            if least > best:
                break
            for number in range(block.first, block.last):
                off, along = _off_and_along(here, self.segments[number])
                if off < best:
                    best, found, share = off, number, along
        on = _on(self.segments[found], share)
        return Nearest(EARTH_M * best, EARTH_M * (self.starts[found] + share), found, _point(on))

    def between(self, one: Nearest, other: Nearest) -> list[Point]:
        """The points of the line from one place on it to another, in that direction."""
        if one.along_m <= other.along_m:
            return [one.point, *self.points[one.segment + 1 : other.segment + 1], other.point]
        return self.between(other, one)[::-1]


def _segment(a: Vector, b: Vector) -> _Segment:
    return _Segment(a, b, _unit(_cross(a, b)), _angle(a, b))


def _off_and_along(here: Vector, one: _Segment) -> tuple[float, float]:
    """Angles: from `here` to the segment, and from its start to the nearest place on it."""
    n, a, b = one.normal, one.start, one.end
    if n != (0.0, 0.0, 0.0):
        # Beside the segment: `here` lies between the planes that stand upright on both of its ends.
        after = (n[1] * a[2] - n[2] * a[1], n[2] * a[0] - n[0] * a[2], n[0] * a[1] - n[1] * a[0])
        before = (b[1] * n[2] - b[2] * n[1], b[2] * n[0] - b[0] * n[2], b[0] * n[1] - b[1] * n[0])
        ahead = here[0] * after[0] + here[1] * after[1] + here[2] * after[2]
        if ahead >= 0 and here[0] * before[0] + here[1] * before[1] + here[2] * before[2] >= 0:
            over = here[0] * n[0] + here[1] * n[1] + here[2] * n[2]
            level = here[0] * a[0] + here[1] * a[1] + here[2] * a[2]
            return abs(asin(max(-1.0, min(1.0, over)))), min(one.length, max(0.0, atan2(ahead, level)))
    to_start, to_end = _angle(here, a), _angle(here, b)
    return (to_start, 0.0) if to_start <= to_end else (to_end, one.length)


def _on(one: _Segment, along: float) -> Vector:
    """The place on a segment, `along` radians from its start."""
    if not one.length or along <= 0:
        return one.start
    if along >= one.length:
        return one.end
    here, there, whole = sin(one.length - along), sin(along), sin(one.length)
    a, b = one.start, one.end
    return (
        (here * a[0] + there * b[0]) / whole,
        (here * a[1] + there * b[1]) / whole,
        (here * a[2] + there * b[2]) / whole,
    )


def vector(point: Point) -> Vector:
    """The place as seen from the centre of the sphere."""
    lon, lat = radians(point[0]), radians(point[1])
    flat = cos(lat)
    return (flat * cos(lon), flat * sin(lon), sin(lat))


def _point(v: Vector) -> Point:
    x, y, z = v
    return degrees(atan2(y, x)), degrees(atan2(z, hypot(x, y)))


def _cross(a: Vector, b: Vector) -> Vector:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def _unit(v: Vector) -> Vector:
    size = hypot(*v)
    return (v[0] / size, v[1] / size, v[2] / size) if size > 1e-15 else (0.0, 0.0, 0.0)


def _angle(a: Vector, b: Vector) -> float:
    """Angle between two places seen from the centre; half the chord keeps small ones exact."""
    half = hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) / 2
    return 2 * asin(half) if half < 0.9 else acos(max(-1.0, min(1.0, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])))
