"""The life of a vehicle's visit: its states and every move between them, as one table. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a visit stands."""

    BOOKED = "booked"
    WAITING_ZONE = "waiting_zone"
    CALLED = "called"
    GATE_IN = "gate_in"
    WEIGHED = "weighed"
    SCANNED = "scanned"
    PROCESSED = "processed"
    GATE_OUT = "gate_out"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


AHEAD = frozenset({State.BOOKED, State.WAITING_ZONE, State.CALLED})
"""The vehicle is not inside yet."""
INSIDE = frozenset({State.GATE_IN, State.WEIGHED, State.SCANNED, State.PROCESSED})
ENDED = frozenset({State.GATE_OUT, State.NO_SHOW, State.CANCELLED})
HERE = INSIDE | {State.WAITING_ZONE, State.CALLED}
"""The vehicle is on the site or before its gate."""
CHAIN = (
    State.BOOKED, State.WAITING_ZONE, State.CALLED, State.GATE_IN, State.WEIGHED, State.SCANNED, State.PROCESSED,
    State.GATE_OUT,
)  # fmt: skip


@dataclass(frozen=True)
class Move:
    """One allowed change of state, and the event it is on the record."""

    name: str
    sources: frozenset[State]
    target: State
    event: str


MOVES: dict[str, Move] = {
    move.name: move
    for move in (
        Move("arrive", frozenset({State.BOOKED}), State.WAITING_ZONE, "vehicle.arrived"),
        Move("call", frozenset({State.WAITING_ZONE}), State.CALLED, "queue.called"),
        Move("enter", frozenset({State.CALLED}), State.GATE_IN, "vehicle.identified"),
        Move("weigh", frozenset({State.GATE_IN}), State.WEIGHED, "vehicle.weighed"),
        Move("scan", frozenset({State.WEIGHED}), State.SCANNED, "vehicle.scanned"),
        Move("finish", frozenset({State.WEIGHED, State.SCANNED}), State.PROCESSED, "vehicle.processed"),
        Move("leave", frozenset({State.PROCESSED}), State.GATE_OUT, "vehicle.departed"),
        Move("miss", frozenset({State.BOOKED, State.CALLED}), State.NO_SHOW, "queue.no_show"),
        Move("cancel", AHEAD, State.CANCELLED, "queue.cancelled"),
    )
}


def pairs() -> set[tuple[str, str]]:
    """Every (from, to); the database keeps the same table and a test compares the two."""
    return {(str(source), str(move.target)) for move in MOVES.values() for source in move.sources}
