"""Whether goods are on their way: how far off the corridor, for how many points, for how long. Pure."""

from __future__ import annotations

from agencies.customs.alarms.ground import Finding, Seen, What
from agencies.customs.alarms.kinds import Kind
from agencies.customs.alarms.limits import Limits
from agencies.customs.alarms.memory import Memory
from agencies.customs.corridors.ways import Way


def judge(memory: Memory, point: Seen, way: Way, limits: Limits, found: list[Finding], *, is_home: bool) -> None:
    """Judge where a point lies beside the way."""
    assert point.place is not None
    nearest = way.line.nearest(point.place)
    leg = way.leg_at(nearest.along_m)
    memory.along_m, memory.off_m = nearest.along_m, nearest.off_m
    memory.corridor = leg.corridor
    memory.left_km = way.km_left(nearest.along_m)
    if nearest.off_m <= leg.buffer_m or is_home:
        _on_the_way(memory, point, limits, found)
        return
    memory.back.none()
    memory.off.more(point.at)
    if nearest.off_m > limits["far_m"]:
        memory.far.more(point.at)
    else:
        memory.far.none()
    facts = {"off_km": round(nearest.off_m / 1000, 1), "corridor": leg.corridor}
    if kind := _kind_of(memory, point, limits):
        what = What.MORE if memory.is_on(kind) else What.BEGINS
        found.append(Finding(kind, what, point.at, point.place, facts))
        if what is What.BEGINS:
            memory.ends(Kind.ROUTE_DEVIATION_NEAR)
            memory.begins(kind)


def _kind_of(memory: Memory, point: Seen, limits: Limits) -> Kind | None:
    """Which deviation this is by now, if it counts already."""
    enough = limits["successive_points"]
    if memory.is_on(Kind.ROUTE_DEVIATION) or memory.far.points >= enough:
        return Kind.ROUTE_DEVIATION
    if memory.is_on(Kind.ROUTE_DEVIATION_NEAR):
        return Kind.ROUTE_DEVIATION_NEAR
    lasts = memory.off.points >= enough and point.at - memory.off.since >= limits["near_minutes"] * 60
    return Kind.ROUTE_DEVIATION_NEAR if lasts else None


def _on_the_way(memory: Memory, point: Seen, limits: Limits, found: list[Finding]) -> None:
    memory.off.none()
    memory.far.none()
    on = [kind for kind in (Kind.ROUTE_DEVIATION, Kind.ROUTE_DEVIATION_NEAR) if memory.is_on(kind)]
    if not on:
        memory.back.none()
    elif memory.back.more(point.at).points >= limits["successive_points"]:
        memory.back.none()
        for kind in on:
            memory.ends(kind)
            found.append(Finding(kind, What.OVER, point.at))
