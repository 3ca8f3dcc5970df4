"""Points along the shipped corridors, without a database."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from functools import partial
from math import cos, hypot, radians
from typing import Any

from agencies.customs.alarms.detecting import detect
from agencies.customs.alarms.geometry import EARTH_M, Circle, Point
from agencies.customs.alarms.ground import Finding, Ground, Seen, What
from agencies.customs.alarms.limits import limits_of
from agencies.customs.alarms.memory import Memory, remembered
from agencies.customs.corridors.reading import read
from agencies.customs.corridors.replacing import STARTER
from agencies.customs.corridors.ways import Drawing, Way, way

NURJOLY, ASTANA = (80.39, 44.2), (71.45, 51.17)
OFFICES = {"KZ-NURJOLY", "KZ-ALTYNKOL", "KZ-KHORGOS-ICBC", "KZ-KHORGOS-DRYPORT", "KZ-DOSTYK-RAIL", "KZ-DOSTYK-ROAD",
           "KZ-ALMATY-CENTRE", "KZ-ASTANA-LC"}  # fmt: skip
SHIPPED = read(STARTER.read_bytes(), OFFICES)
DRAWINGS = [
    Drawing(code, row["mode"], tuple((lon, lat) for lon, lat in row["line"]), row["km"], row["buffer_m"])
    for code, row in SHIPPED.corridors.items()
]
START = 1_795_000_000.0
ZONES = {code: Circle((row["longitude"], row["latitude"]), row["radius_m"]) for code, row in SHIPPED.zones.items()}
found_way = way(DRAWINGS, "road", NURJOLY, ASTANA, join_m=20_000, office_m=25_000)
assert found_way is not None
ROAD: Way = found_way
RESTS = [
    Circle((row["longitude"], row["latitude"]), row["radius_m"])
    for row in SHIPPED.rest_places.values() if row["mode"] == "road"
]  # fmt: skip


def ground(**more: Any) -> Ground:
    """A truck from Nur Joly to Astana, with four days."""
    given: dict[str, Any] = {
        "limits_of": partial(limits_of, mode="road", on=date(2026, 11, 23)), "way": ROAD,
        "departure": ZONES["KZ-NURJOLY"], "destination": ZONES["KZ-ASTANA-LC"],
        "zones": [(code, zone) for code, zone in ZONES.items() if code not in ("KZ-NURJOLY", "KZ-ASTANA-LC")],
        "rests": RESTS, "limit_at": START + 4 * 86_400, **more,
    }  # fmt: skip
    return Ground(**given)


def at_km(km: float) -> Point:
    """A place on the way, so many drawn kilometres from its start."""
    along, line = km * 1000 / EARTH_M, ROAD.line
    number = min(bisect_right(line.starts, along), len(line.segments)) - 1
    share = min(1.0, (along - line.starts[number]) / line.segments[number].length)
    one, other = line.points[number], line.points[number + 1]
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def aside(km: float, off_km: float) -> Point:
    """So far to the left of the way."""
    here, on = at_km(km), at_km(km + 0.5)
    wide = cos(radians(here[1]))
    east, north = (on[0] - here[0]) * wide, on[1] - here[1]
    size = hypot(east, north) * 111.195
    return here[0] - north / size * off_km / wide, here[1] + east / size * off_km


def beside(place: Point, km: float) -> Point:
    """So far to the north of a place."""
    return place[0], place[1] + km / 111.195


def drive(
    from_km: float, to_km: float, *, since: float, kmh: float = 72, every: float = 60, off_km: float = 0
) -> Iterator[Seen]:
    """Points of a truck that drives along the way, or beside it."""
    step, km, at = kmh * every / 3600, from_km, since
    while km < to_km:
        yield Seen(at, beside(at_km(km), off_km), "tracker")
        km, at = km + step, at + every


def stand(km: float, *, since: float, minutes: float, every: float = 60, off_km: float = 0) -> Iterator[Seen]:
    """Points of a truck that stands."""
    for number in range(int(minutes * 60 / every) + 1):
        yield Seen(since + number * every, beside(at_km(km), off_km), "tracker")


def seen(points: Any, on: Ground | None = None, *, memory: Memory | None = None) -> list[Finding]:
    """What is found, with the memory kept as JSON between the points as between batches."""
    on, found, kept = on or ground(), [], (memory or Memory()).as_json()
    for point in points:
        fresh = remembered(kept)
        found += detect(fresh, [point], on)
        kept = fresh.as_json()
    return found


def begun(findings: list[Finding]) -> list[str]:
    """Which alarms began, in order."""
    return [str(finding.kind) for finding in findings if finding.what is What.BEGINS]


def over(findings: list[Finding]) -> list[str]:
    """Which were over, in order."""
    return [str(finding.kind) for finding in findings if finding.what is What.OVER]
