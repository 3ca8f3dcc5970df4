"""Whether a vehicle became lighter between two scales; who wants to know of it registers here. Pure but for those."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from agencies.customs.gate import dated


@dataclass(frozen=True)
class Drop:
    """Down from one weight to another, by this part of a hundred."""

    before: int
    after: int
    percent: Decimal


Listener = Callable[[Any, Drop], None]
_LISTENERS: list[Listener] = []


def between(before: int | None, after: int, on: date) -> Drop | None:
    """The drop from `before` to `after` kg, where it is more than is usual."""
    if not before or after >= before:
        return None
    percent = (Decimal(before - after) * 100 / before).quantize(Decimal("0.1"))
    return (
        Drop(before, after, percent)
        if Decimal(before - after) * 100 > dated.setting("drop_percent", on) * before
        else None
    )


def on_drop(listener: Listener) -> None:
    """Call `listener` with each declaration aboard whenever its vehicle became lighter, in the same transaction."""
    _LISTENERS.append(listener)


def offer(declaration: Any, drop: Drop) -> None:
    """Tell everybody who listens."""
    for listener in _LISTENERS:
        listener(declaration, drop)
