"""What a fact is, which facts every portal knows, and the frozen bag of values rules look at. Pure."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

TABLES = Path(__file__).parent / "tables"

Value = bool | str | Decimal | frozenset[str]
"""A flag, a text, a number or a set of texts; an absent fact is a missing key."""

Bag = Mapping[str, Any]
"""Fact values by name; an item's bag also holds its `number` (int)."""


class FactType(StrEnum):
    """How a fact is compared: absent flags, texts and sets are empty, absent numbers are unknown."""

    FLAG = "flag"
    TEXT = "text"
    NUMBER = "number"
    SET = "set"


class Scope(StrEnum):
    """Whether a fact belongs to the whole declaration or to one item."""

    DECLARATION = "declaration"
    ITEM = "item"


class Source(StrEnum):
    """Where a value comes from: worked out of the content, answered by the declarant, or given by the portal."""

    CONTENT = "content"
    ANSWER = "answer"
    DERIVED = "derived"


class RestsOn(StrEnum):
    """When a change of the fact changes a decision that no rule tied to it.

    `header` always; `total` for needs of the whole declaration; `item` for needs that cover the item; `read` never.
    """

    HEADER = "header"
    TOTAL = "total"
    ITEM = "item"
    READ = "read"


@dataclass(frozen=True)
class Fact:
    """One registered fact; `provider` is the dotted path of the function that derives it, if an agency does."""

    name: str
    type: FactType
    scope: Scope = Scope.DECLARATION
    unit: str = ""
    restricted: bool = False
    source: Source = Source.DERIVED
    rests_on: RestsOn = RestsOn.READ
    inputs: tuple[str, ...] = ()
    version: str = "1"
    phrases: Mapping[str, str] | None = field(default=None, hash=False)
    provider: str = ""


@cache
def core_facts() -> Mapping[str, Fact]:
    """The facts every portal knows, by name; agencies add theirs in `agency.py`."""
    with (TABLES / "facts.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["name"]: Fact(
                name=row["name"],
                type=FactType(row["type"]),
                scope=Scope(row["scope"]),
                unit=row["unit"],
                restricted=row["restricted"] == "yes",
                source=Source(row["source"]),
                rests_on=RestsOn(row["rests_on"]),
                inputs=(row["inputs"],) if row["source"] == Source.DERIVED else tuple(row["inputs"].split()),
                version=row["version"],
                phrases={language: row[f"phrase_{language}"] for language in ("en", "ru", "kk")},
            )
            for row in csv.DictReader(file)
        }


@dataclass(frozen=True)
class Facts:
    """The values of one declaration and of each of its items; never changed once made."""

    declaration: Bag
    items: tuple[Bag, ...]

    def as_json(self) -> dict[str, Any]:
        """A JSON object that says the type of each value; `from_json` gives the same facts back."""
        return {
            "declaration": {name: value_as_json(value) for name, value in sorted(self.declaration.items())},
            "items": [
                {name: value_as_json(value) for name, value in sorted(item.items())}
                for item in sorted(self.items, key=lambda item: item["number"])
            ],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Facts:
        """Facts from what `as_json` gave; raises KeyError or ValueError for anything else."""
        return cls(
            declaration={name: value_from_json(value) for name, value in data["declaration"].items()},
            items=tuple({name: value_from_json(value) for name, value in item.items()} for item in data["items"]),
        )


def value_as_json(value: Any) -> Any:
    """Numbers as `{"number": "3.5"}`, sets as sorted lists, the rest as it is."""
    if isinstance(value, Decimal):
        return {"number": plain_number(value)}
    if isinstance(value, frozenset):
        return sorted(value)
    return value


def value_from_json(value: Any) -> Any:
    """The opposite of `value_as_json`."""
    if isinstance(value, dict):
        return Decimal(value["number"])
    if isinstance(value, list):
        return frozenset(value)
    return value


def plain_number(value: Decimal) -> str:
    """A number with no exponent and no trailing zeros, so that 1.50 and 1.5 are one fact."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
