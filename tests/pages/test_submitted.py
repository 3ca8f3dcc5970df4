"""After filing: what happens next and when, and a receipt that says what was received, in the reader's language."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from clearance.models import Version
from portal.accounts.models import User
from tests.acting import file
from tests.cast import Cast
from tests.goods import APPLES, imports
from tests.pages.conftest import TILES, begin, fill_in, sign, worker


def text_of(answer: Any) -> str:
    assert answer["Content-Type"] == "application/pdf"
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split())


def test_the_check_page_has_every_section_with_a_way_back_the_duties_and_who_will_be_asked(trader: Client) -> None:
    reference = begin(trader)
    fill_in(
        trader, reference, {**TILES, "commodity_code": "0808108006", "description": "Fresh apples, Fuji, in cartons"}
    )
    page = trader.get(f"/declarations/{reference}/check/")
    for title in ("Parties", "Procedure and route", "Transport", "Goods", "Documents", "Money"):
        assert f'<span class="visually-hidden"> {title}</span></a>' in page.text, title
    assert page.context["owed"].total.declared == 416000
    assert "416\xa0000\xa0KZT fall due" in page.text
    assert "Plant health" in page.text.partition("Who will be asked")[2]
    assert "I declare that this is complete and true" in page.text


def test_before_routing_the_page_says_what_will_be_asked_and_afterwards_until_when(trader: Client, cast: Cast) -> None:
    filed = file(cast, imports(APPLES))
    url = f"/declarations/{filed.reference}/done/"
    page = trader.get(url)
    assert any("Plant health" in one["agency"] for one in page.context["asked"])
    assert "at the latest on" in page.text
    worker()
    routed = trader.get(url).context["asked"]
    assert {one["agency"] for one in routed} >= {one["agency"] for one in page.context["asked"]}


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Receipt for a declaration"), ("ru", "Расписка о приёме декларации"), ("kk", "Декларацияның қабылданғаны туралы қолхат")],
)  # fmt: skip
def test_the_receipt_speaks_the_reader_s_language(trader: Client, cast: Cast, language: str, title: str) -> None:
    User.objects.filter(pk=cast.ids()["trader"]).update(language=language)
    filed = file(cast, imports(APPLES))
    text = text_of(trader.get(f"/declarations/{filed.reference}/receipt.pdf"))
    with cast.acting("system"):
        digest = Version.objects.get(declaration=filed).digest
    assert title in text
    assert filed.reference in text
    assert digest in text.replace(" ", "")
    assert APPLES["commodity_code"] in text


def test_a_receipt_is_the_company_s_and_a_draft_has_none(trader: Client, signed: Any, cast: Cast) -> None:
    filed = file(cast, imports(APPLES))
    assert signed("stranger").get(f"/declarations/{filed.reference}/receipt.pdf").status_code == 404
    draft = begin(trader)
    assert trader.get(f"/declarations/{draft}/receipt.pdf").status_code == 302


def test_after_signing_one_comes_to_the_confirmation(trader: Client) -> None:
    reference = begin(trader)
    fill_in(trader, reference)
    page = trader.get(sign(trader, reference)["Location"])
    assert "Declaration submitted" in page.text
    assert f"/declarations/{reference}/receipt.pdf" in page.text
    assert f"/declarations/{reference}/copy/" in page.text
