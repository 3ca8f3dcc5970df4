"""The counting itself, on a page of its own: each click, key, letter, page, turn of the wheel and wait, no more and no less."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.usability.people import Effort, Person, Pointing, Tabbing

pytestmark = [pytest.mark.browser]

PAGE = """<!doctype html><html lang="en"><title>One</title><body style="margin:0">
<a href="#main">Skip to main content</a> <a href="two.html">Elsewhere</a> <a href="two.html">Elsewhere again</a>
<main id="main" tabindex="-1">
<label for="name">Name</label><input id="name" name="name"> <label for="city">City</label><input id="city" name="city" value="Almaty">
<label for="country">Country</label><select id="country" name="country"><option>Armenia<option>China<option>Chile</select>
<input type="radio" id="in" name="kind" value="a"><label for="in">Import</label>
<input type="radio" id="out" name="kind" value="b"><label for="out">Export</label>
<input type="checkbox" id="wood" name="wood"><label for="wood">In wood</label>
<div style="height:1900px"></div><button onclick="location='two.html'">Send</button>
</main></body></html>"""
COVERED = """<!doctype html><html lang="en"><title>Two</title><main><button>Send</button>
<div style="position:fixed;inset:0;background:#fff"></div></main></html>"""


@pytest.fixture
def pages(tmp_path: Path) -> str:
    (tmp_path / "one.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "two.html").write_text(COVERED, encoding="utf-8")
    return f"file://{tmp_path}"


def does_everything(person: Person) -> Effort:
    person.opens("/one.html")
    person.types("Name", "Aigul")
    person.types("City", "Oral")
    person.chooses("Country", "China")
    person.ticks("Export")
    person.ticks("In wood")
    person.waits_for(lambda: None)
    person.presses("Send")
    return person.ends()


def test_with_a_mouse(browser_page: Any, pages: str) -> None:
    effort = does_everything(Pointing(browser_page, pages))
    # Clicked: the name, the list and its entry, two boxes, the button. Pressed: Tab to the city, Control+A over what was there.
    assert effort == Effort(pages=2, clicks=6, keys=2, letters=9, turns=2, waits=1)


def test_by_keyboard_alone(browser_page: Any, pages: str) -> None:
    effort = does_everything(Tabbing(browser_page, pages))
    # Tab and Enter to skip to the content; Tab to each of six things, Control+A, an arrow to Export, Space on the box,
    # Enter on the button; "C" finds China at once.
    assert effort == Effort(pages=2, clicks=0, keys=12, letters=10, turns=0, waits=1)


def test_what_lies_under_something_else_cannot_be_clicked(browser_page: Any, pages: str) -> None:
    person = Pointing(browser_page, pages)
    person.opens("/two.html")
    with pytest.raises(AssertionError, match="cannot be brought into the window"):
        person.presses("Send")


def test_the_choice_of_a_list_must_come_about(browser_page: Any, pages: str) -> None:
    person = Tabbing(browser_page, pages)
    person.opens("/one.html")
    with pytest.raises(AssertionError, match="Chad"):
        person.chooses("Country", "Chad")
