"""Contents of the demo, complete enough to be filed: imports, exports and transits by road and rail.

Partners are invented; routes and offices are those of the real places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from portal.demo.cast import House
from portal.demo.wares import Goods

KZT_FOR_USD = Decimal(520)
VAT = Decimal(16)
FEE = Decimal("25950.00")
"""Customs fee of a declaration (handbook 4.1): 6 MRP of 2026."""
CENT = Decimal("0.01")


ROUTES: Mapping[str, Mapping[str, Any]] = {
    "nurjoly": {
        "office": "KZ-NURJOLY", "border_office": "KZ-NURJOLY", "border_mode": "30", "inland_mode": "30",
        "dispatch_country": "CN", "vehicles": ("584AEK19", "731BOL05", "209CDM02", "118KZN05"),
        "consignor": ("Khorgos Yida Trading Co., Ltd", "CN", "Khorgos", "Asia-Europe Road 2"),
        "carrier": ("Jetisu Trans Logistic LLP", "KZ"), "transport_paper": "CMR",
    },
    "nurjoly_almaty": {
        "office": "KZ-ALMATY-CENTRE", "border_office": "KZ-NURJOLY", "border_mode": "30", "inland_mode": "30",
        "dispatch_country": "CN", "vehicles": ("312ABE02", "645TTR02", "077LOG02"),
        "consignor": ("Urumqi Tianshan Export Co., Ltd", "CN", "Urumqi", "Beijing Road 88"),
        "carrier": ("Alatau Logistics LLP", "KZ"), "transport_paper": "CMR",
    },
    "konysbaev": {
        "office": "KZ-KONYSBAEV", "border_office": "KZ-KONYSBAEV", "border_mode": "30", "inland_mode": "30",
        "dispatch_country": "UZ", "vehicles": ("401RRT13", "902UZB13", "156SHY17"),
        "consignor": ("Samarqand Mevasi LLC", "UZ", "Samarkand", "Registan Street 14"),
        "carrier": ("Turkistan Avto LLP", "KZ"), "transport_paper": "CMR",
    },
    "altynkol": {
        "office": "KZ-ALTYNKOL", "border_office": "KZ-ALTYNKOL", "border_mode": "20", "inland_mode": "20",
        "dispatch_country": "CN", "vehicles": ("52123452", "60512340", "94123452"),
        "consignor": ("Lianyungang Bridge Logistics", "CN", "Lianyungang", "Port Road 1"),
        "carrier": ("KTZ Express JSC", "KZ"), "transport_paper": "SMGS_NOTE",
    },
    "altynkol_astana": {
        "office": "KZ-ASTANA-LC", "border_office": "KZ-ALTYNKOL", "border_mode": "20", "inland_mode": "20",
        "dispatch_country": "CN", "vehicles": ("73900003", "58000001"),
        "consignor": ("Xi'an Land Port Trade Co., Ltd", "CN", "Xi'an", "Gangwu Avenue 6"),
        "carrier": ("KTZ Express JSC", "KZ"), "transport_paper": "SMGS_NOTE",
    },
    "bidaik_astana": {
        "office": "KZ-ASTANA-LC", "border_office": "KZ-BIDAIK", "border_mode": "30", "inland_mode": "30",
        "dispatch_country": "RU", "vehicles": ("415NOR15", "822KOK03"),
        "consignor": ("Omsk Les OOO", "RU", "Omsk", "Lesnaya 5"),
        "carrier": ("Kokshe Trans LLP", "KZ"), "transport_paper": "CMR",
    },
}  # fmt: skip


def imports(
    house: House, route: str, goods: Sequence[Goods], *, on: date, ref: str, number: int = 0, **more: Any
) -> dict[str, Any]:
    """A complete import of `goods` for `house` by a route of ROUTES; `number` makes vehicles and papers differ."""
    way = ROUTES[route]
    paper_date = on - timedelta(days=4)
    items = [_item(place, one, "40", paper_date, ref) for place, one in enumerate(goods, 1)]
    items[0]["charges"].insert(0, {"type": "1010", "amount": str(FEE), "method": "IU"})
    vehicle = way["vehicles"][number % len(way["vehicles"])]
    means = {"id": vehicle, "mode": way["border_mode"], "nationality": way["carrier"][1]}
    name, country, city, line = way["consignor"]
    own = party(house)
    foreign = {"name": name, "country": country, "city": city, "line": line}
    content: dict[str, Any] = {
        "kind": "import", "declaration_type": "DT", "function_code": "9", "local_ref": ref, "procedure": "40",
        "office": way["office"], "border_office": way["border_office"], "border_mode": way["border_mode"],
        "inland_mode": way["inland_mode"], "dispatch_country": way["dispatch_country"], "destination_country": "KZ",
        "trading_country": way["dispatch_country"], "incoterms": "DAP", "incoterms_place": house.city,
        "transaction_nature": "010", "currency": "USD", "declarant": own, "consignee": own, "buyer": own,
        "payer": own, "consignor": foreign, "seller": foreign,
        "carrier": {"name": way["carrier"][0], "country": way["carrier"][1]},
        "transport": {"arrival": means, "border": means},
        "documents": [
            paper("INVOICE", ref, paper_date),
            paper("CONTRACT", ref[:2], on - timedelta(days=60)),
            paper(way["transport_paper"], ref, paper_date),
            {"type": "PRE_ARRIVAL_INFO"},
        ],
        "items": items,
    }  # fmt: skip
    return totals({**content, **more})


def exports(
    house: House,
    goods: Sequence[Goods],
    *,
    on: date,
    ref: str,
    office: str,
    border: str,
    mode: str,
    to: str,
    **more: Any,
) -> dict[str, Any]:
    """A complete export of `goods`, by road or rail."""
    paper_date = on - timedelta(days=2)
    own = party(house)
    buyer = {"name": f"Import House {to}", "country": to, "city": "Tashkent" if to == "UZ" else "Omsk"}
    means = {"id": "60512340" if mode == "20" else "415NOR15", "mode": mode, "nationality": "KZ"}
    content = {
        "kind": "export", "declaration_type": "DT", "function_code": "9", "local_ref": ref, "procedure": "10",
        "office": office, "border_office": border, "border_mode": mode, "inland_mode": mode,
        "dispatch_country": "KZ", "destination_country": to, "trading_country": to, "incoterms": "FCA",
        "incoterms_place": house.city, "transaction_nature": "010", "currency": "USD", "declarant": own,
        "consignor": own, "exporter": own, "seller": own, "consignee": buyer, "buyer": buyer,
        "carrier": {"name": "KTZ Express JSC" if mode == "20" else "Kokshe Trans LLP", "country": "KZ"},
        "transport": {"departure": means, "border": means},
        "documents": [
            paper("INVOICE", ref, paper_date),
            paper("CONTRACT", ref[:2], on - timedelta(days=90)),
            paper("SMGS_NOTE" if mode == "20" else "CMR", ref, paper_date),
        ],
        "items": [_item(place, one, "10", paper_date, ref, charged=False) for place, one in enumerate(goods, 1)],
    }  # fmt: skip
    return totals({**content, **more})


def transits(
    house: House,
    goods: Sequence[Goods],
    *,
    on: date,
    ref: str,
    to: str,
    guarantee: str = "",
    rail: bool = False,
    **more: Any,
) -> dict[str, Any]:
    """Transit under seal to an inland office: by road from Nur Joly with a guarantee, or by rail from Altynkol."""
    paper_date = on - timedelta(days=2)
    own = party(house)
    office, mode = ("KZ-ALTYNKOL", "20") if rail else ("KZ-NURJOLY", "31")
    means = {"mode": mode} if rail else {"id": "731BOL05", "mode": mode, "nationality": "KZ"}
    note = {"number": f"29{ref[-6:].replace('-', '')}" if rail else f"CMR-{ref}", "date": paper_date.isoformat()}
    way = (
        {"smgs_note": note, "wagons": [{"number": "94123452", "seals": ["KTZ5510342"]}], "departure_station": "708507"}
        if rail
        else {"cmr_note": note, "trailers": ["84ADL19"]}
    )
    content = {
        "kind": "transit", "declaration_type": "TT", "function_code": "9", "local_ref": ref, "procedure": "80",
        "office": office, "border_office": office, "destination_office": to, "border_mode": mode,
        "inland_mode": mode, "dispatch_country": "CN", "destination_country": "KZ", "currency": "USD",
        "declarant": own, "consignee": own, "principal": own,
        "consignor": {"name": "Khorgos Yida Trading Co., Ltd", "country": "CN", "city": "Khorgos"},
        "carrier": {"id": "210340033585", "name": "Jetisu Trans Logistic LLP", "country": "KZ"},
        "transport": {"arrival": means, "border": means, "departure": means},
        "containers": [{"number": "MSKU9070323", "seals": [f"CN{ref[-10:]}"]}],
        "guarantees": [{"type": "GUA", "reference": guarantee}] if guarantee else [],
        "documents": [
            paper("INVOICE", ref, paper_date),
            paper("GUARANTEE_CERT", ref, paper_date),
            paper("VEHICLE_APPROVAL", ref, on - timedelta(days=200)),
        ],
        "transit": way,
        "items": [_without_value(_item(place, one, "80", paper_date, ref, charged=False)) for place, one in enumerate(goods, 1)],
    }  # fmt: skip
    return totals({**content, **more})


def _without_value(item: dict[str, Any]) -> dict[str, Any]:
    """Goods in transit have no customs value (Art. 38)."""
    return {name: value for name, value in item.items() if name not in {"customs_value", "valuation_method"}}


def through_broker(content: dict[str, Any], broker: House) -> dict[str, Any]:
    """The same content, represented by a broker."""
    represented = {**party(broker), "register_no": "KZ-CR-0117", "contract_no": "2026/14"}
    return {**content, "representative": represented}


def party(house: House) -> dict[str, str]:
    """A company as a party of a declaration."""
    return {"id": house.bin, "name": house.name, "country": "KZ", "city": house.city, "line": house.line}


def paper(kind: str, ref: str, on: date) -> dict[str, str]:
    """A supporting document whose number tells its declaration."""
    return {"type": kind, "number": f"{kind[:3]}-{ref}", "date": on.isoformat()}


def totals(content: dict[str, Any]) -> dict[str, Any]:
    """The content with the totals of its items."""
    items = content["items"]

    def total(name: str) -> str:
        return str(sum((Decimal(item.get(name, "0")) for item in items), Decimal(0)))

    content["items_total"] = str(len(items))
    content["gross_mass_total_kg"] = total("gross_mass_kg")
    content["invoice_total"] = total("price")
    content["packages_total"] = str(sum(int(p.get("count", "0")) for item in items for p in item["packages"]))
    if any("customs_value" in item for item in items):
        content["customs_value_total"] = total("customs_value")
    return content


def _item(number: int, goods: Goods, procedure: str, on: date, ref: str, *, charged: bool = True) -> dict[str, Any]:
    value = (Decimal(goods.price) * KZT_FOR_USD).quantize(CENT)
    item: dict[str, Any] = {
        "number": number, "commodity_code": goods.code, "description": goods.description, "origin": goods.origin,
        "procedure": procedure, "previous_procedure": "00",
        "packages": [{"type": goods.package_type, "count": str(goods.packages), "marks": "N/M"}],
        "gross_mass_kg": str(goods.net + goods.net // 20), "net_mass_kg": str(goods.net),
        "price": f"{goods.price}.00", "currency": "USD", "customs_value": str(value), "valuation_method": "1",
    }  # fmt: skip
    if goods.papers:
        item["documents"] = [paper(kind, f"{ref}-{number}", on) for kind in goods.papers]
    if goods.flags:
        item["flags"] = dict(goods.flags)
    if goods.undg:
        item["undg"] = goods.undg
    if charged:
        duty = (value * goods.duty / 100).quantize(CENT, ROUND_HALF_UP)
        base = value + duty + (FEE if number == 1 else 0)
        item["charges"] = [
            {
                "type": "5060",
                "base": str(base),
                "rate": str(VAT),
                "amount": str((base * VAT / 100).quantize(CENT)),
                "method": "IU",
            }
        ]
        if goods.duty:
            charge = {"type": "2010", "base": str(value), "rate": str(goods.duty), "amount": str(duty), "method": "IU"}
            item["charges"].insert(0, charge)
    return item


def day_of(moment: datetime) -> date:
    """The day papers of a filing at `moment` are counted from."""
    return moment.date()
