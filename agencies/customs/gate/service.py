"""Service levels of a site: how long vehicles stay between the gates, and how long they wait before them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from agencies.customs.gate.life import HERE
from agencies.customs.models import Visit
from clearance.acts import clock

PERIODS = (timedelta(days=1), timedelta(days=7), timedelta(days=30))

MEASURE = """
select count(*),
       percentile_cont(0.5) within group (order by extract(epoch from gate_out_at - gate_in_at)),
       percentile_cont(0.9) within group (order by extract(epoch from gate_out_at - gate_in_at))
  from customs_visit where office_id = %s and gate_out_at > %s
"""


@dataclass(frozen=True)
class Level:
    """How long the vehicles that left within a period had stayed."""

    since: datetime
    days: int
    left: int
    median: timedelta | None
    ninth: timedelta | None
    missed: int


def levels(office: str) -> list[Level]:
    """The service levels of each period; two statements a period."""
    now, found = clock.now(), []
    for period in PERIODS:
        since = now - period
        with connection.cursor() as cursor:
            cursor.execute(MEASURE, [office, since])
            left, median, ninth = cursor.fetchone()
        missed = Visit.objects.filter(office_id=office, state="no_show", since__gt=since).count()
        found.append(Level(since, period.days, left, _time(median), _time(ninth), missed))
    return found


def here(office: str) -> list[Visit]:
    """Who is on the site or before its gate, those who stay longest first."""
    rows = Visit.objects.filter(office_id=office, state__in=sorted(map(str, HERE))).select_related("slot")
    return list(rows.order_by("since", "pk"))


def _time(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=round(seconds))
