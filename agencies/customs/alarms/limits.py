"""Thresholds of alarms and how grave each is: dated, by corridor and mode. Pure."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from agencies.customs.alarms.kinds import Kind, Severity

HERE = Path(__file__).parent
Limits = Mapping[str, float]
"""Threshold by name, in the unit of the table."""


@lru_cache(maxsize=512)
def limits_of(corridor: str, mode: str, on: date) -> Limits:
    """Every threshold that holds on a day; the row of a corridor counts before that of a mode, and that before a general one."""
    found: dict[str, tuple[int, float]] = {}
    for row in _rows("thresholds"):
        fits = row["corridor"] in ("", corridor) and row["mode"] in ("", mode) and _holds(row, on)
        weight = 2 * bool(row["corridor"]) + bool(row["mode"])
        if fits and weight >= found.get(row["name"], (-1, 0.0))[0]:
            found[row["name"]] = (weight, float(row["value"]))
    return {name: value for name, (_, value) in found.items()}


@lru_cache(maxsize=512)
def severity_of(kind: Kind, on: date) -> Severity:
    """How grave an alarm of this kind is at first; raises LookupError on a day without a row."""
    for row in _rows("kinds"):
        if row["kind"] == kind and _holds(row, on):
            return Severity(row["severity"])
    raise LookupError(f"{kind} has no severity on {on}.")


def _holds(row: dict[str, str], on: date) -> bool:
    return row["valid_from"] <= on.isoformat() and (not row["valid_to"] or on.isoformat() < row["valid_to"])


@cache
def _rows(table: str) -> list[dict[str, str]]:
    with (HERE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
