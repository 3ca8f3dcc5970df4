"""Whether goods stand too long: half an hour where nobody rests, hours anywhere. Pure."""

from __future__ import annotations

from agencies.customs.alarms.geometry import Vector, metres
from agencies.customs.alarms.ground import Finding, Ground, Seen, What
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
    """Judge how long the goods have been where they are; in the zones of both offices they may stand."""
    assert point.place is not None
    if memory.stood is None or is_home or metres(memory.stood, point.place) > limits["stand_m"]:
        memory.stood, memory.stood_at = point.place, point.at
        if memory.ends(Kind.LONG_STOP):
            found.append(Finding(Kind.LONG_STOP, What.OVER, point.at))
        return
    minutes = (point.at - memory.stood_at) / 60
    if minutes < limits["stop_minutes"]:
        return
    is_on = memory.is_on(Kind.LONG_STOP)
    if not is_on and minutes < limits["rest_minutes"] and any(rest.holds(here) for rest in ground.rests):
        return
    what = What.MORE if is_on else What.BEGINS
    found.append(Finding(Kind.LONG_STOP, what, point.at, point.place, {"minutes": round(minutes)}))
    if not is_on:
        memory.begins(Kind.LONG_STOP)
