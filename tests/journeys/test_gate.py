"""The gate in a real browser: the operator of the site at a desk, customs with a phone in the yard."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.acting import decide, pay, row
from tests.browser import PHONE, pale_in_the_dark, sideways
from tests.cast import Cast
from tests.corridor.visiting import NURJOLY, an_import, checked, inside
from tests.goods import APPLES

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("no_csp_errors")]


@pytest.mark.slow
def test_one_field_answers_at_the_desk_and_on_a_phone(
    committed_cast: Cast,
    site: str,
    browser_page: Any,
    phone: Any,
    open_page: Callable[..., Any],
    signed_in: Callable[..., Any],
    axe: Callable[[Any], None],
) -> None:
    cast = committed_cast
    declaration = pay(cast, an_import(cast, APPLES))
    visit = inside(cast)
    desk = signed_in(cast.user("site_operator"), browser_page, site)
    asked: list[str] = []
    for page in (desk, phone):
        page.on("request", lambda request: asked.append(request.url))
    desk.goto(site)
    desk.fill("#q", "584-аек-19")
    desk.press("#q", "Enter")
    desk.wait_for_selector("#word:has-text('Inspection bay')")
    axe(desk)
    assert pale_in_the_dark(desk) == []
    for address in (f"visits/{visit.uuid}/", "yard/", "fees/", "service/"):
        desk.goto(f"{site}/agencies/customs/gate/{address}")
        axe(desk)
        assert pale_in_the_dark(desk) == [], address
    decide(cast, row(cast, declaration, "plant_health"))
    checked(cast, visit)
    hand = signed_in(cast.user("nurjoly_officer"), phone, site)
    hand.goto(f"{site}/agencies/customs/gate/?office={NURJOLY}&q={declaration.reference}")
    hand.wait_for_selector("#word:has-text('Go')")
    assert sideways(hand) == []
    axe(hand)
    hand.get_by_role("button", name="Let it out").click()
    hand.wait_for_selector("text=Recorded.")
    desk.goto(f"{site}/agencies/customs/gate/yard/")
    desk.wait_for_selector("text=Nobody is here")
    axe(desk)
    hand = signed_in(cast.user("trader"), open_page(viewport=PHONE, has_touch=True), site)
    for address in ("slots/", f"slots/new/?reference={declaration.reference}"):
        hand.goto(f"{site}/agencies/customs/{address}")
        assert sideways(hand) == []
        axe(hand)
        assert pale_in_the_dark(hand) == [], address
    assert all(url.startswith((site, "data:")) for url in asked)
