"""Watching declarations and topics: one question a second for each process, however many people look."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from weakref import WeakKeyDictionary

from django.db import close_old_connections, connection

from clearance.acting import SYSTEM, acting_as
from clearance.models import Declaration
from clearance.topics import TOPICS

T = TypeVar("T")
Key = int | str
"""A declaration by its id, or a topic by its name."""
EVERY = 1.0  # seconds
# A few threads, each with one connection, serve every stream of the process.
_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live")
_watches: WeakKeyDictionary[asyncio.AbstractEventLoop, Watch]


class Watch:
    """What somebody looks at in this event loop, and whom to wake."""

    def __init__(self) -> None:
        self.waiting: dict[Key, set[asyncio.Event]] = {}
        self.seen: dict[Key, Key] = {}
        self.task: asyncio.Task[None] | None = None

    def add(self, key: Key) -> asyncio.Event:
        """An event that is set whenever the declaration's record has grown, or the topic's mark is another."""
        changed = asyncio.Event()
        self.waiting.setdefault(key, set()).add(changed)
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self._watch())
        return changed

    def drop(self, key: Key, changed: asyncio.Event) -> None:
        """Nobody waits for this event any more."""
        left = self.waiting.get(key, set())
        left.discard(changed)
        if not left:
            self.waiting.pop(key, None)
            self.seen.pop(key, None)

    async def _watch(self) -> None:
        while self.waiting:
            try:
                marks = await in_thread(lambda: _marks(list(self.waiting)))
            except Exception:
                marks = {}
            for key, mark in marks.items():
                if self.seen.setdefault(key, mark) != mark:
                    self.seen[key] = mark
                    for changed in self.waiting.get(key, ()):
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


def _marks(keys: list[Key]) -> dict[Key, Key]:
    declarations = [key for key in keys if isinstance(key, int)]
    with acting_as(SYSTEM):
        found: dict[Key, Key] = {key: TOPICS[key].mark() for key in keys if isinstance(key, str)}
        if declarations:
            found |= dict(Declaration.objects.filter(pk__in=declarations).values_list("pk", "last_seq"))
        return found
