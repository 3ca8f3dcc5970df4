"""The gate in a real browser: the operator of the site at a desk, customs with a phone in the yard."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.acting import decide, pay, row
from tests.browser import sideways
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
    signed_in: Callable[..., Any],
    axe: Callable[[Any], None],
) -> None:
    cast = committed_cast
    declaration = pay(cast, an_import(cast, APPLES))
    visit = inside(cast)
    desk = signed_in(cast.user("site_operator"), browser_page, site)
    desk.goto(site)
    desk.fill("#q", "584-аек-19")
    desk.press("#q", "Enter")
    desk.wait_for_selector("#word:has-text('Inspection bay')")
    axe(desk)
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
