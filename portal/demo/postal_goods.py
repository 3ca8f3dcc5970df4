"""Postal items of the demo: contents of CN22 and CN23 with S10 numbers that pass their check digit."""

from __future__ import annotations

from typing import Any

from portal.demo.goods import totals

WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)

ADDRESSEES = (
    ("850415301239", "Serik Abdrakhmanov", "Almaty", "Zhandosov Street 58, flat 12", "050035"),
    ("920712450124", "Dinara Seitkali", "Almaty", "Satpayev Street 30, flat 4", "050057"),
    ("010305500348", "Arman Kassymov", "Shymkent", "Baitursynov Street 17", "160012"),
    ("881123400991", "Saltanat Bekova", "Taraz", "Tole Bi Street 64, flat 9", "080000"),
    ("790511300417", "Yerbol Tursunov", "Kyzylorda", "Aiteke Bi Street 21", "120014"),
    ("950903402178", "Aizada Nurmagambetova", "Taldykorgan", "Birzhan Sal Street 102", "040000"),
)
"""Natural persons with an IIN that passes its check digit; invented."""


def s10(service: str, serial: int, country: str) -> str:
    """The S10 number of an item: two letters, eight digits, check digit, country."""
    digits = f"{serial:08d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
    check = {10: 0, 11: 5}.get(11 - total % 11, 11 - total % 11)
    return f"{service}{digits}{check}{country}"


def parcel(
    item_id: str,
    description: str,
    *,
    value: str,
    net: str,
    gross: str,
    category: str = "gift",
    code: str = "",
    currency: str = "EUR",
    origin: str = "DE",
    addressee: int = 0,
    dispatch: str = "",
    form: str = "CN22",
    **flags: bool,
) -> dict[str, Any]:
    """One item as the operator files it for its addressee."""
    iin, name, city, line, postcode = ADDRESSEES[addressee % len(ADDRESSEES)]
    goods: dict[str, Any] = {
        "number": 1, "description": description, "origin": origin, "net_mass_kg": net, "gross_mass_kg": gross,
        "price": value, "currency": currency, "packages": [{"type": "PK", "count": "1"}],
    }  # fmt: skip
    if code:
        goods["commodity_code"] = code
    postal = {
        "item_id": item_id, "form": form, "category": category, "item_type": "ems" if item_id[0] == "E" else "parcel",
        "sender": {"name": "A. Schmidt", "country": item_id[-2:], "city": "Leipzig", "line": "Georgiring 7"},
        "addressee": {"id": iin, "name": name, "country": "KZ", "city": city, "line": line, "postcode": postcode},
    }  # fmt: skip
    if dispatch:
        postal["dispatch_id"] = dispatch
    content: dict[str, Any] = {
        "kind": "postal", "declaration_type": "PD", "function_code": "9", "local_ref": item_id, "procedure": "40",
        "office": "POST-ALA", "border_mode": "50", "dispatch_country": item_id[-2:], "destination_country": "KZ",
        "currency": currency, "postal": postal, "items": [goods],
    }  # fmt: skip
    if flags:
        content["flags"] = dict(flags)
    return totals(content)
