"""What the people of the scenarios send: by road, by rail and by post, into the country, out of it and through it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from tests.goods import APPLES, imports, item, paper

Content = dict[str, Any]

OWN = {"id": "971240001315", "name": "Silk Road", "country": "KZ", "city": "Almaty", "line": "Abay 1"}
GEARS = {"commodity_code": "8483402109", "description": "Cast iron gears of winding machines", "origin": "CN"}
RADIOS = {"commodity_code": "8525600009", "description": "Hand-held radios of 5 W, new, with chargers", "origin": "CN"}
DISINFECTANT = {
    "commodity_code": "3808941000",
    "description": "Disinfectant for hospitals in canisters",
    "origin": "CN",
}
RIFLES = {"commodity_code": "9303300000", "description": "Hunting rifles, calibre 7.62 mm, new", "origin": "TR"}
TIMBER = {"commodity_code": "4407119300", "description": "Sawn pine timber, planed, kiln-dried", "origin": "RU"}
WHEAT = {"commodity_code": "1001990000", "description": "Soft wheat, third class, crop of 2026, bulk", "origin": "KZ"}
FELT = {"commodity_code": "5602210000", "description": "Felt of sheep wool for boots, in rolls", "origin": "KZ"}
HIDES = {"commodity_code": "4101201000", "description": "Raw cattle hides, salted, whole", "origin": "MN"}
PHONES = {"commodity_code": "8517130000", "description": "Smartphones with 128 GB of memory, new", "origin": "CN"}
POST_OFFICE = "POST-ALA"


def by_truck(*goods: dict[str, str], **more: Any) -> Callable[[], Content]:
    """An import by road through Nur Joly."""
    return lambda: imports(*goods, **more)


def by_rail(*goods: dict[str, str], **more: Any) -> Callable[[], Content]:
    """An import by rail through Altynkol."""
    wagon = {"id": "52123452", "type": "20", "mode": "20", "nationality": "KZ"}
    way = {
        "office": "KZ-ALTYNKOL", "border_office": "KZ-ALTYNKOL", "border_mode": "20", "inland_mode": "20",
        "transport": {"arrival": wagon, "border": wagon},
    }  # fmt: skip
    return lambda: imports(*goods, **{**way, **more})


def with_flag(goods: dict[str, str], **flags: Any) -> dict[str, Any]:
    """The same goods with answers of the declarant."""
    return {**goods, "flags": flags}


def export(*goods: dict[str, Any], mode: str, office: str, to: str, **more: Any) -> Callable[[], Content]:
    """An export by road or rail."""

    def content() -> Content:
        foreign = {"name": f"Import House {to}", "country": to, "city": "Tashkent", "line": "Navoi 5"}
        means = {"id": "415NOR15" if mode == "30" else "60512340", "type": mode, "mode": mode, "nationality": "KZ"}
        whole = imports(*goods)
        for one in whole["items"]:
            one |= {"procedure": "10"}
            one.pop("charges")
        return {
            **whole, "kind": "export", "procedure": "10", "office": office, "border_office": office,
            "border_mode": mode, "inland_mode": mode, "dispatch_country": "KZ", "destination_country": to,
            "trading_country": to, "incoterms": "FCA", "consignor": OWN, "exporter": OWN, "seller": OWN,
            "consignee": foreign, "buyer": foreign, "transport": {"departure": means, "border": means}, **more,
        }  # fmt: skip

    return content


def transit(*goods: dict[str, Any], mode: str, office: str, **more: Any) -> Callable[[], Content]:
    """A transit under seal to the logistics centre of the capital."""

    def content() -> Content:
        means = {"id": "731BOL05" if mode == "30" else "94123452", "type": mode, "mode": mode}
        if mode == "30":
            means["nationality"] = "KZ"
        items = [item(number, one, procedure="80") for number, one in enumerate(goods, 1)]
        for one in items:
            for name in ("charges", "customs_value", "valuation_method", "previous_procedure"):
                one.pop(name)
        return {
            "kind": "transit", "declaration_type": "TT", "function_code": "9", "local_ref": f"T-{uuid4().hex[:12]}",
            "procedure": "80", "office": office, "border_office": office, "destination_office": "KZ-ASTANA-LC",
            "border_mode": mode, "inland_mode": mode, "dispatch_country": "CN", "destination_country": "KZ",
            "currency": "USD", "declarant": OWN, "consignee": OWN, "principal": OWN,
            "consignor": {"name": "Khorgos Yida Trading", "country": "CN", "city": "Khorgos", "line": "Road 2"},
            "carrier": {"name": "Jetisu Trans", "country": "KZ"},
            "transport": {"arrival": means, "border": means, "departure": means},
            "containers": [{"number": "MSKU9070323", "seals": ["CN7781234"]}],
            "guarantees": [{"type": "GUA", "reference": "KZ-G-1", "amount": "4200000.00", "currency": "KZT"}],
            "documents": [
                paper("INVOICE"), paper("TRANSPORT_DOC"), paper("GUARANTEE_CERT"), paper("VEHICLE_APPROVAL"),
                paper("VET_CERT"), paper("VET_TRANSIT_PERMIT"),
            ],
            "items": items, **more,
        }  # fmt: skip

    return content


def parcel(description: str, price: str = "40.00", **more: Any) -> Callable[[], Content]:
    """A parcel from abroad, as the postal operator declares it for the addressee."""

    def content() -> Content:
        return {
            "kind": "postal", "declaration_type": "PD", "office": POST_OFFICE, "border_mode": "50",
            "local_ref": f"P-{uuid4().hex[:12]}", "dispatch_country": "CN", "destination_country": "KZ",
            "currency": "EUR", "gross_mass_total_kg": "1.2", "invoice_total": price,
            "postal": {
                "item_id": "RR473124829KZ", "form": "CN23", "category": "gift", "item_type": "parcel",
                "sender": {"name": "Wang Fang", "country": "CN"},
                "addressee": {"name": "Aigerim Sadykova", "country": "KZ"},
            },
            "flags": {"personal": True},
            "items": [
                {
                    "number": 1, "description": description, "origin": "CN", "net_mass_kg": "0.9", "price": price,
                    "currency": "EUR", **more,
                }
            ],
        }  # fmt: skip

    return content


def red_apples() -> Content:
    """Apples priced below anything sold: a profile of customs picks them for inspection."""
    content = imports(APPLES, invoice_total="40.00", customs_value_total="20800.00")
    content["items"] = [item(1, APPLES, price="40.00", customs_value="20800.00")]
    return content
