"""In a real browser: a truck from Khorgos to Astana, opened, led astray, silent and sold on the way, until its guarantee is free."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from agencies.customs.alarms import sweeping
from agencies.customs.corridors import replacing
from agencies.customs.models import Guarantee, Intervention
from tests.acting import rows
from tests.cast import Cast
from tests.corridor import story
from tests.corridor.helping import ASTANA, movement_of
from tests.corridor.test_books import assert_books_balance
from tests.corridor.tracked import SEAL, a_device
from tests.journeys.corridor import (
    CONTROL,
    Journey,
    acknowledge,
    alarms,
    approve,
    clear,
    close,
    elsewhere,
    move,
    named,
    press,
    put,
    signs,
    within,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ALMATY, NEW_SEAL = "KZ-ALMATY-CENTRE", "KZ556677"
TYPED = {
    "consignor_name": "Khorgos Yida Trading", "consignor_country": "CN", "consignee_name": "Silk Road", "consignee_country": "KZ",
    "consignee_id": "971240001315", "office": "KZ-NURJOLY", "dispatch_country": "CN", "destination_country": "KZ",
    "destination_office": ASTANA, "border_mode": "30", "inland_mode": "30", "vehicle": "731BOL05", "vehicle_nationality": "KZ",
    "carrier_name": "Jetisu Trans", "carrier_country": "KZ", "containers": f"MSKU9070323 {SEAL}",
    "commodity_code": "8517130000", "origin": "CN", "description": "Smartphones with 128 GB of memory, new",
    "package_count": "10", "package_type": "CT", "gross_mass_kg": "1050", "net_mass_kg": "1000", "price": "5000",
    "currency": "USD", "cmr_number": "CMR-1", "cmr_date": "01.09.2026", "guarantee_type": "GUA", "guarantee_reference": "KZ-G-1",
}  # fmt: skip
MOST_PAGES = 12
PAPERS = ("INVOICE", "TRANSPORT_DOC", "GUARANTEE_CERT", "VEHICLE_APPROVAL")


def files(journey: Journey) -> str:
    """The trader fills in a transit page by page, with whatever each page asks for, and signs it."""
    page = journey.at("trader", "/declarations/new/")
    page.locator("main [name=kind][value=transit]").check()
    press(page, "Begin")
    for _page in range(MOST_PAGES):
        if page.locator("main [name=password]").count():
            break
        if "/documents/" in page.url:
            for kind in PAPERS:
                put(page, {"type": kind, "number": f"{kind}-1", "date": "01.11.2026"})
                press(page, "Add the paper")
        else:
            put(page, TYPED)
        saves = page.locator("main button", has_text="Save and continue").or_(
            page.locator("main button", has_text="Save item")
        )
        move(page, saves if saves.count() else page.locator("main").get_by_role("link", name="Continue", exact=True))
        assert not page.locator(".sw-errors").count(), page.inner_text(".sw-errors")
    return signs(page)


def free(journey: Journey) -> str:
    """What the page of the guarantee shows its holder."""
    with journey.cast.acting("system"):
        kept = Guarantee.objects.get(number="KZ-G-1")
    return str(journey.at("trader", f"/agencies/customs/guarantees/{kept.uuid}/").inner_text("dl.sw-figures"))


def link_for_the_driver(journey: Journey, reference: str) -> str:
    page = journey.at("trader", f"/agencies/customs/movements/{reference}/links/")
    put(page, {"language": "en"})
    press(page, "Make a link")
    return urlsplit(page.locator("main a.sw-ref[href*='/way/']").inner_text()).path


@pytest.mark.usefixtures("no_csp_errors")
def test_a_truck_goes_its_way_and_its_guarantee_is_back_to_the_tiyn(
    committed_cast: Cast,
    site: str,
    open_page: Callable[..., Any],
    signed_in: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast = committed_cast
    hours, journey = story.Hours(monkeypatch, ago=timedelta(hours=20)), Journey(cast, site, open_page, signed_in)
    replacing.load_starter()
    gateway = a_device(cast, "gateway", token="gateway")
    a_device(cast, seal_number=SEAL, number=SEAL, gateway=gateway, digest="")
    before = free(journey)

    # Declared, presented, sealed, released; the driver sets off by the link.
    declaration = named(cast, files(journey))
    page = journey.at("customs_officer", f"/desk/declarations/{declaration.reference}/arrival/")
    move(page, page.locator("main form button.btn").last)
    clear(journey, declaration, form_seal_kind="navigation", form_seal_numbers=SEAL)
    assert free(journey) != before
    driver = link_for_the_driver(journey, declaration.reference)
    press(journey.at("driver", driver), "I set off")
    movement = movement_of(cast, declaration)
    assert movement is not None
    assert movement.state == "en_route"
    a_device(cast, "tracker", token="tracker", movement=movement, moved_at=hours.now())

    # Somebody opens the container: the goods stand until two have looked at it and there is a new seal.
    points = story.to_the_seal(hours.now().timestamp() + 1)
    hours.go_by(seconds=points[-1].at - points[0].at + 60)
    assert journey.tell("osmand", "tracker", story.told_by_tracker(points))["stored"] == len(points)
    assert alarms(cast, declaration) == {}
    journey.tell("seals", "gateway", story.told_by_seal(SEAL, points[-1].at + 20, points[-1].place, "01"))
    acknowledge(journey, "Seal broken")
    page = journey.at("dispatcher", f"{CONTROL}movements/{movement.uuid}/patrol/")
    put(page, {"reason": "The seal says that it was opened"})
    press(page, "Send a patrol")
    assert "Stopped by customs" in journey.at("driver", driver).inner_text("main")
    page = within(journey.at("customs_officer", f"/agencies/customs/movements/{declaration.reference}/"), "affix")
    put(
        page,
        {
            "affix-number": NEW_SEAL,
            "affix-kind": "mechanical",
            "affix-replaces": SEAL,
            "affix-reason": "Opened by force",
        },
    )
    press(page, "Put on a seal")
    broken = alarms(cast, declaration)["SEAL_BROKEN"]
    close(journey, "dispatcher", broken, "Ask to lift the alarm", "The patrol counted the goods: all are there")
    close(journey, "shift_head", broken, "Lift the alarm", "Seen in the patrol's pictures")
    assert "on the way" in journey.at("driver", driver).inner_text("main")

    # It leaves its way, comes back, and falls silent.
    aside = list(story.detour(hours.now().timestamp() + story.STEP))
    hours.go_by(seconds=aside[-1].at - hours.now().timestamp() + 60)
    journey.tell("osmand", "tracker", story.told_by_tracker(aside))
    acknowledge(journey, "Left the route")
    page = journey.at("dispatcher", f"{CONTROL}movements/{movement.uuid}/call/")
    put(page, {"reason": "Asked the driver why he left the road: a flooded bridge"})
    press(page, "Call the carrier")
    hours.go_by(minutes=50)
    sweeping.sweep(inline=True)
    acknowledge(journey, "No signal")
    found = alarms(cast, declaration)
    assert set(found) == {"SEAL_BROKEN", "ROUTE_DEVIATION_NEAR", "ROUTE_DEVIATION", "SIGNAL_LOST"}
    for kind in set(found) - {"SEAL_BROKEN"}:
        close(journey, "dispatcher", found[kind], "Close the alarm", "The truck is back on its road")
    assert journey.at("dispatcher", CONTROL).locator("li.sw-alarm").count() == 0

    # The goods are sold elsewhere: leave, the transit that follows, arrival, remarks, completion.
    following = named(cast, elsewhere(journey, declaration.reference, ALMATY))
    clear(journey, following, form_seal_kind="mechanical", form_seal_numbers=NEW_SEAL)
    driver = link_for_the_driver(journey, following.reference)
    page = journey.at("driver", driver)
    put(page, {"seals": "whole"})
    press(page, "I am at the destination")
    press(page, "I handed in the papers")
    page = journey.at("customs_officer", f"/desk/declarations/{following.reference}/arrival/")
    put(page, {"office": ALMATY})
    move(page, page.locator("main form button.btn").last)
    press(journey.at("customs_officer", f"/desk/declarations/{following.reference}/"), "Register the papers")
    (row,) = rows(cast, following, requirement="customs.transit_completion")
    approve(journey.at("customs_officer", f"/desk/signoffs/{row.uuid}/"), form_result="remarks", form_line_1_item="1",
            form_line_1_kind="damage", form_line_1_note="Two cartons are wet")  # fmt: skip
    assert "The transit is completed" in journey.at("driver", driver).inner_text("main")
    assert "Two cartons are wet" in journey.at("trader", f"/cases/{following.reference}/").inner_text("main")

    ends = [movement_of(cast, one) for one in (declaration, following)]
    assert [one.state for one in ends if one] == ["completed", "completed"]
    assert free(journey) == before, "to the tiyn"
    with cast.acting("system"):
        assert_books_balance(Guarantee.objects.get(number="KZ-G-1"))
        assert all(Intervention.objects.values_list("reason", flat=True))
        assert Intervention.objects.count() == 2
