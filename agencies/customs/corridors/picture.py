"""A drawing as a picture: plain lines and circles on one scale. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

WIDTH, HEIGHT, EDGE = 960.0, 480.0, 24.0
MOST_IN_A_LINE = 400


@dataclass(frozen=True)
class Shape:
    """One line or circle; `look` says how it is drawn: road, rail, old, zone or rest."""

    look: str
    title: str
    points: str = ""
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True)
class Picture:
    """Shapes within the width and height of the page."""

    shapes: Sequence[Shape]
    width: float = WIDTH
    height: float = HEIGHT


def picture(
    lines: Iterable[tuple[str, str, Sequence[Any]]], dots: Iterable[tuple[str, str, Mapping[str, Any]]]
) -> Picture:
    """Lines and dots as (look, title, where) fitted into one picture."""
    lines, dots = list(lines), list(dots)
    places = [point for _look, _title, line in lines for point in line]
    places += [(at["longitude"], at["latitude"]) for _look, _title, at in dots]
    if not places:
        return Picture([])
    west, east = min(float(p[0]) for p in places), max(float(p[0]) for p in places)
    south, north = min(float(p[1]) for p in places), max(float(p[1]) for p in places)
    narrow = cos(radians((south + north) / 2))
    scale = min((WIDTH - 2 * EDGE) / max((east - west) * narrow, 0.01), (HEIGHT - 2 * EDGE) / max(north - south, 0.01))

    def put(lon: float, lat: float) -> tuple[float, float]:
        return (
            round(EDGE + (float(lon) - west) * narrow * scale, 1),
            round(HEIGHT - EDGE - (float(lat) - south) * scale, 1),
        )

    shapes = [
        Shape(look, title, " ".join("{},{}".format(*put(*point[:2])) for point in _thinned(line)))
        for look, title, line in lines
    ]
    for look, title, at in dots:
        x, y = put(at["longitude"], at["latitude"])
        shapes.append(Shape(look, title, x=x, y=y))
    return Picture(shapes)


def _thinned(line: Sequence[Any]) -> Sequence[Any]:
    step = max(1, len(line) // MOST_IN_A_LINE)
    return [*line[:-1:step], line[-1]]
