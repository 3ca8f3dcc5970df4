"""Going through the pages: person by person, language by language, each page loaded once and seen in every form."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from playwright.sync_api import Error as PlaywrightError

from portal.demo.cast import PASSWORD
from tests.every_page import looking, sheets
from tests.every_page.objects import second_factor
from tests.every_page.visits import NOBODY, PEOPLE, SURE, Visit
from tests.every_page.ways import ONLY_ENGLISH
from tests.shots import sign_in

HEIGHT = {1280: 900, 390: 844, 320: 640}
SET_THEME = "theme => document.documentElement.setAttribute('data-bs-theme', theme)"
EMPTY_THE_FORM = """form => {
  for (const e of form.elements) {
    if (e.type === "hidden" || e.tagName === "BUTTON") continue;
    if (e.type === "checkbox" || e.type === "radio") e.checked = false; else e.value = "";
  }
}"""


@dataclass
class Seen:
    """What a round saw: how many views, and each fault with where it was."""

    views: int = 0
    faults: list[tuple[str, str, str]] = field(default_factory=list)  # page, view, fault
    sheets: list[Path] = field(default_factory=list)


@dataclass
class House:
    """The browser and the demo in it."""

    chromium: Any
    demo: dict[str, Any]

    @contextmanager
    def opened(self, person: str, language: str) -> Iterator[Any]:
        """A browser context in which this person is signed in and reads this language."""
        context = self.chromium.new_context(
            base_url=self.demo["base_url"],
            locale=language,
            timezone_id="Asia/Almaty",
            color_scheme="light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(20_000)
        try:
            page = context.new_page()
            with second_factor(person, signed_in=False):
                page.goto("/help/")
                if person != NOBODY:
                    sign_in(page, {"username": person, "password": PASSWORD})
                    if person in SURE:
                        _be_sure(page)
                    page.goto("/help/")
                page.locator(f"button[name=language][value={language}]").click()
                with second_factor(person, signed_in=True):
                    yield context
        finally:
            context.close()


def _be_sure(page: Any) -> None:
    """Type the password again."""
    page.goto("/accounts/reauthenticate/")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "reauthenticate" not in url)


def look_at(house: House, visits: list[Visit], wanted: Namespace, folder: Path) -> Seen:
    """Look at these pages in every wanted form, take pictures, and lay them out in sheets."""
    seen = Seen()
    pictures: dict[tuple[str, str, int], list[Path]] = {}
    in_order = sorted(visits, key=lambda visit: PEOPLE.index(visit.person))
    for person, theirs in groupby(in_order, key=lambda visit: visit.person):
        pages = list(theirs)
        for language in wanted.languages:
            with house.opened(person, language) as context:
                watch = _Watch(context.pages[0], house.demo["base_url"])
                for visit in pages:
                    print(f"{language} {visit.person or '-'} {visit.name}", flush=True)
                    try:
                        taken = _one(watch, visit, language, wanted, folder, seen)
                    except PlaywrightError as error:  # one page that hangs is a fault, not the end of the round
                        seen.faults.append((visit.name, language, f"could not be looked at: {str(error)[:150]}"))
                        continue
                    for theme, width, picture in taken:
                        pictures.setdefault((language, theme, width), []).append(picture)
    for (language, theme, width), taken in pictures.items():
        name = f"sheet-{language}-{theme}-{width}"
        for old in folder.glob(f"{name}-*.png"):
            old.unlink()
        seen.sheets += sheets.write(house.chromium, taken, width, folder, name)
    return seen


def _one(
    watch: _Watch, visit: Visit, language: str, wanted: Namespace, folder: Path, seen: Seen
) -> Iterable[tuple[str, int, Path]]:
    """Look at one page in one language; its faults are noted, its pictures given."""
    page = watch.page

    def note(view: str, faults: Iterable[str]) -> None:
        seen.faults += [(visit.name, f"{language} {view}", fault) for fault in faults]

    page.set_viewport_size({"width": 1280, "height": HEIGHT[1280]})
    note("", watch.open(visit))
    looking.with_axe(page)
    note("", looking.page_faults(page, language, only_english=visit.key in ONLY_ENGLISH))
    taken = []
    for width in map(int, wanted.widths):
        page.set_viewport_size({"width": width, "height": HEIGHT[width]})
        for place, theme in enumerate(wanted.themes):
            page.evaluate(SET_THEME, theme)
            note(f"{theme} {width}", looking.axe_faults(page, only_colours=place > 0))
            picture = folder / language / f"{theme}-{width}" / f"{visit.name}.png"
            picture.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=picture, full_page=True)
            taken.append((theme, width, picture))
            seen.views += 1
    page.set_viewport_size({"width": 320, "height": HEIGHT[320]})
    note("320", looking.sideways_faults(page))
    note("", watch.said())
    return taken


class _Watch:
    """One tab, and what its browser complained of."""

    def __init__(self, page: Any, base_url: str) -> None:
        self.page = page
        self._said: list[str] = []
        page.on("pageerror", lambda error: self._said.append(f"script error: {error}"))
        page.on("console", self._console)
        page.on("request", lambda request: self._request(request.url, base_url))

    def open(self, visit: Visit) -> list[str]:
        """Go to the page; say what was not as expected."""
        self._said.clear()
        answer = self.page.goto(visit.path)
        if visit.way == "empty":
            return self._send_empty()
        return [] if answer.status == visit.status else [f"answered {answer.status} instead of {visit.status}"]

    def said(self) -> list[str]:
        """What the browser complained of since the page was opened."""
        return sorted(set(self._said))

    def _send_empty(self) -> list[str]:
        form = self.page.locator("main form[method=post]:has(input:not([type=hidden]), textarea, select)").first
        if not form.count():  # what was there when the pages were found has gone meanwhile
            return ["has no form any more that could be sent empty"]
        form.evaluate(EMPTY_THE_FORM)
        button = form.locator("button:not([type=button]):not([formnovalidate])").first
        if button.get_attribute("aria-hidden"):  # the one that the Enter key presses, out of a pointer's reach
            with self.page.expect_navigation():
                button.evaluate("button => button.click()")
        else:
            button.click()
        self.page.wait_for_load_state("load")
        return [] if self.page.locator(".sw-errors").count() else ["sent empty, and no error summary"]

    def _console(self, line: Any) -> None:
        if line.type == "error" and "the server responded with a status of 4" not in line.text:
            self._said.append(f"console: {line.text[:200]}")

    def _request(self, url: str, base_url: str) -> None:
        if not url.startswith((base_url + "/", "data:", "blob:")):
            self._said.append(f"asks another host: {url}")
