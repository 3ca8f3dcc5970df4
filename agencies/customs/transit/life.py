"""The life of a movement: its states and every move between them, as one table. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a movement stands."""

    RELEASED = "released"
    EN_ROUTE = "en_route"
    ARRIVED = "arrived"
    COMPLETED = "completed"
    ENQUIRY = "enquiry"
    DEBT = "debt"
    WRITTEN_OFF = "written_off"


UNDER_WAY = frozenset({State.RELEASED, State.EN_ROUTE, State.ENQUIRY})
"""The goods are not at their destination: the time limit runs."""
ENDED = frozenset({State.COMPLETED, State.WRITTEN_OFF})


@dataclass(frozen=True)
class Move:
    """One allowed change of state."""

    name: str
    sources: frozenset[State]
    target: State


MOVES: dict[str, Move] = {
    move.name: move
    for move in (
        Move("depart", frozenset({State.RELEASED}), State.EN_ROUTE),
        Move("arrive", UNDER_WAY, State.ARRIVED),
        Move("complete", frozenset({State.ARRIVED}), State.COMPLETED),
        Move("enquire", frozenset({State.RELEASED, State.EN_ROUTE}), State.ENQUIRY),
        Move("prove", frozenset({State.ENQUIRY, State.DEBT}), State.COMPLETED),
        Move("claim", frozenset({State.ENQUIRY}), State.DEBT),
        Move("write_off", frozenset({State.DEBT}), State.WRITTEN_OFF),
    )
}


def pairs() -> set[tuple[str, str]]:
    """Every (from, to); the database keeps the same table and a test compares the two."""
    return {(str(source), str(move.target)) for move in MOVES.values() for source in move.sources}
