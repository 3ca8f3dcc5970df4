"""Numbers in the content: read without guessing, summed without floats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

_NUMBER = re.compile(r"[0-9]{1,20}(?:\.[0-9]{1,12})?")


def number(text: Any) -> Decimal | None:
    """Return the number a text holds; None where stage "form" has already complained, or nothing is there."""
    return Decimal(text) if isinstance(text, str) and _NUMBER.fullmatch(text) else None


def total(values: Iterable[Any]) -> Decimal | None:
    """Return the sum of texts; None where one of them holds no number."""
    found = [number(value) for value in values]
    known = [value for value in found if value is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(found) else None


def items_of(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the items."""
    return list(content.get("items") or ())


def plain(value: Decimal) -> str:
    """Return a number as people write it: no exponent, no zeros at the end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
