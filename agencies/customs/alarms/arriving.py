"""When goods will be there: what is left of the way by the median of the speeds lately; and whether that is in time. Pure."""

from __future__ import annotations

from statistics import median

from agencies.customs.alarms.geometry import metres
from agencies.customs.alarms.ground import Finding, Ground, Seen, What
from agencies.customs.alarms.kinds import Kind
from agencies.customs.alarms.limits import Limits
from agencies.customs.alarms.memory import Memory


def judge(memory: Memory, point: Seen, ground: Ground, limits: Limits, found: list[Finding]) -> None:
    """Work out the arrival anew; alarm when it lies past the limit for some points in a row."""
    _take_speed(memory, point, limits)
    memory.eta = None
    if not ground.is_under_way:
        _in_time(memory, point, limits, found, surely=True)
        return
    if memory.left_km is None or len(memory.speeds) < limits["eta_least"]:
        return
    memory.eta = point.at + memory.left_km / memory.median * 3600
    late_by = memory.eta - ground.limit_at
    # Once the limit has passed nothing is predicted any more: that is another alarm.
    if point.at >= ground.limit_at or late_by <= -limits["eta_margin_minutes"] * 60:
        memory.late.none()
        _in_time(memory, point, limits, found, surely=point.at >= ground.limit_at)
    elif late_by > 0:
        memory.in_time.none()
        _late(memory, point, late_by, limits, found)
    else:
        memory.late.none()


def _take_speed(memory: Memory, point: Seen, limits: Limits) -> None:
    assert point.place is not None
    if memory.speed_place is not None:
        seconds = point.at - memory.speed_at
        if seconds < limits["eta_seconds"]:
            return
        kmh = metres(memory.speed_place, point.place) / seconds * 3.6
        if limits["moving_kmh"] <= kmh <= limits["speed_kmh"]:
            memory.speeds.append(kmh)
            del memory.speeds[: -int(limits["eta_samples"])]
            memory.median = median(memory.speeds)
    memory.speed_at, memory.speed_place = point.at, point.place


def _late(memory: Memory, point: Seen, late_by: float, limits: Limits, found: list[Finding]) -> None:
    if memory.late.more(point.at).points < limits["successive_points"]:
        return
    is_on = memory.is_on(Kind.LATE_ETA)
    facts = {"late_minutes": round(late_by / 60)}
    found.append(Finding(Kind.LATE_ETA, What.MORE if is_on else What.BEGINS, point.at, point.place, facts))
    if not is_on:
        memory.begins(Kind.LATE_ETA)


def _in_time(memory: Memory, point: Seen, limits: Limits, found: list[Finding], *, surely: bool) -> None:
    if not memory.is_on(Kind.LATE_ETA):
        return
    if surely or memory.in_time.more(point.at).points >= limits["successive_points"]:
        memory.in_time.none()
        memory.ends(Kind.LATE_ETA)
        found.append(Finding(Kind.LATE_ETA, What.OVER, point.at))
