"""Stage "form": each value by itself (handbook 2.3). What is absent is no matter here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from clearance.content import PARTIES

from .findings import Findings
from .value_checks import (
    Check,
    commodity_code,
    country,
    currency,
    day,
    decimal,
    document_type,
    in_table,
    longest,
    moment,
    one_of,
    origin,
    shaped,
    undg,
)

COUNT = shaped(r"[0-9]{1,8}", "count", _("Write a whole number of at most 8 digits, not “{value}”."))
MODE = in_table("transport_modes", "mode", _("Choose the mode of transport from the list: {value} is not in it."))
PROCEDURE = in_table("procedures", "procedure", _("Choose the procedure from the list: {value} is not in it."))
OFFICE = longest(35)
"""Which offices there are says a list; ours have longer codes than the 17 signs of the data model."""
QUANTITY = decimal(16, 6)
MONEY = decimal(16, 2)

PARTY: Mapping[str, Check] = {
    "id": longest(17),
    "name": longest(70),
    "country": country,
    "city": longest(35),
    "line": longest(70),
    "region": longest(35),
    "postcode": longest(9),
    "phone": longest(50),
    "email": shaped(r"[^@\s]{1,64}@[^@\s]{1,190}", "email", _("Check the email address {value}: name, @, domain.")),
    "register_no": longest(35),
    "contract_no": longest(35),
}
MEANS: Mapping[str, Check] = {
    "id": longest(35),
    "name": longest(35),
    "id_type": longest(17),
    "type": longest(17),
    "mode": MODE,
    "nationality": country,
}
DOCUMENT: Mapping[str, Check] = {
    "type": document_type,
    "number": longest(70),
    "date": day,
    "name": longest(70),
    "exemption": longest(17),
    "quantity": QUANTITY,
    "unit": longest(17),
}
INFORMATION: Mapping[str, Check] = {"code": longest(17), "text": longest(512), "type": longest(3)}

ITEM: Mapping[str, Any] = {
    "commodity_code": commodity_code,
    "description": longest(512),
    "origin": origin,
    "procedure": PROCEDURE,
    "previous_procedure": PROCEDURE,
    "procedure_feature": shaped(
        r"[0-9A-ZА-Я]{3}( [0-9A-ZА-Я]{3})*", "procedure_feature", _("Write each procedure feature as three signs.")
    ),
    "packages": [
        {
            "count": COUNT,
            "type": in_table(
                "package_types", "package_type", _("Choose the type of package from the list: {value} is not in it.")
            ),
            "marks": longest(512),
        }
    ],
    "gross_mass_kg": QUANTITY,
    "net_mass_kg": QUANTITY,
    "supplementary_quantity": QUANTITY,
    "supplementary_unit": in_table("units", "unit", _("Choose the unit from the list: {value} is not in it.")),
    "price": MONEY,
    "currency": currency,
    "customs_value": MONEY,
    "statistical_value": MONEY,
    "preference": longest(17),
    "quota": shaped(r"[0-9]{1,12}", "quota", _("Write the quota number in digits only.")),
    "valuation_method": one_of(
        "valuation_method", _("Choose the valuation method from 1 to 6, not “{value}”."), *"123456"
    ),
    "undg": undg,
    "documents": [DOCUMENT],
    "previous_documents": [
        {
            "type": longest(35),
            "number": longest(70),
            "line": shaped(r"[0-9]{1,5}", "line", _("Write the line of the previous document in digits.")),
        }
    ],
    "charges": [
        {"type": longest(17), "base": MONEY, "rate": decimal(17, 6), "amount": MONEY, "method": longest(3)},
    ],
    "additional_information": [INFORMATION],
}

NOTE: Mapping[str, Check] = {"type": document_type, "number": longest(35), "date": day}

TRANSIT: Mapping[str, Any] = {
    "transit_offices": [OFFICE],
    "route": longest(512),
    "smgs_note": NOTE,
    "wagons": [
        {
            "number": longest(12),
            "container": longest(17),
            "seals": [longest(20)],
            "packages": COUNT,
            "gross_mass_kg": QUANTITY,
        }
    ],
    "train_number": longest(17),
    "train_list": longest(35),
    "departure_station": longest(6),
    "destination_station": longest(6),
    "transfer_station": longest(6),
    "cmr_note": NOTE,
    "tir_carnet": longest(17),
    "trailers": [longest(17)],
    "driver": {"name": longest(70), "document": longest(35), "country": country, "phone": longest(50)},
    "consignments": [
        {"note": NOTE, "consignor": PARTY, "consignee": PARTY, "ucr": longest(35), "gross_mass_kg": QUANTITY}
    ],
    "seals": [
        {
            "number": longest(20),
            "kind": one_of(
                "seal_kind", _("Choose mechanical or navigation for the seal, not {value}."), "mechanical", "navigation"
            ),
            "on": longest(17),
        }
    ],
}

DECLARATION: Mapping[str, Any] = {
    "kind": one_of(
        "kind", _("Choose the kind of declaration: {value} is not one."), "import", "export", "transit", "postal"
    ),
    "declaration_type": one_of(
        "declaration_type", _("Choose a declaration type that fits: {value} is not one."), "DT", "TT", "PD", "VD"
    ),
    "function_code": one_of("function_code", _("Send function 9: {value} is not known."), "9", "4", "1"),
    "local_ref": longest(35),
    "ucr": longest(35),
    "procedure": PROCEDURE,
    "office": OFFICE,
    "border_office": OFFICE,
    "destination_office": OFFICE,
    "border_mode": MODE,
    "inland_mode": MODE,
    "dispatch_country": country,
    "destination_country": country,
    "trading_country": country,
    "goods_location": longest(17),
    "warehouse": longest(17),
    "arrival_expected": moment,
    "incoterms": in_table(
        "incoterms", "incoterms", _("Choose the delivery terms from the list: {value} is not in it.")
    ),
    "incoterms_place": longest(37),
    "transaction_nature": longest(3),
    "currency": currency,
    "invoice_total": decimal(16, 3),
    "customs_value_total": MONEY,
    "packages_total": COUNT,
    "gross_mass_total_kg": QUANTITY,
    "items_total": shaped(r"[0-9]{1,5}", "items_total", _("Write the number of items in digits, not “{value}”.")),
    **dict.fromkeys(PARTIES, PARTY),
    "transport": {"arrival": MEANS, "border": MEANS, "departure": MEANS},
    "containers": [{"number": longest(17), "seals": [longest(20)]}],
    "guarantees": [{"type": longest(3), "reference": longest(35), "amount": MONEY, "currency": currency}],
    "aeo": longest(40),
    "documents": [DOCUMENT],
    "additional_information": [INFORMATION],
    "items": [ITEM],
    "postal": {
        "form": one_of("postal_form", _("Choose CN22 or CN23, not {value}."), "CN22", "CN23"),
        "category": one_of(
            "category",
            _("Choose what the postal item is: {value} is not in the list."),
            "gift",
            "documents",
            "sample",
            "sale",
            "returned",
            "other",
        ),
        "dispatch_id": longest(35),
        "postage": MONEY,
        "item_type": longest(17),
        "sender": PARTY,
        "addressee": PARTY,
    },
    "transit": TRANSIT,
}


def check(findings: Findings, content: Mapping[str, Any], on: date) -> None:
    """Check every value that is there by itself."""
    without_items = {name: rule for name, rule in DECLARATION.items() if name != "items"}
    for at, value, rule in _values(content, without_items, ""):
        rule(findings, at, value, on)
    for place, item in enumerate(content.get("items") or ()):
        with findings.item(place):
            for at, value, rule in _values(item, ITEM, ""):
                rule(findings, at, value, on)


def _values(value: Any, rule: Any, at: str) -> Iterator[tuple[str, str, Check]]:
    """Yield each text with its pointer and its check, walking content and rules side by side."""
    if isinstance(rule, Mapping) and isinstance(value, Mapping):
        for name, inner in rule.items():
            if name in value:
                yield from _values(value[name], inner, f"{at}/{name}" if at else name)
    elif isinstance(rule, list) and isinstance(value, list):
        for place, entry in enumerate(value):
            yield from _values(entry, rule[0], f"{at}/{place}")
    elif isinstance(value, str) and callable(rule):
        yield at, value, rule
