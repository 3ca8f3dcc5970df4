"""A dispatcher's shift in a real browser: the feed cut and restored, a patrol with its reason, and the same without scripts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from agencies.customs.control import handing_over
from agencies.customs.models import Alarm, Intervention, Movement
from clearance import clock
from tests.browser import pale_in_the_dark, sideways
from tests.cast import Cast
from tests.corridor.tracked import a_device, said, tell, under_way
from tests.corridor.trained import a_listed_train

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("no_csp_errors")]


def on_the_way(cast: Cast) -> Movement:
    """A truck with the track of an hour."""
    movement = under_way(cast)
    now = clock.now()
    device = a_device(cast, movement=movement, moved_at=now - timedelta(hours=2))
    tell(*(said(device, now - timedelta(minutes=10 * step), latitude=44.0 - step / 10) for step in range(3)))
    return movement


def alarmed(cast: Cast, movement: Movement) -> Alarm:
    now = clock.now()
    with cast.acting("system"):
        return Alarm.objects.create(
            movement=movement, declaration_id=movement.declaration_id, company_id=movement.company_id, kind="LONG_STOP",
            severity="medium", opened_at=now, last_at=now,
        )  # fmt: skip


def test_a_feed_that_is_cut_is_said_at_once_and_what_came_meanwhile_is_shown_when_it_is_back(
    committed_cast: Cast,
    site: str,
    browser_page: Any,
    signed_in: Callable[..., Any],
    axe: Callable[[Any], None],
) -> None:
    cast = committed_cast
    movement = on_the_way(cast)
    page = signed_in(cast.user("dispatcher"), browser_page, site)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.install()
    page.goto(f"{site}/agencies/customs/control/")
    page.wait_for_selector("#map[data-ready='1']")
    assert page.locator(".sw-vehicle-placed").count() == page.locator("[data-movement]").count() == 1
    axe(page)
    assert pale_in_the_dark(page) == []
    assert page.locator("#feed-lost").is_hidden()

    page.context.set_offline(True)
    page.clock.fast_forward(60_000)
    page.wait_for_selector("#feed-lost:not([hidden])")
    assert "not renewed any more" in page.locator("#feed-lost").inner_text()
    alarmed(cast, movement)

    page.context.set_offline(False)
    page.clock.fast_forward(31_000)
    page.wait_for_selector("#feed-lost", state="hidden")
    page.wait_for_selector(".sw-alarm >> text=Stands too long")
    page.wait_for_selector(".sw-vehicle-placed.sw-vehicle-alarm")
    assert all(url.startswith((site, "data:")) for url in asked)

    page.keyboard.press("n")
    page.wait_for_selector("#map[data-ready='3']")
    page.locator("[data-playback]").focus()
    page.keyboard.press("ArrowLeft")
    assert page.locator("tr[data-point]").nth(1).get_attribute("aria-current") == "true"
    axe(page)
    assert pale_in_the_dark(page) == []


def test_every_page_of_the_corridor_is_fit_for_all_in_light_and_dark_and_asks_nobody_else(
    committed_cast: Cast, site: str, open_page: Callable[..., Any], signed_in: Callable[..., Any],
    axe: Callable[[Any], None],
) -> None:  # fmt: skip
    cast = committed_cast
    movement = on_the_way(cast)
    alarmed(cast, movement)
    beside = a_device(cast, movement=under_way(cast), token="beside", moved_at=clock.now() - timedelta(hours=2))
    tell(said(beside))
    train = a_listed_train(cast, "silk_road", "Kyzylorda")
    device = a_device(cast, "tracker")
    with cast.acting("shift_head") as head:
        handing_over.give(head, note="The truck that stands")
    own = "/agencies/customs/"
    asked: list[str] = []
    for who, addresses in {
        "dispatcher": ["control/?wall=1", "control/handover/", f"control/movements/{movement.uuid}/patrol/"],
        "customs_head": [
            "corridors/", "corridors/draw/", "trains/", f"trains/{train.uuid}/", "devices/", "devices/new/",
            f"devices/{device.uuid}/", f"movements/{movement.declaration.reference}/",
        ],
    }.items():  # fmt: skip
        page = signed_in(cast.user(who), open_page(), site)
        page.on("request", lambda request: asked.append(request.url))
        for address in addresses:
            page.goto(f"{site}{own}{address}")
            axe(page)
            assert pale_in_the_dark(page) == [], address
            if address == "control/?wall=1":
                page.wait_for_selector(".sw-vehicle-many.sw-vehicle-alarm >> text=2")
                assert page.locator(".sw-vehicle-placed:visible").count() == 0, "two at one place are one bubble"
    page.locator(".sw-nav summary").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("link", name="Devices").is_visible(), "the menu opens with the keyboard"
    axe(page)
    page.keyboard.press("Escape")
    assert page.get_by_role("link", name="Devices").is_hidden()
    assert len(asked) > 20
    assert all(url.startswith((site, "data:")) for url in asked)


def test_a_patrol_is_sent_with_a_reason_on_a_phone_and_without_scripts(
    committed_cast: Cast, site: str, open_page: Callable[..., Any], signed_in: Callable[..., Any]
) -> None:
    cast = committed_cast
    alarmed(cast, on_the_way(cast))
    page = open_page(java_script_enabled=False, viewport={"width": 320, "height": 640})
    signed_in(cast.user("dispatcher"), page, site)
    page.goto(f"{site}/agencies/customs/control/")
    assert page.locator("[data-movement]").count() == 1
    assert not sideways(page)
    page.get_by_role("button", name="Acknowledge").click()
    page.get_by_role("link", name="Send a patrol").click()
    page.get_by_role("button", name="Send a patrol").click()
    assert page.locator(".sw-field-error").inner_text().endswith("Enter the reason. It stays on record.")
    page.get_by_label("Reason").fill("Stands with open doors")
    page.get_by_role("button", name="Send a patrol").click()
    assert "Stands with open doors" in page.locator("main").inner_text()
    with cast.acting("system"):
        assert Intervention.objects.get().reason == "Stands with open doors"
