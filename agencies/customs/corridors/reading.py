"""Reading a drawing: GeoJSON with corridors, control zones and rest places, every fault at its place. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.customs.alarms.geometry import Line, Point, metres
from clearance.acts import Problem

MODES = ("road", "rail")
LANGUAGES = ("en", "ru", "kk")
CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,39}")
MOST_POINTS = 20_000
MOST_FEATURES = 2_000
MOST_RADIUS_M = 50_000
LONGEST_STEP_M = 500_000
"""Two points of one corridor farther apart are a slip of the pen."""
SHORTER = 0.98
"""So much shorter than its own line a corridor may be said to be; it is never shorter in truth."""


@dataclass
class Read:
    """What a drawing says, ready to be compared with what counts now."""

    corridors: dict[str, dict[str, Any]] = field(default_factory=dict)
    zones: dict[str, dict[str, Any]] = field(default_factory=dict)
    rest_places: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read(data: bytes, offices: Collection[str]) -> Read:
    """Everything in a file; `offices` are the codes that zones may name. Faults are all told at once."""
    found = Read()
    try:
        drawing = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        _fault(found, "not_json", "", _("Line %(line)s: this is not JSON.") % {"line": line})
        return found
    features = drawing.get("features") if isinstance(drawing, dict) else None
    if not isinstance(features, list) or not features:
        _fault(found, "no_features", "/features", _("Upload a FeatureCollection with at least one feature."))
        return found
    if len(features) > MOST_FEATURES:
        _fault(found, "too_many", "/features", _("A drawing has %(most)s features at most.") % {"most": MOST_FEATURES})
        return found
    for number, feature in enumerate(features):
        _Feature(found, f"/features/{number}", feature, offices).read()
    return found


def _fault(found: Read, code: str, pointer: str, sentence: Any) -> None:
    found.problems.append(Problem(code, pointer, sentence))


class _Feature:
    """One feature while it is read."""

    def __init__(self, found: Read, at: str, feature: Any, offices: Collection[str]) -> None:
        self.found, self.at, self.offices = found, at, offices
        whole = feature if isinstance(feature, dict) else {}
        self.given: Mapping[str, Any] = _mapping(whole.get("properties"))
        self.geometry: Mapping[str, Any] = _mapping(whole.get("geometry"))
        self.faults = 0

    def read(self) -> None:
        kind = self.given.get("kind")
        if kind == "corridor":
            self._keep(self.found.corridors, self._code(), self._corridor())
        elif kind == "zone":
            self._keep(self.found.zones, self._office(), self._circle())
        elif kind == "rest_place":
            self._keep(self.found.rest_places, self._code(), self._names() | {"mode": self._mode()} | self._circle())
        else:
            self._fault("kind", "/properties/kind", _("Say what it is: corridor, zone or rest_place."))

    def _keep(self, rows: dict[str, dict[str, Any]], key: str, row: dict[str, Any]) -> None:
        if key in rows:
            self._fault("twice", "/properties", _("%(code)s is drawn twice in this file.") % {"code": key})
        if not self.faults:
            rows[key] = row | self._quality()

    def _corridor(self) -> dict[str, Any]:
        line = self._line()
        km = self._number("km", most=20_000)
        if line and km:
            drawn = Line(line).length_m / 1000
            if km < drawn * SHORTER:
                sentence = _("The line is %(drawn)s km long: the corridor cannot be %(km)s km.")
                self._fault("km", "/properties/km", sentence % {"drawn": round(drawn), "km": round(km)})
        return self._names() | {
            "mode": self._mode(),
            "line": [list(point) for point in line],
            "km": round(km, 1),
            "buffer_m": round(self._number("buffer_m", most=MOST_RADIUS_M)),
        }

    def _circle(self) -> dict[str, Any]:
        place = self._point(self.geometry.get("coordinates"), "/geometry/coordinates")
        if self.geometry.get("type") != "Point":
            self._fault("geometry", "/geometry/type", _("Draw it as a Point."))
        lon, lat = place or (0.0, 0.0)
        return {"longitude": lon, "latitude": lat, "radius_m": round(self._number("radius_m", most=MOST_RADIUS_M))}

    def _line(self) -> list[Point]:
        at, given = "/geometry/coordinates", self.geometry.get("coordinates")
        if self.geometry.get("type") != "LineString" or not isinstance(given, list):
            self._fault("geometry", "/geometry/type", _("Draw it as a LineString."))
            return []
        if not 2 <= len(given) <= MOST_POINTS:
            self._fault("points", at, _("A line has from 2 to %(most)s points.") % {"most": MOST_POINTS})
            return []
        points: list[Point] = []
        for number, one in enumerate(given):
            point = self._point(one, f"{at}/{number}")
            if point is None:
                continue
            if points and metres(points[-1], point) > LONGEST_STEP_M:
                self._fault("step", f"{at}/{number}", _("This point is over 500 km from the one before it."))
            if points and point == points[-1]:
                self._fault("same", f"{at}/{number}", _("This point is the same as the one before it."))
            points.append(point)
        return points

    def _point(self, given: Any, at: str) -> Point | None:
        if isinstance(given, list) and len(given) in (2, 3) and all(_is_number(one) for one in given):
            lon, lat = round(float(given[0]), 6), round(float(given[1]), 6)
            if -180 <= lon <= 180 and -90 <= lat <= 90:
                return lon, lat
        self._fault("point", at, _("Give longitude and latitude in degrees, in this order."))
        return None

    def _number(self, name: str, *, most: float) -> float:
        given: Any = self.given.get(name)
        if _is_number(given) and 0 < given <= most:
            return float(given)
        self._fault(name, f"/properties/{name}", _("Give a number above 0 and at most %(most)s.") % {"most": most})
        return 0.0

    def _names(self) -> dict[str, Any]:
        names = {f"name_{language}": str(self.given.get(f"name_{language}") or "").strip() for language in LANGUAGES}
        for name, text in names.items():
            if not 0 < len(text) <= 120:
                self._fault("name", f"/properties/{name}", _("Give the name in all three languages."))
        return names

    def _mode(self) -> str:
        mode = self.given.get("mode")
        if mode not in MODES:
            self._fault("mode", "/properties/mode", _("Say whether it is of road or rail."))
        return str(mode)

    def _code(self) -> str:
        code = str(self.given.get("code") or "")
        if not CODE.fullmatch(code):
            self._fault("code", "/properties/code", _("Give a code of capitals, digits and hyphens."))
        return code

    def _office(self) -> str:
        office = str(self.given.get("office") or "")
        if office not in self.offices:
            self._fault("office", "/properties/office", _("Name an office of the list of offices."))
        return office

    def _quality(self) -> dict[str, Any]:
        return {
            "quality": str(self.given.get("quality") or "")[:300],
            "is_approximate": self.given.get("approximate") is not False,
        }

    def _fault(self, code: str, at: str, sentence: Any) -> None:
        self.faults += 1
        _fault(self.found, code, self.at + at, sentence)


def _mapping(given: Any) -> Mapping[str, Any]:
    return given if isinstance(given, dict) else {}


def _is_number(given: Any) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool) and abs(given) < 1e12
