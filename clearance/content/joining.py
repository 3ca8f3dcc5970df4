"""Two contents made from the same one, joined: what only one of them changed is taken from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ABSENT: Any = object()


def joined(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """What both made of `base`; where both changed the same value, mine; a list that became longer or shorter, theirs.

    Items that were taken out meanwhile (split off, for one) must not come back with a change prepared before.
    """
    found: dict[str, Any] = {}
    for name in [*theirs, *(name for name in mine if name not in theirs)]:
        value = _joined(base.get(name, ABSENT), mine.get(name, ABSENT), theirs.get(name, ABSENT))
        if value is not ABSENT:
            found[name] = value
    return found


def _joined(base: Any, mine: Any, theirs: Any) -> Any:
    if mine in (theirs, base):
        return theirs
    if theirs == base:
        return mine
    if all(isinstance(one, Mapping) for one in (base, mine, theirs)):
        return joined(base, mine, theirs)
    if all(isinstance(one, list) for one in (base, mine, theirs)):
        if len(base) == len(mine) == len(theirs):
            return [_joined(*three) for three in zip(base, mine, theirs, strict=True)]
        return theirs
    return mine
