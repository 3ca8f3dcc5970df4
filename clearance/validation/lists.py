"""Code lists and limits that checks compare with: dated rows of `clearance/tables`, countries and currencies."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

import pycountry

TABLES = Path(__file__).parent.parent / "tables"

UNKNOWN_ORIGIN = "00"

MORE_COUNTRIES = frozenset({"XK"})
"""Codes in use in customs that ISO 3166 leaves to its users: Kosovo."""


@cache
def _rows(table: str) -> tuple[Mapping[str, str], ...]:
    with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@lru_cache(maxsize=512)
def rows(table: str, on: date) -> Mapping[str, Mapping[str, str]]:
    """Return the rows of a table that hold on a day, by their first column."""
    found: dict[str, Mapping[str, str]] = {}
    for row in _rows(table):
        if row["valid_from"] <= on.isoformat() and (not row["valid_to"] or on.isoformat() < row["valid_to"]):
            found[next(iter(row.values()))] = row
    return found


@lru_cache(maxsize=64)
def pairs(on: date) -> frozenset[tuple[str, str]]:
    """Return the pairs of procedure and previous procedure that hold on a day."""
    return frozenset(
        (row["procedure"], row["previous"])
        for row in _rows("procedure_pairs")
        if row["valid_from"] <= on.isoformat() and (not row["valid_to"] or on.isoformat() < row["valid_to"])
    )


def limit(name: str, on: date) -> Decimal:
    """Return a limit as it holds on a day."""
    return Decimal(rows("limits", on)[name]["value"])


def kinds_of(procedure: str, on: date) -> frozenset[str]:
    """Return the kinds of declaration a procedure belongs to; none for an unknown one."""
    row = rows("procedures", on).get(procedure)
    return frozenset(row["kinds"].split("|")) - {""} if row else frozenset()


@cache
def countries() -> frozenset[str]:
    """Return the ISO 3166 alpha-2 codes."""
    return frozenset(country.alpha_2 for country in pycountry.countries) | MORE_COUNTRIES


@cache
def currencies() -> frozenset[str]:
    """Return the ISO 4217 alphabetic codes."""
    return frozenset(currency.alpha_3 for currency in pycountry.currencies)


@cache
def document_types() -> frozenset[str]:
    """Return the kinds of paper that have a name here, own words and codes of classifiers."""
    return frozenset(row["slug"] for row in _rows("documents")) | frozenset(
        row["code"] for row in _rows("document_codes")
    )
