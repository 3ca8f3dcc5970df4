"""Messages in a real browser: the bell, the inbox and its settings, in three languages, in the dark and on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from clearance.services import deciding
from portal.accounts.models import Company
from portal.notices import reading, services
from portal.notices.topics import FOR_WEBHOOKS
from tests.acting import file, present, row
from tests.browser import sideways
from tests.cast import Cast
from tests.goods import APPLES, imports

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_csp_errors")]
Opener = Callable[..., Any]


@pytest.fixture
def pages(committed_cast: Cast, plain_cookies: None) -> list[str]:
    """A company that was asked a question and has a webhook that nothing was sent to yet."""
    cast = committed_cast
    house = Company.objects.get(pk=cast.companies()["silk_road"])
    with cast.acting("trader") as actor:
        made = services.make_webhook(
            actor, house.uuid, name="Books", url="https://example.kz/hook", language="en", topics=list(FOR_WEBHOOKS)
        )
    filed = present(cast, file(cast, imports(APPLES)))
    with cast.acting("plant_health_officer") as officer:
        deciding.ask(officer, sign_off=str(row(cast, filed, "plant_health").uuid), text="Which orchard?")
    reading.read_all()
    return ["/messages/", "/messages/settings/", f"/company/{house.uuid}/webhooks/{made.uuid}/"]


def test_messages_bar_nobody_s_way(
    site: str,
    pages: list[str],
    committed_cast: Cast,
    open_page: Opener,
    signed_in: Callable[..., Any],
    axe: Callable[[Any], None],
) -> None:
    for language, scheme in (("en", "light"), ("ru", "light"), ("kk", "dark")):
        page = signed_in(committed_cast.user("trader"), open_page(locale=language, color_scheme=scheme), site)
        page.context.add_cookies([{"name": "django_language", "value": language, "url": site}])
        for path in pages:
            page.goto(site + path)
            axe(page)
            page.set_viewport_size({"width": 320, "height": 640})
            assert sideways(page) == [], (path, language)
            page.set_viewport_size({"width": 1280, "height": 900})


def test_a_trader_reads_a_message_without_javascript(
    site: str, pages: list[str], committed_cast: Cast, nojs: Any, signed_in: Callable[..., Any]
) -> None:
    page = signed_in(committed_cast.user("trader"), nojs, site)
    page.goto(site + "/home/")
    page.get_by_role("link", name="unread").click()
    page.get_by_role("link", name="Question for you").click()
    assert "/questions/" in page.url
    page.goto(site + "/messages/")
    page.get_by_role("button", name="Mark all as read").click()
    assert page.locator(".sw-bell-count").count() == 0
    assert Client().get("/messages/").status_code == 302
