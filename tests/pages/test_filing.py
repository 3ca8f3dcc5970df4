"""A trader fills in a declaration in the browser, hears what is wrong and where, signs it, and it is filed."""

from django.test import Client

from tests.pages.conftest import TILES, begin, declaration, fill_in, send, sign


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
