"""When an office is open: a week, the days that differ, and arithmetic in open time. Pure, UTC in and out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST_CLOSURE = timedelta(days=400)


class NeverOpen(ValueError):
    """A calendar without opening hours has no due times."""


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch of opening on a day, local time; closing at 00:00 is the end of the day."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of time, UTC."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it lasts."""
        return self.end - self.start


@dataclass(frozen=True)
class Calendar:
    """When an office is open: seven weekdays from Monday, and the days that differ.

    A weekday or an exception without spans is closed.
    """

    zone: str
    week: tuple[tuple[Span, ...], ...]
    exceptions: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    _days: dict[date, tuple[Stretch, ...]] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise ValueError("A week has seven days.")

    @property
    def tz(self) -> ZoneInfo:
        """The zone of the office."""
        return ZoneInfo(self.zone)

    def day_of(self, moment: datetime) -> date:
        """Return the office's date at a moment."""
        return moment.astimezone(self.tz).date()

    def stretches_on(self, day: date) -> tuple[Stretch, ...]:
        """Return when the office is open on a local date, in order, without overlaps, in UTC."""
        known = self._days.get(day)
        if known is not None:
            return known
        spans = self.exceptions.get(day, self.week[day.weekday()])
        found: list[Stretch] = []
        for span in sorted(spans, key=lambda span: span.opens):
            ends_on = day if span.closes != time.min else day + timedelta(days=1)
            start = datetime.combine(day, span.opens, self.tz).astimezone(UTC)
            end = datetime.combine(ends_on, span.closes, self.tz).astimezone(UTC)
            if found and start <= found[-1].end:
                found[-1] = Stretch(found[-1].start, max(end, found[-1].end))
            elif start < end:
                found.append(Stretch(start, end))
        self._days[day] = tuple(found)
        return self._days[day]

    def is_working_day(self, day: date) -> bool:
        """Whether the office opens at all on a local date."""
        return bool(self.stretches_on(day))

    def is_open(self, moment: datetime) -> bool:
        """Whether the office is open at a moment."""
        return any(stretch.start <= moment < stretch.end for stretch in self.stretches_on(self.day_of(moment)))

    def closing_on(self, day: date) -> datetime:
        """Return when the office closes for the night on a working day, UTC."""
        return self.stretches_on(day)[-1].end

    def working_day_after(self, day: date, count: int) -> date:
        """Return the `count`-th working day after a local date."""
        for _ in range(count):
            day = self._working_day_from(day + timedelta(days=1))
        return day

    def opening_after(self, moment: datetime) -> datetime:
        """Return when the office next opens in the morning of a later date, UTC."""
        return self.stretches_on(self.working_day_after(self.day_of(moment), 1))[0].start

    def open_from(self, moment: datetime) -> Iterator[Stretch]:
        """Yield the open stretches from a moment on, for ever."""
        day = self.day_of(moment)
        while True:
            day = self._working_day_from(day)
            for stretch in self.stretches_on(day):
                if stretch.end > moment:
                    yield Stretch(max(stretch.start, moment), stretch.end)
            day += timedelta(days=1)

    def open_between(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time between two moments; zero when the second is not later."""
        total = timedelta()
        if end <= start:
            return total
        for stretch in self.open_from(start):
            if stretch.start >= end:
                break
            total += min(stretch.end, end) - stretch.start
        return total

    def after_open_time(self, start: datetime, amount: timedelta) -> datetime:
        """Return the moment at which this much open time has passed; at a closing rather than the next opening."""
        if amount <= timedelta():
            return start
        for stretch in self.open_from(start):
            if amount <= stretch.length:
                return stretch.start + amount
            amount -= stretch.length
        raise AssertionError("open_from never ends")

    def has_unbroken(self, moment: datetime, amount: timedelta) -> bool:
        """Whether this much working time is left before the office closes for the night; lunch does not end the day."""
        total = timedelta()
        day, seen_until = self.day_of(moment), None
        for stretch in self.open_from(moment):
            if self.day_of(stretch.start) != day:
                if seen_until != stretch.start:
                    return False
                day = self.day_of(stretch.start)
            total += stretch.length
            if total >= amount:
                return True
            seen_until = stretch.end
        raise AssertionError("open_from never ends")

    def _working_day_from(self, day: date) -> date:
        last = day + LONGEST_CLOSURE
        while not self.is_working_day(day):
            day += timedelta(days=1)
            if day > last:
                raise NeverOpen(f"The office calendar has no opening hours after {day - LONGEST_CLOSURE}.")
        return day


def round_the_clock(zone: str = "Asia/Almaty") -> Calendar:
    """Return the calendar of an office that never closes."""
    return Calendar(zone, ((Span(time.min, time.min),),) * 7)
