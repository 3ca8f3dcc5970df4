"""What is believed of a device, as dated settings (`limits.csv`). Pure."""

from __future__ import annotations

import csv
from datetime import datetime
from functools import cache
from pathlib import Path

from clearance.acts import clock

HERE = Path(__file__).parent


def setting(name: str, at: datetime) -> float:
    """A setting that holds at that moment; raises LookupError for one that does not."""
    day = clock.day_of(at).isoformat()
    for row in rows("limits"):
        if row["name"] == name and row["valid_from"] <= day and (not row["valid_to"] or day < row["valid_to"]):
            return float(row["value"])
    raise LookupError(f"{name} has no value on {day}.")


@cache
def rows(table: str) -> list[dict[str, str]]:
    """The rows of a table of this folder."""
    with (HERE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
