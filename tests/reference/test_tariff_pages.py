"""The tariff for everybody: search, the tree, what is asked of a code, and suggestions while typing."""

import pytest
from django.test import Client

from tests.cast import Cast


@pytest.mark.parametrize(
    "url", ["/tariff/", "/tariff/?q=apples", "/tariff/?q=a", "/tariff/?q=qwertyuiop", "/tariff/08/"]
)
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_anybody_reads_the_tariff_in_their_language(client: Client, cast: Cast, url: str, language: str):
    page = client.get(url, headers={"accept-language": language})
    assert page.status_code == 200
    assert page.text.count("<h1") == 1


def test_a_code_says_who_looks_at_such_goods(client: Client, cast: Cast):
    page = client.get("/tariff/0808108006/").text
    assert "Plant health" in page
    assert "Phytosanitary certificate" in page
    assert "0808 10 800 6" in page


def test_restricted_rules_are_not_told(client: Client, cast: Cast):
    from clearance import registry

    hidden = [
        row
        for code in registry.rulebook_codes()
        for row in registry.rules_of(code)
        if row["visibility"] == "restricted"
    ]
    assert hidden
    for code in {prefix[:4] for row in hidden for prefix in row["hs_include"].split(";") if prefix[:4].isdigit()} | {
        "0808"
    }:
        page = client.get(f"/tariff/{code}/").text
        assert not [row["rule_id"] for row in hidden if row["title_en"] in page]


def test_a_code_written_with_dots_leads_to_its_page(client: Client, cast: Cast):
    assert client.get("/tariff/0808.10/")["Location"] == "/tariff/080810/"
    assert client.get("/tariff/7777/").status_code == 404
    assert client.get("/tariff/apples/").status_code == 404


def test_a_field_is_told_whole_codes_while_one_types(client: Client, cast: Cast):
    told = client.get("/tariff/suggest", {"q": "яблоки", "whole": "1"}).json()
    assert {hit["code"] for hit in told["hits"]} >= {"0808108006"}
    assert all(hit["whole"] for hit in told["hits"])
    assert client.get("/tariff/suggest").json() == {"hits": [], "meant": "", "complete": False}
    shorter = client.get("/tariff/suggest", {"q": "tomatoes", "whole": "1"}).json()["hits"]
    assert not any(hit["whole"] for hit in shorter)


SEARCHES = {
    "/tariff/": "searches",
    "/tariff/0808/": "searches",
    "/what-will-i-need/": "searches",
    "/tariff/suggest": "suggestions",
}


@pytest.mark.parametrize(("url", "name"), SEARCHES.items())
def test_one_visitor_searches_so_often_in_a_minute(cast: Cast, settings, monkeypatch, url: str, name: str):
    monkeypatch.setattr("portal.limits._now", lambda: (29_000_000, 42))
    settings.LIMITS = {**settings.LIMITS, name: 2}
    visitor, other = Client(), Client(REMOTE_ADDR="198.51.100.7")
    assert [visitor.get(url, {"q": "apples"}).status_code for _turn in range(3)] == [200, 200, 429]
    assert other.get(url).status_code == 200
    at_work = Client()
    at_work.force_login(cast.user("trader"))
    assert at_work.get(url).status_code == 200, (
        "an office files through one address; each account has a count of its own"
    )


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", "You can go on in 42 seconds."), ("ru", "Продолжить можно через 42 секунды."), ("kk", "42 секундтан кейін жалғастыра аласыз.")],
)  # fmt: skip
def test_whoever_searched_too_often_reads_when_to_go_on(cast: Cast, settings, monkeypatch, language: str, says: str):
    monkeypatch.setattr("portal.limits._now", lambda: (29_000_000, 42))
    settings.LIMITS = {**settings.LIMITS, "searches": 1}
    asked = {"path": "/tariff/", "data": {"q": "apples"}, "headers": {"accept-language": language}}
    Client().get(**asked)
    turned = Client().get(**asked)
    assert turned.status_code == 429
    assert turned["Retry-After"] == "42"
    assert says in turned.text
    assert 'href="/tariff/?q=apples"' in turned.text, "what was searched for is asked again by one press"
