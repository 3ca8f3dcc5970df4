"""Codes of the messages and ours, as dated facts of `codes.csv`. Pure."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path


def ours(list_: str, theirs: str, on: date) -> str | None:
    """Our code for one of the messages; None where there is none."""
    return next((row["ours"] for row in _of(list_, on) if row["theirs"] == theirs), None)


def theirs(list_: str, our: str, on: date) -> str | None:
    """The messages' code for one of ours; the first where several mean the same."""
    return next((row["theirs"] for row in _of(list_, on) if row["ours"] == our), None)


def _of(list_: str, on: date) -> list[dict[str, str]]:
    day = on.isoformat()
    return [
        row
        for row in _rows()
        if row["list"] == list_ and row["valid_from"] <= day and (not row["valid_to"] or day < row["valid_to"])
    ]


@cache
def _rows() -> list[dict[str, str]]:
    with (Path(__file__).parent / "codes.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
