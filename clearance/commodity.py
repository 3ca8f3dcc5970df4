"""Commodity codes in rules: prefixes and ranges of equal length, `;` apart. Pure."""

from __future__ import annotations

import re

PART = re.compile(r"^(\d{2,10})(?:-(\d{2,10}))?$")


def prefixes_of(text: str) -> tuple[tuple[str, ...], list[str]]:
    """Prefixes that cover the written list, and the parts that cannot be read; `*` and nothing give no prefix."""
    prefixes: list[str] = []
    wrong: list[str] = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        if part == "*":
            continue
        found = PART.match(part)
        low, high = (found.group(1), found.group(2) or found.group(1)) if found else ("", "")
        if not found or len(low) != len(high) or low > high:
            wrong.append(part)
        else:
            prefixes += range_prefixes(low, high)
    return tuple(dict.fromkeys(prefixes)), wrong


def written_in(text: str) -> list[str]:
    """The codes that stand in a written list, of a range both ends; parts that cannot be read are left out."""
    found = [PART.match(part.strip()) for part in text.split(";")]
    return [code for part in found if part for code in part.groups() if code]


def range_prefixes(low: str, high: str) -> list[str]:
    """Prefixes that cover exactly the codes from `low` to `high`, ends included, of equal length."""
    if low == high:
        return [low]
    if set(low) == {"0"} and set(high) == {"9"}:
        return [str(digit) for digit in range(10)] if len(low) == 1 else [""]
    first, last = int(low[0]), int(high[0])
    if len(low) == 1:
        return [str(digit) for digit in range(first, last + 1)]
    bottom, top = "0" * (len(low) - 1), "9" * (len(low) - 1)
    found: list[str] = []
    for digit in range(first, last + 1):
        start = low[1:] if digit == first else bottom
        end = high[1:] if digit == last else top
        inside = [""] if (start, end) == (bottom, top) else range_prefixes(start, end)
        found += [f"{digit}{rest}" for rest in inside]
    return found
