"""The two ways the vehicles take along the shipped corridors, the stations on the railway and the camera at the road."""

from __future__ import annotations

from functools import cache

from agencies.customs.alarms.geometry import Line, Point
from agencies.customs.corridors.reading import Read, read
from agencies.customs.corridors.replacing import STARTER
from agencies.customs.corridors.ways import Drawing, way

DESTINATION = "KZ-ASTANA-LC"
FROM = {"road": "KZ-NURJOLY", "rail": "KZ-ALTYNKOL"}
OFFICES = ("KZ-NURJOLY", "KZ-ALTYNKOL", "KZ-KHORGOS-ICBC", "KZ-KHORGOS-DRYPORT", "KZ-DOSTYK-RAIL", "KZ-DOSTYK-ROAD",
           "KZ-ALMATY-CENTRE", DESTINATION)  # fmt: skip
CAMERA = ("Kanshengel", (75.3, 44.3))
JOIN_M, OFFICE_M, BESIDE_M = 20_000, 25_000, 5_000


@cache
def line_of(mode: str) -> Line:
    """The line of a mode from the border to Astana."""
    drawn = _drawn()
    drawings = [
        Drawing(code, row["mode"], tuple((lon, lat) for lon, lat in row["line"]), row["km"], row["buffer_m"])
        for code, row in drawn.corridors.items()
    ]
    start, finish = (_place(drawn.zones[office]) for office in (FROM[mode], DESTINATION))
    found = way(drawings, mode, start, finish, join_m=JOIN_M, office_m=OFFICE_M)
    assert found is not None, "the shipped corridors lead from the border to Astana"
    return found.line


@cache
def stations() -> list[tuple[float, str, Point]]:
    """The stations of the railway: metres along it, name, place."""
    line = line_of("rail")
    rows = [(row["name_en"], _place(row)) for row in _drawn().rest_places.values() if row["mode"] == "rail"]
    near = [(line.nearest(place), name, place) for name, place in rows]
    return sorted((found.along_m, name, place) for found, name, place in near if found.off_m <= BESIDE_M)


def camera_m() -> float:
    """Where along the road the camera stands."""
    return line_of("road").nearest(CAMERA[1]).along_m


@cache
def _drawn() -> Read:
    return read(STARTER.read_bytes(), OFFICES)


def _place(row: dict[str, float]) -> Point:
    return row["longitude"], row["latitude"]
