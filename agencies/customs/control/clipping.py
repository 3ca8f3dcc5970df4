"""The base map: countries of a TopoJSON file, cut to a window and simplified. Pure.

Arcs are simplified before rings are put together, so that neighbours keep the same border.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

Point = tuple[float, float]
Ring = list[Point]
WINDOW = (28.0, 30.0, 110.0, 64.0)
"""West, south, east, north: wider than what is looked at, so that no edge shows."""
TOLERANCE, AT_HOME = 0.07, 0.02
"""Degrees; what is finer is not drawn. The country's own border and its neighbours' side of it are finer."""
SMALLEST = 0.02
"""Square degrees; a smaller island is left out."""
HOME = "398"
"""Kazakhstan. What the source cuts out of it (Baikonur, leased land) is drawn as part of it."""


def region(topology: Mapping[str, Any]) -> dict[str, Any]:
    """The countries that lie in the window as GeoJSON, coordinates to a hundredth of a degree."""
    countries = topology["objects"]["countries"]["geometries"]
    fine = {
        number if number >= 0 else ~number
        for country in countries
        if str(country.get("id", "")) == HOME
        for ring in _rings(country)
        for number in ring
    }
    arcs = [_simplified(arc, AT_HOME if number in fine else TOLERANCE) for number, arc in enumerate(_decoded(topology))]
    features = []
    for country in countries:
        code = str(country.get("id", ""))
        polygons = list(_polygons(country, arcs, is_home=code == HOME))
        if code and polygons:
            geometry = {"type": "MultiPolygon", "coordinates": polygons}
            features.append({"type": "Feature", "id": code, "properties": {}, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}


def _parts(country: Mapping[str, Any]) -> list[list[list[int]]]:
    found: list[Any] = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
    return found


def _rings(country: Mapping[str, Any]) -> Iterator[list[int]]:
    for polygon in _parts(country):
        yield from polygon


def _polygons(country: Mapping[str, Any], arcs: Sequence[Ring], *, is_home: bool) -> Iterator[list[list[list[float]]]]:
    for polygon in _parts(country):
        rings = [_cut(_joined(ring, arcs)) for ring in (polygon[:1] if is_home else polygon)]
        if rings[0] and abs(_area(rings[0])) >= SMALLEST:
            yield [[[round(x, 2), round(y, 2)] for x, y in ring] for ring in rings if ring]


def _decoded(topology: Mapping[str, Any]) -> Iterator[Ring]:
    """Arcs are stored as steps on a grid."""
    (width, height), (left, low) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((x * width + left, y * height + low))
        yield line


def _joined(numbers: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    """One ring of its arcs; a negative number is an arc walked backwards."""
    ring: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring


def _simplified(line: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker, without recursion: points nearer than the tolerance to their chord go."""
    keep = {0, len(line) - 1}
    if len(line) > 2 and line[0] == line[-1]:  # an island is one arc: hold its far side
        keep.add(max(range(len(line)), key=lambda at: abs(line[at][0] - line[0][0]) + abs(line[at][1] - line[0][1])))
    spans = [(start, end) for start, end in pairwise(sorted(keep))]
    while spans:
        start, end = spans.pop()
        distances = [(_off(line[at], line[start], line[end]), at) for at in range(start + 1, end)]
        if distances and max(distances)[0] > tolerance:
            at = max(distances)[1]
            keep.add(at)
            spans += [(start, at), (at, end)]
    return [line[at] for at in sorted(keep)]


def _off(point: Point, start: Point, end: Point) -> float:
    (x, y), (x1, y1), (x2, y2) = point, start, end
    along, across = x2 - x1, y2 - y1
    length = along * along + across * across
    share = 0.0 if length == 0 else max(0.0, min(1.0, ((x - x1) * along + (y - y1) * across) / length))
    return float(((x - x1 - share * along) ** 2 + (y - y1 - share * across) ** 2) ** 0.5)


def _cut(ring: Ring) -> Ring:
    """Sutherland and Hodgman: what lies outside each side of the window goes."""
    west, south, east, north = WINDOW
    for axis, bound, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        kept: Ring = []
        for before, point in zip([ring[-1], *ring] if ring else [], ring, strict=False):
            is_in, was_in = sign * (point[axis] - bound) >= 0, sign * (before[axis] - bound) >= 0
            if is_in != was_in:
                kept.append(_crossing(before, point, axis, bound))
            if is_in:
                kept.append(point)
        ring = kept
    return [*ring, ring[0]] if ring and ring[0] != ring[-1] else ring


def _crossing(before: Point, point: Point, axis: int, bound: float) -> Point:
    share = (bound - before[axis]) / (point[axis] - before[axis])
    other = before[1 - axis] + share * (point[1 - axis] - before[1 - axis])
    return (bound, other) if axis == 0 else (other, bound)


def _area(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2
