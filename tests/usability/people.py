"""A person at a browser whose every click, key, letter, page, turn of the wheel and wait is counted.

Nothing is done behind the page's back: the pointer goes where the thing is drawn, and only if it is in the window;
the keyboard reaches a thing by Tab. What is done therefore costs here what it costs a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

MOST_TURNS = 40
MOST_TABS = 200
A_TURN = 0.8
"""How much of the window one turn of the wheel moves."""

WHERE = """element => {
  const shown = element.getBoundingClientRect();
  const drawn = shown.width < 4 && element.labels?.length ? element.labels[0].getBoundingClientRect() : shown;
  const [x, y] = [drawn.x + Math.min(drawn.width / 2, 40), drawn.y + drawn.height / 2];
  const hit = document.elementFromPoint(x, y);
  const under = hit && (element.contains(hit) || hit.contains(element) || [...(element.labels || [])].some((l) => l.contains(hit)));
  return {x, y, height: window.innerHeight, inWindow: y > 0 && y < window.innerHeight && Boolean(under)};
}"""
SETTLES = """() => new Promise((done) => {
  document.addEventListener("scrollend", () => done(), {once: true, capture: true});
  setTimeout(done, 300);
})"""
CHOSEN = "list => list.selectedOptions[0]?.label.trim()"
HAS_FOCUS = "element => element === document.activeElement"
IS_NEXT = """element => {
  const now = document.activeElement;
  if (!now || !now.matches("input, select, textarea, button")) return false;
  const wanted = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const stops = [...document.querySelectorAll(wanted)].filter((e) => !e.disabled && e.tabIndex >= 0 && e.checkVisibility());
  return stops[stops.indexOf(now) + 1] === element;
}"""
COMES_BEFORE = (
    "element => Boolean(element.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING)"
)
IS_AT_THE_TOP = """element => !document.querySelector("main").contains(document.activeElement)
  && document.querySelector("main").contains(element)"""


@dataclass
class Effort:
    """What a task costs a person."""

    pages: int = 0
    clicks: int = 0
    keys: int = 0
    letters: int = 0
    turns: int = 0
    waits: int = 0

    def as_row(self) -> dict[str, int]:
        return asdict(self)


class Person:
    """What people do, whatever they do it with; `Pointing` and `Tabbing` say how."""

    def __init__(self, page: Any, site: str, pictures: Path | None = None) -> None:
        self.page, self.site, self.pictures = page, site, pictures
        self.effort = Effort()
        self.page.on("load", self._counts_a_page)

    # What they look for

    def field(self, label: str, within: str = "") -> Any:
        """A field by its label, within the group or card that has this heading."""
        named = re.compile(rf"^{re.escape(label)}(\s+\(.*\))?$")
        return self._place(within).get_by_label(named).first

    def button(self, words: str, within: str = "") -> Any:
        return self._place(within).get_by_role("button", name=words, exact=True).first

    def link(self, words: str, within: str = "") -> Any:
        return self._place(within).get_by_role("link", name=words, exact=True).first

    def _place(self, within: str) -> Any:
        if not within:
            return self.page
        return self.page.get_by_role("group", name=within).or_(self.page.get_by_role("region", name=within)).first

    # What they do

    def opens(self, address: str) -> None:
        """Type an address, or open a bookmark: a page and nothing else."""
        self.page.goto(self.site + address)
        self._keeps_a_picture()

    def signs_in(self, name: str, password: str) -> None:
        """From the sign-in page to whatever comes first."""
        self.opens("/accounts/login/")
        self.types("User name or email address", name)
        self.types("Password", password)
        self.strikes("Enter", opens_page=True)

    def types(self, label: str, text: str, within: str = "") -> None:
        self.goes_to(self.field(label, within))
        if self.field(label, within).input_value():
            self.strikes("Control+A")
        self.page.keyboard.type(text)
        self.effort.letters += len(text)

    def chooses(self, label: str, option: str, within: str = "") -> None:
        """An entry of a list."""
        raise NotImplementedError

    def ticks(self, label: str, within: str = "") -> None:
        """A box, or one of several buttons of a choice."""
        raise NotImplementedError

    def presses(self, words: str, within: str = "", *, opens_page: bool = True) -> None:
        self._uses(self.button(words, within), opens_page=opens_page)

    def follows(self, words: str, within: str = "", *, opens_page: bool = True) -> None:
        self._uses(self.link(words, within), opens_page=opens_page)

    def strikes(self, key: str, *, opens_page: bool = False) -> None:
        """One key or chord, such as Enter or a shortcut of the page."""
        self.effort.keys += 1
        self._and_the_page_opens(lambda: self.page.keyboard.press(key), opens_page=opens_page)

    def waits_for(self, work: Callable[[], Any]) -> None:
        """Somebody else, or the portal itself, has to do something before they can go on."""
        self.effort.waits += 1
        work()

    def opens_details(self, words: str) -> None:
        """A part of the page that is folded away until its heading is used."""
        self._uses(self.page.locator("summary", has_text=words).first, opens_page=False)

    def reads(self) -> str:
        """What the page says; reading costs nothing."""
        return str(self.page.inner_text("main"))

    def sees(self, words: str) -> None:
        """Fail unless these words can be read."""
        assert words in self.reads(), f"“{words}” is not on {self.page.url}"

    def ends(self) -> Effort:
        """The whole effort, once everything that happened in the browser has been heard of."""
        self.page.evaluate("1")
        return self.effort

    def goes_to(self, thing: Any) -> None:
        """Bring the focus into a field."""
        raise NotImplementedError

    def _uses(self, thing: Any, *, opens_page: bool) -> None:
        raise NotImplementedError

    def _and_the_page_opens(self, act: Callable[[], None], *, opens_page: bool) -> None:
        if not opens_page:
            act()
            return
        with self.page.expect_event("load"):
            act()
        self._keeps_a_picture()

    def _counts_a_page(self, _page: Any) -> None:
        self.effort.pages += 1

    def _keeps_a_picture(self) -> None:
        """The window as it is when a page has come, with what lies below the fold left out."""
        if self.pictures:
            self.page.screenshot(path=self.pictures / f"{self.effort.pages:02}.png")


class Pointing(Person):
    """Uses a mouse, and Tab from one field to the very next."""

    def clicks(self, thing: Any) -> None:
        """Turn the wheel until the thing is in the window, and click where it is drawn."""
        thing.wait_for(state="attached")
        place = self._brought_into_the_window(thing)
        self.page.mouse.click(place["x"], place["y"])
        self.effort.clicks += 1

    def _brought_into_the_window(self, thing: Any) -> dict[str, float]:
        for _ in range(MOST_TURNS):
            place: dict[str, float] = thing.evaluate(WHERE)
            if place["inWindow"]:
                return place
            step = place["height"] * A_TURN
            self.page.mouse.move(place["x"], place["height"] / 2)
            self.page.mouse.wheel(0, max(-step, min(step, place["y"] - place["height"] / 2)))
            self.page.evaluate(SETTLES)
            self.effort.turns += 1
        raise AssertionError(f"{thing} cannot be brought into the window on {self.page.url}")

    def goes_to(self, thing: Any) -> None:
        if thing.evaluate(HAS_FOCUS):
            return
        if thing.evaluate(IS_NEXT):
            self.strikes("Tab")
            assert thing.evaluate(HAS_FOCUS)
        else:
            self.clicks(thing)

    def chooses(self, label: str, option: str, within: str = "") -> None:
        """Two clicks: on the list, and on the entry; the list itself is drawn by the browser, out of reach."""
        field = self.field(label, within)
        self._brought_into_the_window(field)
        field.select_option(label=option)
        field.focus()
        self.effort.clicks += 2

    def ticks(self, label: str, within: str = "") -> None:
        self.clicks(self.field(label, within))

    def gives_file(self, label: str, path: Path, within: str = "") -> None:
        """Three clicks: on the field, on the file, on Open."""
        with self.page.expect_file_chooser() as chooser:
            self.clicks(self.field(label, within))
        chooser.value.set_files(path)
        self.effort.clicks += 2

    def keeps_file(self, words: str) -> Path:
        """One click on a link that gives a file."""
        with self.page.expect_download() as download:
            self.clicks(self.link(words))
        return Path(download.value.path())

    def _uses(self, thing: Any, *, opens_page: bool) -> None:
        self._and_the_page_opens(lambda: self.clicks(thing), opens_page=opens_page)


class Tabbing(Person):
    """Uses nothing but a keyboard."""

    def goes_to(self, thing: Any) -> None:
        """Skip to the content where that is shorter, then Tab, forwards or backwards."""
        thing.wait_for(state="attached")
        if thing.evaluate(HAS_FOCUS):
            return
        if thing.evaluate(IS_AT_THE_TOP):
            self.strikes("Tab")
            self.strikes("Enter")
        way = "Shift+Tab" if thing.evaluate(COMES_BEFORE) else "Tab"
        for _ in range(MOST_TABS):
            if thing.evaluate(HAS_FOCUS):
                return
            self.strikes(way)
        raise AssertionError(f"{thing} cannot be reached by {way} on {self.page.url}")

    def chooses(self, label: str, option: str, within: str = "") -> None:
        """As many letters of the entry as it takes to get there."""
        field = self.field(label, within)
        self.goes_to(field)
        for letter in option:
            if field.evaluate(CHOSEN) == option:
                return
            self.page.keyboard.type(letter)
            self.effort.letters += 1
        assert field.evaluate(CHOSEN) == option, f"{option} is not in the list {label}"

    def ticks(self, label: str, within: str = "") -> None:
        """Space on a box; arrows within the buttons of a choice."""
        field = self.field(label, within)
        if field.get_attribute("type") == "checkbox":
            self.goes_to(field)
            self.strikes("Space")
            return
        group = self.page.locator(f"[name={field.get_attribute('name')}]")
        first = group.and_(self.page.locator(":checked")).or_(group.first).first
        self.goes_to(first)
        if field.evaluate(HAS_FOCUS):
            self.strikes("Space")
        while not field.is_checked():
            self.strikes("ArrowDown")

    def _uses(self, thing: Any, *, opens_page: bool) -> None:
        self.goes_to(thing)
        self.strikes("Enter", opens_page=opens_page)
