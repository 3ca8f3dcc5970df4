"""One at a time, however many workers there are: a lock of the database session, gone when its process is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_TRY = "select pg_try_advisory_lock(hashtextextended('notices ' || %s, 0))"
_LEAVE = "select pg_advisory_unlock(hashtextextended('notices ' || %s, 0))"


@contextmanager
def alone(what: str) -> Iterator[bool]:
    """Yield whether nobody else is at it; others are not waited for."""
    with connection.cursor() as cursor:
        cursor.execute(_TRY, [what])
        is_alone = bool(cursor.fetchone()[0])
    try:
        yield is_alone
    finally:
        if is_alone and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute(_LEAVE, [what])
