"""What a journey along the corridor needs: people at their browsers, and devices at their addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from agencies.customs.models import Alarm
from clearance.models import Declaration
from tests.acting import rows
from tests.cast import PASSWORD, Cast
from tests.pages.conftest import worker

CONTROL = "/agencies/customs/control/"
POSITIONS = "/agencies/customs/positions/"
A_WHOLE_TRAIN_MS = 60_000
"""How long a page may take that decides on sixty notes, on a machine that is busy."""


class Journey:
    """The people of one story, each at a browser of their own, and the devices on the way."""

    def __init__(self, cast: Cast, site: str, open_page: Callable[..., Any], signed_in: Callable[..., Any]) -> None:
        self.cast, self.site = cast, site
        self._open, self._signed_in = open_page, signed_in
        self._pages: dict[str, Any] = {}

    def at(self, who: str, path: str) -> Any:
        """The browser of a person, opened at a page; `driver` has no account."""
        if who not in self._pages:
            page = self._open()
            self._pages[who] = page if who == "driver" else self._signed_in(self.cast.user(who), page, self.site)
            self._pages[who].set_default_navigation_timeout(A_WHOLE_TRAIN_MS)
        page = self._pages[who]
        page.goto(self.site + path)
        return page

    def tell(self, form: str, token: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """What a device says at its public address, and what it is answered."""
        page = self._pages.setdefault("device", self._open())
        headers = {"Authorization": f"Bearer {token}"}
        answer = page.request.post(f"{self.site}{POSITIONS}{form}", data=body, headers=headers)
        assert answer.ok, answer.text()
        receipt: dict[str, Any] = answer.json()
        return receipt


def press(page: Any, words: str) -> None:
    """Press the button of these words and wait for the page that answers."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=words, exact=True).first.click()


def put(page: Any, values: Mapping[str, str]) -> None:
    """Fill in those fields the form has: which it has depends on the kind and the way of the goods."""
    for name, value in values.items():
        field = page.locator(f"main [name='{name}']")
        if not field.count() or not field.first.is_visible():
            continue
        if field.first.evaluate("e => e.tagName") == "SELECT":
            field.first.select_option(value)
        elif field.first.get_attribute("type") == "radio":
            page.locator(f"main [name='{name}'][value='{value}']").check()
        else:
            field.first.fill(value)


def signs(page: Any) -> str:
    """Sign and submit; the worker routes it. Returns the reference."""
    page.locator("main [name=password]").fill(PASSWORD)
    press(page, "Sign and submit declaration")
    worker()
    return str(page.locator(".sw-big").inner_text())


def acknowledge(journey: Journey, words: str) -> None:
    """The dispatcher sees the alarm on the wall and takes it on."""
    page = journey.at("dispatcher", CONTROL)
    move(page, page.locator("li.sw-alarm", has_text=words).get_by_role("button", name="Acknowledge"))


def close(journey: Journey, who: str, alarm: Alarm, words: str, reason: str) -> None:
    """Close or lift an alarm; without a reason it is not done."""
    page = journey.at(who, f"{CONTROL}alarms/{alarm.uuid}/close/")
    press(page, words)
    assert "Enter the reason" in page.inner_text("main")
    put(page, {"reason": reason})
    press(page, words)


def elsewhere(journey: Journey, reference: str, office: str) -> str:
    """The goods are sold elsewhere: leave is asked and given, the next transit is signed; returns its reference."""
    address = f"/agencies/customs/movements/{reference}/"
    page = within(journey.at("trader", address), "destination")
    put(page, {"destination-office": office, "destination-reason": "Sold on the way"})
    press(page, "Ask for another destination")
    page = within(journey.at("customs_officer", address), "decide")
    put(page, {"decide-is_granted": "yes", "decide-reason": "No objection"})
    press(page, "Decide on what was asked")
    page = journey.at("trader", address)
    press(page, "Begin the next transit, filled in")
    page.goto(page.url.split("?")[0].rstrip("/") + "/check/")
    return signs(page)


def clear(journey: Journey, declaration: Declaration, **answers: str) -> None:
    """Officers answer at their desks what keeps the goods from release and departure; what goes with it is decided with it."""
    keeps = {"state__in": ["open", "claimed"], "blocks__in": ["release", "departure"]}
    while found := rows(journey.cast, declaration, **keeps):
        row = min(found, key=lambda one: one.requirement != "customs.sealing")
        approve(journey.at(f"{row.agency}_officer", f"/desk/signoffs/{row.uuid}/"), **answers)


def named(cast: Cast, reference: str) -> Declaration:
    """The declaration of that reference."""
    with cast.acting("system"):
        return Declaration.objects.get(reference=reference)


def alarms(cast: Cast, declaration: Declaration) -> dict[str, Alarm]:
    """The alarms of a transit by their kinds."""
    with cast.acting("system"):
        return {one.kind: one for one in Alarm.objects.filter(declaration=declaration)}


def move(page: Any, what: Any) -> None:
    """Press or follow this and wait for the page that answers."""
    with page.expect_navigation():
        what.first.click()


def within(page: Any, part: str) -> Any:
    """Open the part of a page that is folded."""
    page.locator(f"details#{part} > summary").click()
    return page


def approve(page: Any, **answers: str) -> None:
    """Approve a sign-off on its page: `answers` by field, and for what its control asks a plain finding."""
    within(page, "act-approve")
    form = page.locator("#act-approve form")
    for folded in form.locator("summary").all():
        folded.click()
    for field in form.locator("[name^='approve-']:visible").all():
        name = field.get_attribute("name").removeprefix("approve-")
        given = answers.get(name) or {"finding_place": "Lane 4", "finding_at": "20.11.2026 10:00"}.get(name)
        if given is None and not name.startswith("found_"):
            continue
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(given or "conform")
        elif field.get_attribute("type") == "radio":
            form.locator(f"[name='approve-{name}'][value='{given or 'conform'}']").check()
        else:
            field.fill(given)
    press(page, "Record the approval")
    assert not page.locator(".sw-errors").count(), page.inner_text(".sw-errors")
