"""Collecting problems: every check adds to one list, so that a trader hears everything at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from clearance.content import Problem, Sentence, pointer_to


class Findings:
    """The problems found so far; within `item(n)` pointers and sentences say which item is meant."""

    def __init__(self, numbered: Mapping[str, Any]) -> None:
        """`numbered` is a content whose items are known by their own numbers, not by their places."""
        self._numbers = _numbers_of(numbered)
        self.problems: list[Problem] = []
        self._place: tuple[str | int, ...] = ()
        self._number: int | None = None

    @contextmanager
    def item(self, place: int) -> Iterator[None]:
        """Speak of the item at this place of the list (from 0)."""
        self._place, self._number = ("items", place), self._numbers.get(place, place + 1)
        try:
            yield
        finally:
            self._place, self._number = (), None

    def error(self, code: str, at: str, message: Sentence, hint: Sentence = "", /, **values: Any) -> None:
        """Add what must be put right; `at` is a pointer below the item or declaration, `values` fill the sentences."""
        self._add("error", code, at, message, hint, values)

    def warning(self, code: str, at: str, message: Sentence, hint: Sentence = "", /, **values: Any) -> None:
        """Add what is worth a second look and stops nothing."""
        self._add("warning", code, at, message, hint, values)

    def _add(
        self, severity: Any, code: str, at: str, message: Sentence, hint: Sentence, values: dict[str, Any]
    ) -> None:
        sentence: Any = format_lazy(message, **values) if values else message
        if self._number is not None:
            sentence = format_lazy(_("Item {number}: {sentence}"), number=self._number, sentence=sentence)
        pointer = pointer_to(*self._place) + ("/" + at if at else "")
        told_hint: Any = format_lazy(hint, **values) if values and hint else hint
        self.problems.append(Problem(code, pointer, sentence, told_hint, severity=severity))


def _numbers_of(content: Mapping[str, Any]) -> dict[int, int]:
    """How items are called, by place: by their own number where all have one and they rise."""
    items = content.get("items")
    held = [item.get("number") for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []
    numbers = [number for number in held if isinstance(number, int)]
    if not isinstance(items, list) or len(numbers) != len(items) or numbers != sorted(set(numbers)):
        return {}
    return dict(enumerate(numbers))
