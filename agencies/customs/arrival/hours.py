"""Until when each step of an arrival is due (Art. 151 and 152): dated settings, the hours of the office. Pure but for those."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from clearance.acts import due_at

HERE = Path(__file__).parent
FROM_OPENING = frozenset({"papers"})
"""What counts from the opening of the office, where the goods come while it is closed."""


def due(step: str, *, mode: str, office: str, since: datetime) -> datetime:
    """When a step is due that began to count at `since`; raises LookupError for one that has no term on that day."""
    row = _setting("hours", since.date(), step=step, mode=mode[:1])
    return due_at(office, since, Decimal(row["value"]), row["unit"], from_opening=step in FROM_OPENING)


def share(who: str, on: date) -> Decimal:
    """The share of clean arrivals that a person looks at all the same."""
    return Decimal(_setting("shares", on, who=who)["share"])


def _setting(table: str, on: date, **wanted: str) -> Mapping[str, str]:
    """The row in force on a day; one of its own mode comes before the one of all."""
    for row in _rows(table):
        fits = all(row[name] in ("", value) for name, value in wanted.items())
        if fits and row["valid_from"] <= on.isoformat() and (not row["valid_to"] or on.isoformat() < row["valid_to"]):
            return row
    raise LookupError(f"{wanted} has no value on {on}.")


@cache
def _rows(table: str) -> list[dict[str, str]]:
    with (HERE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
