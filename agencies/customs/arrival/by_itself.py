"""Completion without an officer: where seals, time and way were clean and the rules let it."""

from __future__ import annotations

from decimal import Decimal

from agencies.customs.arrival import hours, steps
from agencies.customs.models import Alarm, Movement, Presentation, Stop
from agencies.customs.transit.life import State
from clearance.acts import clock, decide_what_needs_nobody, draw


def complete(movement: Movement) -> bool:
    """Complete a movement whose papers are in, if its rules say that nobody need look; whether it did."""
    step = steps.of(movement)
    if step is None or step.papers_at is None or movement.state not in (State.ARRIVED, State.PRESENTED):
        return False
    return bool(decide_what_needs_nobody(movement.declaration, known(movement, step)))


def known(movement: Movement, step: Presentation) -> dict[str, bool]:
    """The facts of an arrival."""
    in_time = step.arrived_at <= movement.limit_at and (step.papers_at or clock.now()) <= step.papers_due_at
    alarms = Alarm.objects.filter(movement=movement).exclude(state="closed", severity__in=["low", "medium"])
    return {
        "seals_said_whole": bool(movement.seals) and step.seals_said == "whole",
        "arrived_in_time": in_time and not movement.overdue,
        "way_undisturbed": not alarms.exists() and not Stop.objects.filter(movement=movement).exists(),
        "let_through": not _is_drawn(movement),
    }


def _is_drawn(movement: Movement) -> bool:
    """Whether a person looks although all is clean: for so many of each kind of operator, the same however often asked."""
    who = "trusted" if movement.declaration.company.aeo_type else "other"
    share: Decimal = hours.share(who, clock.day_of(movement.released_at))
    return draw(movement.declaration, "customs.completion") < share
