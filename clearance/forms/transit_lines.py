"""Lists of a transit as lines of text: wagons, seals, consignments. A line nobody changed stays what it was. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from clearance.transit_content import MECHANICAL, NAVIGATION

Part = Mapping[str, Any]
BOX = re.compile(r"[A-Z]{4}[0-9]{7}")
"""A container (ISO 6346): what else stands behind a wagon is a seal."""


def wagon_line(wagon: Part) -> str:
    """The number of a wagon, the container on it and its seals."""
    return " ".join(str(part) for part in (wagon.get("number"), wagon.get("container"), *_seals(wagon)) if part)


def wagons_in(text: str, kept: Iterable[Part]) -> list[dict[str, Any]]:
    """A wagon for each line; what the page does not show of a wagon (its packages, its mass) stays with its number."""
    known = {wagon_line(one): one for one in kept}
    by_number = {one.get("number"): one for one in kept}
    return [dict(known.get(line) or _wagon(line.split(), by_number)) for line in _lines(text)]


def seal_line(seal: Part) -> str:
    """The number of a seal and what it hangs on."""
    return " ".join(str(part) for part in (seal.get("number"), seal.get("on")) if part)


def is_navigation(seal: Part) -> bool:
    """Whether a seal tells where it is."""
    return seal.get("kind") == NAVIGATION


def seals_in(text: str, kept: Iterable[Part], *, navigation: bool) -> list[dict[str, Any]]:
    """A seal of one kind for each line."""
    known = {seal_line(one): one for one in kept if one.get("kind") in (None, MECHANICAL, NAVIGATION)}
    kind = {"kind": NAVIGATION} if navigation else {}
    found = []
    for line in _lines(text):
        number, _blank, on = line.partition(" ")
        new = {"number": number, **kind, **({"on": on} if on else {})}
        same = known.get(line)
        found.append(dict(same) if same is not None and is_navigation(same) == navigation else new)
    return found


def consignment_line(one: Part) -> str:
    """The number of a note, a colon, and the numbers of its goods."""
    items = ", ".join(str(number) for number in one.get("items") or ())
    return f"{(one.get('note') or {}).get('number') or ''}{': ' if items else ''}{items}"


def consignments_in(text: str, kept: Iterable[Part]) -> list[dict[str, Any]]:
    """A consignment for each line; a line that cannot be parted is taken as the note's number, so that it can be seen."""
    by_note = {(one.get("note") or {}).get("number"): one for one in kept}
    return [_consignment(line, by_note) for line in _lines(text)]


def _consignment(line: str, by_note: Mapping[Any, Part]) -> dict[str, Any]:
    parted = re.fullmatch(r"(.*?)\s*:\s*([0-9]{1,5}(?:[\s,;]+[0-9]{1,5})*)", line)
    number, items = (parted[1], [int(one) for one in re.findall("[0-9]+", parted[2])]) if parted else (line, [])
    before = {name: value for name, value in by_note.get(number, {}).items() if name != "items"}
    note = {**(before.get("note") or {}), "number": number}
    return {**before, "note": note, **({"items": items} if items else {})}


def _wagon(words: list[str], by_number: Mapping[Any, Part]) -> dict[str, Any]:
    number, *rest = (word.upper() for word in words)
    wagon = {name: value for name, value in by_number.get(number, {}).items() if name not in ("container", "seals")}
    wagon["number"] = number
    if rest and BOX.fullmatch(rest[0]):
        wagon["container"] = rest.pop(0)
    return wagon | ({"seals": rest} if rest else {})


def _seals(wagon: Part) -> list[str]:
    return list(wagon.get("seals") or ())


def _lines(text: str) -> list[str]:
    return [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]
