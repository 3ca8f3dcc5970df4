"""What the law asks of a declaration beyond its form: one row for each rule, and what satisfies it otherwise."""

from typing import Any

import pytest

from clearance.validation import check
from tests.messages.checking import OFFICES, ON, everything
from tests.messages.contents import APPLES, PARCEL, TRANSIT, spoiled

LAW: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    *((APPLES, {at: None}, f"/{at}") for at in ("kind", "declarant/id", "dispatch_country", "destination_country")),
    *((APPLES, {at: None}, f"/{at}") for at in ("border_mode", "consignor/name", "consignor/country", "currency")),
    *((APPLES, {at: None}, f"/{at}") for at in ("consignee/name", "consignee/country", "consignee/id", "office")),
    *((APPLES, {f"items/0/{at}": None}, f"/items/0/{at}") for at in ("number", "description", "commodity_code")),
    *((APPLES, {f"items/0/{at}": None}, f"/items/0/{at}") for at in ("origin", "procedure", "packages", "price")),
    *((APPLES, {f"items/0/{at}": None}, f"/items/0/{at}") for at in ("gross_mass_kg", "net_mass_kg")),
    (APPLES, {"consignee/id": "000000000000"}, "/consignee/id"),
    (APPLES, {"items": []}, "/items"),
    (APPLES, {"transport": {}}, "/transport/border/id"),
    (APPLES, {"representative": {"id": "050940002176"}}, "/representative/register_no"),
    (APPLES, {"representative": {"register_no": "1"}}, "/representative/id"),
    (APPLES, {"flags": {"sealed": True}}, "/containers"),
    (APPLES, {"arrival_expected": "2026-12-24T10:00:00+05:00"}, "/arrival_expected"),
    (APPLES, {"items/0/procedure": "70"}, "/warehouse"),
    (APPLES, {"office": "KZ-NOWHERE"}, "/office"),
    (APPLES, {"office": "HQ-CC"}, "/office"),
    (APPLES, {"office": "POST-ALA"}, "/office"),
    (APPLES, {"border_office": "KZ-ALTYNKOL"}, "/border_office"),
    (APPLES, {"office": "KZ-ASTANA-LC", "border_office": None}, "/border_office"),
    *((TRANSIT, {at: None}, f"/{at}") for at in ("destination_office", "carrier/name", "consignor/name")),
    (TRANSIT, {"consignee/name": None}, "/consignee/name"),
    (TRANSIT, {"transport": {}}, "/transport/border/id"),
    (TRANSIT, {"items/0/gross_mass_kg": None}, "/items/0/gross_mass_kg"),
    (TRANSIT, {"items/0/price": None}, "/items/0/price"),
    (TRANSIT, {"items/0/currency": None}, "/items/0/currency"),
    (TRANSIT, {"items/0/packages": None}, "/items/0/packages"),
    (TRANSIT, {"procedure": None}, "/items/0/procedure"),
    *((PARCEL, {f"postal/{at}": None}, f"/postal/{at}") for at in ("item_id", "form", "category", "sender/name")),
    *((PARCEL, {f"postal/{at}": None}, f"/postal/{at}") for at in ("sender/country", "addressee/name")),
    (PARCEL, {"gross_mass_total_kg": None}, "/gross_mass_total_kg"),
    (PARCEL, {"items/0/net_mass_kg": None}, "/items/0/net_mass_kg"),
    (PARCEL, {"items/0/description": None}, "/items/0/description"),
    (PARCEL, {"items/0/price": None}, "/items/0/price"),
    (PARCEL, {"currency": None}, "/items/0/currency"),
]


@pytest.mark.parametrize(("content", "changes", "pointer"), LAW)
def test_law_asks_for_what_is_missing(content: dict[str, Any], changes: dict[str, Any], pointer: str) -> None:
    for at, value in changes.items():
        content = spoiled(content, at, value)
    found = check(content, on=ON, stage="law", offices=OFFICES)
    assert [(problem.pointer, problem.severity) for problem in found] == [(pointer, "error")]


LAWFUL: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (APPLES, {"border_office": None}),  # declared at the border post itself
    (APPLES, {"consignee/id": None, "importer": {"id": "180240015644"}}),
    (APPLES, {"transport": {}, "containers": [{"number": "CSQU3054383"}]}),
    (APPLES, {"arrival_expected": "2026-12-23T10:00:00+05:00"}),
    (APPLES, {"office": "KZ-ASTANA-LC"}),
    (PARCEL, {"postal": {"item_type": "letter"}}),
]


@pytest.mark.parametrize(("content", "changes"), LAWFUL)
def test_law_lets_pass_what_is_said_otherwise(content: dict[str, Any], changes: dict[str, Any]) -> None:
    for at, value in changes.items():
        content = spoiled(content, at, value)
    assert check(content, on=ON, stage="law", offices=OFFICES) == []


def test_a_business_parcel_without_a_code_warns() -> None:
    found = everything(spoiled(PARCEL, "flags", {"personal": False}))
    assert [(problem.code, problem.severity) for problem in found] == [("commodity_code_missing", "warning")]
