"""The steps of a transit as people see them, from its registration to its end, worked out from the declaration and the movement."""

from __future__ import annotations

from typing import Any

from agencies.customs.models import Movement
from agencies.customs.transit import words
from agencies.customs.transit.life import BEFORE_THE_WAY, State

STAGES = ("registered", "guaranteed", "released", "sealed", "en_route", "arrived", "presented", "completed")
AS_FAR_AS = {
    State.RELEASED: "released",
    State.SEALED: "sealed",
    State.EN_ROUTE: "en_route",
    State.INCIDENT: "en_route",
    State.ENQUIRY: "en_route",
    State.DEBT: "en_route",
    State.WRITTEN_OFF: "en_route",
    State.ARRIVED: "arrived",
    State.PRESENTED: "presented",
    State.COMPLETED: "completed",
}
STOPPED = frozenset({State.INCIDENT, State.ENQUIRY, State.DEBT, State.WRITTEN_OFF})


def stage_of(declaration: Any, movement: Movement | None) -> str:
    """How far a transit has come; empty before its registration."""
    if movement is not None:
        return AS_FAR_AS[State(movement.state)]
    if declaration.money_position in ("secured", "paid", "nothing_due") and declaration.registered_at:
        return "guaranteed"
    return "registered" if declaration.registered_at else ""


def steps_of(declaration: Any, movement: Movement | None) -> list[dict[str, Any]]:
    """Every stage as a step: done, now, stopped or to come, with its moment where it is known."""
    here = stage_of(declaration, movement)
    reached = STAGES.index(here) if here else -1
    moments = _moments(declaration, movement)
    is_stopped = movement is not None and movement.state in STOPPED
    now = "done" if here == STAGES[-1] else "stopped" if is_stopped else "now"
    return [
        {
            "title": words.STAGES[stage],
            "state": "done" if place < reached else now if place == reached else "",
            "at": moments.get(stage),
            "note": "",
        }
        for place, stage in enumerate(STAGES)
    ]


def _moments(declaration: Any, movement: Movement | None) -> dict[str, Any]:
    found = {"registered": declaration.registered_at}
    if movement is None:
        return found
    found |= {"released": movement.released_at, "arrived": movement.arrived_at, "presented": movement.presented_at}
    if State(movement.state) not in BEFORE_THE_WAY:
        found["en_route"] = movement.departed_at
    if movement.state == State.COMPLETED:
        found["completed"] = movement.ended_at
    return found
