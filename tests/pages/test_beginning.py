"""A declaration begins like an earlier one, or from a company's template, without what belonged to one shipment."""

from typing import Any

import pytest
from django.test import Client

from clearance.content.again import for_the_next
from clearance.services import filing
from tests.acting import FILING
from tests.cast import Cast
from tests.goods import APPLES, imports
from tests.pages.conftest import begin, declaration, filed, fill_in

RICH = {
    "ucr": "UCR-1",
    "arrival_expected": "2026-12-01T10:00:00+05:00",
    "containers": [{"number": "TGHU1234567", "seals": ["A1"]}],
    "documents": [
        {"type": "INVOICE", "number": "7", "date": "2026-11-01"},
        {"type": "CONTRACT", "number": "C-1", "date": "2025-01-10"},
    ],
}


def test_a_copy_has_nothing_of_the_shipment_it_was_made_from() -> None:
    new = for_the_next(imports(APPLES, **RICH))
    assert not {"local_ref", "ucr", "arrival_expected", "containers", "invoice_total", "customs_value_total"} & set(new)
    assert "id" not in new["transport"]["border"]
    assert [paper["type"] for paper in new["documents"]] == ["CONTRACT"]
    item = new["items"][0]
    assert item["commodity_code"] == APPLES["commodity_code"]
    assert not {"price", "net_mass_kg", "gross_mass_kg", "customs_value", "charges"} & set(item)
    assert all(set(package) == {"type"} for package in item["packages"])
    for role in ("consignor", "consignee", "declarant"):
        assert new[role] == imports(APPLES)[role]


def test_weights_and_prices_come_along_when_asked_for_and_values_of_the_day_never() -> None:
    before = imports(APPLES)
    item = for_the_next(before, amounts=True)["items"][0]
    assert (item["price"], item["net_mass_kg"]) == (before["items"][0]["price"], before["items"][0]["net_mass_kg"])
    assert not {"customs_value", "charges"} & set(item)


def test_an_earlier_declaration_is_found_and_copied(trader: Client, cast: Cast) -> None:
    reference = filed(cast, imports(APPLES))
    page = trader.get("/declarations/new/", {"q": reference})
    assert f"/declarations/{reference}/copy/" in page.text
    assert reference not in trader.get("/declarations/new/", {"q": "nothing like it"}).text.partition("<main")[2]
    answer = trader.post(f"/declarations/{reference}/copy/")
    draft = declaration(answer["Location"].split("/")[2])
    assert draft.state == "draft"
    assert draft.draft["items"][0]["commodity_code"] == APPLES["commodity_code"]
    assert draft.company_id == declaration(reference).company_id
    assert "This draft is a copy of" in trader.get(answer["Location"]).text


def test_a_template_is_the_company_s_and_begins_a_draft(trader: Client, signed: Any) -> None:
    reference = begin(trader)
    fill_in(trader, reference)
    assert trader.post(f"/declarations/{reference}/template/", {"name": "Tiles"}).status_code == 302
    colleague = signed("colleague")
    page = colleague.get("/declarations/new/")
    [template] = page.context["templates"]
    assert template.name == "Tiles"
    answer = colleague.post(f"/declarations/templates/{template.pk}/begin/")
    draft = declaration(answer["Location"].split("/")[2])
    assert draft.draft["items"][0]["commodity_code"] == "6907218009"
    assert "local_ref" not in draft.draft
    assert signed("stranger").get("/declarations/new/").context["templates"] == []


def test_a_name_used_already_is_said_at_its_field(trader: Client) -> None:
    reference = begin(trader)
    trader.post(f"/declarations/{reference}/template/", {"name": "Tiles"})
    answer = trader.post(f"/declarations/{reference}/template/", {"name": "Tiles"})
    assert answer.status_code == 422
    assert '<a href="#id_name">Choose another name' in answer.text


def test_a_template_is_thrown_away_only_when_asked(trader: Client) -> None:
    trader.post(f"/declarations/{begin(trader)}/template/", {"name": "Tiles"})
    [template] = trader.get("/declarations/new/").context["templates"]
    url = f"/declarations/templates/{template.pk}/forget/"
    assert "cannot be brought back" in trader.get(url).text
    assert trader.post(url).status_code == 302
    assert trader.get("/declarations/new/").context["templates"] == []
    assert trader.post(url).status_code == 404


@pytest.mark.parametrize("who", ["viewer", "stranger"])
def test_who_may_not_file_begins_nothing_from_a_template(trader: Client, signed: Any, who: str) -> None:
    trader.post(f"/declarations/{begin(trader)}/template/", {"name": "Tiles"})
    [template] = trader.get("/declarations/new/").context["templates"]
    for url in (f"/declarations/templates/{template.pk}/begin/", f"/declarations/templates/{template.pk}/forget/"):
        assert signed(who).post(url).status_code in {403, 404}


def test_a_copy_of_a_draft_is_possible_too(trader: Client, cast: Cast) -> None:
    with cast.acting("trader", scopes=FILING) as actor:
        kept = filing.save_draft(actor, company_id=cast.companies()["silk_road"], content=imports(APPLES))
    answer = trader.post(f"/declarations/{kept.declaration.reference}/copy/", {"amounts": "on"})
    assert (
        declaration(answer["Location"].split("/")[2]).draft["items"][0]["price"] == imports(APPLES)["items"][0]["price"]
    )
