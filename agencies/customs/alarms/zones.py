"""Whether goods leave a control zone without leave, or enter one that is none of theirs. Pure."""

from __future__ import annotations

from agencies.customs.alarms.geometry import Vector
from agencies.customs.alarms.ground import Finding, Ground, Held, Seen, What
from agencies.customs.alarms.kinds import Kind
from agencies.customs.alarms.limits import Limits
from agencies.customs.alarms.memory import Memory


def judge(
    memory: Memory,
    point: Seen,
    here: Vector,
    ground: Ground,
    limits: Limits,
    found: list[Finding],
    *,
    is_home: bool,
) -> None:
    """Judge a point by the control zones."""
    _held(memory, point, here, ground, limits, found)
    _others(memory, point, here, ground, limits, found, is_home=is_home)


def _held(memory: Memory, point: Seen, here: Vector, ground: Ground, limits: Limits, found: list[Finding]) -> None:
    circle = {Held.DEPARTURE: ground.departure, Held.DESTINATION: ground.destination}.get(ground.held)
    if circle is None or point.at < ground.held_since or circle.holds(here, limits["zone_margin_m"]):
        memory.left.none()
        if memory.ends(Kind.GEOFENCE_EXIT):
            found.append(Finding(Kind.GEOFENCE_EXIT, What.OVER, point.at))
        return
    if memory.left.more(point.at).points < limits["successive_points"] or ground.has_leave:
        return
    is_on = memory.is_on(Kind.GEOFENCE_EXIT)
    what = What.MORE if is_on else What.BEGINS
    found.append(Finding(Kind.GEOFENCE_EXIT, what, point.at, point.place, {"zone": str(ground.held)}))
    if not is_on:
        memory.begins(Kind.GEOFENCE_EXIT)


def _others(
    memory: Memory,
    point: Seen,
    here: Vector,
    ground: Ground,
    limits: Limits,
    found: list[Finding],
    *,
    is_home: bool,
) -> None:
    """Zones of neighbours overlap: who is in the own one is in no other."""
    office = "" if is_home else next((code for code, circle in ground.zones if circle.holds(here)), "")
    if office != memory.zone:
        memory.zone = office
        memory.inside.none()
        if memory.ends(Kind.WRONG_ZONE):
            found.append(Finding(Kind.WRONG_ZONE, What.OVER, point.at))
    if not office:
        return
    row = memory.inside.more(point.at)
    if row.points < limits["successive_points"] or point.at - row.since < limits["zone_minutes"] * 60:
        return
    is_on = memory.is_on(Kind.WRONG_ZONE)
    what = What.MORE if is_on else What.BEGINS
    found.append(Finding(Kind.WRONG_ZONE, what, point.at, point.place, {"office": office}))
    if not is_on:
        memory.begins(Kind.WRONG_ZONE)
