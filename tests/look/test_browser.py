"""What a person meets in a real browser: both themes, a phone, no JavaScript, the content policy, focus."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser import AXE, PHONE, pale_in_the_dark, sideways

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("no_csp_errors")]

Opener = Callable[..., Any]
ALL_PAGES = ["/components/?errors", "/no-such-page/", "/components/?dense"]


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/components/?errors", "en"),
        ("/components/?errors", "kk"),
        *(("/no-such-page/", one) for one in ("en", "ru", "kk")),
    ],
)
def test_nothing_bars_the_way(
    plain_site: str, open_page: Opener, axe: Callable[[Any], None], path: str, language: str
) -> None:
    page = open_page(locale=language)
    answer = page.goto(plain_site + path)
    assert answer.status == (404 if "no-such" in path else 200)
    assert page.locator("html").get_attribute("lang") == language
    axe(page)
    assert pale_in_the_dark(page) == []


def test_nothing_bars_the_way_in_the_dense_look(plain_site: str, browser_page: Any, axe: Callable[[Any], None]) -> None:
    browser_page.goto(plain_site + "/components/?dense")
    axe(browser_page)


def test_axe_bites(plain_site: str, browser_page: Any, axe: Callable[[Any], None]) -> None:
    browser_page.goto(plain_site + "/components/")
    browser_page.evaluate("document.querySelector('label[for=id_light-code]').remove()")
    with pytest.raises(AssertionError, match="label"):
        axe(browser_page)


def test_the_measure_of_contrast_in_the_dark_bites(plain_site: str, browser_page: Any) -> None:
    browser_page.goto(plain_site + "/components/")
    browser_page.evaluate(AXE.read_text(encoding="utf-8"))
    browser_page.evaluate("document.querySelector('main').innerHTML = '<h1>Grey</h1>'")
    assert pale_in_the_dark(browser_page) == []
    browser_page.evaluate("document.querySelector('h1').style.color = '#333'")
    assert pale_in_the_dark(browser_page) == [["h1"]]


@pytest.mark.parametrize("path", ALL_PAGES)
def test_no_two_things_share_an_id(plain_site: str, browser_page: Any, path: str) -> None:
    browser_page.goto(plain_site + path)
    ids = browser_page.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert not {name for name in ids if ids.count(name) > 1}


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("path", ALL_PAGES)
def test_nothing_scrolls_sideways_at_320(plain_site: str, open_page: Opener, path: str, language: str) -> None:
    page = open_page(viewport=PHONE, locale=language)
    page.goto(plain_site + path)
    assert sideways(page) == []
    page.emulate_media(color_scheme="dark")
    assert sideways(page) == []


def test_the_measure_of_sideways_bites(plain_site: str, phone: Any) -> None:
    phone.goto(plain_site + "/components/")
    phone.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<p>' + 'x'.repeat(200) + '</p>')")
    phone.evaluate("document.querySelector('main > p:last-child').style.whiteSpace = 'nowrap'")
    phone.evaluate("document.querySelector('main > p:last-child').style.maxWidth = 'none'")
    assert sideways(phone)


def test_targets_are_large_enough_for_a_finger(plain_site: str, phone: Any) -> None:
    phone.goto(plain_site + "/components/")
    small = phone.evaluate(
        """() => [...document.querySelectorAll("button, .btn, .form-control, .form-select, .sw-nav a, summary")]
          .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 32)
          .map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_the_error_summary_takes_the_focus_and_leads_to_the_control(plain_site: str, browser_page: Any) -> None:
    browser_page.goto(plain_site + "/components/?errors")
    assert browser_page.title().startswith("Error: Components")
    assert browser_page.evaluate("document.activeElement.className") == "sw-errors"
    browser_page.get_by_role("alert").get_by_role("link", name="Select the country of origin").click()
    assert browser_page.evaluate("document.activeElement.id") == "faulty_light-origin"


def test_the_summary_leads_to_the_control_without_javascript(plain_site: str, nojs: Any) -> None:
    nojs.goto(plain_site + "/components/?errors")
    nojs.get_by_role("alert").get_by_role("link", name="Select the country of origin").click()
    assert nojs.url.endswith("#faulty_light-origin")


def test_the_first_tab_leads_past_the_header(plain_site: str, browser_page: Any) -> None:
    browser_page.goto(plain_site + "/components/")
    browser_page.keyboard.press("Tab")
    assert browser_page.evaluate("document.activeElement.hash") == "#main"
    browser_page.keyboard.press("Enter")
    assert browser_page.evaluate("document.activeElement.id") == "main"


def test_language_and_theme_change_without_javascript(plain_site: str, nojs: Any) -> None:
    nojs.goto(plain_site + "/components/")
    nojs.get_by_role("button", name="Қазақша").click()
    assert nojs.locator("html").get_attribute("lang") == "kk"
    nojs.locator("[data-theme-form] button:visible").click()
    assert nojs.locator("html").get_attribute("data-bs-theme") == "dark"


def test_the_theme_changes_in_place_and_stays(plain_site: str, browser_page: Any) -> None:
    browser_page.goto(plain_site + "/components/")
    typed = browser_page.locator("#id_light-gross")
    typed.fill("12,5")
    with browser_page.expect_response("**/theme/"):
        browser_page.get_by_role("button", name=re.compile("Use dark")).click()
    assert browser_page.locator("html").get_attribute("data-bs-theme") == "dark"
    assert typed.input_value() == "12,5"
    browser_page.reload()
    assert browser_page.locator("html").get_attribute("data-bs-theme") == "dark"


def test_the_focus_can_be_seen_in_two_tones(plain_site: str, browser_page: Any) -> None:
    browser_page.goto(plain_site + "/components/")
    browser_page.locator("#id_light-gross").focus()
    ring = browser_page.evaluate(
        "(({outline, boxShadow}) => [outline, boxShadow])(getComputedStyle(document.activeElement))"
    )
    assert "rgb(255, 191, 47) solid 3px" in ring[0]
    assert "rgb(20, 36, 46)" in ring[1]


def test_a_printed_page_is_black_on_white_without_the_frame(plain_site: str, open_page: Opener) -> None:
    """In the dark theme too, and without what only a hand on a screen can use."""
    page = open_page(color_scheme="dark")
    page.goto(plain_site + "/components/")
    page.emulate_media(media="print")
    for gone in (".sw-top", ".sw-foot", "main .btn", ".sw-filters"):
        assert not page.locator(gone).first.is_visible(), gone
    ink = page.evaluate(
        "['body', '.sw-specimen h3', '.sw-facts dd'].map((e) => getComputedStyle(document.querySelector(e)).color)"
    )
    assert ink == ["rgb(0, 0, 0)", "rgb(75, 93, 104)", "rgb(20, 36, 46)"]


def test_chosen_colours_leave_every_shape_and_mark(plain_site: str, open_page: Opener) -> None:
    """High contrast takes grounds and shadows away: what they said is said by lines, shapes and icons."""
    page = open_page(forced_colors="active")
    page.goto(plain_site + "/components/")
    found = page.evaluate(
        """() => {
          const style = (selector, pseudo) => getComputedStyle(document.querySelector(selector), pseudo);
          return {
            current: style(".sw-tabs a[aria-current]").borderBottomColor,
            other: style(".sw-tabs a:not([aria-current])").borderBottomColor,
            chip: style(".sw-chip").borderTopWidth,
            lane: style(".sw-lane-red", "::before").backgroundColor,
            ground: style(".sw-card").backgroundColor,
            icon: style(".sw-steps .sw-icon").color === style(".sw-steps li").color,
          };
        }"""
    )
    assert found["current"] != found["other"]
    assert found["chip"] == "1px"
    assert found["lane"] != found["ground"]
    assert found["icon"]
