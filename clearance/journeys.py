"""Journeys: channel, direction, mode and procedure, and the limits rules set to them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from clearance.fact_registry import Bag


class Journey(NamedTuple):
    """What the header says of the way the goods take; rules are shelved by it."""

    channel: str
    direction: str
    mode: str
    multimodal: bool
    procedure: str

    @classmethod
    def of(cls, declaration: Bag) -> Journey:
        """The journey of a declaration."""
        return cls(
            declaration.get("channel", ""),
            declaration.get("direction", ""),
            declaration.get("mode", ""),
            bool(declaration.get("multimodal")),
            declaration.get("procedure", ""),
        )


@dataclass(frozen=True)
class Limits:
    """The journeys a rule speaks of; an empty set is no limit."""

    channel: str
    directions: frozenset[str]
    modes: frozenset[str]
    procedures: frozenset[str]

    def allow(self, journey: Journey) -> bool:
        """Whether the rule speaks of this journey."""
        if self.channel not in ("both", journey.channel):
            return False
        if self.directions and journey.direction not in self.directions:
            return False
        if self.procedures and journey.procedure not in self.procedures:
            return False
        return not self.modes or journey.mode in self.modes or (journey.multimodal and "multimodal" in self.modes)

    def reads(self) -> frozenset[str]:
        """Names of the facts it looks at."""
        limits = {"direction": self.directions, "mode": self.modes, "procedure": self.procedures}
        return frozenset(name for name, words in limits.items() if words)
