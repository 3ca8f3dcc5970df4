"""Until when each step of an arrival is due (Art. 151 and 152): dated settings, the hours of the office, the rounds of a station.

Pure but for those.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from clearance.acts import calendar_of, clock, due_at

HERE = Path(__file__).parent
FROM_OPENING = frozenset({"papers"})
"""What counts from the opening of the office, where the goods come while it is closed."""
ROUND = "round"
"""The unit of a station's schedule: papers are handed over at its rounds, and the value says at which one after the train."""


def due(step: str, *, mode: str, office: str, since: datetime) -> datetime:
    """When a step is due that began to count at `since`; raises LookupError for one that has no term on that day."""
    row = _setting("hours", clock.day_of(since), step=step, mode=mode[:1], office=office)
    if row["unit"] == ROUND:
        return _round(int(row["value"]), office, mode[:1], since)
    return due_at(office, since, Decimal(row["value"]), row["unit"], from_opening=step in FROM_OPENING)


def share(who: str, on: date) -> Decimal:
    """The share of clean arrivals that a person looks at all the same."""
    return Decimal(_setting("shares", on, who=who)["share"])


def _round(number: int, office: str, mode: str, since: datetime) -> datetime:
    """The moment of that round of the station after `since`, the first being 1; LookupError where it has no schedule."""
    zone = calendar_of(office).tz
    first = since.astimezone(zone).date()
    for days in range(number + 1):
        day = first + timedelta(days=days)
        for hour in _setting("schedule", day, office=office, mode=mode)["rounds"].split():
            at = datetime.combine(day, time.fromisoformat(hour), tzinfo=zone).astimezone(UTC)
            number -= at > since
            if number == 0:
                return at
    raise LookupError(f"{office} has no rounds on {first}.")


def _setting(table: str, on: date, **wanted: str) -> Mapping[str, str]:
    """The row in force on a day; one of its own office or mode comes before the one of all."""
    for row in _rows(table):
        fits = all(row[name] in ("", value) for name, value in wanted.items())
        if fits and row["valid_from"] <= on.isoformat() and (not row["valid_to"] or on.isoformat() < row["valid_to"]):
            return row
    raise LookupError(f"{wanted} has no value on {on}.")


@cache
def _rows(table: str) -> list[dict[str, str]]:
    with (HERE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
