"""Metres on the sphere, against a library that is kept for it: in the gnomonic view from a point every great circle is straight."""

import random
from math import atan

import pytest

from agencies.customs.alarms.geometry import EARTH_M, Line, Point, metres

pyproj = pytest.importorskip("pyproj")
shapely = pytest.importorskip("shapely")
ALMATY, ASTANA = (76.89, 43.238), (71.449, 51.169)


def kept_distance(point: Point, line: list[Point]) -> float:
    """What pyproj and shapely say."""
    seen_from = pyproj.Proj(proj="gnom", lon_0=point[0], lat_0=point[1], R=EARTH_M)
    return float(
        EARTH_M * atan(shapely.LineString([seen_from(*one) for one in line]).distance(shapely.Point(0, 0)) / EARTH_M)
    )


def a_line(chance: random.Random, length: int) -> list[Point]:
    lon, lat = chance.uniform(50, 85), chance.uniform(40, 55)
    line = [(lon, lat)]
    for _ in range(length):
        lon, lat = lon + chance.uniform(-1.2, 1.5), min(60.0, max(35.0, lat + chance.uniform(-1, 1)))
        line.append((lon, lat))
    return line


@pytest.mark.parametrize("length", [1, 2, 11, 12, 13, 60])
def test_the_distance_to_a_line_is_that_of_the_kept_library(length: int) -> None:
    chance = random.Random(length)
    for _ in range(60):
        points = a_line(chance, length)
        line = Line(points)
        near = chance.choice(points)
        for point in (
            (near[0] + chance.uniform(-0.001, 0.001), near[1] + chance.uniform(-0.001, 0.001)),
            (near[0] + chance.uniform(-8, 8), near[1] + chance.uniform(-8, 8)),
        ):
            found = line.nearest(point)
            assert found.off_m == pytest.approx(kept_distance(point, points), abs=0.05, rel=1e-7)
            assert metres(point, found.point) == pytest.approx(found.off_m, abs=0.05)


def test_between_two_points_it_is_the_geodesic_of_a_sphere() -> None:
    sphere = pyproj.Geod(a=EARTH_M, b=EARTH_M)
    chance = random.Random(1)
    for _ in range(200):
        one, other = [(chance.uniform(-180, 180), chance.uniform(-89, 89)) for _ in range(2)]
        assert metres(one, other) == pytest.approx(sphere.inv(*one, *other)[2], abs=0.01, rel=1e-9)


def test_along_a_line_it_is_the_sum_of_the_ways_between() -> None:
    points = a_line(random.Random(2), 20)
    line = Line(points)
    sphere = pyproj.Geod(a=EARTH_M, b=EARTH_M)
    assert line.length_m == pytest.approx(sphere.line_length(*zip(*points, strict=True)), rel=1e-9)
    for number, point in enumerate(points):
        expected = sphere.line_length(*zip(*points[: number + 1], strict=True)) if number else 0.0
        assert line.nearest(point).along_m == pytest.approx(expected, abs=0.05)


def test_a_line_may_stand_still_or_cross_the_date_line() -> None:
    assert Line([ALMATY, ALMATY]).nearest(ASTANA).off_m == pytest.approx(metres(ALMATY, ASTANA))
    assert Line([ALMATY, ALMATY, ASTANA]).nearest(ASTANA).off_m == pytest.approx(0, abs=0.01)
    assert Line([(179.5, 0.0), (-179.5, 0.0)]).nearest((180.0, 0.001)).off_m == pytest.approx(111.2, abs=0.1)


def test_a_part_of_a_line_is_taken_in_either_direction() -> None:
    line = Line([(70.0, 50.0), (71.0, 50.0), (72.0, 50.0), (73.0, 50.0)])
    one, other = line.nearest((70.5, 50.1)), line.nearest((72.5, 49.9))
    there = line.between(one, other)
    assert [round(lon, 1) for lon, _ in there] == [70.5, 71.0, 72.0, 72.5]
    assert line.between(other, one) == there[::-1]
