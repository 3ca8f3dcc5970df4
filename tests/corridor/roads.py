"""Points along the shipped corridors, without a database."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from agencies.customs.alarms.detecting import detect
from agencies.customs.alarms.geometry import Circle, Point, metres
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
    left = km * 1000
    for one, other in zip(ROAD.line.points, ROAD.line.points[1:], strict=False):
        step = metres(one, other)
        if left <= step:
            share = left / step
            return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share
        left -= step
    return ROAD.line.points[-1]


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
