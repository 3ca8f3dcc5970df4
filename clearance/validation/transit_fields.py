"""Which fields of a transit belong to which mode of transport: a dated table, `tables/transit_fields.csv`. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date
from enum import StrEnum
from functools import reduce
from itertools import chain
from operator import getitem
from typing import Any

from django.utils.translation import gettext_lazy as _

from clearance.content import Sentence, without_absent
from clearance.fact_tables import slug_of
from clearance.transit_content import CARNET, NOTES, papers_of, part_of, signs_of, wagons_of

from .lists import rows


class Rule(StrEnum):
    """What a mode says of a field."""

    REQUIRED = "required"
    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"


ROAD, RAIL, OTHER = "road", "rail", "other"
MODES = (ROAD, RAIL, OTHER)
MEANS: Mapping[str, str] = {"2": RAIL, "3": ROAD}
"""Codes of one means of transport share their first digit."""

LABELS: Mapping[str, Sentence] = {
    "vehicle": _("Tractor or vehicle"),
    "vehicle_nationality": _("Country of the plate"),
    "trailers": _("Trailers"),
    "driver": _("Driver"),
    "cmr_note": _("CMR note"),
    "tir_carnet": _("TIR carnet"),
    "consignments": _("Consignments"),
    "smgs_note": _("SMGS note"),
    "wagons": _("Wagons"),
    "train_number": _("Train number"),
    "train_list": _("Train list"),
    "departure_station": _("Station of departure"),
    "destination_station": _("Station of destination"),
    "transfer_station": _("Station of the break of gauge"),
    "containers": _("Containers"),
    "transit_offices": _("Offices on the way"),
    "route": _("Route"),
    "seals": _("Seals"),
}
"""The names of the fields as pages and errors say them."""

AS_PAPERS: Mapping[str, frozenset[str]] = {
    "smgs_note": frozenset({NOTES["smgs_note"], "TRANSPORT_DOC"}),
    "cmr_note": frozenset({NOTES["cmr_note"], CARNET, "TRANSPORT_DOC"}),
}
"""Papers that say the same as a note does: whoever lists the note among the papers need not say it twice."""

SAID_BY: Mapping[str, str] = {"vehicle": "wagons"}
"""What need not be asked where another field is required that says it better."""


def modes_of(content: Mapping[str, Any]) -> list[str]:
    """The modes of the way: that at the border first, and that inland where it is another."""
    codes = [str(content.get(name) or "") for name in ("border_mode", "inland_mode")]
    return list(dict.fromkeys(MEANS.get(code[:1], OTHER) for code in codes if code))


def rule_of(field: str, modes: Iterable[str], on: date) -> Rule:
    """What the modes of a way say together: the mode at the border requires, and only all of them forbid."""
    row = rows("transit_fields", on).get(field)
    said = [Rule(row[mode]) for mode in modes] if row else []
    if not said:
        return Rule.ALLOWED
    if said[0] is Rule.REQUIRED or all(one is Rule.FORBIDDEN for one in said):
        return said[0]
    return Rule.ALLOWED


def asked(content: Mapping[str, Any], on: date) -> list[str]:
    """The fields a form asks for: those of the chosen modes, and while none is chosen those that all modes know."""
    modes = modes_of(content)
    ways = [modes] if modes else [[mode] for mode in MODES]
    return [
        field
        for field in rows("transit_fields", on)
        if all(rule_of(field, way, on) is not Rule.FORBIDDEN for way in ways)
        and (rule_of(SAID_BY.get(field, ""), modes, on) is not Rule.REQUIRED or said_at(field, content, on))
    ]


def fitting(content: Mapping[str, Any], on: date) -> tuple[Mapping[str, Any], list[str]]:
    """A content without what has no place in its modes, and the names of the fields that were set aside."""
    modes = modes_of(content) if content.get("kind") == "transit" else []
    out = {field: said_at(field, content, on) for field in rows("transit_fields", on) if modes}
    out = {field: at for field, at in out.items() if at and rule_of(field, modes, on) is Rule.FORBIDDEN}
    if not out:
        return content, []
    new = deepcopy(dict(content))
    for pointer in chain.from_iterable(out.values()):
        *way, last = pointer.split("/")
        del reduce(getitem, way, new)[last]
    kept: Mapping[str, Any] = without_absent(new)
    return kept, list(out)


def said_at(field: str, content: Mapping[str, Any], on: date) -> list[str]:
    """The pointers (without the first slash) at which a content says something for a field."""
    path = rows("transit_fields", on)[field]["path"]
    head, *steps = path.split("/")
    if head == "transport":
        stretches = content.get("transport") or {}
        return [f"transport/{one}/{steps[-1]}" for one, means in stretches.items() if (means or {}).get(steps[-1])]
    holder = part_of(content) if steps else content
    return [path] if holder.get(steps[-1] if steps else head) else []


def is_said(field: str, content: Mapping[str, Any], on: date) -> bool:
    """Whether a field that is required is there, or something that says the same."""
    if field in AS_PAPERS:
        papers = [*(content.get("documents") or ()), *papers_of(content)]
        return any(slug_of(str(paper.get("type") or "")) in AS_PAPERS[field] for paper in papers)
    if said_at(field, content, on):
        return True
    if field == "wagons":
        return bool(wagons_of(content))
    if field == "vehicle_nationality":
        return not signs_of(content)
    if field == "vehicle":
        return bool(signs_of(content) or content.get("containers"))
    return False
