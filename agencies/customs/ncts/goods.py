"""The content of a declaration as the consignment of a message of the office. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from agencies.customs.ncts import codes

Values = dict[str, Any]
MOST_PAPERS = 99


def holder(party: Mapping[str, Any]) -> Values:
    """A party with its number, name and address."""
    address = {
        "streetAndNumber": party.get("line"),
        "postcode": party.get("postcode"),
        "city": party.get("city"),
        "country": party.get("country"),
    }
    return {"identificationNumber": number_of(party), "name": party.get("name"), "Address": address}


def number_of(party: Mapping[str, Any]) -> str:
    """The number of a party; one of ours with its country before it."""
    said = str(party.get("id") or "")
    return f"KZ{said}" if len(said) == 12 and said.isdigit() else said


def office(code: str | None, on: date) -> Values:
    """An office by the code of the messages."""
    return {"referenceNumber": codes.theirs("office", code or "", on) or ""}


def for_release(content: Mapping[str, Any], on: date) -> Values:
    """The consignment as it is released (CC029C)."""
    found = _consignment(content, on)
    for house in found["HouseConsignment"]:
        house["Consignor"], house["Consignee"] = None, None
        house["grossMass"] = found["grossMass"]
    return found


def for_unloading(content: Mapping[str, Any], on: date) -> Values:
    """The consignment as it is to be unloaded (CC043C)."""
    found = _consignment(content, on)
    for name in (
        "countryOfDispatch", "modeOfTransportAtTheBorder", "referenceNumberUCR", "Carrier", "ActiveBorderTransportMeans",
    ):  # fmt: skip
        found.pop(name, None)
    for house in found["HouseConsignment"]:
        house["grossMass"] = found["grossMass"]
        for item in house["ConsignmentItem"]:
            item.pop("countryOfDispatch", None)
    return found


def guarantees(content: Mapping[str, Any]) -> list[Values]:
    """The guarantees the declaration names."""
    named = content.get("guarantees") or [{}]
    return [
        {
            "guaranteeType": "1" if one.get("reference") else "B",
            "GuaranteeReference": {
                "GRN": one.get("reference"),
                "amountToBeCovered": one.get("amount") or "0",
                "currency": one.get("currency") or "KZT",
            },
        }
        for one in named
    ]


def _consignment(content: Mapping[str, Any], on: date) -> Values:
    items = content.get("items") or []
    gross = content.get("gross_mass_total_kg") or sum(Decimal(item.get("gross_mass_kg") or 0) for item in items)
    transport = content.get("transport") or {}
    boxes = content.get("containers") or []
    return {
        "countryOfDispatch": content.get("dispatch_country"),
        "countryOfDestination": content.get("destination_country"),
        "containerIndicator": "1" if any(box.get("number") for box in boxes) else "0",
        "inlandModeOfTransport": codes.theirs("mode", str(content.get("inland_mode") or ""), on),
        "modeOfTransportAtTheBorder": codes.theirs("mode", str(content.get("border_mode") or ""), on),
        "grossMass": _quantity(gross) or "0.001",
        "referenceNumberUCR": content.get("ucr"),
        "Consignor": holder(content.get("consignor") or {}),
        "Consignee": holder(content.get("consignee") or {}),
        "TransportEquipment": [
            {
                "containerIdentificationNumber": box.get("number"),
                "numberOfSeals": str(len(box.get("seals") or ())),
                "Seal": [{"identifier": seal} for seal in box.get("seals") or ()],
            }
            for box in boxes
        ],
        "DepartureTransportMeans": _means(transport.get("departure") or transport.get("border") or {}, on),
        "TransportDocument": _papers(content.get("documents") or ()),
        "HouseConsignment": [{"ConsignmentItem": [_item(place, item, on) for place, item in enumerate(items, 1)]}],
    }


def _means(means: Mapping[str, Any], on: date) -> Values:
    return {
        "typeOfIdentification": codes.theirs("means", str(means.get("mode") or ""), on),
        "identificationNumber": means.get("id"),
        "nationality": means.get("nationality") or "KZ",
    }


def _item(place: int, item: Mapping[str, Any], on: date) -> Values:
    code = str(item.get("commodity_code") or "")
    return {
        "goodsItemNumber": str(place),
        "declarationGoodsItemNumber": str(item.get("number") or place),
        "countryOfDispatch": item.get("origin"),
        "Commodity": {
            "descriptionOfGoods": item.get("description"),
            "CommodityCode": {"harmonizedSystemSubHeadingCode": code[:6], "combinedNomenclatureCode": code[6:8]},
            "DangerousGoods": [{"UNNumber": item.get("undg")}],
            "GoodsMeasure": {
                "grossMass": _quantity(item.get("gross_mass_kg")) or "0",
                "netMass": _quantity(item.get("net_mass_kg")),
            },
        },
        "Packaging": [
            {
                "typeOfPackages": packing.get("type"),
                "numberOfPackages": packing.get("count"),
                "shippingMarks": packing.get("marks"),
            }
            for packing in item.get("packages") or ()
        ],
    }


def _papers(documents: Any) -> list[Values]:
    return [
        {"type": paper.get("type"), "referenceNumber": paper.get("number")} for paper in list(documents)[:MOST_PAPERS]
    ]


def _quantity(value: Any) -> str:
    if value in (None, "", 0):
        return ""
    number = f"{Decimal(str(value)):f}"
    return number.rstrip("0").rstrip(".") if "." in number else number
