"""The same goods by form, by JSON and by XML are the same case: equal facts, equal sign-offs.

Each way is written down on its own: what a person types, what a program sends, what a message says.
"""

from collections.abc import Callable
from typing import Any

import pytest

from clearance import facts, messages
from clearance.models import Declaration, RoutingRun, Version
from tests.cast import Cast
from tests.goods import paper
from tests.pages.conftest import PAPERS, SECTIONS, TILES, begin, send, sign
from tests.scenarios.player import Case

pytestmark = pytest.mark.django_db

APPLES_TYPED = {
    **TILES,
    "commodity_code": "0808 10 800 6",
    "description": "Fresh apples, Fuji, packed in cartons",
    "gross_mass_kg": "18 900",
    "net_mass_kg": "18 000,0",
    "price": "14 400,00",
    "customs_value": "7488000",
    "vat": "1 198 080,00",
}
TYPED_PAPERS = (*PAPERS, "PHYTO_CERT")

OWN = {"id": "971240001315", "name": "Silk Road", "country": "KZ"}
OWN_IN_FULL = {**OWN, "city": "Almaty", "line": "Abay 1"}
SELLER = {"name": "Huoerguosi Trading Co", "country": "CN"}
TRUCK = {"id": "584AEK19", "mode": "30", "nationality": "KZ"}


def line_of(number: int, code: str, description: str, **figures: str) -> dict[str, Any]:
    return {
        "number": number, "commodity_code": code, "description": description, "origin": "CN", "procedure": "40",
        "previous_procedure": "00", "packages": [{"count": "10", "type": "CT", "marks": "N/M"}], "currency": "USD",
        "valuation_method": "1", **{name: value for name, value in figures.items() if name != "vat"},
        "charges": [{"type": "5060", "amount": figures["vat"]}],
    }  # fmt: skip


SENT: dict[str, Any] = {
    "kind": "import", "declaration_type": "DT", "function_code": "9", "local_ref": "SENT-1", "procedure": "40",
    "office": "KZ-NURJOLY", "border_office": "KZ-NURJOLY", "border_mode": "30", "inland_mode": "30",
    "dispatch_country": "CN", "destination_country": "KZ", "trading_country": "CN", "incoterms": "DAP",
    "incoterms_place": "Almaty", "transaction_nature": "01", "currency": "USD", "invoice_total": "19400.00",
    "customs_value_total": "10088000.00", "packages_total": "20", "gross_mass_total_kg": "19950.0", "items_total": "2",
    "consignor": {**SELLER, "city": "Khorgos", "line": "Asia Road 2"}, "seller": SELLER, "consignee": OWN_IN_FULL,
    "declarant": OWN, "payer": OWN, "buyer": OWN, "carrier": {"name": "Jetisu Trans", "country": "KZ"},
    "transport": {"arrival": TRUCK, "border": TRUCK},
    "documents": [paper(kind) for kind in TYPED_PAPERS],
    "items": [
        line_of(
            1, "6907218009", "Ceramic floor tiles, glazed, 60 x 60 cm", gross_mass_kg="1050.0", net_mass_kg="1000",
            price="5000.00", customs_value="2600000.00", vat="416000.00",
        ),
        line_of(
            2, "0808108006", "Fresh apples, Fuji, packed in cartons", gross_mass_kg="18900", net_mass_kg="18000",
            price="14400", customs_value="7488000.00", vat="1198080.00",
        ),
    ],
}  # fmt: skip


def by_form(cast: Cast, case: Case) -> str:
    """What a person types into the pages, section by section, and signs."""
    browser = cast.browser("trader")
    reference = begin(browser)
    base = f"/declarations/{reference}/"
    for name, data in SECTIONS:
        assert send(browser, f"{base}sections/{name}/", data).status_code == 302
    for number, item in enumerate((TILES, APPLES_TYPED), 1):
        assert send(browser, f"{base}items/{number}/", item).status_code == 302
    for kind in TYPED_PAPERS:
        given = {"type": kind, "number": f"{kind}-1", "date": "01.11.2026"}
        assert send(browser, f"{base}documents/", given, act="paper").status_code == 302
    signed = sign(browser, reference)
    assert signed.status_code == 302, signed.text
    return reference


def by_json(cast: Cast, case: Case) -> str:
    """What a program of the trader sends."""
    return str(case.call("trader", "POST", "declarations", SENT, gives=201)["reference"])


def by_xml(cast: Cast, case: Case) -> str:
    """The WCO message of the same goods."""
    message = messages.write({**SENT, "local_ref": "MESSAGE-1"})
    return str(case.call("trader", "POST", "declarations", message, kind="application/xml", gives=201)["reference"])


WAYS: dict[str, Callable[[Cast, Case], str]] = {"form": by_form, "json": by_json, "xml": by_xml}


def test_the_same_goods_by_form_json_and_xml_are_the_same_case(cast: Cast) -> None:
    case = Case(cast, {})
    references = [way(cast, case) for way in WAYS.values()]
    case.filed(*references)
    case.work()
    content = {way: content_of(cast, reference) for way, reference in zip(WAYS, references, strict=True)}
    plain = {way: facts.facts_of(one).as_json() for way, one in content.items()}
    assert plain["json"]["items"][1]["item_net_kg"] == {"number": "18000"}
    assert plain["form"] == plain["json"]
    assert plain["xml"] == plain["json"]
    derived = [run_of(cast, reference).facts for reference in references]
    assert derived[0] == derived[1] == derived[2]
    asked = [sign_offs(case, reference) for reference in references]
    assert [row["agency"] for row in asked[0] if row["decided_by"] is None] == ["plant_health"]
    assert asked[0] == asked[1] == asked[2]
    money = [case.detail(reference=reference)["money"] for reference in references]
    assert money[0] == money[1] == money[2]
    assert money[0]["amount"] == "1614080.00"


def test_other_goods_are_another_case(cast: Cast) -> None:
    """The control: one word of one item makes other facts and another fingerprint."""
    case = Case(cast, {})
    other = {**SENT, "local_ref": "SENT-2", "items": [SENT["items"][0], {**SENT["items"][1], "origin": "KG"}]}
    references = [by_json(cast, case), case.call("trader", "POST", "declarations", other, gives=201)["reference"]]
    case.filed(*references)
    case.work()
    assert run_of(cast, references[0]).facts != run_of(cast, references[1]).facts
    assert sign_offs(case, references[0]) != sign_offs(case, references[1])


def content_of(cast: Cast, reference: str) -> dict[str, Any]:
    with cast.acting("system"):
        found: dict[str, Any] = Version.objects.get(declaration__reference=reference, number=1).content
    return found


def run_of(cast: Cast, reference: str) -> RoutingRun:
    with cast.acting("system"):
        return RoutingRun.objects.get(declaration=Declaration.objects.get(reference=reference))


def sign_offs(case: Case, reference: str) -> list[dict[str, Any]]:
    """Everything an officer reads of the sign-offs, but what names this one filing or its moment."""
    own = {"id", "opened_at", "due_at", "decided_at", "claimed_at"}
    rows = case.detail(reference=reference)["signoffs"]
    with case.cast.acting("system"):
        prints = dict(
            Declaration.objects.filter(reference=reference).values_list("signoffs__uuid", "signoffs__fingerprint")
        )
    fingerprints = {str(uuid): fingerprint for uuid, fingerprint in prints.items()}
    return [
        {name: value for name, value in row.items() if name not in own} | {"fingerprint": fingerprints[row["id"]]}
        for row in rows
    ]
