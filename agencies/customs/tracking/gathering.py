"""Gathering: who comes while another one is served waits, and is then served with all who wait beside it, in one go."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Gathering(Generic[T]):
    """One for each process; `serve` gets a list, raises nothing, and notes on each of them what came of it."""

    def __init__(self, serve: Callable[[list[T]], None]) -> None:
        self._serve = serve
        self._turn, self._guard = threading.Lock(), threading.Lock()
        self._waiting: dict[int, T] = {}

    def take(self, one: T) -> None:
        """Return when it is served: by this thread, or by another one that had its turn before."""
        with self._guard:
            self._waiting[id(one)] = one
        with self._turn:
            with self._guard:
                if id(one) not in self._waiting:
                    return
                together, self._waiting = list(self._waiting.values()), {}
            self._serve(together)
