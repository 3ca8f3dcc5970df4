"""What a window tells its neighbour of a release: what officers there need to expect the goods, and no money. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from clearance import transit_content

OF_THE_WHOLE = (
    "kind", "procedure", "border_mode", "dispatch_country", "destination_country", "packages_total",
    "gross_mass_total_kg", "consignor", "consignee", "carrier", "transport", "containers", "documents",
)  # fmt: skip
OF_AN_ITEM = (
    "number", "commodity_code", "description", "origin", "packages", "gross_mass_kg", "net_mass_kg", "undg", "documents",
)  # fmt: skip
OF_A_TRANSIT = (
    "smgs_note", "cmr_note", "tir_carnet", "wagons", "trailers", "train_number", "train_list", "departure_station",
    "destination_station", "transfer_station", "seals",
)  # fmt: skip
"""Not the driver, and not the parties of single consignments."""
OF_A_PARTY = ("id", "name", "country", "city", "line", "postcode")
PARTIES = ("consignor", "consignee", "carrier")
NOT_FOR_NEIGHBOURS = frozenset({"INVOICE", "CONTRACT", "PROFORMA_INVOICE", "GUARANTEE_CERT"})
"""Papers of the money."""
LONGEST_SIGN = 60
HS_DIGITS = 6
"""The part of a code that every country shares."""


def notice(
    content: Mapping[str, Any], *, reference: str, version: int, released_at: str, from_office: str, to_office: str
) -> dict[str, Any]:
    """The notice of one release: a head, and the goods in the form of declarations (docs/neighbours.md)."""
    goods = deepcopy(_chosen(content, OF_THE_WHOLE))
    for name in PARTIES:
        if name in goods:
            goods[name] = _chosen(goods[name], OF_A_PARTY)
    goods["items"] = [_item(one) for one in content.get("items") or ()]
    if transit := _chosen(transit_content.part_of(content), OF_A_TRANSIT):
        goods["transit"] = deepcopy(transit)
    if "documents" in goods:
        goods["documents"] = _papers(goods["documents"])
    return {
        "reference": reference,
        "version": version,
        "released_at": released_at,
        "exit_office": from_office,
        "entry_office": to_office,
        "goods": goods,
    }


def vehicles_of(goods: Mapping[str, Any]) -> list[str]:
    """The wagons or vehicles that cross, as declared."""
    if wagons := transit_content.part_of(goods).get("wagons"):
        return [str(one["number"])[:LONGEST_SIGN] for one in wagons if one.get("number")]
    border = (goods.get("transport") or {}).get("border") or {}
    return [part.strip()[:LONGEST_SIGN] for part in str(border.get("id") or "").split("/") if part.strip()]


def exit_office_of(content: Mapping[str, Any]) -> str:
    """Where the goods leave the country: an export at its border, a transit at its destination."""
    return str(content.get("destination_office" if content.get("kind") == "transit" else "border_office") or "")


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
    told = deepcopy(_chosen(item, OF_AN_ITEM))
    told["commodity_code"] = str(item.get("commodity_code") or "")[:HS_DIGITS]
    if "documents" in told:
        told["documents"] = _papers(told["documents"])
    return told


def _papers(papers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [paper for paper in papers if paper.get("type") not in NOT_FOR_NEIGHBOURS]


def _chosen(given: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: given[name] for name in names if given.get(name) not in (None, "", [], {})}
