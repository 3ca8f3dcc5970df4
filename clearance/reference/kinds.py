"""Which lists can be loaded, in which columns; each line is read into plain text values or refused with its line. Pure."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

Entry = Mapping[str, str]


class UnreadableList(ValueError):
    """The file is not such a list; says every line that is wrong."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Kind:
    """A kind of list: the columns that make the key, those that must be there, and what is wrong with a line, if anything.

    `skips` leaves out lines that are no entries, such as headings between codes; `is_tariff` lists can be searched.
    """

    name: str
    what: str
    key: tuple[str, ...]
    needed: tuple[str, ...] = ()
    fault: Callable[[Entry], str] = lambda row: ""
    skips: Callable[[Entry], bool] = lambda row: False
    is_tariff: bool = False

    def key_of(self, row: Entry) -> str:
        """The key of a line."""
        return ":".join(row.get(column, "") for column in self.key)


def _digits(column: str) -> Callable[[Entry], str]:
    return lambda row: (
        "" if re.fullmatch(r"[0-9]{2,10}", row[column]) else f"{column} {row[column]!r} is not 2 to 10 digits"
    )


def _paper(row: Entry) -> str:
    try:
        start = date.fromisoformat(row["valid_from"])
        end = date.fromisoformat(row["valid_to"]) if row.get("valid_to") else None
    except ValueError:
        return "valid_from and valid_to are dates such as 2026-01-31"
    return "valid_to is before valid_from" if end and end < start else ""


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "nomenclature",
            "commodity codes of the tariff",
            ("code",),
            fault=_digits("code"),
            skips=lambda r: not r["code"],
            is_tariff=True,
        ),
        Kind(
            "hs",
            "Harmonized System",
            ("hscode",),
            ("description",),
            fault=_digits("hscode"),
            skips=lambda r: r["hscode"] == "TOTAL",
            is_tariff=True,
        ),
        Kind("units", "units of measure", ("code",)),
        Kind("packages", "kinds of package", ("code",)),
        Kind("document_types", "codes of documents", ("code",)),
        Kind(
            "documents",
            "register of papers",
            ("type", "number", "valid_from"),
            ("type", "number", "valid_from"),
            fault=_paper,
        ),
    )
}


STARTER = Kind("starter", "commodity codes that ship with the portal", ("code",), fault=_digits("code"), is_tariff=True)
"""Searched beside the official lists, never held against a declaration; loaded by `migrate`, not from a file of others."""


@dataclass(frozen=True)
class Line:
    """One line of a file: an entry under its key, a heading between entries (no key), or a fault."""

    number: int
    key: str
    row: Entry
    fault: str = ""


def read(kind: Kind, lines: Iterable[str]) -> Iterator[Line]:
    """The lines of a CSV one by one, separated by comma, semicolon or tab; raises UnreadableList without its columns."""
    lines = iter(lines)
    first = next(lines, "")
    separator = max(",;\t", key=first.count)
    reader = csv.DictReader(_all(first, lines), strict=True, delimiter=separator)
    columns = {name.strip().lower() for name in reader.fieldnames or ()}
    if missing := sorted({*kind.key, *kind.needed} - columns):
        raise UnreadableList([f"line 1: add the column {name}" for name in missing])
    try:
        for given in reader:
            row = {
                name.strip().lower(): (value or "").strip() for name, value in given.items() if isinstance(value, str)
            }
            if kind.skips(row):
                yield Line(reader.line_num, "", row)
            else:
                yield Line(reader.line_num, kind.key_of(row), row, kind.fault(row))
    except csv.Error as broken:
        yield Line(reader.line_num, "", {}, str(broken))


def _all(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


def digest_of(entries: Iterable[tuple[str, Entry]]) -> str:
    """SHA-256 of all entries, given in the order of their keys; the text is that of one JSON object."""
    digest = hashlib.sha256(b"{")
    for place, (key, row) in enumerate(entries):
        told = f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(row, sort_keys=True, ensure_ascii=False)}"
        digest.update(f"{', ' if place else ''}{told}".encode())
    digest.update(b"}")
    return digest.hexdigest()


@dataclass(frozen=True)
class Difference:
    """What a new edition adds, drops and says otherwise: how many, and the first keys of each."""

    added: int
    removed: int
    changed: int
    first: Mapping[str, tuple[str, ...]]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)
