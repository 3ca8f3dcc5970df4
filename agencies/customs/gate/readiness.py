"""Whether the goods of a slot are held or ready, as far as everybody may know it. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """What a slot rests on."""

    HELD = "held"
    READY = "ready"
    BETWEEN = "between"


@dataclass(frozen=True)
class Load:
    """One declaration of a slot: only what its trader may know, so that a slot betrays nothing."""

    state: str
    holds: int
    questions: int
    undecided: int
    """Public sign-offs that block the release and do not wait for the goods."""


def of(loads: list[Load]) -> Standing:
    """Held when anything is held; ready when nothing is left but to come."""
    if any(load.holds or load.questions or load.state == "refused" for load in loads):
        return Standing.HELD
    if all(
        load.state in {"lodged", "accepted", "released", "released_with_conditions"} and not load.undecided
        for load in loads
    ):
        return Standing.READY
    return Standing.BETWEEN
