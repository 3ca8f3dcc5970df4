"""A company's home and list: what must be done first, tabs with counts, search, pages; and the public pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from clearance.reading import trader as reading
from clearance.services import deciding
from tests.acting import file, pay, present, row
from tests.cast import Cast
from tests.goods import APPLES, CERAMICS, imports
from tests.pages.conftest import begin

Sign = Callable[[str], Client]


def test_home_puts_what_waits_for_the_trader_first(trader: Client, cast: Cast) -> None:
    asked = present(cast, pay(cast, file(cast, imports(APPLES))))
    with cast.acting("plant_health_officer") as actor:
        deciding.ask(actor, sign_off=str(row(cast, asked, "plant_health").uuid), text="Which orchard?")
    begin(trader)
    page = trader.get("/home/")
    counts = {part["tab"]: part["count"] for part in page.context["parts"]}
    assert counts == {"action": 1, "progress": 0, "drafts": 1, "released": 0}
    assert page.text.index(asked.reference) < page.text.index("Drafts")


def test_a_first_visit_is_told_three_steps(trader: Client) -> None:
    assert "Three steps to your first release" in trader.get("/home/").text
    begin(trader)
    assert "Three steps to your first release" not in trader.get("/home/").text


def test_the_list_has_tabs_search_and_a_way_back_from_nothing(trader: Client, cast: Cast) -> None:
    tiles = file(cast, imports(CERAMICS))
    page = trader.get("/declarations/")
    assert tiles.reference in page.text
    assert tiles.reference in trader.get("/declarations/?tab=progress&q=ceramic").text
    nothing = trader.get("/declarations/?tab=progress&q=bananas").text
    assert "Nothing fits" in nothing
    assert "Clear filters" in nothing
    assert "You have no drafts." in trader.get("/declarations/?tab=drafts").text


def test_pages_of_the_list_hold_every_declaration_once(trader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading.listed, "__kwdefaults__", {**reading.listed.__kwdefaults__, "size": 2})
    made = {begin(trader) for _number in range(5)}
    seen: list[str] = []
    url = "/declarations/?tab=drafts"
    while url:
        page = trader.get(url)
        seen += [one.reference for one in page.context["found"].rows]
        url = "/declarations/" + page.context["next_url"] if page.context["next_url"] else ""
    assert sorted(seen) == sorted(made)


@pytest.mark.parametrize("cursor", ["x", "W10", "bm90IGpzb24", "WzEsMl0", "W251bGwsbnVsbF0", "W3t9LDFd"])
def test_a_cursor_nobody_gave_out_shows_the_first_page(trader: Client, cursor: str) -> None:
    reference = begin(trader)
    assert reference in trader.get(f"/declarations/?tab=drafts&after={cursor}").text


def test_the_list_costs_the_same_whatever_its_length(
    trader: Client, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for _number in range(6):
        begin(trader)
    with django_assert_max_num_queries(
        12
    ):  # savepoint, session, person and rights; offices, counts, rows; unread messages
        trader.get("/declarations/?tab=drafts")


def test_a_list_shows_no_declaration_of_others(signed: Sign, trader: Client) -> None:
    reference = begin(trader)
    for tab in reading.TABS:
        assert reference not in signed("stranger").get(f"/declarations/?tab={tab}&q=KZ").text


def test_every_declaration_is_in_one_tab() -> None:
    from clearance.models import Declaration
    from clearance.workflow import State

    assert {str(state) for state in State} == {
        choice for choice, _label in Declaration._meta.get_field("state").choices
    }


@pytest.mark.parametrize(
    "url", ["/", "/what-will-i-need/", "/tariff/", "/procedures/", "/help/", "/accessibility/", "/status/", "/privacy/"]
)
@pytest.mark.django_db
def test_public_pages_need_no_sign_in(client: Client, url: str) -> None:
    page = client.get(url)
    assert page.status_code == 200
    assert page.text.count("<h1") == 1


def test_who_signs_in_lands_at_their_work(signed: Sign) -> None:
    assert signed("trader").get("/")["Location"] == "/home/"
    assert signed("plant_health_officer").get("/")["Location"] == "/desk/"
