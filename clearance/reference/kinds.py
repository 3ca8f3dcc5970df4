"""Which lists can be loaded, in which columns; each line is read into plain text values or refused with its line. Pure."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
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

    `skips` leaves out lines that are no entries, such as headings between codes.
    """

    name: str
    what: str
    key: tuple[str, ...]
    needed: tuple[str, ...] = ()
    fault: Callable[[Entry], str] = lambda row: ""
    skips: Callable[[Entry], bool] = lambda row: False

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
        ),
        Kind(
            "hs",
            "Harmonized System",
            ("hscode",),
            ("description",),
            fault=_digits("hscode"),
            skips=lambda r: r["hscode"] == "TOTAL",
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


def read(kind: Kind, lines: Iterable[str]) -> dict[str, dict[str, str]]:
    """The entries of a CSV by key; raises UnreadableList with every fault."""
    reader = csv.DictReader(lines, strict=True)
    columns = {name.strip().lower() for name in reader.fieldnames or ()}
    if missing := sorted({*kind.key, *kind.needed} - columns):
        raise UnreadableList([f"line 1: add the column {name}" for name in missing])
    entries: dict[str, dict[str, str]] = {}
    faults: list[str] = []
    try:
        for given in reader:
            row = {
                name.strip().lower(): (value or "").strip() for name, value in given.items() if isinstance(value, str)
            }
            if kind.skips(row):
                continue
            key = kind.key_of(row)
            fault = kind.fault(row) or (f"{key} is there twice" if key in entries else "")
            if fault:
                faults.append(f"line {reader.line_num}: {fault}")
            entries[key] = row
    except csv.Error as broken:
        faults.append(f"line {reader.line_num}: {broken}")
    if faults:
        raise UnreadableList(faults)
    if not entries:
        raise UnreadableList(["the file has no entries"])
    return entries


def digest_of(entries: Mapping[str, Entry]) -> str:
    """SHA-256 of all entries in the order of their keys."""
    return hashlib.sha256(
        json.dumps(dict(sorted(entries.items())), sort_keys=True, ensure_ascii=False).encode()
    ).hexdigest()


@dataclass(frozen=True)
class Difference:
    """What a new edition adds, drops and says otherwise: keys."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def difference(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> Difference:
    """Compare two editions."""
    return Difference(
        added=tuple(sorted(after.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - after.keys())),
        changed=tuple(sorted(key for key in after.keys() & before.keys() if dict(after[key]) != dict(before[key]))),
    )
