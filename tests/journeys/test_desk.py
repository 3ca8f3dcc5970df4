"""An officer's day in a real browser: ten sign-offs by keyboard alone, a lost race, a decision taken back."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from clearance.models import Declaration
from tests.acting import file, fresh, pay, present, row
from tests.browser import sideways
from tests.cast import Cast
from tests.goods import APPLES, imports

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("no_csp_errors")]

Opener = Callable[..., Any]


@pytest.fixture
def cast(committed_cast: Cast) -> Cast:
    return committed_cast


def waiting(cast: Cast, number: int) -> list[Declaration]:
    """So many declarations that wait for a yes of plant health, with its own form."""
    return [present(cast, pay(cast, file(cast, imports(APPLES)))) for _ in range(number)]


@pytest.mark.slow
def test_an_officer_clears_ten_sign_offs_by_keyboard_alone(
    cast: Cast, site: str, browser_page: Any, signed_in: Callable[..., Any]
) -> None:
    declarations = waiting(cast, 10)
    page = signed_in(cast.user("plant_health_officer"), browser_page, site)
    page.goto(f"{site}/desk/queue/")
    pressed = 0
    for _ in declarations:
        with page.expect_navigation():
            page.keyboard.press("n")
        with page.expect_navigation():
            pressed += 1 + fill_in_by_keys(page)
        page.wait_for_selector("text=The decision")
    assert {fresh(cast, one).state for one in declarations} == {"released"}
    print(f"{pressed / len(declarations):.0f} key presses beside the words of the finding, for each")


def fill_in_by_keys(page: Any) -> int:
    """Open the approval, walk through it with Tab, fill in what is empty, and press Enter on the button."""
    page.keyboard.press("a")
    presses = 1
    for _ in range(60):
        what = page.evaluate(
            """() => { const e = document.activeElement; return {tag: e.tagName, type: e.type || "", name: e.name || "",
              value: e.value || "", text: e.textContent.trim()}; }"""
        )
        name = what["name"].removeprefix("approve-")
        if what["tag"] == "BUTTON" and what["text"] == "Record the approval":
            page.keyboard.press("Enter")
            return presses + 1
        if name == "finding_at":
            page.keyboard.type("20.11.2026 10:00")
        elif what["tag"] == "SELECT" and name.startswith("form_"):
            page.keyboard.press("ArrowDown")
            presses += 1
        elif name.startswith(("finding_place", "found_", "form_")):
            page.keyboard.type("5")
        page.keyboard.press("Tab")
        presses += 1
    raise AssertionError("the button of the decision was not reached")


def test_of_two_officers_the_loser_reads_who_has_it(
    cast: Cast, site: str, open_page: Opener, signed_in: Callable[..., Any], axe: Callable[[Any], None]
) -> None:
    waiting(cast, 1)
    first = signed_in(cast.user("plant_health_officer"), open_page(), site)
    second = signed_in(cast.user("plant_health_second"), open_page(), site)
    for page in (first, second):
        page.goto(f"{site}/desk/queue/")
    first.keyboard.press("j")
    with first.expect_navigation():
        first.keyboard.press("c")
    assert "It is yours now." in first.locator("main").inner_text()
    second.keyboard.press("j")
    with second.expect_navigation():
        second.keyboard.press("c")
    said = second.locator("main").inner_text()
    assert "Plant Health Officer has this since" in said
    assert "Plant Health Officer" in second.locator("td.sw-who").first.inner_text()
    axe(second)


def test_a_decision_is_taken_back_with_one_key(
    cast: Cast, site: str, browser_page: Any, signed_in: Callable[..., Any], axe: Callable[[Any], None], settings: Any
) -> None:
    settings.UNDO_SECONDS = 60
    declaration = waiting(cast, 1)[0]
    page = signed_in(cast.user("plant_health_officer"), browser_page, site)
    page.goto(f"{site}/desk/queue/")
    with page.expect_navigation():
        page.keyboard.press("n")
    axe(page)
    with page.expect_navigation():
        fill_in_by_keys(page)
    assert "counts in a few seconds" in page.locator(".sw-undo").inner_text()
    axe(page)
    with page.expect_navigation():
        page.keyboard.press("u")
    assert "The decision is taken back." in page.locator("main").inner_text()
    assert fresh(cast, declaration).state == "accepted"


def test_a_chosen_ready_text_stands_in_the_field_at_once(
    cast: Cast, site: str, browser_page: Any, signed_in: Callable[..., Any], axe: Callable[[Any], None]
) -> None:
    one = row(cast, waiting(cast, 1)[0], "plant_health")
    page = signed_in(cast.user("plant_health_officer"), browser_page, site)
    page.goto(f"{site}/desk/signoffs/{one.uuid}/")
    page.keyboard.press("q")
    page.select_option("[name=ask-listed]", "send_paper")
    page.select_option("[name=ask-listed]", "explain_goods")
    assert page.input_value("[name=ask-text]") == "Describe the goods more exactly"
    axe(page)
    page.fill("[name=ask-text]", "Describe the goods more exactly: the variety")
    with page.expect_navigation():
        page.get_by_role("button", name="Send the question").click()
    page.locator("main").get_by_role("link", name=re.compile("Questions and answers")).click()
    assert page.locator("#questions [lang=en]").inner_text() == "Describe the goods more exactly: the variety"


def test_keys_are_off_while_typing_and_can_be_switched_off(
    cast: Cast, site: str, browser_page: Any, signed_in: Callable[..., Any], axe: Callable[[Any], None]
) -> None:
    waiting(cast, 2)
    page = signed_in(cast.user("plant_health_officer"), browser_page, site)
    page.goto(f"{site}/desk/queue/")
    page.keyboard.press("/")
    page.keyboard.type("nxc")
    assert page.url == f"{site}/desk/queue/"
    assert page.input_value("#header-search") == "nxc"
    page.keyboard.press("Control+k")
    page.keyboard.type("mine cases"[:4])
    page.keyboard.press("Escape")
    page.locator("[data-row-link]").first.focus()
    page.keyboard.press("x")
    assert page.locator("[data-bulk-count]").inner_text() == "1"
    axe(page)
    page.keyboard.press("Shift+?")
    page.wait_for_selector("#keys-help[open] .sw-keys")
    page.keyboard.press("Escape")
    page.goto(f"{site}/desk/keys/")
    axe(page)
    page.get_by_role("button", name="Switch single keys off").click()
    page.goto(f"{site}/desk/queue/")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.tagName") == "BODY"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_on_a_phone(
    cast: Cast, site: str, open_page: Opener, signed_in: Callable[..., Any], axe: Callable[[Any], None], scheme: str
) -> None:
    waiting(cast, 1)
    page = signed_in(
        cast.user("plant_health_head"), open_page(viewport={"width": 320, "height": 640}, color_scheme=scheme), site
    )
    page.goto(f"{site}/desk/queue/")
    assert sideways(page) == []
    axe(page)
    page.locator("[data-row-link]").first.click()
    assert sideways(page) == []
    axe(page)
