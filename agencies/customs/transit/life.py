"""The lives of a movement and of a seal: their states and every move between them, as two tables. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar


class State(StrEnum):
    """Where a movement stands. What comes before the release and whether it is late are worked out: `stages.py`."""

    RELEASED = "released"
    SEALED = "sealed"
    EN_ROUTE = "en_route"
    INCIDENT = "incident"
    ARRIVED = "arrived"
    PRESENTED = "presented"
    COMPLETED = "completed"
    ENQUIRY = "enquiry"
    DEBT = "debt"
    WRITTEN_OFF = "written_off"


UNDER_WAY = frozenset({State.RELEASED, State.SEALED, State.EN_ROUTE, State.INCIDENT, State.ENQUIRY})
"""The goods are not at their destination: the time limit runs."""
BEFORE_THE_WAY = frozenset({State.RELEASED, State.SEALED})
ENDED = frozenset({State.COMPLETED, State.WRITTEN_OFF})


class SealState(StrEnum):
    """Where a seal stands."""

    STOCK = "stock"
    AFFIXED = "affixed"
    REPORTING = "reporting"
    REMOVED = "removed"
    LOST = "lost"
    BROKEN = "broken"


WHOLE = frozenset({SealState.AFFIXED, SealState.REPORTING})
"""The seal is on the goods and whole."""
LIVE = WHOLE | {SealState.STOCK}
"""There is one such seal of a number."""

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True)
class Move(Generic[S]):
    """One allowed change of state."""

    name: str
    sources: frozenset[S]
    target: S


def _table(*moves: Move[S]) -> dict[str, Move[S]]:
    return {move.name: move for move in moves}


MOVES: dict[str, Move[State]] = _table(
    Move("seal", frozenset({State.RELEASED}), State.SEALED),
    Move("depart", frozenset({State.SEALED}), State.EN_ROUTE),
    Move("stop", frozenset({State.SEALED, State.EN_ROUTE, State.ENQUIRY}), State.INCIDENT),
    Move("resume", frozenset({State.INCIDENT}), State.EN_ROUTE),
    Move("arrive", UNDER_WAY - {State.INCIDENT}, State.ARRIVED),
    Move("present", frozenset({State.ARRIVED}), State.PRESENTED),
    Move("complete", frozenset({State.PRESENTED}), State.COMPLETED),
    Move("redirect", UNDER_WAY, State.COMPLETED),
    Move("enquire", frozenset({State.RELEASED, State.SEALED, State.EN_ROUTE}), State.ENQUIRY),
    Move("prove", frozenset({State.ENQUIRY, State.DEBT}), State.COMPLETED),
    Move("claim", frozenset({State.ENQUIRY}), State.DEBT),
    Move("write_off", frozenset({State.DEBT}), State.WRITTEN_OFF),
)

SEAL_MOVES: dict[str, Move[SealState]] = _table(
    Move("affix", frozenset({SealState.STOCK}), SealState.AFFIXED),
    Move("report", frozenset({SealState.AFFIXED}), SealState.REPORTING),
    Move("remove", WHOLE, SealState.REMOVED),
    Move("lose", LIVE, SealState.LOST),
    Move("break", LIVE, SealState.BROKEN),
)


def pairs(table: dict[str, Move[S]]) -> set[tuple[str, str]]:
    """Every (from, to) of a table; the database keeps the same and a test compares the two."""
    return {(str(source), str(move.target)) for move in table.values() for source in move.sources}


def codes(states: Iterable[StrEnum]) -> list[str]:
    """The states as texts in one order, for queries and constraints."""
    return sorted(map(str, states))
