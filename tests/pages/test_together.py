"""Two people on one draft, a page that keeps itself, a session that ends: nothing typed is lost."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from tests.cast import PASSWORD, Cast
from tests.pages.conftest import MONEY, PARTIES, TILES, begin, declaration, send

HTMX = {"HTTP_HX_REQUEST": "true"}


def opened(client: Client, url: str) -> dict[str, Any]:
    """What the page would send if nothing were typed."""
    page = client.get(url)
    assert page.status_code == 200
    form = page.context["form"]
    hidden = {name: page.context[name] for name in ("revision", "base", "page")}
    return {**form.stored_texts(), **hidden}


def keep(client: Client, url: str, data: dict[str, Any]) -> Any:
    """What the page sends by itself while somebody types."""
    return client.post(url, {**data, "act": "typed"}, **HTMX)


@pytest.fixture
def parties(trader: Client) -> str:
    return f"/declarations/{begin(trader)}/sections/parties/"


def kept(url: str) -> dict[str, Any]:
    return dict(declaration(url.split("/")[2]).draft)


def test_different_fields_of_one_page_are_both_kept(trader: Client, signed: Any, parties: str) -> None:
    send(trader, parties, PARTIES)
    mine, theirs = opened(trader, parties), opened(signed("colleague"), parties)
    signed("colleague").post(parties, {**theirs, "consignor_city": "Urumqi"})
    answer = trader.post(parties, {**mine, "consignee_city": "Astana"})
    assert answer.status_code == 302, answer.text
    assert (kept(parties)["consignor"]["city"], kept(parties)["consignee"]["city"]) == ("Urumqi", "Astana")


def test_the_same_field_is_asked_with_both_values_and_either_can_be_kept(
    trader: Client, signed: Any, cast: Cast, parties: str
) -> None:
    send(trader, parties, PARTIES)
    mine = opened(trader, parties)
    send(signed("colleague"), parties, {**PARTIES, "consignor_city": "Urumqi", "consignee_country": "UZ"})
    typed = {**mine, "consignor_city": "Yining", "consignee_country": "KG", "consignee_city": "Astana"}
    answer = trader.post(parties, typed)
    assert answer.status_code == 409
    assert {one.name: (one.mine, one.theirs) for one in answer.context["clashes"]} == {
        "consignor_city": ("Yining", "Urumqi"),
        "consignee_country": ("Kyrgyzstan", "Uzbekistan"),
    }
    assert str(cast.user("colleague")) in answer.text
    assert kept(parties)["consignor"]["city"] == "Urumqi", "nothing is saved before one is chosen"
    again = fields_of(answer.text)
    half = trader.post(parties, {**again, "take-consignor_city": "mine"})
    assert half.status_code == 409
    assert "Select which value to keep: Country" in half.text
    done = trader.post(parties, {**again, "take-consignor_city": "mine", "take-consignee_country": "theirs"})
    assert done.status_code == 302, done.text
    assert kept(parties)["consignor"]["city"] == "Yining"
    assert (kept(parties)["consignee"]["country"], kept(parties)["consignee"]["city"]) == ("UZ", "Astana")


def fields_of(html: str) -> dict[str, Any]:
    """The hidden fields of the page's own form."""
    from html import unescape

    form = html[html.index("<form", html.index("<main")) : html.index("</main")]
    found: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)"(?: id="[^"]*")? value="([^"]*)"', form):
        found.setdefault(unescape(name), []).append(unescape(value))
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def test_a_page_without_what_it_showed_asks_about_every_field_that_differs(
    trader: Client, signed: Any, parties: str
) -> None:
    stale = trader.get(parties).context["kept"].revision
    send(signed("colleague"), parties, PARTIES)
    answer = trader.post(parties, {**PARTIES, "consignor_name": "Mine", "revision": stale})
    assert answer.status_code == 409
    assert [one.name for one in answer.context["clashes"]] == ["consignor_name"]


def test_what_is_typed_is_kept_by_itself_and_unchecked(trader: Client, parties: str) -> None:
    data = opened(trader, parties)
    answer = keep(trader, parties, {**data, "consignor_name": "Huo"})
    assert answer.status_code == 200
    assert re.search(r"Saved\s+<time[^>]*>\d\d:\d\d</time>", answer.text)
    assert kept(parties)["consignor"] == {"name": "Huo"}


def test_a_page_that_keeps_itself_is_not_in_its_own_way(trader: Client, parties: str) -> None:
    data = opened(trader, parties)
    for typed in ("Huo", "Huoerg"):  # the second is sent before the answer to the first came
        assert keep(trader, parties, {**data, "consignor_name": typed}).status_code == 200
    answer = trader.post(parties, {**data, **PARTIES})
    assert answer.status_code == 302, answer.text
    assert kept(parties)["consignor"]["name"] == PARTIES["consignor_name"]


def test_keeping_the_same_again_saves_nothing(trader: Client, parties: str) -> None:
    data = opened(trader, parties)
    keep(trader, parties, {**data, "consignor_name": "Huo"})
    before = declaration(parties.split("/")[2]).draft_revision
    keep(trader, parties, {**data, "consignor_name": "Huo"})
    assert declaration(parties.split("/")[2]).draft_revision == before


def test_a_page_kept_beside_a_colleague_goes_on_being_compared(trader: Client, signed: Any, parties: str) -> None:
    """What the colleague saved is not on my page; sending my page again must not undo it."""
    send(trader, parties, PARTIES)
    mine = opened(trader, parties)
    send(signed("colleague"), parties, {**PARTIES, "consignor_city": "Urumqi"})
    typed = {**mine, "consignee_city": "Astana"}
    answer = keep(trader, parties, typed)
    assert answer.status_code == 200
    again = dict(fields_of("<main><form" + answer.text + "</main").items())
    assert trader.post(parties, {**typed, **again}).status_code == 302
    assert (kept(parties)["consignor"]["city"], kept(parties)["consignee"]["city"]) == ("Urumqi", "Astana")


def test_a_page_that_keeps_itself_says_who_changed_the_same(
    trader: Client, signed: Any, cast: Cast, parties: str
) -> None:
    mine = opened(trader, parties)
    send(signed("colleague"), parties, PARTIES)
    answer = keep(trader, parties, {**mine, "consignor_name": "Mine"})
    assert answer.status_code == 409
    assert f"Not saved: {cast.user('colleague')} changed the same fields" in answer.text
    assert kept(parties)["consignor"]["name"] == PARTIES["consignor_name"]


def test_a_number_that_could_mean_two_is_kept_as_typed_and_never_read_as_one(trader: Client) -> None:
    reference = begin(trader)
    url = f"/declarations/{reference}/sections/postal/"
    reference = begin(trader, "postal")
    url = f"/declarations/{reference}/sections/postal/"
    keep(trader, url, {**opened(trader, url), "postage": "1.234", "gross_mass_total_kg": "1 240,5"})
    assert declaration(reference).draft["gross_mass_total_kg"] == "1240.5"
    page = trader.get(url)
    assert page.context["form"]["postage"].value().strip() == "1.234"
    located = trader.get(f"/declarations/{reference}/check/").context["located"]
    assert "decimal" in [one["problem"].code for one in located]
    states = {one.name: one.state for one in page.context["sections"]}
    assert states["postal"] == "problem"


@pytest.mark.parametrize("typed", ["1 240,5", "1240.5", "1\u00a0240,5", "1\u202f240.5", "1240,50"])
def test_a_decimal_is_read_however_it_is_typed(trader: Client, typed: str) -> None:
    reference = begin(trader)
    send(trader, f"/declarations/{reference}/sections/money/", MONEY)
    send(trader, f"/declarations/{reference}/items/1/", {**TILES, "price": typed})
    assert declaration(reference).draft["items"][0]["price"] == "1240.5"


def test_what_was_typed_when_the_session_had_ended_is_there_after_signing_in(
    trader: Client, cast: Cast, parties: str
) -> None:
    data = opened(trader, parties)
    gone = Client()  # the session has ended
    answer = gone.post(parties, {**data, **PARTIES, "act": "on"})
    assert answer.status_code == 302
    assert answer["Location"] == f"/accounts/login/?next={parties}"
    signed_in = gone.post(answer["Location"], {"login": cast.user("trader").username, "password": PASSWORD})
    assert signed_in["Location"] == parties
    page = gone.get(parties)
    assert page.status_code == 200
    assert "What you typed is here." in page.text
    assert page.context["form"]["consignor_name"].value() == PARTIES["consignor_name"]
    assert not page.context["form"].errors
    assert kept(parties).get("consignor") is None, "not saved before the person saves"
    hidden = {name: page.context[name] for name in ("revision", "base", "page")}
    assert gone.post(parties, {**PARTIES, **hidden}).status_code == 302
    assert kept(parties)["consignor"]["name"] == PARTIES["consignor_name"]
    assert "What you typed is here." not in gone.get(parties).text


def test_a_password_is_never_kept_and_a_stranger_s_page_shows_nothing(trader: Client, cast: Cast, parties: str) -> None:
    gone = Client()
    gone.post(parties, {**opened(trader, parties), **PARTIES, "password": PASSWORD})
    assert PASSWORD not in json.dumps(dict(gone.session))
    gone.force_login(cast.user("stranger"))
    assert gone.get(parties).status_code == 404


def test_a_page_that_keeps_itself_says_that_the_session_has_ended_without_leaving(trader: Client, parties: str) -> None:
    answer = Client().post(parties, {**opened(trader, parties), "act": "typed"}, **HTMX)
    assert answer.status_code == 401
    assert "HX-Redirect" not in answer.headers


def test_an_item_keeps_itself_and_a_new_one_begins_only_when_something_is_typed(trader: Client) -> None:
    reference = begin(trader)
    send(trader, f"/declarations/{reference}/items/1/", TILES)
    url = f"/declarations/{reference}/items/2/"
    data = opened(trader, url)
    keep(trader, url, data)
    assert len(declaration(reference).draft["items"]) == 1
    keep(trader, url, {**data, "description": "Apples"})
    assert declaration(reference).draft["items"][1]["description"] == "Apples"


def test_an_item_that_became_another_one_is_never_overwritten_silently(trader: Client, signed: Any) -> None:
    """A colleague removed item 1; the page I had open for item 2 is now about what is item 2 no more."""
    reference = begin(trader)
    for number, words in enumerate(("Tiles one", "Tiles two", "Tiles three"), 1):
        send(trader, f"/declarations/{reference}/items/{number}/", {**TILES, "description": words})
    url = f"/declarations/{reference}/items/2/"
    mine = opened(trader, url)
    colleague = signed("colleague")
    revision = colleague.get(f"/declarations/{reference}/items/").context["kept"].revision
    colleague.post(f"/declarations/{reference}/items/1/remove/", {"revision": revision})
    answer = trader.post(url, {**mine, "price": "7000"})
    assert answer.status_code == 409
    assert {one.name for one in answer.context["clashes"]} == {"description", "price"}
    assert [item["price"] for item in declaration(reference).draft["items"]] == ["5000", "5000"]


@pytest.mark.parametrize("typed", ["1,2.3 много €" + "x" * 600, "NaN", "-Infinity", "1e9", "٣"])
def test_nonsense_kept_by_itself_breaks_no_page_and_is_said_at_its_place(trader: Client, typed: str) -> None:
    """A draft holds what was typed; every page over it, the papers the rules ask for included, still opens."""
    reference = begin(trader)
    base = f"/declarations/{reference}/"
    send(trader, f"{base}items/1/", TILES)
    for url, fields in (
        (f"{base}items/1/", ("price", "net_mass_kg", "gross_mass_kg", "customs_value", "vat", "package_count", "commodity_code")),
        (f"{base}sections/route/", ("arrival_expected", "local_ref", "ucr")),
        (f"{base}sections/money/", ("incoterms_place", "payer_id")),
    ):  # fmt: skip
        data = opened(trader, url)
        answer = keep(trader, url, {**data, **dict.fromkeys(fields, typed)})
        assert answer.status_code == 200, url
    assert declaration(reference).draft["items"][0]["price"].strip() == typed
    for page in (
        "",
        "items/",
        "items/1/",
        "documents/",
        "check/",
        "sections/route/?mend",
        "sections/money/?mend",
        "items/1/?mend",
    ):
        assert trader.get(base + page).status_code == 200, page
    assert trader.get("/declarations/").status_code == 200
    assert trader.post(f"{base}copy/", {"amounts": "on"}).status_code == 302
    urls = [one["url"] for one in trader.get(f"{base}check/").context["located"]]
    assert f"{base}items/1/?mend#id_price" in urls
    assert f"{base}sections/route/?mend#id_arrival_expected" in urls
