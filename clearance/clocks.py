"""Due times, pauses and warnings by an office's calendar: pure, UTC in and out (handbook 11, Clocks)."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from clearance.opening_hours import Calendar, NeverOpen, Span, Stretch, round_the_clock
from clearance.rule_words import ClockStart, Unit

__all__ = [
    "REGISTRATION",
    "RELEASE",
    "Calendar",
    "ClockStart",
    "DayKind",
    "Deadline",
    "NeverOpen",
    "Span",
    "Unit",
    "counts_from",
    "due_at",
    "is_overdue",
    "left",
    "moved_by_pause",
    "round_the_clock",
    "warning_times",
]

WARNING_PERCENTS = (50, 80, 100)


class DayKind(enum.StrEnum):
    """How a day differs from the week."""

    HOLIDAY = "holiday"
    WORKING = "working"
    SHORT = "short"


ON_THE_WALL = frozenset({Unit.MINUTE, Unit.HOUR})
IN_DAYS = frozenset({Unit.WORKING_DAY, Unit.CALENDAR_DAY})


def counts_from(
    start: datetime, value: int | Decimal, unit: str, calendar: Calendar, *, restarts: bool = False
) -> datetime:
    """Return when the count begins: at once, or with `restarts` at the next opening when too little of the day is left.

    The legal rule of the release clock (EAEU Customs Code Art. 119): a declaration registered with less working
    time left than the term is counted from the next opening of the office.
    """
    start = _utc(start)
    if not restarts or Unit(unit) is not Unit.WORKING_HOUR:
        return start
    if calendar.has_unbroken(start, _hours(value)):
        return start
    return calendar.opening_after(start)


def due_at(start: datetime, value: int | Decimal, unit: str, calendar: Calendar, *, restarts: bool = False) -> datetime:
    """Return when a deadline runs out, UTC.

    Minutes and hours run on the wall clock. Working hours run while the office is open. Days are counted from the
    day after `start` and end when the office closes; a calendar day on which it is closed moves to the next it is open.
    `restarts`: see `counts_from`.
    """
    start = _utc(start)
    match Unit(unit):
        case Unit.MINUTE:
            return start + timedelta(seconds=int(value * 60))
        case Unit.HOUR:
            return start + _hours(value)
        case Unit.WORKING_HOUR:
            begins = counts_from(start, value, unit, calendar, restarts=restarts)
            return calendar.after_open_time(begins, _hours(value))
        case Unit.WORKING_DAY:
            last = calendar.working_day_after(calendar.day_of(start), _days(value))
            return _not_before(start, last, calendar)
        case Unit.CALENDAR_DAY:
            return _not_before(start, calendar.day_of(start) + timedelta(days=_days(value)), calendar)


def moved_by_pause(due: datetime, paused_at: datetime, resumed_at: datetime, unit: str, calendar: Calendar) -> datetime:
    """Return the due time after a question stopped the clock; never earlier than before, unchanged when already past.

    What was left at the pause is left at the answer: wall time, open time, or whole days (on the last day: open time).
    """
    due, paused_at, resumed_at = _utc(due), _utc(paused_at), _utc(resumed_at)
    if resumed_at < paused_at:
        raise ValueError("A clock resumes after it was paused.")
    if paused_at >= due:
        return due
    unit = Unit(unit)
    if unit in ON_THE_WALL:
        return due + (resumed_at - paused_at)
    last_day, today = calendar.day_of(due - timedelta(microseconds=1)), calendar.day_of(paused_at)
    if unit in IN_DAYS and today < last_day:
        if unit is Unit.CALENDAR_DAY:
            return max(due, _close_of_term(calendar.day_of(resumed_at) + (last_day - today), calendar))
        days_left = sum(
            calendar.is_working_day(today + timedelta(days=ahead)) for ahead in range(1, (last_day - today).days + 1)
        )
        # At least one: a holiday entered later may have closed the due day itself.
        new_day = calendar.working_day_after(calendar.day_of(resumed_at), max(days_left, 1))
        return max(due, calendar.closing_on(new_day))
    return max(due, calendar.after_open_time(resumed_at, calendar.open_between(paused_at, due)))


def warning_times(
    start: datetime,
    due: datetime,
    calendar: Calendar,
    unit: str,
    *,
    pauses: Sequence[tuple[datetime, datetime]] = (),
) -> dict[int, datetime]:
    """Return when 50, 80 and 100 % of the running time are used up; stopped time does not count, 100 % is `due`."""
    running = _running(_utc(start), _utc(due), calendar, Unit(unit), pauses)
    total = sum((stretch.length for stretch in running), timedelta())
    return {
        percent: _utc(due) if percent == 100 else _along(running, total * percent / 100, _utc(due))
        for percent in WARNING_PERCENTS
    }


def left(
    now: datetime, due: datetime, unit: str, calendar: Calendar, *, paused_at: datetime | None = None
) -> timedelta:
    """Return the time left on a clock, negative when overdue; a stopped clock shows what was left when it stopped.

    Working hours and working days answer in open time, everything else in wall time.
    """
    moment, due = _utc(min(now, paused_at) if paused_at else now), _utc(due)
    if Unit(unit) in ON_THE_WALL or Unit(unit) is Unit.CALENDAR_DAY:
        return due - moment
    if moment <= due:
        return calendar.open_between(moment, due)
    return -calendar.open_between(due, moment)


def is_overdue(now: datetime, due: datetime, *, paused_at: datetime | None = None) -> bool:
    """Whether a due time has passed; a clock stopped before it is not overdue however long the answer takes."""
    return (min(now, paused_at) if paused_at else now) > due


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline profile: how long, in what, counted from which event."""

    value: int | Decimal
    unit: str
    clock_start: str
    restarts: bool = False

    def starts_at(self, moments: Mapping[str, datetime | None]) -> datetime | None:
        """Return when this clock starts, or nothing while its event has not come.

        `moments`: event (filed, registered, presented, papers) -> when it happened.
        """
        start = ClockStart(self.clock_start)
        if start is not ClockStart.LEGAL:
            return moments.get(start)
        registered, presented = moments.get(ClockStart.REGISTERED), moments.get(ClockStart.PRESENTED)
        return max(registered, presented) if registered and presented else None

    def due_of(self, moments: Mapping[str, datetime | None], calendar: Calendar) -> datetime | None:
        """Return when this deadline runs out, or nothing while its clock has not started."""
        start = self.starts_at(moments)
        if start is None:
            return None
        return due_at(start, self.value, self.unit, calendar, restarts=self.restarts)


RELEASE = Deadline(4, Unit.WORKING_HOUR, ClockStart.LEGAL, restarts=True)
"""The legal release clock: four working hours from the later of registration and presentation (Art. 119)."""

REGISTRATION = Deadline(1, Unit.WORKING_HOUR, ClockStart.FILED)
"""Registration or its refusal: one working hour from filing (Art. 111)."""


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A moment without a zone is not a moment.")
    return moment.astimezone(UTC)


def _hours(value: int | Decimal) -> timedelta:
    return timedelta(seconds=int(value * 3600))


def _days(value: int | Decimal) -> int:
    if value != int(value) or value < 0:
        raise ValueError("Days are counted whole.")
    return int(value)


def _not_before(start: datetime, last: date, calendar: Calendar) -> datetime:
    """Return when a term in days ends; of no days at all after closing time: at the next closing."""
    due = _close_of_term(last, calendar)
    return due if due >= start else calendar.closing_on(calendar.working_day_after(last, 1))


def _close_of_term(day: date, calendar: Calendar) -> datetime:
    """Return when a term in calendar days ends: the office's closing on its last day or the next working one."""
    if not calendar.is_working_day(day):
        day = calendar.working_day_after(day, 1)
    return calendar.closing_on(day)


def _running(
    start: datetime,
    due: datetime,
    calendar: Calendar,
    unit: Unit,
    pauses: Sequence[tuple[datetime, datetime]],
) -> list[Stretch]:
    """Return the stretches between two moments in which the clock ran."""
    if due <= start:
        return []
    if unit in ON_THE_WALL or unit is Unit.CALENDAR_DAY:
        running = [Stretch(start, due)]
    else:
        running = []
        for stretch in calendar.open_from(start):
            if stretch.start >= due:
                break
            running.append(Stretch(stretch.start, min(stretch.end, due)))
    for paused_at, resumed_at in pauses:
        running = [
            piece
            for stretch in running
            for piece in (
                Stretch(stretch.start, min(stretch.end, _utc(paused_at))),
                Stretch(max(stretch.start, _utc(resumed_at)), stretch.end),
            )
            if piece.start < piece.end
        ]
    return running


def _along(running: list[Stretch], amount: timedelta, due: datetime) -> datetime:
    for stretch in running:
        if amount <= stretch.length:
            return stretch.start + amount
        amount -= stretch.length
    return due
