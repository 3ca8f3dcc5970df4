"""A message as read: the content, what is wrong, and where in the XML each part of the content stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from clearance.content import Problem


class Place(NamedTuple):
    """A place in a message: absolute path with positions, and the line it is on or would be on."""

    path: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Message:
    """What a message said. With an error among `problems` nothing of it may be kept, not even as a draft."""

    content: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def is_readable(self) -> bool:
        """Tell whether the content may be kept as a draft."""
        return not any(problem.severity == "error" for problem in self.problems)

    def place_of(self, pointer: str) -> Place:
        """Return where the content at a JSON pointer stands, or, where it is absent, where it belongs."""
        steps = pointer
        while steps and steps not in self.places:
            steps = steps.rpartition("/")[0]
        return self.places.get(steps, Place("/", None))

    def located(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return problems of the content with path and line in the XML instead of JSON pointers."""
        found = []
        for problem in problems:
            place = self.place_of(problem.pointer)
            found.append(replace(problem, pointer=place.path, line=place.line))
        return found
