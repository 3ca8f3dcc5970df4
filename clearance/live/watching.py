"""Watching declarations: one question a second for each process, however many people look."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from weakref import WeakKeyDictionary

from django.db import close_old_connections, connection

from clearance.acting import SYSTEM, acting_as
from clearance.models import Declaration

T = TypeVar("T")
EVERY = 1.0  # seconds
# A few threads, each with one connection, serve every stream of the process.
_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live")
_watches: WeakKeyDictionary[asyncio.AbstractEventLoop, Watch]


class Watch:
    """The declarations somebody looks at in this event loop, and whom to wake."""

    def __init__(self) -> None:
        self.waiting: dict[int, set[asyncio.Event]] = {}
        self.seen: dict[int, int] = {}
        self.task: asyncio.Task[None] | None = None

    def add(self, declaration: int) -> asyncio.Event:
        """An event that is set whenever the declaration's record has grown."""
        changed = asyncio.Event()
        self.waiting.setdefault(declaration, set()).add(changed)
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self._watch())
        return changed

    def drop(self, declaration: int, changed: asyncio.Event) -> None:
        """Nobody waits for this event any more."""
        left = self.waiting.get(declaration, set())
        left.discard(changed)
        if not left:
            self.waiting.pop(declaration, None)
            self.seen.pop(declaration, None)

    async def _watch(self) -> None:
        while self.waiting:
            try:
                numbers = await in_thread(lambda: _last_numbers(list(self.waiting)))
            except Exception:
                numbers = {}
            for declaration, number in numbers.items():
                if self.seen.setdefault(declaration, number) != number:
                    self.seen[declaration] = number
                    for changed in self.waiting.get(declaration, ()):
                        changed.set()
            await asyncio.sleep(EVERY)


_watches = WeakKeyDictionary()


def watch() -> Watch:
    """The watch of the running event loop."""
    return _watches.setdefault(asyncio.get_running_loop(), Watch())


async def in_thread(question: Callable[[], T]) -> T:
    """Ask the database something from the event loop."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _asked, question)


def _asked(question: Callable[[], T]) -> T:
    close_old_connections()
    try:
        return question()
    finally:
        if not connection.in_atomic_block:
            close_old_connections()


def _last_numbers(declarations: list[int]) -> dict[int, int]:
    with acting_as(SYSTEM):
        return dict(Declaration.objects.filter(pk__in=declarations).values_list("pk", "last_seq"))
