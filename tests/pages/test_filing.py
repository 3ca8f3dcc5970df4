"""A trader fills in a declaration in the browser, hears what is wrong and where, signs it, and it is filed."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from tests.pages.conftest import MONEY, PARTIES, TILES, begin, declaration, fill_in, send, sign


def test_a_trader_files_by_form(trader: Client) -> None:
    reference = begin(trader)
    fill_in(trader, reference, TILES, {**TILES, "description": "Ceramic wall tiles, glazed, 20 x 30 cm"})
    page = trader.get(f"/declarations/{reference}/check/")
    assert page.context["located"] == [], [str(one["problem"].message) for one in page.context["located"]]
    answer = sign(trader, reference)
    assert answer.status_code == 302, answer.text
    assert answer["Location"] == f"/declarations/{reference}/done/"
    assert declaration(reference).state == "lodged"
    assert reference in trader.get(answer["Location"]).text


def test_an_empty_section_says_what_to_enter_in_the_summary_and_at_the_field(trader: Client) -> None:
    reference = begin(trader)
    answer = send(trader, f"/declarations/{reference}/sections/parties/", {})
    assert answer.status_code == 422
    assert '<a href="#id_consignor_name">Enter the name of the consignor</a>' in answer.text
    assert 'id="id_consignor_name_error"' in answer.text
    assert "<title>Error: Parties" in answer.text


def test_what_is_not_finished_is_kept_to_go_on_later(trader: Client) -> None:
    reference = begin(trader)
    answer = send(trader, f"/declarations/{reference}/sections/parties/", {"consignor_name": "Huoerguosi"}, act="later")
    assert answer.status_code == 302, answer.text
    kept = trader.get(f"/declarations/{reference}/sections/parties/").context["kept"].content
    assert kept["consignor"] == {"name": "Huoerguosi"}


def test_every_problem_leads_to_the_field_that_mends_it(trader: Client) -> None:
    reference = begin(trader)
    send(trader, f"/declarations/{reference}/items/1/", {"description": "Ceramic tiles"}, act="later")
    page = trader.get(f"/declarations/{reference}/check/")
    urls = {one["problem"].code: one["url"] for one in page.context["located"]}
    assert urls["office_missing"] == f"/declarations/{reference}/sections/route/?mend#id_office"
    assert urls["transport_missing"] == f"/declarations/{reference}/sections/transport/?mend#id_vehicle"
    assert urls["origin_missing"] == f"/declarations/{reference}/items/1/?mend#id_origin"
    for url in set(urls.values()):
        address, _hash, field = url.partition("#")
        mending = trader.get(address)
        assert mending.status_code == 200, url
        assert not field or f'id="{field}"' in mending.text, url


def test_a_page_opened_to_mend_says_the_problem_at_its_field(trader: Client) -> None:
    reference = begin(trader)
    page = trader.get(f"/declarations/{reference}/sections/route/?mend").text
    assert '<a href="#id_office">' in page
    assert 'id="id_office_error"' in page


def test_nothing_is_signed_while_a_problem_is_open(trader: Client) -> None:
    reference = begin(trader)
    assert sign(trader, reference).status_code == 422
    assert declaration(reference).state == "draft"


def test_a_wrong_password_signs_nothing_and_loses_nothing(trader: Client) -> None:
    reference = begin(trader)
    fill_in(trader, reference)
    answer = trader.post(f"/declarations/{reference}/check/", {"password": "guess"})
    assert answer.status_code == 422
    assert "Type your password to sign. Nothing was filed and nothing is lost." in answer.text
    assert declaration(reference).draft["items"][0]["commodity_code"] == "6907218009"


def test_the_button_pressed_twice_files_once(trader: Client) -> None:
    reference = begin(trader)
    fill_in(trader, reference)
    assert sign(trader, reference)["Location"] == sign(trader, reference)["Location"]


def test_a_viewer_changes_nothing(trader: Client, signed: Any) -> None:
    reference = begin(trader)
    assert send(signed("viewer"), f"/declarations/{reference}/sections/parties/", PARTIES).status_code == 403


def test_a_stranger_finds_no_draft_of_others(trader: Client, signed: Any) -> None:
    reference = begin(trader)
    for page in ("", "sections/route/", "items/", "items/1/", "documents/", "check/", "done/", "discard/"):
        assert signed("stranger").get(f"/declarations/{reference}/{page}").status_code == 404, page


def test_items_are_numbered_and_totals_follow_them(trader: Client) -> None:
    reference = begin(trader)
    fill_in(trader, reference, TILES, {**TILES, "price": "1 000,50"}, TILES)
    content = declaration(reference).draft
    assert content["invoice_total"] == "11000.5"
    assert content["gross_mass_total_kg"] == "3150"
    send(trader, f"/declarations/{reference}/items/", {})
    revision = trader.get(f"/declarations/{reference}/items/").context["kept"].revision
    assert trader.post(f"/declarations/{reference}/items/2/remove/", {"revision": revision}).status_code == 302
    content = declaration(reference).draft
    assert [item["number"] for item in content["items"]] == [1, 2]
    assert (content["invoice_total"], content["items_total"], content["packages_total"]) == ("10000", "2", "20")


def test_a_draft_is_thrown_away_only_when_asked_twice(trader: Client) -> None:
    reference = begin(trader)
    assert "cannot be brought back" in trader.get(f"/declarations/{reference}/discard/").text
    assert declaration(reference).state == "draft"
    trader.post(f"/declarations/{reference}/discard/")
    assert declaration(reference).state == "cancelled"


def test_a_broker_says_for_whom(signed: Any, cast: Cast) -> None:
    broker = signed("broker")
    assert "For which company?" in broker.get("/declarations/new/").text
    assert broker.post("/declarations/new/", {"kind": "import"}).status_code == 422
    company = cast.companies()["altyn_orda"]
    broker.post("/home/client/", {"company": company})
    for page in ("/declarations/new/", "/declarations/upload/"):
        assert broker.get(page).context["form"].initial == {"company": company}, (
            "the client looked at is chosen already"
        )
    reference = broker.post("/declarations/new/", {"kind": "import", "company": company})["Location"].split("/")[2]
    assert declaration(reference).company_id == company
    assert declaration(reference).draft["declarant"]["name"] == "Altyn Orda"


@pytest.mark.parametrize("kind", ["import", "export", "transit", "postal"])
def test_every_kind_has_its_sections(trader: Client, kind: str) -> None:
    reference = begin(trader, kind)
    listed = trader.get(f"/declarations/{reference}/check/").context["sections"]
    assert ("postal" in [one.name for one in listed]) == (kind == "postal")
    for one in listed:
        assert trader.get(one.url).status_code == 200, one.url
    assert trader.get(f"/declarations/{reference}/items/1/").status_code == 200


def test_a_file_of_the_tests_is_attached_and_given_back(trader: Client) -> None:
    reference = begin(trader)
    file = SimpleUploadedFile("счёт.pdf", b"%PDF-1.7 invoice", content_type="application/pdf")
    data = {"type": "INVOICE", "file": file}
    assert send(trader, f"/declarations/{reference}/documents/", data, act="paper").status_code == 302
    page = trader.get(f"/declarations/{reference}/documents/").text
    url = re.search(rf"/cases/{reference}/files/[0-9a-f-]+/", page)
    assert url
    answer = trader.get(url[0])
    assert answer.content == b"%PDF-1.7 invoice"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_file_that_is_not_what_it_says_is_refused_at_its_field(trader: Client) -> None:
    reference = begin(trader)
    file = SimpleUploadedFile("invoice.pdf", b"<html>", content_type="application/pdf")
    answer = send(trader, f"/declarations/{reference}/documents/", {"type": "INVOICE", "file": file}, act="paper")
    assert answer.status_code == 422
    assert "The file must be a PDF, PNG, JPEG or XML." in answer.text


def test_items_follow_the_currency_of_the_declaration(trader: Client) -> None:
    reference = begin(trader)
    fill_in(trader, reference)
    send(trader, f"/declarations/{reference}/sections/money/", {**MONEY, "currency": "EUR"})
    assert declaration(reference).draft["items"][0]["currency"] == "EUR"


@pytest.mark.parametrize("who", ["auditor", "desk_clerk", "customs_officer"])
def test_a_draft_is_nobody_elses_to_read(trader: Client, signed: Any, who: str) -> None:
    reference = begin(trader)
    fill_in(trader, reference)
    officer = signed(who)
    for url in (f"/cases/{reference}/", f"/cases/{reference}/message.xml", f"/desk/declarations/{reference}/"):
        assert officer.get(url, follow=True).status_code == 404, url
    assert reference not in officer.get(f"/desk/find/?q={reference}").text.partition("<main")[2].replace(
        f'value="{reference}"', ""
    )
