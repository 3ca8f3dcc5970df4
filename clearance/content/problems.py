"""A problem: what is wrong with something sent, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Sentence: TypeAlias = "str | _StrPromise"
"""A text people read: plain, or translated when it is shown."""

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right: where it is (JSON pointer or XML path, and line), and what to do about it."""

    code: str
    pointer: str
    message: Sentence
    hint: Sentence = ""
    line: int | None = None
    severity: Severity = "error"

    def as_dict(self) -> dict[str, Any]:
        """Return the problem as the API shows it, in the language active now."""
        told: dict[str, Any] = {
            "code": self.code,
            "pointer": self.pointer,
            "message": str(self.message),
            "hint": str(self.hint),
        }
        if self.line is not None:
            told["line"] = self.line
        if self.severity != "error":
            told["severity"] = self.severity
        return told


class Problems(Exception):
    """Everything that is wrong with what was sent, all at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems: " + ", ".join(p.code for p in problems[:5]))
        self.problems: tuple[Problem, ...] = tuple(problems)

    def as_dicts(self) -> list[dict[str, Any]]:
        """Return the problems as the API shows them."""
        return [problem.as_dict() for problem in self.problems]


def pointer_to(*steps: str | int) -> str:
    """Return the JSON pointer (RFC 6901) of these steps from the root."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)
