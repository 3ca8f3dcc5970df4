"""What the content of a transit says, wherever it stands: vehicles and wagons, notes, seals. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

STRETCHES = ("border", "departure", "arrival")
"""Stretches of the way, the one that counts first."""
NOTES: Mapping[str, str] = {"smgs_note": "SMGS_NOTE", "cmr_note": "CMR"}
"""The consignment notes of a transit, and the papers they are."""
CARNET = "TIR_CARNET"
MECHANICAL, NAVIGATION = "mechanical", "navigation"


def part_of(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is said of the transit itself."""
    found = content.get("transit")
    return found if isinstance(found, Mapping) else {}


def wagons_of(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The wagons by rail; where none is listed, the signs of the means of transport are their numbers."""
    listed = part_of(content).get("wagons") or ()
    if listed:
        return list(listed)
    if str(content.get("border_mode") or "")[:1] != "2":
        return []
    return [{"number": sign} for sign in _signs_of_means(content)]


def signs_of(content: Mapping[str, Any]) -> list[str]:
    """Numbers and plates of all that carries the goods, each once: wagons, or the tractor and its trailers."""
    wagons = [str(wagon["number"]) for wagon in wagons_of(content) if wagon.get("number")]
    trailers = [str(plate) for plate in part_of(content).get("trailers") or () if plate]
    return list(dict.fromkeys([*(wagons or _signs_of_means(content)), *trailers]))


def seals_of(content: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Every seal once: its number, mechanical or navigation, and what it hangs on ("" where nobody says)."""
    found: dict[str, tuple[str, str, str]] = {}
    for seal in part_of(content).get("seals") or ():
        if seal.get("number"):
            found[seal["number"]] = (seal["number"], seal.get("kind") or MECHANICAL, seal.get("on") or "")
    for holder in [*(content.get("containers") or ()), *(part_of(content).get("wagons") or ())]:
        for number in holder.get("seals") or ():
            found.setdefault(number, (number, MECHANICAL, holder.get("number") or ""))
    return list(found.values())


def papers_of(content: Mapping[str, Any]) -> list[dict[str, str]]:
    """The consignment notes and the carnet as papers, with those of each consignment."""
    part = part_of(content)
    notes = [(kind, part.get(name)) for name, kind in NOTES.items()]
    notes += [(NOTES["cmr_note"], one.get("note")) for one in part.get("consignments") or ()]
    papers = [
        {**{name: note[name] for name in ("number", "date") if note.get(name)}, "type": note.get("type") or kind}
        for kind, note in notes
        if note and note.get("number")
    ]
    if part.get("tir_carnet"):
        papers.append({"type": CARNET, "number": part["tir_carnet"]})
    return papers


def _signs_of_means(content: Mapping[str, Any]) -> list[str]:
    transport = content.get("transport") or {}
    means = (str((transport.get(stretch) or {}).get("id") or "") for stretch in STRETCHES)
    return next((found for found in map(list, map(_parted, means)) if found), [])


def _parted(text: str) -> Iterator[str]:
    return (sign for sign in re.split(r"[\s,;/]+", text) if sign)
