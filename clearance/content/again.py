"""A content to begin a new declaration with: what goes for the next shipment too, and nothing of this one."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

LASTING_PAPERS = frozenset(
    {
        "AEO_CERT", "CARRIAGE_CONTRACT", "CONFORMITY_CERTIFICATE", "CONFORMITY_DECLARATION", "CONFORMITY_DOC", "CONTRACT",
        "DRUG_LICENCE", "ENCRYPTION_NOTIFICATION", "FORWARDING_CONTRACT", "MED_DEVICE_REGISTRATION", "MED_REGISTRATION",
        "ODS_LICENCE", "PESTICIDE_REGISTRATION", "PM_LICENCE", "RADIO_PERMIT", "SGC_LICENCE", "SGR", "VET_REGISTRATION",
        "WASTE_LICENCE",
    }
)  # fmt: skip
"""Papers that hold for more than one shipment; the others carry a number of their own each time."""

OF_ONE_SHIPMENT = (
    "local_ref", "ucr", "arrival_expected", "containers", "guarantees", "customs_value_total",
    # No page shows these, so nobody would see that they are of another shipment.
    "additional_information", "unmapped",
)  # fmt: skip
AMOUNTS = ("invoice_total", "packages_total", "gross_mass_total_kg")
OF_AN_ITEM = ("customs_value", "statistical_value", "charges", "previous_documents", "quota", "additional_information")
AMOUNTS_OF_AN_ITEM = ("gross_mass_kg", "net_mass_kg", "supplementary_quantity", "price")
OF_THE_WAY = ("transit_offices", "route", "departure_station", "destination_station", "transfer_station")
"""What of a transit is the same for the next one: notes, wagons, drivers and seals are of one shipment."""
OF_A_POSTAL_ITEM = ("item_id", "dispatch_id", "postage")


def for_the_next(content: Mapping[str, Any], *, amounts: bool = False) -> dict[str, Any]:
    """The content without dates, numbers and vehicles of its own shipment; weights and prices only when asked for.

    Customs values and charges are never taken over: they rest on the rate of the day.
    """
    new = {name: deepcopy(value) for name, value in content.items() if name not in OF_ONE_SHIPMENT}
    for stretch in (new.get("transport") or {}).values():
        for name in ("id", "name"):
            stretch.pop(name, None)
    new["transit"] = {name: value for name, value in (new.get("transit") or {}).items() if name in OF_THE_WAY}
    for name in OF_A_POSTAL_ITEM:
        (new.get("postal") or {}).pop(name, None)
    new["documents"] = _lasting(new.get("documents"))
    new["items"] = [_item(item, amounts=amounts) for item in new.get("items") or ()]
    if not amounts:
        for name in AMOUNTS:
            new.pop(name, None)
    return {name: value for name, value in new.items() if value not in ({}, [])}


def _item(item: dict[str, Any], *, amounts: bool) -> dict[str, Any]:
    dropped = OF_AN_ITEM if amounts else OF_AN_ITEM + AMOUNTS_OF_AN_ITEM
    new = {name: value for name, value in item.items() if name not in dropped}
    new["documents"] = _lasting(new.get("documents"))
    if not amounts:
        types = [{"type": package["type"]} for package in new.get("packages") or () if package.get("type")]
        new["packages"] = types
    return {name: value for name, value in new.items() if value not in ({}, [])}


def _lasting(papers: Any) -> list[dict[str, Any]]:
    return [paper for paper in papers or () if paper.get("type") in LASTING_PAPERS]
