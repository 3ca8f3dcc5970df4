"""The time limit of a transit (Art. 144): the usual time for the way, and never more than the law lets. Pure."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
EARTH_KM = 6371.0088

Point = tuple[float, float]
"""Latitude and longitude in degrees."""


@dataclass(frozen=True)
class Way:
    """The length of a way, and whether it is of the `table`, a `straight` line made longer, or `unknown`."""

    km: int
    source: str


@dataclass(frozen=True)
class Term:
    """Calendar days a way may take: what the law lets, beside what is usual by road or the least by rail."""

    days: int
    lawful: int
    beside: int
    is_rail: bool


def term_of(mode: str, km: int, on: date) -> Term:
    """How long a transit of `km` may take by the means of `mode` (handbook 5.1)."""
    lawful = _up(Decimal(km) * setting("days_a_month", on) / setting("km_a_month", on))
    if is_rail(mode):
        least = int(setting("rail_least_days", on))
        return Term(max(least, lawful), lawful, least, is_rail=True)
    usual = _up(Decimal(km) / setting("road_km_a_day", on))
    return Term(max(1, min(usual, lawful)), lawful, usual, is_rail=False)


def days_of(mode: str, km: int, on: date) -> int:
    """Calendar days a transit of `km` may take by the means of `mode`."""
    return term_of(mode, km, on).days


def is_rail(mode: str) -> bool:
    """Whether a code of the means of transport is one of rail; the codes of one means share their first digit."""
    return mode.startswith("2")


def way_between(
    departure: str, destination: str, mode: str, on: date, *, ends: tuple[Point | None, Point | None] = (None, None)
) -> Way:
    """How long the way is: from `routes.csv`, else the straight line between `ends` made longer.

    Where an office has no place on the map, the way is taken for as long as a month allows.
    """
    for row in rows("routes"):
        if (
            {row["departure"], row["destination"]} == {departure, destination}
            and row["mode"][0] == mode[:1]
            and holds(row, on)
        ):
            return Way(int(row["km"]), "table")
    one, other = ends
    if one is None or other is None:
        return Way(int(setting("km_a_month", on)), "unknown")
    return Way(max(1, _up(Decimal(straight_km(one, other)) * setting("detour", on))), "straight")


def point_of(office: Any) -> Point | None:
    """Where an office is on the map, if it is there."""
    if office.latitude is None or office.longitude is None:
        return None
    return float(office.latitude), float(office.longitude)


def straight_km(one: Point, other: Point) -> float:
    """Great-circle distance in km between two points (latitude, longitude in degrees)."""
    lat1, lon1, lat2, lon2 = (radians(degrees) for point in (one, other) for degrees in point)
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def setting(name: str, on: date) -> Decimal:
    """A dated setting of `time_limits.csv`; raises LookupError for one that does not hold on that day."""
    for row in rows("time_limits"):
        if row["name"] == name and holds(row, on):
            return Decimal(row["value"])
    raise LookupError(f"{name} has no value on {on}.")


def _up(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_CEILING))


def holds(row: dict[str, str], on: date) -> bool:
    """Whether a dated row is in force on a day."""
    return row["valid_from"] <= on.isoformat() and (not row["valid_to"] or on.isoformat() < row["valid_to"])


@cache
def rows(table: str) -> list[dict[str, str]]:
    """The rows of a table of this folder."""
    with (HERE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
