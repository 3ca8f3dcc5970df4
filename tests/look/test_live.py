"""The case page keeps itself up to date and never takes a person's place, words or focus away."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("no_csp_errors")]

CASE = """
<p class="sw-status-sentence">{sentence}</p>
<details id="why"><summary>Why?</summary><p>Because.</p></details>
<a href="/declarations/KZ27-1/answer/">Answer the question</a>
<form method="post"><label for="note">Note</label><input id="note" name="note"><button>Send</button></form>
"""
PAGE = """<!doctype html><html lang="en"><head><title>Case</title></head><body><main>
<div id="case-live" data-live="{live}" data-fragment="?fragment=case">{case}</div></main>
<div id="announce" role="status"></div><script src="/static/portal.js"></script></body></html>"""


class Case:
    """A case page served by the test: what it says now, and how often the fragment was fetched."""

    def __init__(self, page: Any, site: str) -> None:
        self.page, self.site = page, site
        self.sentence, self.status, self.fetched, self.streams = "With Customs", 200, 0, 0
        self.events = "retry: 200\n\n"
        page.route("**/case/**", self._answer)
        page.route("**/live/declarations/**", self._stream)

    def _answer(self, route: Any) -> None:
        case = CASE.format(sentence=self.sentence)
        if "fragment=case" in route.request.url:
            self.fetched += 1
            route.fulfill(status=self.status, content_type="text/html", body=case)
        else:
            route.fulfill(content_type="text/html", body=PAGE.format(live="/live/declarations/KZ27-1", case=case))

    def _stream(self, route: Any) -> None:
        self.streams += 1
        route.fulfill(content_type="text/event-stream", body=self.events)

    def open(self) -> None:
        self.page.goto(f"{self.site}/case/KZ27-1/")

    def change(self, sentence: str) -> None:
        """Something happens; the stream, opened again, says so."""
        self.sentence = sentence
        self.events = "retry: 200\nid: 2\ndata: {}\n\n"


@pytest.fixture
def case(plain_site: str, browser_page: Any) -> Case:
    return Case(browser_page, plain_site)


def says(case: Case, sentence: str) -> None:
    case.page.wait_for_function("s => document.querySelector('.sw-status-sentence').textContent === s", arg=sentence)


def until(page: Any, question: Callable[[], bool]) -> None:
    """Let the page go on, its requests being answered meanwhile, until something is so."""
    for _turn in range(300):
        if question():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it never came to be")


def test_a_change_is_shown_and_said_without_reloading(case: Case) -> None:
    case.open()
    case.change("Released")
    says(case, "Released")
    case.page.wait_for_function("document.getElementById('announce').textContent === 'Released'")


def test_the_focus_stays_on_the_same_link_and_an_open_reason_stays_open(case: Case) -> None:
    case.open()
    case.page.get_by_text("Why?").click()
    case.page.get_by_role("link", name="Answer the question").focus()
    case.change("Released")
    says(case, "Released")
    assert case.page.evaluate("document.activeElement.textContent") == "Answer the question"
    assert case.page.get_by_text("Because.").is_visible()


def test_what_a_person_typed_is_never_replaced(case: Case) -> None:
    case.open()
    case.page.get_by_label("Note").fill("Seal")
    case.change("Released")
    before = case.streams
    until(case.page, lambda: case.streams > before + 3)  # several told of the news and ended
    assert case.page.get_by_label("Note").input_value() == "Seal"
    assert case.page.locator(".sw-status-sentence").text_content() == "With Customs"
    case.page.get_by_label("Note").fill("")
    case.page.get_by_role("link", name="Answer the question").focus()
    says(case, "Released")


@pytest.mark.parametrize("status", [401, 403, 404])
def test_who_may_not_see_it_any_more_is_not_asked_again(case: Case, status: int) -> None:
    case.open()
    case.status = status
    case.change("Released")
    until(case.page, lambda: case.fetched > 0)
    case.page.wait_for_timeout(600)
    asked = case.fetched
    case.page.wait_for_timeout(800)
    assert case.fetched == asked
    assert case.page.locator(".sw-status-sentence").text_content() == "With Customs"


def test_a_hidden_page_closes_its_stream_and_catches_up_when_seen(case: Case) -> None:
    case.open()
    until(case.page, lambda: case.streams > 0)
    hide = """hidden => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    case.page.evaluate(hide, True)
    case.page.wait_for_timeout(300)
    streams = case.streams
    case.page.wait_for_timeout(700)
    assert case.streams == streams
    case.sentence = "Released"
    case.page.evaluate(hide, False)
    says(case, "Released")


def test_where_the_stream_cannot_be_had_the_page_asks_by_the_clock(plain_site: str, browser_page: Any) -> None:
    case = Case(browser_page, plain_site)
    browser_page.unroute("**/live/declarations/**")
    browser_page.route("**/live/declarations/**", lambda route: route.abort())
    browser_page.clock.install()
    case.open()
    case.sentence = "Released"

    def asked() -> bool:
        browser_page.clock.run_for(31_000)
        return case.fetched > 0

    until(browser_page, asked)
    says(case, "Released")


def test_the_same_act_is_sent_once(plain_site: str, browser_page: Any) -> None:
    sent: list[str] = []

    def answer(route: Any) -> None:
        if route.request.method == "POST":
            sent.append(route.request.post_data or "")
            route.fulfill(status=204)  # the page stays; the person sees nothing yet, and presses again
            return
        route.fulfill(content_type="text/html", body=PAGE.format(live="", case=CASE.format(sentence="With Customs")))

    browser_page.route("**/case/**", answer)
    browser_page.goto(f"{plain_site}/case/KZ27-1/")
    press = "setTimeout(() => document.querySelector('form').requestSubmit())"
    browser_page.evaluate(press)
    browser_page.evaluate(press)
    until(browser_page, lambda: len(sent) > 0)
    browser_page.wait_for_timeout(300)
    assert len(sent) == 1
    browser_page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    browser_page.evaluate(press)
    until(browser_page, lambda: len(sent) == 2)  # back with the Back button: it may be sent again
