"""What a transit must say by its mode of transport, and what has no place in it; its numbers, seals and consignments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from clearance.content import Sentence
from clearance.identifiers import is_container, is_kz_trailer_plate, is_station, is_wagon
from clearance.transit_content import part_of

from . import lists, transit_fields
from .figures import items_of
from .findings import Findings
from .transit_fields import OTHER, RAIL, ROAD, Rule

NEEDED: Mapping[str, Sentence] = {
    ROAD: _("Fill in “{field}”: a transit by road needs it."),
    RAIL: _("Fill in “{field}”: a transit by rail needs it."),
    OTHER: _("Fill in “{field}”: a transit by this mode needs it."),
}
OUT_OF_PLACE: Mapping[str, Sentence] = {
    ROAD: _("Take out “{field}”: a transit by road has none."),
    RAIL: _("Take out “{field}”: a transit by rail has none."),
    OTHER: _("Take out “{field}”: a transit by this mode has none."),
}


def check_law(findings: Findings, content: Mapping[str, Any], on: date, offices: Mapping[str, Any] | None) -> None:
    """Check that all fields of the mode are there and none of another mode, and the offices of the way."""
    if content.get("kind") != "transit":
        if content.get("transit"):
            findings.error("transit_unwanted", "transit", _("Take this part out: it is for transit only."))
        return
    modes = transit_fields.modes_of(content)
    for field in lists.rows("transit_fields", on) if modes else ():
        rule = transit_fields.rule_of(field, modes, on)
        name = transit_fields.LABELS[field]
        if rule is Rule.REQUIRED and not transit_fields.is_said(field, content, on):
            at = lists.rows("transit_fields", on)[field]["path"]
            findings.error(f"{field}_missing", at, NEEDED[modes[0]], field=name)
        elif rule is Rule.FORBIDDEN:
            for at in transit_fields.said_at(field, content, on):
                findings.error(f"{field}_unwanted", at, OUT_OF_PLACE[modes[0]], field=name)
    _offices(findings, content, offices)
    for place, guarantee in enumerate(content.get("guarantees") or ()):
        if guarantee.get("amount") and not guarantee.get("currency"):
            at = f"guarantees/{place}/currency"
            findings.error("currency_missing", at, _("Choose the currency of the guarantee's amount."))


def _offices(findings: Findings, content: Mapping[str, Any], offices: Mapping[str, Any] | None) -> None:
    ends = {content.get("office"), content.get("destination_office")} - {None}
    if content.get("office") and content.get("office") == content.get("destination_office"):
        findings.error(
            "destination_is_departure",
            "destination_office",
            _("Choose another office of destination: the goods leave from this one."),
        )
    for place, code in enumerate(part_of(content).get("transit_offices") or ()):
        at = f"transit/transit_offices/{place}"
        if code in ends:
            findings.error(
                "transit_office_is_an_end",
                at,
                _("Take office {code} out: the way begins or ends there, it does not only pass it."),
                code=code[:40],
            )
        elif offices is not None and code not in offices:
            findings.error(
                "office_unknown", at, _("Choose the office from the list: {code} is not in it."), code=code[:40]
            )


def check_logic(findings: Findings, content: Mapping[str, Any]) -> None:
    """Check wagons, stations, plates, seals and consignments."""
    part = part_of(content)
    _wagons(findings, part)
    for name in ("departure_station", "destination_station", "transfer_station"):
        if part.get(name) and not is_station(part[name]):
            findings.warning(
                "station",
                f"transit/{name}",
                _("Check station {number}: five digits, or six of which the last is a check digit."),
                number=part[name][:40],
            )
    for place, plate in enumerate(part.get("trailers") or ()):
        if plate[:1].isdigit() and not is_kz_trailer_plate(plate):
            findings.warning(
                "plate",
                f"transit/trailers/{place}",
                _("Check plate {number}: it does not look like one of Kazakhstan."),
                number=plate,
            )
    carnet = part.get("tir_carnet")
    if carnet and not (carnet.isalnum() and 8 <= len(carnet) <= 12):
        findings.warning(
            "tir_carnet",
            "transit/tir_carnet",
            _("Check TIR carnet {number}: it has 8 to 12 letters and digits."),
            number=carnet,
        )
    _twice(findings, _seals(content), "seal_twice", _("Name seal {number} once: it cannot hang on two things."))
    _consignments(findings, content, part)


def _wagons(findings: Findings, part: Mapping[str, Any]) -> None:
    wagons = part.get("wagons") or ()
    for place, wagon in enumerate(wagons):
        at, number, box = f"transit/wagons/{place}/number", wagon.get("number"), wagon.get("container")
        if not number:
            findings.error("wagon_without_number", at, _("Enter the number of the wagon."))
        elif not is_wagon(number):
            findings.error(
                "wagon_number",
                at,
                _("Check wagon {number}: its check digit does not fit."),
                _("Eight digits, or twelve on the gauge of 1435 mm."),
                number=number,
            )
        if box and not is_container(box):
            findings.warning(
                "container_number",
                f"transit/wagons/{place}/container",
                _("Check container {number}: its check digit does not fit."),
                _("Old and railway containers may have other numbers."),
                number=box,
            )
    numbered = [(f"transit/wagons/{place}/number", wagon.get("number")) for place, wagon in enumerate(wagons)]
    _twice(findings, numbered, "wagon_twice", _("Name wagon {number} once."))


def _seals(content: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every seal of its own with its place: those of boxes and wagons may be named again to say their kind."""
    part = part_of(content)
    for place, seal in enumerate(part.get("seals") or ()):
        yield f"transit/seals/{place}/number", seal.get("number")


def _twice(findings: Findings, numbered: Any, code: str, message: Sentence) -> None:
    numbered = [(at, number) for at, number in numbered if number]
    counted = Counter(number for _at, number in numbered)
    seen: set[str] = set()
    for at, number in numbered:
        if counted[number] > 1 and number in seen:
            findings.error(code, at, message, number=number)
        seen.add(number)


def _consignments(findings: Findings, content: Mapping[str, Any], part: Mapping[str, Any]) -> None:
    """Each consignment has a note of its own, and each item of goods belongs to one consignment at most."""
    numbers = {item.get("number") for item in items_of(content)}
    taken: set[int] = set()
    for place, one in enumerate(part.get("consignments") or ()):
        at = f"transit/consignments/{place}"
        if not (one.get("note") or {}).get("number"):
            findings.error("consignment_note", f"{at}/note/number", _("Enter the number of the consignment's note."))
        for position, number in enumerate(one.get("items") or ()):
            where = f"{at}/items/{position}"
            if number not in numbers:
                findings.error("consignment_item", where, _("Take item {number} out: there is none."), number=number)
            elif number in taken:
                findings.error(
                    "consignment_item_twice", where, _("Put item {number} into one consignment only."), number=number
                )
            taken.add(number)
