"""What customs derives from two tables of its own: goods under a registered mark, goods its laboratory samples.

`ip_register.csv`: a row is a mark, the words under which it is written on goods, and the goods it is registered for.
`laboratory_plan.csv`: a row is goods, by code and origin, of which a sample is taken. Both are read anew at a restart.
Their rows are defaults of the demo: the marks are invented, the plan is an example.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from clearance.contract import Draw, Facts, prefixes_of

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Mark:
    """A mark in the register: how it is written on goods, and for which goods it is registered."""

    number: str
    written: re.Pattern[str]
    prefixes: tuple[str, ...]

    def fits(self, item: Mapping[str, Any]) -> bool:
        """Whether the goods are of these kinds and their description names the mark as a word of its own."""
        return _is_of(item, self.prefixes) and bool(self.written.search(str(item.get("description", "")).casefold()))


@dataclass(frozen=True)
class Sampling:
    """A line of the laboratory's plan; without origins it is for goods of every origin."""

    line: str
    prefixes: tuple[str, ...]
    origins: frozenset[str]

    def fits(self, item: Mapping[str, Any]) -> bool:
        """Whether goods of this code and origin are sampled."""
        return _is_of(item, self.prefixes) and (not self.origins or item.get("origin") in self.origins)


@cache
def marks() -> tuple[Mark, ...]:
    """The register of marks; raises ValueError for a line that cannot be read."""
    return tuple(
        Mark(row["number"], _written(row["written"]), _prefixes(row, row["number"])) for row in _rows("ip_register")
    )


@cache
def plan() -> tuple[Sampling, ...]:
    """The laboratory's plan for imports; raises ValueError for a line that cannot be read."""
    return tuple(
        Sampling(row["line"], _prefixes(row, row["line"]), frozenset(row["origins"].split()))
        for row in _rows("laboratory_plan")
    )


def marked_items(facts: Facts, draw: Draw) -> tuple[dict[str, bool] | None, Mapping[str, Any]]:
    """`ip_registry_hit` by item number: goods whose description names a mark registered for them, and which."""
    hits = {str(item["number"]): [mark.number for mark in marks() if mark.fits(item)] for item in facts.items}
    return _flags(hits), {"marks": {number: found for number, found in hits.items() if found}}


def sampled_items(facts: Facts, draw: Draw) -> tuple[dict[str, bool] | None, Mapping[str, Any]]:
    """`lab_required` by item number: imported goods of which the plan takes a sample, and by which line."""
    imported = facts.items if facts.declaration.get("direction") == "import" else ()
    hits = {str(item["number"]): [one.line for one in plan() if one.fits(item)] for item in imported}
    return _flags(hits), {"plan": {number: found for number, found in hits.items() if found}}


def _flags(hits: Mapping[str, list[str]]) -> dict[str, bool] | None:
    return {number: True for number, found in hits.items() if found} or None


def _is_of(item: Mapping[str, Any], prefixes: tuple[str, ...]) -> bool:
    return str(item.get("hs", "")).startswith(prefixes)


def _written(words: str) -> re.Pattern[str]:
    ways = "|".join(re.escape(way.strip().casefold()) for way in words.split("|"))
    return re.compile(rf"(?<!\w)(?:{ways})(?!\w)")


def _prefixes(row: Mapping[str, str], name: str) -> tuple[str, ...]:
    prefixes, unread = prefixes_of(row["hs_include"])
    if unread or not prefixes:
        raise ValueError(f"Line {name} cannot be read: {[*unread] or 'it names no goods'}")
    return prefixes


def _rows(table: str) -> list[dict[str, str]]:
    with (HERE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
