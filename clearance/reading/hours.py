"""Opening hours in words: days with the same hours together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import time

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext

from clearance.models.offices import OfficeHours

WEEK = range(7)


def hours_text(rows: Iterable[OfficeHours]) -> str:
    """“Mon–Fri 09:00–13:00, 14:30–18:30”; the state's usual hours where none are known."""
    of_day: dict[int, list[tuple[time, time]]] = {}
    for row in rows:
        of_day.setdefault(row.weekday, []).append((row.opens, row.closes))
    if not of_day:
        return gettext("usual working hours")
    if all(of_day.get(day) == [(time.min, time.min)] for day in WEEK):
        return gettext("every day, day and night")
    runs: list[list[int]] = []
    for day in sorted(of_day):
        if runs and day == runs[-1][-1] + 1 and of_day[day] == of_day[runs[-1][-1]]:
            runs[-1].append(day)
        else:
            runs.append([day])
    return "; ".join(f"{_days(run)} {_times(of_day[run[0]])}" for run in runs)


def _days(run: Sequence[int]) -> str:
    if len(run) == len(WEEK):
        return gettext("every day")
    first, last = str(WEEKDAYS_ABBR[run[0]]), str(WEEKDAYS_ABBR[run[-1]])
    return first if len(run) == 1 else f"{first}–{last}"


def _times(spans: Sequence[tuple[time, time]]) -> str:
    return ", ".join(f"{opens:%H:%M}–{'24:00' if closes == time.min else f'{closes:%H:%M}'}" for opens, closes in spans)
