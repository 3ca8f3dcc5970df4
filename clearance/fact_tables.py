"""The dated tables behind facts: document codes, kinds of paper, wooden packages, reference rates. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache

from clearance.fact_registry import TABLES


def rows_of(table: str) -> Iterator[dict[str, str]]:
    """Rows of one table of `clearance/tables`."""
    with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def _slugs() -> Mapping[str, str]:
    return {row["code"]: row["slug"] for row in rows_of("document_codes")}


@cache
def _counts_as() -> Mapping[str, tuple[str, ...]]:
    return {row["slug"]: tuple(filter(None, row["counts_as"].split("|"))) for row in rows_of("documents")}


@cache
def document_names() -> Mapping[str, Mapping[str, str]]:
    """Names of the kinds of paper in three languages, by slug."""
    return {row["slug"]: {lang: row[f"name_{lang}"] for lang in ("en", "ru", "kk")} for row in rows_of("documents")}


def slug_of(code: str) -> str:
    """Our name for a document code of a classifier; our own names and unknown codes stay as they are."""
    return _slugs().get(code) or code.upper()


def with_kinds(slugs: Iterable[str]) -> frozenset[str]:
    """The papers and what each of them also counts as: a CMR note is a transport document."""
    found: set[str] = set()
    for slug in slugs:
        found.add(slug)
        found.update(_counts_as().get(slug, ()))
    return frozenset(found)


@cache
def wooden_package_types() -> frozenset[str]:
    """Package codes that are, or are assumed to be, of raw wood."""
    return frozenset(row["code"] for row in rows_of("package_types_of_wood"))


@cache
def _rates() -> Mapping[str, Decimal]:
    return {row["currency"]: Decimal(row["units_per_eur"]) for row in rows_of("reference_rates")}


def units_per_eur(currency: str) -> Decimal | None:
    """Units of a currency in one euro at the reference rate, for thresholds in euro; nothing when unknown."""
    return _rates().get(currency)
