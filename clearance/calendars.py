"""The calendars of the offices, read from their hours and days, kept in each process until they change."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from clearance.clocks import Calendar, DayKind, Span
from clearance.models.offices import CalendarDay, Office, OfficeHours

LOOK_AGAIN_AFTER = 10.0
"""Seconds after which a process asks whether an office changed its hours: how long a change takes to reach all."""

SHORT_BY = dt.timedelta(hours=1)
"""How much earlier a short day ends when its row names no hours (Labour Code: the eve of a holiday)."""

WORKING_DAY = (Span(dt.time(9), dt.time(13)), Span(dt.time(14, 30), dt.time(18, 30)))
USUAL_WEEK: tuple[tuple[Span, ...], ...] = (WORKING_DAY,) * 5 + ((), ())
"""Hours where no office is known: the state's working week with its lunch break."""

# The stamp is a digest of the rows themselves, so it can neither be forgotten nor run ahead of a commit.
STAMP = """
select md5(concat(
    (select string_agg(h::text, '|' order by h.id) from clearance_officehours h),
    (select string_agg(d::text, '|' order by d.id) from clearance_calendarday d),
    (select string_agg(o.code || o.time_zone, '|' order by o.code) from clearance_office o)))
"""

Week = tuple[tuple[Span, ...], ...]


@dataclass(frozen=True)
class _Known:
    stamp: str
    calendars: Mapping[str, Calendar]
    elsewhere: Calendar
    looked_at: float


class _Kept:
    """What this process last read."""

    known: _Known | None = None
    lock = threading.Lock()


def calendar_of(office: str | None) -> Calendar:
    """Return when an office (its code) is open; an unknown or missing office keeps the state's usual week."""
    known = _calendars()
    return known.calendars.get(office or "", known.elsewhere)


def is_office(code: str) -> bool:
    """Whether the office is one we know; offices are added, never taken away."""
    return code in _calendars().calendars


def forget() -> None:
    """Look at the tables again with the next question; for whoever has just changed them."""
    _Kept.known = None


def _calendars() -> _Known:
    known, now = _Kept.known, time.monotonic()
    if known is not None and now - known.looked_at < LOOK_AGAIN_AFTER:
        return known
    with _Kept.lock, connection.cursor() as cursor:
        cursor.execute(STAMP)
        stamp = f"{connection.settings_dict['NAME']}:{cursor.fetchone()[0]}"
        if known is not None and known.stamp == stamp:
            found = _Known(stamp, known.calendars, known.elsewhere, now)
        else:
            found = _read(stamp, now)
        _Kept.known = found
        return found


def _read(stamp: str, now: float) -> _Known:
    hours: dict[str, dict[int, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for office, weekday, opens, closes in OfficeHours.objects.values_list("office_id", "weekday", "opens", "closes"):
        hours[office][weekday].append(Span(opens, closes))
    country: list[CalendarDay] = []
    own: dict[str, list[CalendarDay]] = defaultdict(list)
    for day in CalendarDay.objects.all():
        (own[day.office_id] if day.office_id else country).append(day)
    calendars = {
        code: calendar_from(zone, week_from(hours[code]) if code in hours else USUAL_WEEK, country, own[code])
        for code, zone in Office.objects.values_list("code", "time_zone")
    }
    return _Known(stamp, calendars, calendar_from(settings.TIME_ZONE, USUAL_WEEK, country, []), now)


def week_from(hours: Mapping[int, list[Span]]) -> Week:
    """Return seven weekdays from Monday; a weekday without hours is closed."""
    return tuple(tuple(sorted(hours.get(weekday, []), key=lambda span: span.opens)) for weekday in range(7))


def calendar_from(zone: str, week: Week, country: list[CalendarDay], own: list[CalendarDay]) -> Calendar:
    """Return a calendar: the week, then the country's days, then the office's own, the later winning.

    An office that works on all seven days does not keep the country's days: a border does not close for a holiday.
    """
    exceptions: dict[dt.date, tuple[Span, ...]] = {}
    if not all(week):
        exceptions.update({day.day: _spans(day, week) for day in country})
    exceptions.update({day.day: _spans(day, week) for day in own})
    return Calendar(zone, week, exceptions)


def _spans(day: CalendarDay, week: Week) -> tuple[Span, ...]:
    if day.kind == DayKind.HOLIDAY:
        return ()
    if day.opens is not None and day.closes is not None:
        return (Span(day.opens, day.closes),)
    usual = week[day.day.weekday()] or next((spans for spans in week if spans), ())
    return shortened(usual) if day.kind == DayKind.SHORT else usual


def shortened(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the hours of a day that ends an hour early; a last stretch of an hour or less falls away."""
    if not spans:
        return ()
    last = spans[-1]
    midnight = dt.datetime.combine(dt.date.min, dt.time.min)
    ends = dt.datetime.combine(dt.date.min, last.closes)
    if last.closes == dt.time.min:
        ends = midnight + dt.timedelta(days=1)
    ends -= SHORT_BY
    if ends <= dt.datetime.combine(dt.date.min, last.opens):
        return spans[:-1]
    return (*spans[:-1], Span(last.opens, ends.time()))
