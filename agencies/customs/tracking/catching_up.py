"""Followers of positions that failed try again, movement by movement, from the first stored point they have not dealt with."""

from __future__ import annotations

import logging
from datetime import timedelta

from agencies.customs.models import Backlog, LastPosition, Position
from agencies.customs.tracking.limits import setting
from agencies.customs.tracking.stream import let_follow, stored_point
from clearance.acts import SYSTEM, acting_as, clock

log = logging.getLogger(__name__)

BATCH, MOST_POINTS, MOST_TRIES = 200, 1000, 10
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=10)


def catch_up(*, inline: bool) -> int:
    """Take every backlog that is due one part further; returns how many points were dealt with."""
    with acting_as(SYSTEM):
        due = Backlog.objects.filter(due_at__lte=clock.now()).order_by("due_at", "pk")
        waiting = list(due.values_list("pk", "movement_id")[:BATCH])
    return sum(_further(pk, movement_id) for pk, movement_id in waiting)


def _further(pk: int, movement_id: int) -> int:
    """One part of one backlog in a transaction of its own: what was done and how far it is are kept together, or neither."""
    with acting_as(SYSTEM):
        # Held as by a batch of this movement: until the end nobody stores more of it, and nobody else catches up.
        LastPosition.objects.select_for_update(no_key=True).get(movement_id=movement_id)
        backlog = Backlog.objects.filter(pk=pk, due_at__lte=clock.now()).first()
        if backlog is None:
            return 0
        # The more often it failed the fewer at once, so that one point that cannot be dealt with is found.
        most = max(1, MOST_POINTS >> backlog.tries)
        waiting = Position.objects.filter(movement_id=movement_id, pk__gte=backlog.first).order_by("pk")
        rows = list(waiting[: most + 1])
        part = rows[:most]
        if part and not let_follow(backlog.follower, [stored_point(row, movement_id, row.pk) for row in part]):
            _put_off(backlog, part)
            return 0
        if len(rows) <= most:
            backlog.delete()
        else:
            now = clock.now()
            backlog.first, backlog.tries = rows[most].pk, max(0, backlog.tries - 1)
            backlog.since = backlog.due_at = now
            backlog.save()
        return len(part)


def _put_off(backlog: Backlog, part: list[Position]) -> None:
    """Try again later; a point that alone kept failing for days is passed over, so that those behind it are seen."""
    now = clock.now()
    if len(part) == 1 and now - backlog.since > timedelta(hours=setting("behind_hours", now)):
        extra = {"follower": backlog.follower, "movement": backlog.movement_id, "position": part[0].pk}
        log.error("a follower of positions passed one over for good", extra=extra)
        backlog.first, backlog.since, backlog.due_at = part[0].pk + 1, now, now
    else:
        backlog.due_at = now + min(LONGEST_PAUSE, FIRST_PAUSE * 2**backlog.tries)
        backlog.tries = min(MOST_TRIES, backlog.tries + 1)
    backlog.save()
