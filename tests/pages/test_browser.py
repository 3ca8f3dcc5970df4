"""In a real browser: a trader files and is released, with and without JavaScript; officers decide; pages are accessible."""

import asyncio
import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from clearance.models import Declaration
from clearance.services import deciding, stopping
from tests.acting import decide, file, fresh, pay, present, row, rows
from tests.browser import pale_in_the_dark, sideways
from tests.cast import PASSWORD, Cast
from tests.goods import APPLES, CERAMICS, LAMB, imports
from tests.pages.conftest import MONEY, PARTIES, ROUTE, TILES, TRANSPORT, worker

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CHOSEN = {"procedure", "office", "currency", "incoterms", "border_mode", "inland_mode", "border_office", "valuation_method",
          "previous_procedure", "package_type", "origin"}  # fmt: skip
APPLES_TYPED = {**TILES, "commodity_code": "0808108006", "description": "Fresh apples, Fuji, packed in cartons"}


def fill(page: Any, values: dict[str, str]) -> None:
    """Type and choose as a person does."""
    for name, value in values.items():
        control = page.locator(f"main [name={name}]")
        if name in CHOSEN or "country" in name or "nationality" in name:
            control.select_option(value)
        else:
            control.fill(value)


def press(page: Any, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def files_by_form(page: Any, site: str) -> str:
    """A trader begins, fills in every section with two items, signs; returns the reference."""
    page.goto(f"{site}/declarations/new/")
    page.get_by_label("Import: goods come into Kazakhstan").check()
    press(page, "Begin")
    for values in (PARTIES, ROUTE, TRANSPORT):
        fill(page, values)
        press(page, "Save and continue")
    fill(page, TILES)
    press(page, "Save and add another")
    fill(page, APPLES_TYPED)
    press(page, "Save item")
    page.get_by_role("link", name="Continue", exact=True).click()
    for kind in ("INVOICE", "TRANSPORT_DOC", "CONTRACT", "PRE_ARRIVAL_INFO", "CONFORMITY_DOC", "PHYTO_CERT"):
        page.locator("[name=type]").first.select_option(kind)
        page.locator("[name=number]").first.fill(f"{kind}-1")
        page.locator("[name=date]").fill("01.11.2026")
        press(page, "Add the paper")
    page.get_by_role("link", name="Continue", exact=True).click()
    fill(page, MONEY)
    press(page, "Save and continue")
    page.get_by_label("Your password").fill(PASSWORD)
    press(page, "Sign and submit declaration")
    assert page.get_by_role("heading", level=1).inner_text().strip() == "Declaration submitted"
    return str(page.locator(".sw-big").inner_text())


def by_reference(cast: Cast, reference: str) -> Declaration:
    with cast.acting("system"):
        return Declaration.objects.get(reference=reference)


def officer_claims_and_decides(page: Any, site: str, reference: str) -> None:
    page.goto(f"{site}/desk/queue/")
    row_ = page.get_by_role("row").filter(has_text=reference)
    row_.get_by_role("button", name=re.compile("^Claim")).click()
    assert "You are working on it" in page.inner_text("main")
    page.locator("#act-approve summary").first.click()
    act = page.locator("#act-approve")
    act.get_by_label("Where were the goods inspected?").fill("Shed 4")
    act.get_by_label("When?").fill("20.11.2026 10:00")
    act.get_by_label("Result for item 2").fill("clean")
    press(page, "Record the approval")
    assert "The decision" in page.inner_text("main")


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_trader_files_two_items_an_officer_decides_and_the_goods_are_released(
    committed_cast: Cast, site: str, open_page: Any, signed_in: Any, no_csp_errors: None, script: bool
) -> None:
    cast = committed_cast
    trader = signed_in(cast.user("trader"), open_page(java_script_enabled=script), site)
    reference = files_by_form(trader, site)
    worker()
    trader.get_by_role("link", name="Follow the declaration").click()
    assert reference in trader.inner_text("h1")
    declaration = present(cast, pay(cast, by_reference(cast, reference)))
    officer = signed_in(cast.user("plant_health_officer"), open_page(java_script_enabled=script), site)
    officer_claims_and_decides(officer, site, reference)
    for left in rows(cast, declaration):
        if left.is_undecided:  # where chance drew an inspection of customs too
            decide(cast, left)
    trader.reload()
    assert trader.locator("[data-headline]").inner_text() == "Released: the goods may leave"


def test_a_question_is_answered_in_the_browser(
    committed_cast: Cast, site: str, browser_page: Any, signed_in: Any, no_csp_errors: None
) -> None:
    cast = committed_cast
    declaration = present(cast, pay(cast, file(cast, imports(APPLES))))
    with cast.acting("plant_health_officer") as actor:
        deciding.ask(actor, sign_off=str(row(cast, declaration, "plant_health").uuid), text="Which orchard?")
    page = signed_in(cast.user("trader"), browser_page, site)
    page.goto(f"{site}/cases/{declaration.reference}/")
    page.get_by_role("link", name="Answer the question").click()
    press(page, "Send the answer")
    page.wait_for_function("document.activeElement?.className === 'sw-errors'")  # the summary takes the focus
    page.get_by_label("Your answer").fill("Orchard 7")
    press(page, "Send the answer")
    assert "Your answer is sent." in page.inner_text("main")


@pytest.fixture
def live_site(live_server: Any, plain_cookies: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The site behind its own front, which answers streams itself and passes pages on, as `make demo` runs it."""
    import uvicorn

    from portal import front

    address = live_server.url.removeprefix("http://")
    monkeypatch.setattr(front, "HOST", address.partition(":")[0])
    monkeypatch.setattr(front, "PORT", address.partition(":")[2])
    config = uvicorn.Config(
        front.application, host="127.0.0.1", port=0, log_level="error", lifespan="off", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    until = time.monotonic() + 15
    while not server.started:
        assert time.monotonic() < until, "uvicorn did not start"
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(15)


def test_a_change_arrives_while_the_page_is_looked_at(
    committed_cast: Cast, live_site: str, browser_page: Any, signed_in: Any, no_csp_errors: None
) -> None:
    cast = committed_cast
    declaration = present(cast, pay(cast, file(cast, imports(APPLES))))
    page = signed_in(cast.user("trader"), browser_page, live_site)
    with page.expect_response(lambda answer: "/live/" in answer.url):
        page.goto(f"{live_site}/cases/{declaration.reference}/")
    decide(cast, row(cast, declaration, "plant_health"))
    assert fresh(cast, declaration).state == "released"
    page.locator("[data-headline]", has_text="Released").wait_for()
    page.locator("#announce", has_text="Released").wait_for(state="attached")
    page.goto("about:blank")  # the stream ends with the page


def test_without_a_stream_the_page_asks_by_itself(
    committed_cast: Cast, site: str, browser_page: Any, signed_in: Any, settings: Any
) -> None:
    settings.LIVE_UPDATES = False
    cast = committed_cast
    declaration = present(cast, pay(cast, file(cast, imports(APPLES))))
    page = signed_in(cast.user("trader"), browser_page, site)
    page.clock.install()
    page.goto(f"{site}/cases/{declaration.reference}/")
    decide(cast, row(cast, declaration, "plant_health"))
    page.clock.fast_forward(31_000)
    page.locator("[data-headline]", has_text="Released").wait_for()


Visit = tuple[str, str]


@pytest.fixture
def scenes(committed_cast: Cast) -> list[Visit]:
    """Every page with something on it: who looks, and the address."""
    cast = committed_cast
    asked = present(cast, pay(cast, file(cast, imports(APPLES, LAMB))))
    sign_off = row(cast, asked, "plant_health")
    with cast.acting("plant_health_officer") as actor:
        question = deciding.ask(actor, sign_off=str(sign_off.uuid), text="Which orchard?", pointer="/items/0")
        hold = stopping.place_hold(
            actor, sign_off=str(sign_off.uuid), public_reason="Seal broken", legal_basis="Art. 1"
        )
    veterinary = row(cast, asked, "veterinary")
    coming = file(cast, imports(CERAMICS))
    released = present(cast, pay(cast, file(cast, imports(CERAMICS))))
    refused = present(cast, pay(cast, file(cast, imports(APPLES, {**APPLES, "description": "Fresh apples, Gala"}))))
    decide(cast, row(cast, refused, "plant_health"), "refused", verdicts_by_item={1: "approved", 2: "refused"})
    misplaced = present(cast, pay(cast, file(cast, imports(APPLES))))
    decide(cast, row(cast, misplaced, "plant_health"), "not_competent")
    from clearance.services import filing

    with cast.acting("trader") as actor:
        content = {
            name: value for name, value in imports(APPLES, LAMB).items() if name not in {"consignee", "incoterms"}
        }
        draft = filing.save_draft(
            actor, company_id=cast.companies()["silk_road"], content=content
        ).declaration.reference
        postal = filing.save_draft(
            actor, company_id=cast.companies()["silk_road"], content={"kind": "postal", "postal": {"form": "CN23"}}
        ).declaration.reference
    case, desk = f"/cases/{asked.reference}/", f"/desk/declarations/{asked.reference}/"
    return [
        *(("", url) for url in ("/", "/what-will-i-need/", "/tariff/0808/", "/procedures/40/", "/help/", "/accessibility/", "/status/", "/privacy/")),
        *(("trader", url) for url in (
            "/home/", "/declarations/", "/declarations/?tab=released&q=nothing", "/declarations/new/", "/declarations/upload/",
            f"/declarations/{draft}/", f"/declarations/{draft}/check/", f"/declarations/{draft}/copy/", f"/declarations/{draft}/template/", f"/declarations/{draft}/sections/route/", f"/declarations/{draft}/sections/parties/?mend",
            f"/declarations/{draft}/sections/transport/", f"/declarations/{draft}/items/", f"/declarations/{draft}/items/1/",
            f"/declarations/{draft}/documents/", f"/declarations/{draft}/discard/", f"/declarations/{postal}/sections/postal/",
            f"/declarations/{coming.reference}/done/", case, f"{case}questions/{question.uuid}/", f"{case}files/",
            f"{case}withdraw/", f"{case}change/", f"{case}change/check/", f"/cases/{coming.reference}/", f"/cases/{coming.reference}/arrival/",
            f"/cases/{released.reference}/", f"/cases/{refused.reference}/", f"/cases/{refused.reference}/split/",
        )),
        *(("plant_health_officer", url) for url in (
            "/desk/", "/desk/queue/", "/desk/queue/?q=nothing", f"/desk/signoffs/{sign_off.uuid}/", f"/desk/holds/{hold.uuid}/lift/",
            "/desk/find/?q=silk",
        )),
        ("veterinary_officer", f"/desk/signoffs/{veterinary.uuid}/"),
        *(("customs_officer", url) for url in (
            desk, f"/desk/declarations/{coming.reference}/arrival/", f"/desk/declarations/{coming.reference}/refuse/",
            f"/desk/signoffs/{sign_off.uuid}/",
        )),
        *(("cashier", url) for url in ("/desk/payments/", f"/desk/payments/{coming.reference}/")),
        *(("desk_clerk", url) for url in ("/desk/routing/", f"/desk/signoffs/{row(cast, misplaced, 'routing_desk').uuid}/")),
        *(("auditor", url) for url in (desk, "/desk/rulebooks/")),
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_every_page_is_accessible_and_fits_a_narrow_window(
    committed_cast: Cast, scenes: list[Visit], site: str, open_page: Any, signed_in: Any, axe: Any, no_csp_errors: None,
    language: str,
) -> None:  # fmt: skip
    from portal.accounts.models import User

    User.objects.update(language=language)
    pages: dict[str, Any] = {}
    faults: list[str] = []
    for who, url in scenes:
        if who not in pages:
            pages[who] = open_page(locale=language)
            if who:
                signed_in(committed_cast.user(who), pages[who], site)
        page = pages[who]
        page.set_viewport_size({"width": 1280, "height": 900})
        answer = page.goto(site + url)
        assert answer.status == 200, (who, url, answer.status)
        assert page.locator("html").get_attribute("lang") == language
        faults += _faults(lambda page=page: axe(page), f"{who} light")
        # Nothing but contrast depends on the colours, and contrast not on the language.
        if language == "en" and (pale := pale_in_the_dark(page)):
            faults.append(f"{who} {url} dark: too little contrast at {pale}")
        page.set_viewport_size({"width": 320, "height": 640})
        if wide := sideways(page):
            faults.append(f"{who} {url}: {wide}")
        if doubled := page.evaluate(DOUBLED):
            faults.append(f"{who} {url}: the ids {doubled} are there twice")
    assert not faults, "\n".join(faults)


DOUBLED = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  return [...new Set(ids.filter((id, place) => ids.indexOf(id) !== place))];
}"""


def _faults(check: Callable[[], None], what: str) -> list[str]:
    try:
        check()
    except AssertionError as fault:
        return [f"{what} {str(fault).partition('assert not')[0].strip()}"]
    return []


def test_the_wall_against_a_page_that_is_not_accessible_stands(plain_site: str, browser_page: Any, axe: Any) -> None:
    browser_page.goto(f"{plain_site}/components/")
    browser_page.evaluate("document.querySelector('main').innerHTML = '<h1>x</h1><input name=q><img src=x>'")
    with pytest.raises(AssertionError, match="label"):
        axe(browser_page)
