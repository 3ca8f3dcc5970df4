"""The table of goods and the page of one item: totals, copying, moving, finding, going on; quick with 999 items."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clearance.forms import item_list
from clearance.services import filing
from tests.acting import file
from tests.cast import Cast
from tests.goods import APPLES, CERAMICS, imports
from tests.pages.conftest import TILES, begin, declaration, fill_in, send


def drafted(cast: Cast, content: dict[str, Any]) -> str:
    """A draft with this content; returns its reference."""
    with cast.acting("trader") as actor:
        kept = filing.save_draft(actor, company_id=cast.companies()["silk_road"], content=content)
    return str(kept.declaration.reference)


def act(client: Client, reference: str, name: str, **more: str) -> Any:
    """Press a button of the table."""
    return send(client, f"/declarations/{reference}/items/", {"act": name, **more})


def codes(reference: str) -> list[str]:
    return [item["commodity_code"] for item in declaration(reference).draft["items"]]


def test_the_table_says_what_all_items_come_to(trader: Client, cast: Cast) -> None:
    reference = drafted(cast, imports(CERAMICS, APPLES))
    page = trader.get(f"/declarations/{reference}/items/")
    totals = page.context["table"].totals
    assert (totals.items, totals.gross, totals.net, totals.price) == (2, 2100, 2000, 10000)


def test_prices_in_two_currencies_are_not_added_up(trader: Client, cast: Cast) -> None:
    content = imports(CERAMICS, APPLES)
    content["items"][1]["currency"] = "EUR"
    assert item_list.totals_of(content).price is None


def test_a_row_is_copied_behind_itself(trader: Client, cast: Cast) -> None:
    reference = drafted(cast, imports(CERAMICS, APPLES))
    answer = act(trader, reference, "copy-1")
    assert answer["Location"].endswith("/items/#item-2")
    content = declaration(reference).draft
    assert codes(reference) == [CERAMICS["commodity_code"]] * 2 + [APPLES["commodity_code"]]
    assert [item["number"] for item in content["items"]] == [1, 2, 3]
    assert content["invoice_total"] == "15000"


def test_rows_move_up_and_down_and_to_a_place(trader: Client, cast: Cast) -> None:
    lines = [{**CERAMICS, "commodity_code": f"690721800{n}"} for n in range(4)]
    reference = drafted(cast, imports(*lines))
    act(trader, reference, "up-3")
    assert [code[-1] for code in codes(reference)] == ["0", "2", "1", "3"]
    act(trader, reference, "down-1")
    assert [code[-1] for code in codes(reference)] == ["2", "0", "1", "3"]
    answer = send(trader, f"/declarations/{reference}/items/1/", {**TILES, "act": "move", "to": "99"})
    assert [code[-1] for code in codes(reference)] == ["0", "1", "3", "9"], "what was typed of it goes along"
    assert answer["Location"].endswith("#item-4")
    far = send(trader, f"/declarations/{reference}/items/1/", {**TILES, "act": "move", "to": "far"})
    assert far["Location"].endswith("/items/1/")


def test_an_item_taken_out_is_put_back_where_it_was(trader: Client, cast: Cast) -> None:
    reference = drafted(cast, imports(CERAMICS, APPLES, CERAMICS))
    before = declaration(reference).draft["items"]
    send(trader, f"/declarations/{reference}/items/", {})
    revision = trader.get(f"/declarations/{reference}/items/").context["kept"].revision
    trader.post(f"/declarations/{reference}/items/2/remove/", {"revision": revision})
    assert len(codes(reference)) == 2
    assert "Item 2 is removed." in trader.get(f"/declarations/{reference}/items/").text
    act(trader, reference, "back")
    assert declaration(reference).draft["items"] == before
    assert act(trader, reference, "back").status_code == 302, "pressed twice it is back once"
    assert len(codes(reference)) == 3


def test_an_act_on_a_stale_table_changes_nothing(trader: Client, signed: Any, cast: Cast) -> None:
    reference = drafted(cast, imports(CERAMICS, APPLES))
    stale = trader.get(f"/declarations/{reference}/items/").context["kept"].revision
    act(signed("colleague"), reference, "copy-1")
    answer = trader.post(f"/declarations/{reference}/items/", {"act": "copy-1", "revision": stale})
    assert answer.status_code == 409
    assert len(codes(reference)) == 3


@pytest.mark.parametrize("name", ["", "copy-", "copy-9", "copy-x", "paint-1", "up-0"])
def test_an_act_there_is_not_changes_nothing(trader: Client, cast: Cast, name: str) -> None:
    reference = drafted(cast, imports(CERAMICS))
    before = declaration(reference).draft
    assert "/items/" in act(trader, reference, name)["Location"]
    assert declaration(reference).draft == before


def test_there_is_room_for_999_items_and_no_more(trader: Client, cast: Cast) -> None:
    reference = drafted(cast, imports(*[CERAMICS] * 999))
    page = trader.get(f"/declarations/{reference}/items/")
    assert "There is no room for more" in page.text
    act(trader, reference, "copy-1")
    assert len(codes(reference)) == 999
    assert trader.get(f"/declarations/{reference}/items/1000/").status_code == 404


def test_items_are_found_by_code_and_words_and_by_having_problems(trader: Client, cast: Cast) -> None:
    content = imports(*[CERAMICS] * 60, APPLES)
    del content["items"][40]["origin"]
    reference = drafted(cast, content)
    base = f"/declarations/{reference}/items/"
    assert [row.number for row in trader.get(base, {"q": "fuji APPLES"}).context["table"].rows] == [61]
    assert [row.number for row in trader.get(base, {"show": "problems"}).context["table"].rows] == [41]
    assert "No item is like that" in trader.get(base, {"q": "elephants"}).text
    second = trader.get(base, {"page": "2"}).context["table"]
    assert [row.number for row in second.rows] == list(range(51, 62))


def test_going_on_from_an_item(trader: Client, cast: Cast) -> None:
    reference = drafted(cast, imports(CERAMICS, CERAMICS, CERAMICS))
    base = f"/declarations/{reference}/items/"
    assert send(trader, f"{base}1/", TILES, act="next")["Location"] == f"{base}2/"
    assert send(trader, f"{base}1/", TILES, act="another")["Location"] == f"{base}4/"
    assert send(trader, f"{base}2/", TILES, act="on")["Location"] == f"{base}#item-2"
    page = trader.get(f"{base}2/").text
    assert f'href="{base}1/" rel="prev"' in page
    assert f'href="{base}3/" rel="next"' in page


@pytest.mark.parametrize("typed", ["1 240,5", "1240.5", "1\u00a0240,5", "1\u202f240.5"])
def test_a_weight_is_typed_as_people_write_it(trader: Client, typed: str) -> None:
    reference = begin(trader)
    fill_in(trader, reference, {**TILES, "gross_mass_kg": typed, "net_mass_kg": "1 200"})
    assert declaration(reference).draft["items"][0]["gross_mass_kg"] == "1240.5"


def test_nothing_typed_is_lost_when_an_item_has_an_error(trader: Client) -> None:
    reference = begin(trader)
    typed = {**TILES, "net_mass_kg": "2 000,25", "description": "Tiles “blue”", "price": "many"}
    answer = send(trader, f"/declarations/{reference}/items/1/", typed)
    assert answer.status_code == 422
    for value in ("2 000,25", "many", "6907 21 800 9"):
        assert f'value="{value}"' in answer.text, value
    assert "Tiles “blue”" in answer.text


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_a_long_list_asks_the_database_no_more_than_a_short_one(trader: Client, cast: Cast) -> None:
    short, long = drafted(cast, imports(CERAMICS)), drafted(cast, imports(*[CERAMICS] * 999))
    for page in ("items/", "items/1/", "documents/", "items/sheet/"):
        trader.get(f"/declarations/{short}/{page}")
        assert queries(trader, f"/declarations/{long}/{page}") == queries(trader, f"/declarations/{short}/{page}"), page


def test_saving_one_of_999_items_checks_that_one_only(
    trader: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = drafted(cast, imports(*[CERAMICS] * 999))
    url = f"/declarations/{reference}/items/500/"
    revision = trader.get(url).context["kept"].revision
    monkeypatch.setattr(filing, "problems_of", lambda *args, **options: pytest.fail("the whole declaration is checked"))
    assert trader.post(url, {**TILES, "revision": revision}).status_code == 302
    assert declaration(reference).draft["items"][499]["packages"][0]["count"] == "10"


def test_the_page_of_an_item_says_which_papers_its_goods_need(trader: Client, cast: Cast) -> None:
    reference = drafted(cast, {**imports(APPLES), "documents": []})
    page = trader.get(f"/declarations/{reference}/items/1/")
    needed = {one.kind: one for one in page.context["needed"]}
    assert needed["PHYTO_CERT"].state == "missing"
    assert "Plant" in needed["PHYTO_CERT"].agencies
    assert "Not here yet" in page.text


def test_papers_are_asked_for_as_soon_as_code_and_origin_are_typed(trader: Client, cast: Cast) -> None:
    content = {**imports(), "documents": []}
    del content["items"]
    reference = drafted(cast, content)
    url = f"/declarations/{reference}/items/1/papers/"
    nothing_yet = trader.get(url, {"commodity_code": "", "origin": "CN"})
    assert nothing_yet.context["needed"] is None
    needed = trader.get(url, {"commodity_code": "0808 10 800 6", "origin": "CN"}).context["needed"]
    assert "PHYTO_CERT" in {one.kind for one in needed}
    assert declaration(reference).draft == content, "looking keeps nothing"


def test_in_a_change_items_keep_the_numbers_agencies_know(trader: Client, cast: Cast) -> None:
    reference = file(cast, imports(CERAMICS, APPLES, CERAMICS)).reference
    base = f"/cases/{reference}/change/items/"

    def numbers() -> list[int]:
        return [row.number for row in trader.get(base).context["table"].rows]

    send(trader, f"{base}1/", TILES, act="on")
    revision = trader.get(base).context["kept"].revision
    trader.post(f"{base}2/remove/", {"revision": revision})
    assert numbers() == [1, 3]
    assert "The others keep their numbers." in trader.get(base).text
    send(trader, base, {"act": "copy-1"})
    assert numbers() == [1, 3, 4]
    send(trader, base, {"act": "up-2"})
    assert numbers() == [1, 3, 4], "what agencies know keeps its place"
    send(trader, base, {"act": "back"})
    assert numbers() == [1, 2, 3, 4]
