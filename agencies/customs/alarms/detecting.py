"""Detecting what is abnormal about a movement: memory and points in, memory and findings out. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from agencies.customs.alarms import arriving, messages, route, standing, zones
from agencies.customs.alarms.geometry import metres, vector
from agencies.customs.alarms.ground import Finding, Ground, Seen, What
from agencies.customs.alarms.kinds import Kind
from agencies.customs.alarms.limits import Limits
from agencies.customs.alarms.memory import Memory


def detect(memory: Memory, points: Iterable[Seen], ground: Ground) -> list[Finding]:
    """Judge points in the order they came; `memory` moves on with them.

    Messages of a seal and of scales count whenever they come. A place counts only if it is later than the last one:
    a late point says nothing of where the goods are now.
    """
    found: list[Finding] = []
    for point in points:
        limits = ground.limits_of(memory.corridor)
        messages.judge(memory, point, limits, found)
        if point.place is None or point.at <= memory.at:
            continue
        if not _is_believed(memory, point, limits, found):
            continue
        here = vector(point.place)
        is_home = any(circle.holds(here) for circle in (ground.departure, ground.destination) if circle)
        if ground.way is not None:
            route.judge(memory, point, ground.way, limits, found, is_home=is_home)
        standing.judge(memory, point, here, ground, limits, found, is_home=is_home)
        zones.judge(memory, point, here, ground, limits, found, is_home=is_home)
        arriving.judge(memory, point, ground, limits, found)
        memory.at, memory.place = point.at, point.place
    return found


def _is_believed(memory: Memory, point: Seen, limits: Limits, found: list[Finding]) -> bool:
    """Whether goods can be where the point says; points in a row that agree with each other are believed in the end."""
    if memory.place is None or point.place is None:
        return True
    apart, seconds = metres(memory.place, point.place), point.at - memory.at
    if _is_possible(apart, seconds, limits):
        memory.doubts, memory.doubted = 0, None
        if memory.ends(Kind.SPEED_IMPOSSIBLE):
            found.append(Finding(Kind.SPEED_IMPOSSIBLE, What.OVER, point.at))
        if seconds > limits["gap_minutes"] * 60 and apart > limits["gap_km"] * 1000:
            facts = {"minutes": round(seconds / 60), "km": round(apart / 1000)}
            found.append(Finding(Kind.GAP_JUMP, What.BEGINS, point.at, point.place, facts))
            found.append(Finding(Kind.GAP_JUMP, What.OVER, point.at))
        return True
    is_on = memory.is_on(Kind.SPEED_IMPOSSIBLE)
    facts = {"kmh": round(min(apart / seconds * 3.6, 99_999))}
    found.append(Finding(Kind.SPEED_IMPOSSIBLE, What.MORE if is_on else What.BEGINS, point.at, point.place, facts))
    if not is_on:
        memory.begins(Kind.SPEED_IMPOSSIBLE)
    agrees = (
        memory.doubted is not None
        and point.at > memory.doubted_at
        and _is_possible(metres(memory.doubted, point.place), point.at - memory.doubted_at, limits)
    )
    memory.doubts = memory.doubts + 1 if agrees else 1
    memory.doubted, memory.doubted_at = point.place, point.at
    if memory.doubts < limits["successive_points"]:
        return False
    memory.doubts, memory.doubted = 0, None
    return True


def _is_possible(apart: float, seconds: float, limits: Limits) -> bool:
    return apart <= limits["speed_least_m"] or apart / seconds * 3.6 <= limits["speed_kmh"]
