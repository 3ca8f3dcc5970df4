"""How long positions are kept: parts of a week are made ahead and dropped when they are past their days."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import connection

from clearance.acts import SYSTEM, acting_as, clock

WEEKS_AHEAD = 4


class _Kept:
    on: date | None = None


def keep(*, inline: bool) -> int:
    """Once a day in each process: make the next parts and drop those past their days; returns how many."""
    today = clock.now().date()  # by UTC, as the parts begin and end
    if _Kept.on == today:
        return 0
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select sw_keep_positions(%s, %s, %s)", [today, WEEKS_AHEAD, settings.KEEP_DAYS["positions"]])
        done = int(cursor.fetchone()[0])
    _Kept.on = today
    return done
