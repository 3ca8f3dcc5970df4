"""Every page of administration, in three languages: framed, without script, for the own administrator and nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from clearance.models import Rulebook
from tests.administration.conftest import AGENCY, address
from tests.cast import Cast

pytestmark = pytest.mark.django_db

PAGES = [
    f"/agency/home/{AGENCY}/",
    f"/agency/people/{AGENCY}/",
    f"/agency/people/{AGENCY}/?q=officer&role=officer",
    f"/agency/people/{AGENCY}/ask/",
    f"/agency/people/{AGENCY}/matrix/",
    f"/agency/where/{AGENCY}/",
    f"/agency/where/{AGENCY}/KZ-NURJOLY/",
    f"/agency/places/{AGENCY}/",
    f"/agency/places/{AGENCY}/entry/KZ-NURJOLY/",
    f"/agency/deadlines/{AGENCY}/",
    f"/agency/deadlines/{AGENCY}/new/",
    f"/agency/reasons/{AGENCY}/",
    f"/agency/reasons/{AGENCY}/refusal/",
    f"/agency/reasons/{AGENCY}/refusal/paper_missing/",
    f"/agency/rulebooks/{AGENCY}/",
    f"/agency/rulebooks/{AGENCY}/1/",
]
OF_A_DRAFT = ["", "compare/", "check/", "rehearse/", "import/", "rules/new/", "sign/"]


def pages_of(book: Rulebook) -> list[str]:
    first = book.rules.order_by("rule_id")[0]
    return [*PAGES, *(address(book, rest) for rest in OF_A_DRAFT), address(book, f"rules/{first.pk}/")]


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_every_page_is_framed_and_breaks_no_policy(admin: Client, draft: Rulebook, language: str) -> None:
    admin.cookies["django_language"] = language
    for url in pages_of(draft):
        answer = admin.get(url)
        assert answer.status_code == 200, url
        page = answer.text
        assert page.count("<h1") == 1, url
        assert f'<html lang="{language}"' in page, url
        for never in (" style=", "<script>", "onclick"):
            assert never not in page, (url, never)


@pytest.mark.parametrize(("who", "status"), [("veterinary_admin", 404), ("plant_health_officer", 404), ("trader", 403)])
def test_nobody_else_finds_a_page(signed: Callable[[str], Client], draft: Rulebook, who: str, status: int) -> None:
    stranger = signed(who)
    for url in [*pages_of(draft), address(draft, "rules.csv")]:
        assert stranger.get(url).status_code == status, url


def test_an_administrator_of_one_office_has_the_people_there_and_no_rulebook(
    cast: Cast, signed: Callable[[str], Client], draft: Rulebook
) -> None:
    from clearance.models import Grant
    from tests.cast import LONG_AGO

    Grant.objects.create(
        user=cast.user("author"), agency=AGENCY, office_id="KZ-NURJOLY", role="admin", starts_at=LONG_AGO,
        granted_by=cast.user("plant_health_admin"), approved_by=cast.user("plant_health_admin2"), approved_at=LONG_AGO,
    )  # fmt: skip
    local = signed("author")
    assert local.get(f"/agency/home/{AGENCY}/").status_code == 200
    people = local.get(f"/agency/people/{AGENCY}/").text
    assert "Plant Health Officer" not in people
    for url in (
        f"/agency/rulebooks/{AGENCY}/",
        f"/agency/places/{AGENCY}/",
        f"/agency/reasons/{AGENCY}/",
        address(draft),
    ):
        assert local.get(url).status_code == 404, url


def test_the_general_rulebook_is_kept_by_the_routing_desk(cast: Cast, signed: Callable[[str], Client]) -> None:
    from clearance.models import Grant
    from tests.cast import LONG_AGO

    Grant.objects.create(
        user=cast.user("stranger"), agency="routing_desk", role="admin", starts_at=LONG_AGO,
        granted_by=cast.user("author"), approved_by=cast.user("approver"), approved_at=LONG_AGO,
    )  # fmt: skip
    keeper = signed("stranger")
    for url in ("/agency/home/routing_desk/", "/agency/rulebooks/general/", "/agency/rulebooks/general/1/"):
        assert keeper.get(url).status_code == 200, url
    assert signed("plant_health_admin").get("/agency/rulebooks/general/").status_code == 404


@pytest.mark.parametrize("url", [PAGES[0], PAGES[1], PAGES[4], PAGES[7]])
def test_a_page_asks_the_same_number_of_questions_however_many_people_there_are(
    cast: Cast, admin: Client, url: str, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    from clearance.models import Grant
    from tests.cast import LONG_AGO
    from tests.people.conftest import make_user

    admin.get(url)
    with django_assert_max_num_queries(60) as before:  # type: ignore[attr-defined]
        admin.get(url)
    for number in range(5):
        Grant.objects.create(
            user=make_user(f"more{number}"), agency=AGENCY, role="officer", starts_at=LONG_AGO, office_id="KZ-NURJOLY",
            granted_by=cast.user("plant_health_admin"), approved_by=cast.user("plant_health_admin2"),
            approved_at=LONG_AGO,
        )  # fmt: skip
    with django_assert_max_num_queries(len(before.captured_queries)):
        admin.get(url)
