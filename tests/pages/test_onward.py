"""Where one goes on: to the first section that lacks something, past those that lack nothing, and never past the documents."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.cast import Cast
from tests.goods import CERAMICS, imports
from tests.pages.conftest import MONEY, PARTIES, ROUTE, TILES, TRANSPORT, begin, declaration, filed, fill_in, send


def leads_to(client: Client, reference: str, section: str, data: dict[str, Any]) -> str:
    """Where saving a section leads, seen from the declaration."""
    answer = send(client, f"/declarations/{reference}/sections/{section}/", data)
    return str(answer["Location"]).removeprefix(f"/declarations/{reference}/")


def test_a_new_declaration_begins_with_its_first_section(trader: Client) -> None:
    answer = trader.post("/declarations/new/", {"kind": "import"})
    assert answer["Location"].endswith("/sections/parties/")
    assert trader.post("/declarations/new/", {"kind": "postal"})["Location"].endswith("/sections/postal/")


def test_without_goods_one_comes_to_the_first_item_itself(trader: Client) -> None:
    reference = begin(trader)
    assert leads_to(trader, reference, "parties", PARTIES) == "sections/route/"
    assert leads_to(trader, reference, "route", ROUTE) == "sections/transport/"
    assert leads_to(trader, reference, "transport", TRANSPORT) == "items/1/"


def test_with_several_items_one_comes_to_their_list(trader: Client) -> None:
    reference = begin(trader)
    for number in (1, 2):
        send(trader, f"/declarations/{reference}/items/{number}/", {**TILES, "price": ""}, act="later")
    assert leads_to(trader, reference, "transport", TRANSPORT) == "items/"


def test_what_lacks_nothing_is_passed_by_and_the_documents_never(trader: Client) -> None:
    reference = begin(trader)
    fill_in(trader, reference)
    assert leads_to(trader, reference, "parties", PARTIES) == "documents/"
    assert (
        f'href="/declarations/{reference}/check/">Continue' in trader.get(f"/declarations/{reference}/documents/").text
    )
    assert leads_to(trader, reference, "money", MONEY) == "check/"


def test_a_copy_opens_where_it_lacks_something(cast: Cast, trader: Client) -> None:
    first = filed(cast, imports(CERAMICS))
    begun = trader.post(f"/declarations/{first}/copy/", {"amounts": "on"})
    assert begun["Location"].endswith("/sections/transport/")
    page = trader.get(begun["Location"])
    assert f"This draft is a copy of {first}." in page.text
    assert 'name="vehicle"' in page.text


def test_a_page_opens_in_the_first_field_that_must_be_filled_in(trader: Client) -> None:
    reference = begin(trader)
    base = f"/declarations/{reference}/"
    assert focus_of(trader, f"{base}sections/parties/") == "consignor_name"
    assert focus_of(trader, f"{base}items/1/") == "commodity_code"
    assert focus_of(trader, f"{base}sections/transport/") == "vehicle", "no field insists on it, but signing does"
    send(trader, f"{base}sections/parties/", PARTIES)
    assert focus_of(trader, f"{base}sections/parties/") == "", "nothing lacks: one has come to look"
    assert focus_of(Client(), "/accounts/login/") == "login"


def focus_of(client: Client, url: str) -> str:
    """The field that takes the focus when a page opens."""
    page = client.get(url)
    form = page.context["form"]
    return next((name for name, field in form.fields.items() if "autofocus" in field.widget.attrs), "")


def test_the_country_of_dispatch_is_the_consignor_s_until_another_is_chosen(trader: Client) -> None:
    reference = begin(trader)
    route = f"/declarations/{reference}/sections/route/"
    assert trader.get(route).context["form"]["dispatch_country"].initial is None
    send(trader, f"/declarations/{reference}/sections/parties/", PARTIES)
    assert trader.get(route).context["form"]["dispatch_country"].initial == "CN"
    send(trader, route, {**ROUTE, "dispatch_country": "MN"})
    assert trader.get(route).context["form"]["dispatch_country"].initial == "MN"
    assert declaration(reference).draft["dispatch_country"] == "MN"
