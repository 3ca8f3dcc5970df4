"""A line that says how far a long command has come; only where somebody watches, never in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sized
from typing import TextIO, TypeVar

One = TypeVar("One")
WIDTH = 30
EVERY = 0.1
"""Seconds between two drawings."""


def watched(
    many: Iterable[One], *, total: int = 0, stream: TextIO | None = None, always: bool = False
) -> Iterator[One]:
    """Yield each one; draws the bar on `stream` (standard error) when that is a terminal.

    `total` says how many there are where `many` cannot.
    """
    stream = stream or sys.stderr
    total = len(many) if isinstance(many, Sized) else total
    if not (always or stream.isatty()) or not total:
        yield from many
        return
    drawn = 0.0
    for done, one in _counted(many):
        yield one
        if time.monotonic() - drawn >= EVERY or done == total:
            drawn = time.monotonic()
            full = min(WIDTH, WIDTH * done // total)
            stream.write(f"\r[{'#' * full}{'.' * (WIDTH - full)}] {done} / {total}")
            stream.flush()
    stream.write("\n")


def _counted(many: Iterable[One]) -> Iterator[tuple[int, One]]:
    return enumerate(many, 1)
