"""How many hands a consignment needs: none, one, two."""

from typing import Any

import pytest

from clearance.facts import facts_of
from clearance.plans import Need
from clearance.routing import plan
from tests.routing.books import content, every_book

CONFORMITY = {"type": "CONFORMITY_DOC", "number": "C1"}
PHYTO = {"type": "PHYTO_CERT", "number": "P1"}


def hands(given: dict[str, Any], **derived: Any) -> list[Need]:
    answer = plan(facts_of(given, derived=derived), every_book())
    assert not answer.unplaced
    return [need for need in answer.needs if not need.auto]


def with_papers(code: str, *papers: dict[str, str]) -> dict[str, Any]:
    given = content(code)
    given["documents"] += papers
    return given


@pytest.mark.parametrize("lane", ["green", "blue"])
def test_complete_ordinary_goods_need_no_hand(lane: str) -> None:
    parts = with_papers("8483402109", CONFORMITY)
    assert hands(parts, lane=lane, documents_in_registry=["CONFORMITY_DOC:C1"]) == []
    machine = with_papers("8479899708", CONFORMITY)
    assert hands(machine, lane=lane, documents_in_registry=["CONFORMITY_DOC:C1"]) == []


def test_a_conformity_paper_that_no_registry_knows_needs_a_hand() -> None:
    machine = with_papers("8479899708", CONFORMITY)
    (need,) = hands(machine, lane="green", documents_in_registry=["CONFORMITY_DOC:C2"])
    assert need.requirement == "technical_regulation.conformity"


def test_green_apples_need_one_hand() -> None:
    apples = with_papers("0808108006", CONFORMITY, PHYTO)
    (need,) = hands(apples, lane="green", documents_in_registry=["CONFORMITY_DOC:C1"])
    assert (need.agency, need.control, need.opens_on) == ("plant_health", "physical", "presented")


def test_red_apples_need_two_hands_at_one_opening() -> None:
    apples = with_papers("0808108006", CONFORMITY, PHYTO)
    found = hands(apples, lane="red", documents_in_registry=["CONFORMITY_DOC:C1"])
    assert [(need.agency, need.control) for need in found] == [("customs", "physical"), ("plant_health", "physical")]
    assert {need.opens_on for need in found} == {"presented"}


def test_a_clean_gift_within_the_norm_needs_no_hand() -> None:
    gift = {
        "kind": "postal",
        "dispatch_country": "CN",
        "destination_country": "KZ",
        "currency": "EUR",
        "invoice_total": "90",
        "gross_mass_total_kg": "1.2",
        "postal": {"item_id": "CP123456785CN", "form": "CN23", "category": "gift", "item_type": "parcel"},
        "items": [{"number": 1, "commodity_code": "610910", "origin": "CN"}],
    }
    assert hands(gift) == []
    above = hands({**gift, "invoice_total": "201"})
    assert [need.requirement for need in above] == ["customs.postal_decision"]


def test_the_release_never_decides_itself_without_its_papers() -> None:
    parts = content("8483402109", documents=[{"type": "INVOICE", "number": "I1"}])
    found = {need.requirement: need for need in hands(parts, lane="green")}
    assert found["customs.release"].missing_documents == (("TRANSPORT_DOC",),)
