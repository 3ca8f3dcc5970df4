"""A code field: chosen by keyboard from what is suggested; without JavaScript a plain field beside the search."""

from typing import Any

import pytest

from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_code_is_found_by_a_misspelt_word_and_chosen_by_keyboard(
    browser_page: Any, site: str, committed_cast: Cast, no_csp_errors: None, axe: Any
):
    page = browser_page
    page.goto(f"{site}/what-will-i-need/")
    field = page.get_by_label("Commodity code")
    field.focus()
    page.keyboard.type("яблаки", delay=20)
    options = page.get_by_role("option")
    options.first.wait_for()
    assert page.locator(".sw-combo-said").inner_text() == "Did you mean: яблоки"
    assert field.get_attribute("aria-expanded") == "true"
    axe(page)
    page.keyboard.press("ArrowDown")
    assert options.first.get_attribute("aria-selected") == "true"
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("Escape")
    assert options.count() == 0 or not options.first.is_visible()
    field.fill("")
    page.keyboard.type("0808.10 8006", delay=20)
    options.first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert field.input_value() == "0808108006"
    assert page.url.endswith("/what-will-i-need/"), "Enter chooses, it does not send"
    page.locator(".sw-combo-name", has_text="Apples").wait_for()
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text().strip().startswith("Search the tariff")


def test_without_scripts_the_field_is_typed_into_and_the_search_is_a_link(nojs: Any, site: str, committed_cast: Cast):
    page = nojs
    page.goto(f"{site}/what-will-i-need/")
    field = page.get_by_label("Commodity code")
    assert field.get_attribute("role") is None
    field.fill("fresh apples")
    page.get_by_role("button", name="Show what I will need").click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Search the tariff").click()
    search = opened.value
    assert search.get_by_role("searchbox").input_value() == "fresh apples", "what was typed is searched for"
    search.get_by_role("link", name="0808 10 800 6").click()
    assert search.get_by_role("heading", level=1).inner_text().startswith("0808 10 800 6")
