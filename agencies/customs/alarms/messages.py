"""What a seal and scales say of themselves, wherever they are: abnormal situations, batteries, weight. Pure."""

from __future__ import annotations

from agencies.customs.alarms.ground import Finding, Seen, What
from agencies.customs.alarms.kinds import SITUATIONS, Kind
from agencies.customs.alarms.limits import Limits
from agencies.customs.alarms.memory import Memory

FOR_GOOD = (Kind.SEAL_BROKEN, Kind.SEAL_TAMPER, Kind.SEAL_UNAUTHORISED)
"""A seal that speaks normally again is not whole again: it is only told anew if it says so anew."""
PASSING = (Kind.SEAL_FAULT,)


def judge(memory: Memory, point: Seen, limits: Limits, found: list[Finding]) -> None:
    """Judge what a point says beside its place."""
    said = SITUATIONS.get(point.code)
    if said is not None:
        _told(memory, point, said, found, {"code": point.code})
    if said is not Kind.SIGNAL_LOST and memory.ends(Kind.SIGNAL_LOST):
        found.append(Finding(Kind.SIGNAL_LOST, What.OVER, point.at))
    if point.source == "seal":
        _of_seal(memory, point, said, limits, found)
    _of_scales(memory, point, limits, found)


def _told(memory: Memory, point: Seen, kind: Kind, found: list[Finding], facts: dict[str, object]) -> None:
    is_on = memory.is_on(kind)
    found.append(Finding(kind, What.MORE if is_on else What.BEGINS, point.at, point.place, facts))
    if not is_on:
        memory.begins(kind)


def _of_seal(memory: Memory, point: Seen, said: Kind | None, limits: Limits, found: list[Finding]) -> None:
    if said is None:
        for kind in FOR_GOOD:
            memory.ends(kind)
        for kind in PASSING:
            if memory.ends(kind):
                found.append(Finding(kind, What.OVER, point.at))
    if point.battery is None or said is Kind.SEAL_LOW_BATTERY:
        return
    if point.battery < limits["battery_percent"]:
        _told(memory, point, Kind.SEAL_LOW_BATTERY, found, {"percent": point.battery})
    elif memory.ends(Kind.SEAL_LOW_BATTERY):
        found.append(Finding(Kind.SEAL_LOW_BATTERY, What.OVER, point.at))


def _of_scales(memory: Memory, point: Seen, limits: Limits, found: list[Finding]) -> None:
    weight = point.facts.get("weight_kg")
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight < 1_000_000:
        return
    if memory.weight and weight < memory.weight * (1 - limits["weight_percent"] / 100):
        facts = {"from_kg": memory.weight, "to_kg": float(weight)}
        found.append(Finding(Kind.WEIGHT_DROP, What.BEGINS, point.at, point.place, facts))
    memory.weight = float(weight)
