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
