"""In a real browser: a declaration for three agencies without JavaScript and by keyboard alone; two colleagues; an end of session."""

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from clearance.models import Declaration, SignOff
from tests.cast import PASSWORD, Cast
from tests.goods import APPLES, CERAMICS, LAMB, PUMPS
from tests.journeys.hands import Keyboard, Mouse
from tests.pages.conftest import worker

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COUNTRIES = {"CN": "China", "MN": "Mongolia"}


def files(hands: Mouse, site: str) -> str:
    """Four items and two documents, from the first page to the confirmation; returns the reference."""
    hands.page.goto(f"{site}/declarations/new/")
    hands.tick("kind", "import")
    hands.press("Begin")
    hands.type("consignor_name", "Huoerguosi Trading Co")
    hands.choose("consignor_country", "CN", "China")
    hands.press("Save and continue")
    hands.choose("office", "KZ-NURJOLY", "Nur Joly")
    hands.choose("dispatch_country", "CN", "China")
    hands.press("Save and continue")
    hands.type("vehicle", "584AEK19")
    hands.press("Save and continue")
    goods = (APPLES, LAMB, CERAMICS, PUMPS)
    for number, one in enumerate(goods, 1):
        hands.type("commodity_code", one["commodity_code"])
        hands.choose("origin", one["origin"], COUNTRIES[one["origin"]])
        hands.type("description", one["description"])
        hands.type("package_count", "10")
        hands.choose("package_type", "CT", "CT")
        hands.type("gross_mass_kg", "1 050,5")
        hands.type("net_mass_kg", "1000.5")
        hands.type("price", "5 000,00")
        hands.press("Save item" if number == len(goods) else "Save and add another")
    hands.follow("Continue")
    for kind, words in (("INVOICE", "Invoice"), ("TRANSPORT_DOC", "Transport document")):
        hands.choose("type", kind, words)
        hands.type("number", f"{kind}-1")
        hands.type("date", "01.11.2026")
        hands.press("Add the paper")
    hands.follow("Continue")
    hands.choose("currency", "USD", "USD")
    hands.press("Save and continue")
    assert "things must be put right" not in hands.page.inner_text("main")
    hands.type("password", PASSWORD)
    hands.press("Sign and submit declaration")
    assert hands.page.get_by_role("heading", level=1).inner_text().strip() == "Declaration submitted"
    return str(hands.page.locator(".sw-big").inner_text())


def agencies_of(cast: Cast, reference: str) -> set[str]:
    with cast.acting("system"):
        filed = Declaration.objects.get(reference=reference)
        assert filed.state == "lodged"
        return set(SignOff.objects.filter(declaration=filed).values_list("agency", flat=True))


def test_four_items_two_documents_three_agencies_without_javascript(
    committed_cast: Cast, site: str, nojs: Any, signed_in: Any
) -> None:
    page = signed_in(committed_cast.user("trader"), nojs, site)
    reference = files(Mouse(page), site)
    worker()
    assert agencies_of(committed_cast, reference) >= {"customs", "plant_health", "veterinary"}
    page.reload()
    assert "Plant health" in page.inner_text("main")


def test_the_same_by_keyboard_alone(
    committed_cast: Cast, site: str, browser_page: Any, signed_in: Any, no_csp_errors: None
) -> None:
    page = signed_in(committed_cast.user("trader"), browser_page, site)
    reference = files(Keyboard(page), site)
    worker()
    assert agencies_of(committed_cast, reference) >= {"customs", "plant_health", "veterinary"}


@pytest.fixture
def parties(committed_cast: Cast, site: str) -> str:
    from django.test import Client

    from tests.pages.conftest import PARTIES, begin, send

    client = Client()
    client.force_login(committed_cast.user("trader"))
    reference = begin(client)
    send(client, f"/declarations/{reference}/sections/parties/", PARTIES)
    return f"{site}/declarations/{reference}/sections/parties/"


def saved(page: Any) -> None:
    page.locator("#saved", has_text=re.compile(r"Saved\s+\d\d:\d\d")).wait_for()


def test_two_colleagues_on_one_draft_lose_nothing(
    committed_cast: Cast, site: str, open_page: Any, signed_in: Any, parties: str, axe: Any, no_csp_errors: None
) -> None:
    cast = committed_cast
    mine = signed_in(cast.user("trader"), open_page(), site)
    theirs = signed_in(cast.user("colleague"), open_page(), site)
    mine.goto(parties)
    theirs.goto(parties)
    theirs.locator("[name=consignor_city]").fill("Urumqi")
    theirs.locator("[name=declarant_city]").fill("Astana")
    theirs.locator("[name=declarant_city]").blur()
    saved(theirs)
    mine.locator("[name=consignee_city]").fill("Shymkent")
    mine.locator("[name=consignor_city]").fill("Yining")
    mine.locator("[name=consignor_city]").blur()
    mine.locator("#saved", has_text=f"Not saved: {cast.user('colleague')} changed the same fields").wait_for()
    mine.get_by_role("button", name="Save and continue").click()
    main = mine.inner_text("main")
    assert "Yining" in main
    assert "Urumqi" in main
    axe(mine)
    mine.locator("[value=mine][name=take-consignor_city]").check()
    mine.get_by_role("button", name="Keep what is selected").click()
    mine.goto(parties)
    assert mine.locator("[name=consignor_city]").input_value() == "Yining"
    assert mine.locator("[name=consignee_city]").input_value() == "Shymkent"
    assert mine.locator("[name=declarant_city]").input_value() == "Astana"


def test_what_is_typed_is_kept_and_without_a_connection_it_says_so(
    committed_cast: Cast, site: str, browser_page: Any, signed_in: Any, parties: str
) -> None:
    page = signed_in(committed_cast.user("trader"), browser_page, site)
    page.goto(parties)
    page.locator("[name=consignor_line]").fill("Silk Street 7")
    page.locator("[name=consignor_line]").blur()
    saved(page)
    page.context.set_offline(True)
    page.locator("[name=consignor_city]").fill("Turpan")
    page.locator("[name=consignor_city]").blur()
    page.locator("#saved", has_text="Not saved: no connection").wait_for()
    page.context.set_offline(False)
    saved(page)
    page.reload()
    assert page.locator("[name=consignor_line]").input_value() == "Silk Street 7"
    assert page.locator("[name=consignor_city]").input_value() == "Turpan"


def test_nothing_is_lost_when_the_session_ends_while_one_types(
    committed_cast: Cast, site: str, browser_page: Any, signed_in: Any, parties: str
) -> None:
    page = signed_in(committed_cast.user("trader"), browser_page, site)
    page.goto(parties)
    Session.objects.all().delete()
    page.locator("[name=consignor_city]").fill("Turpan")
    page.locator("[name=consignor_city]").blur()
    page.locator("#saved", has_text="Not saved: you are signed out").wait_for()
    page.get_by_role("button", name="Save and continue").click()
    page.locator("[name=login]").fill(committed_cast.user("trader").username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(parties)
    assert "What you typed is here." in page.inner_text("main")
    assert page.locator("[name=consignor_city]").input_value() == "Turpan"
    page.get_by_role("button", name="Save and continue").click()
    page.goto(parties)
    assert page.locator("[name=consignor_city]").input_value() == "Turpan"
