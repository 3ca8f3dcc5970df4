"""A broker's clients: one chosen for home and list, named on every page; the list narrowed and taken as a file."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime

import openpyxl
import pytest
from django.test import Client

from clearance import clock
from clearance.services import filing
from portal.accounts.models import Delegation
from tests import acting
from tests.cast import Cast
from tests.goods import APPLES, CERAMICS, imports

Sign = Callable[[str], Client]


@pytest.fixture
def broker(signed: Sign) -> Client:
    return signed("broker")


def test_a_broker_looks_at_one_client_and_at_all(broker: Client, cast: Cast) -> None:
    of_silk_road = acting.file(cast, imports(CERAMICS))
    of_altyn_orda = acting.file(cast, imports(CERAMICS), by="stranger", company="altyn_orda")
    everything = broker.get("/declarations/?tab=progress").text
    assert of_silk_road.reference in everything
    assert of_altyn_orda.reference in everything
    broker.post("/home/client/", {"company": cast.companies()["silk_road"], "next": "/declarations/"})
    one = broker.get("/declarations/?tab=progress").text
    assert of_silk_road.reference in one
    assert of_altyn_orda.reference not in one
    assert of_altyn_orda.reference not in broker.get("/home/").text
    broker.post("/home/client/", {"company": ""})
    assert of_altyn_orda.reference in broker.get("/declarations/?tab=progress").text


def test_the_client_is_named_on_the_pages_of_a_declaration(broker: Client, cast: Cast) -> None:
    filed = acting.file(cast, imports(CERAMICS))
    broker.post("/home/client/", {"company": cast.companies()["altyn_orda"]})
    page = broker.get(f"/cases/{filed.reference}/").text
    assert "<p>Client: <b>Silk Road</b></p>" in page


def test_a_client_is_no_longer_looked_at_when_the_right_ends(broker: Client, cast: Cast) -> None:
    chosen = cast.companies()["silk_road"]
    broker.post("/home/client/", {"company": chosen})
    now = clock.now()
    Delegation.objects.filter(client=chosen).update(revoked_at=now, revoked_by=cast.ids()["trader"])
    client = broker.get("/declarations/").context["client"]
    assert client.chosen is None
    assert chosen not in {member.company for member in client.members}


def test_nobody_chooses_a_company_they_do_not_act_for(broker: Client, cast: Cast) -> None:
    broker.post("/home/client/", {"company": cast.companies()["kazpost"]})
    assert broker.get("/declarations/").context["client"].chosen is None


def test_whoever_acts_for_one_company_is_not_asked_which(signed: Sign) -> None:
    assert 'name="company"' not in signed("trader").get("/declarations/").text


def test_the_choice_leads_back_to_this_site_only(broker: Client) -> None:
    assert broker.post("/home/client/", {"company": "", "next": "https://elsewhere.test/"}).url == "/home/"


def test_the_list_is_narrowed_by_kind_office_and_days(signed: Sign, cast: Cast) -> None:
    trader = signed("trader")
    with clock.at(datetime(2026, 11, 22, 20, 30, tzinfo=UTC)):  # in Almaty a new day has begun
        filed = acting.file(cast, imports(CERAMICS))

    def finds(query: str) -> bool:
        return filed.reference in trader.get(f"/declarations/?tab=progress&{query}").text

    assert finds(f"kind=import&office={filed.office_id}&since=23.11.2026&until=23.11.2026")
    assert not finds("until=22.11.2026")
    assert not finds("kind=export")
    assert not finds("until=01.01.2020")
    assert not finds("since=01.01.2040")
    wrong = trader.get("/declarations/?tab=progress&since=soon").text
    assert "Enter the date as day.month.year" in wrong
    assert 'value="soon"' in wrong


def test_the_list_is_taken_as_a_file(signed: Sign, cast: Cast) -> None:
    trader = signed("trader")
    filed = acting.file(cast, imports(CERAMICS))
    acting.file(cast, imports(APPLES), by="stranger", company="altyn_orda")
    book = openpyxl.load_workbook(io.BytesIO(trader.get("/declarations/sheet.xlsx?tab=progress").content))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0][0] == "Reference"
    assert [row[0] for row in rows[1:]] == [filed.reference]
    text = trader.get("/declarations/sheet.csv?tab=progress&q=nothing-like-it").content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text)))) == 1
    assert trader.get("/declarations/sheet.pdf").status_code == 404


def test_a_reference_that_looks_like_a_formula_stays_text(signed: Sign, cast: Cast) -> None:
    trader = signed("trader")
    with cast.acting("trader", scopes=acting.FILING) as actor:
        content = imports(CERAMICS) | {"local_ref": "=1+1"}
        filing.save_draft(actor, company_id=cast.companies()["silk_road"], content=content)
    text = trader.get("/declarations/sheet.csv?tab=drafts").content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1][1] == "'=1+1"
    book = openpyxl.load_workbook(io.BytesIO(trader.get("/declarations/sheet.xlsx?tab=drafts").content))
    assert book.active.cell(2, 2).data_type == "s"
