"""The tariff that ships with the portal: chapters, and the headings and codes that rules and examples speak of."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from clearance.reference.kinds import STARTER
from clearance.reference.loading import Told, load

FOLDER = Path(__file__).parent / "starter"
SINCE = date(2022, 1, 1)
"""The day the edition of the Harmonized System came into force by which it is ordered."""
SOURCE = "starter set of the portal"


@dataclass(frozen=True)
class Section:
    """A section of the tariff: its chapters, from the first to the last, and its name."""

    roman: str
    first: str
    last: str
    names: dict[str, str]


@cache
def sections() -> tuple[Section, ...]:
    """The sections in their order."""
    with (FOLDER / "sections.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            Section(row["section"], row["first"], row["last"], {one: row[f"name_{one}"] for one in ("en", "ru", "kk")})
            for row in csv.DictReader(lines)
        )


def load_starter() -> Told:
    """Make the set that ships the one in force; nothing happens while it is."""
    return load(STARTER, _lines(), source=SOURCE, valid_from=SINCE)


def _lines() -> Iterator[str]:
    """The files as one: chapters, headings, codes, in the order of the codes so that each finds what stands above it."""
    rows: dict[str, list[str]] = {}
    for name in ("chapters", "headings", "codes"):
        with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                rows[row["code"]] = [row.get(column) or "" for column in COLUMNS]
    yield ",".join(COLUMNS)
    for _code, values in sorted(rows.items()):
        yield ",".join('"' + value.replace('"', '""') + '"' for value in values)


COLUMNS = ("code", "name_en", "name_ru", "name_kk", "unit", "rate")
