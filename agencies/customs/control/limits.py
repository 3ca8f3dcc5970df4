"""When a position counts as old and the whole feed as silent, as dated settings. Pure."""

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "limits.csv"
UNITS = {"min": timedelta(minutes=1), "day": timedelta(days=1)}


def setting(name: str, on: date) -> timedelta:
    """A length of time that holds on that day; raises LookupError for one that does not."""
    day = on.isoformat()
    for row in _rows():
        if row["name"] == name and row["valid_from"] <= day and (not row["valid_to"] or day < row["valid_to"]):
            return float(row["value"]) * UNITS[row["unit"]]
    raise LookupError(f"{name} has no value on {day}.")


@cache
def _rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
