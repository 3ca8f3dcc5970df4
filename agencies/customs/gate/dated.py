"""Dated configuration of the gate: rows of the CSV files beside this one that hold on a day. Pure."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
EVERY = "*"

Row = Mapping[str, str]


def rows(table: str, on: date) -> list[Row]:
    """The rows of `table` that hold on that day."""
    day = on.isoformat()
    return [row for row in _all(table) if row["valid_from"] <= day and (not row["valid_to"] or day < row["valid_to"])]


def setting(name: str, on: date) -> Decimal:
    """A setting of `settings.csv`; raises LookupError for one that does not hold on that day."""
    for row in rows("settings", on):
        if row["name"] == name:
            return Decimal(row["value"])
    raise LookupError(f"{name} has no value on {on}.")


def sites(on: date) -> list[str]:
    """Codes of the offices with a gate of their own."""
    return [row["office"] for row in rows("capacity", on)]


def site(office: str, on: date) -> Row | None:
    """Capacity and shares of an office's gate; None where it has none."""
    return next((row for row in rows("capacity", on) if row["office"] == office), None)


@cache
def _all(table: str) -> list[Row]:
    with (HERE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
