"""Reading a record to its end without losing what is committed out of order, and without a write by those who act.

Numbers are given before a transaction commits, so a lower one can appear after a higher one. Each look therefore reads
everything above `upto` that it has not seen, and `upto` rises to the mark of an earlier look only when every
transaction that was under way then is over. That holds because whoever writes to a record has a transaction number
before the row gets its own: every act locks, or writes, something first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, Model, OuterRef
from psycopg import sql

from clearance.acting import SYSTEM, acting_as
from portal.notices.models import Seen, Stream

BATCH = 500
Told = Callable[[Sequence[Any]], None]


@dataclass(frozen=True)
class _Sight:
    """The highest number seen, and which transactions were under way, in one snapshot."""

    top: int
    xmin: int
    xmax: int


def read(name: str, model: type[Model], tell: Told, *, batch: int = BATCH) -> int:
    """Tell what is new in a record, at most `batch` rows; returns how many. One reader at a time, the others find nothing.

    Telling and noting that it was told are one transaction, so a crash tells nothing or everything.
    """
    with acting_as(SYSTEM):
        stream = Stream.objects.select_for_update(skip_locked=True).filter(name=name).first()
        if stream is None:
            return 0
        sight = _look(model)
        if sight.top <= stream.upto:
            return 0
        seen = Seen.objects.filter(stream=stream, number=OuterRef("pk"))
        rows = list(model._default_manager.filter(~Exists(seen), pk__gt=stream.upto).order_by("pk")[:batch])
        if rows:
            tell(rows)
            Seen.objects.bulk_create([Seen(stream=stream, number=row.pk) for row in rows])
        reached = rows[-1].pk if len(rows) == batch else sight.top
        _rise(stream, sight, reached)
        return len(rows)


def _look(model: type[Model]) -> _Sight:
    statement = sql.SQL(
        "select coalesce((select max(id) from {}), 0), pg_snapshot_xmin(now)::text::bigint,"
        " pg_snapshot_xmax(now)::text::bigint from pg_current_snapshot() now"
    ).format(sql.Identifier(model._meta.db_table))
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return _Sight(*cursor.fetchone())


def _rise(stream: Stream, sight: _Sight, reached: int) -> None:
    """Move the floor up to the mark when nothing can appear below it any more, and set the next mark."""
    before = (stream.upto, stream.mark_top, stream.mark_xmax)
    if stream.mark_top is not None and stream.mark_xmax is not None:
        # A mark later than every transaction of this server was restored from another one: nothing of then runs here.
        settled = sight.xmin >= stream.mark_xmax or stream.mark_xmax > sight.xmax
        if settled and stream.mark_top <= reached:
            stream.upto, stream.mark_top, stream.mark_xmax = stream.mark_top, None, None
            Seen.objects.filter(stream=stream, number__lte=stream.upto).delete()
    if stream.mark_top is None and sight.top > stream.upto:
        stream.mark_top, stream.mark_xmax = sight.top, sight.xmax
    if (stream.upto, stream.mark_top, stream.mark_xmax) != before:
        stream.save(update_fields=["upto", "mark_top", "mark_xmax"])
