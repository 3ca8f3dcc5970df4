"""The frame of every page: title, language, theme, navigation by kind of person, refusals that say what to do."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from portal import context, theme


def page(name: str = "404.html", **facts: Any) -> str:
    return render_to_string(name, facts)


def test_the_title_is_the_heading_and_the_service() -> None:
    assert "<title>Page not found – Single Window</title>" in page()


def test_a_page_with_faults_says_so_first_in_its_title() -> None:
    assert "<title>Error: Page not found – Single Window</title>" in page(has_errors=True)


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_page_names_its_language(language: str) -> None:
    with translation.override(language):
        assert f'<html lang="{language}"' in page()


def test_languages_are_called_by_their_own_names_in_every_language(client: Client) -> None:
    answer = client.get("/components/", headers={"Accept-Language": "kk"})
    for name in ("English", "Русский", "Қазақша"):
        assert name in answer.text


def test_a_language_is_chosen_by_a_plain_post(client: Client) -> None:
    client.post("/i18n/setlang/", {"language": "ru", "next": "/components/"})
    assert '<html lang="ru"' in client.get("/components/").text


def test_a_theme_is_chosen_by_a_plain_post_and_kept(client: Client) -> None:
    assert "data-bs-theme" not in client.get("/components/").text.partition("<body")[0]
    answer = client.post("/theme/", {"theme": "dark", "next": "/components/?dense"})
    assert answer["Location"] == "/components/?dense"
    assert client.cookies[theme.COOKIE]["httponly"]
    assert 'data-bs-theme="dark"' in client.get("/components/").text.partition("<body")[0]


def test_choosing_a_theme_never_leads_to_another_site(client: Client) -> None:
    assert client.post("/theme/", {"theme": "dark", "next": "https://elsewhere.example/"})["Location"] == "/"
    assert client.post("/theme/", {"theme": "dark", "next": "//elsewhere.example/"})["Location"] == "/"


def test_a_made_up_theme_means_the_devices(client: Client) -> None:
    client.post("/theme/", {"theme": '"><script>'})
    assert client.cookies[theme.COOKIE].value == theme.AUTO


def test_a_theme_is_not_chosen_by_looking(client: Client) -> None:
    assert client.get("/theme/").status_code == 405


@pytest.fixture
def everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every address of the navigation is installed."""
    monkeypatch.setattr(context, "address_of", lambda name: "/" if name == "home" else f"/{name}/")


def labels(kind: str | None, path: str = "/", roles: tuple[str, ...] = ()) -> list[str]:
    request = RequestFactory().get(path)
    if kind:
        request.actor = SimpleNamespace(kind=kind, roles=roles)  # type: ignore[attr-defined]
    return [str(link["label"]) for link in context.nav_of(request)]


@pytest.mark.usefixtures("everywhere")
def test_each_kind_of_person_has_a_navigation_of_their_own() -> None:
    assert labels("trader") == [str(entry.label) for entry in context.TRADER if not entry.needs]
    assert "Declarations" not in labels("officer")
    assert "Queue" not in labels("trader")
    assert labels(None) == labels("nobody")


@pytest.mark.usefixtures("everywhere")
def test_links_for_a_role_are_shown_to_that_role() -> None:
    assert "Payments" not in labels("officer")
    assert "Payments" in labels("officer", roles=("cashier",))
    assert "Rulebooks" in labels("officer", roles=("admin",))


@pytest.mark.usefixtures("everywhere")
def test_the_nearest_link_is_current_and_counts_are_shown() -> None:
    request = RequestFactory().get("/declarations/KZ27-1/")
    request.actor = SimpleNamespace(kind="trader", roles=())  # type: ignore[attr-defined]
    request.nav_counts = {"declarations": 3}  # type: ignore[attr-defined]
    links = context.nav_of(request)
    assert [str(link["label"]) for link in links if link["current"]] == ["Declarations"]
    assert [link["count"] for link in links if link["current"]] == [3]


@pytest.mark.usefixtures("everywhere")
def test_what_belongs_to_the_corridor_stands_under_one_entry_that_says_when_one_is_in_it() -> None:
    request = RequestFactory().get("/devices/new/")
    request.actor = SimpleNamespace(kind="officer", roles=("head",), agencies=("customs",))  # type: ignore[attr-defined]
    links = context.nav_of(request)
    assert len(links) <= 8
    (corridor,) = [link for link in links if link["current"]]
    assert [str(link["label"]) for link in corridor["links"] if link["current"]] == ["Devices"]
    request.actor = SimpleNamespace(kind="officer", roles=("cashier",), agencies=("customs",))  # type: ignore[attr-defined]
    assert not any(link["label"] == "Devices" for link in context.nav_of(request))


@pytest.mark.usefixtures("everywhere")
def test_a_case_belongs_to_the_declarations() -> None:
    request = RequestFactory().get("/cases/KZ27-1/questions/")
    request.actor = SimpleNamespace(kind="trader", roles=())  # type: ignore[attr-defined]
    assert [str(link["label"]) for link in context.nav_of(request) if link["current"]] == ["Declarations"]


def test_a_page_not_installed_yet_is_left_out() -> None:
    assert context.address_of("no-such-page") is None


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "409", "422", "429", "500"])
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_refusal_shows_without_a_request_and_leads_back(name: str, language: str) -> None:
    with translation.override(language):
        text = page(f"{name}.html")
    assert text.count("<h1>") == 1
    assert 'class="btn btn-primary" href="/"' in text


def test_a_refused_move_says_the_sentence_of_the_guard_and_the_way_back() -> None:
    text = page("409.html", sentence="Plant health <b>has not decided</b> yet.", back_url="/declarations/KZ27-1/")
    assert "Plant health &lt;b&gt;has not decided&lt;/b&gt; yet." in text
    assert 'href="/declarations/KZ27-1/"' in text


def test_problems_are_listed_with_their_fields() -> None:
    problem = SimpleNamespace(message="Item 1: Enter the net weight", field_id="id_net")
    assert '<a href="#id_net">Item 1: Enter the net weight</a>' in page("422.html", problems=[problem])
    html = page("422.html", problems=[{"code": "x", "message": "Enter the invoice"}])
    assert re.search(r"<li>\s*Enter the invoice\s*</li>", html)


def test_the_header_says_who_and_where() -> None:
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(get_full_name=lambda: "Aigerim Nurlan", get_username=lambda: "aigerim")  # type: ignore[assignment]
    request.actor = SimpleNamespace(grants=(), own=(SimpleNamespace(name="Silk Road Foods"),))  # type: ignore[attr-defined]
    assert context.me_of(request) == {"name": "Aigerim Nurlan", "place": "Silk Road Foods", "is_officer": False}
    request.actor = SimpleNamespace(grants=(SimpleNamespace(agency="customs"),), own=())  # type: ignore[attr-defined]
    assert context.me_of(request)["place"] == "Customs"


def test_an_unknown_address_gets_the_page(client: Client) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "Page not found" in answer.text
