"""Plain values of the content: text with single spaces, finite numbers. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any


def text(value: Any) -> str:
    """A text with single spaces; nothing becomes the empty text."""
    return " ".join(str(value).split()) if value is not None else ""


def number(value: Any) -> Decimal | None:
    """A finite number, or nothing: what is not a number is unknown here and an error in validation."""
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def total(values: Iterable[Any]) -> Decimal | None:
    """The sum when every value is a number and there is at least one."""
    numbers = [number(value) for value in values]
    if not numbers or None in numbers:
        return None
    return sum((one for one in numbers if one is not None), Decimal(0))
