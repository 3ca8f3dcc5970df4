"""Parcels: a clerk takes two hundred from the list to the exceptions, an addressee pays on a phone, also without scripts."""

from typing import Any

import pytest
from django.test import override_settings

from clearance import advance
from clearance.models import Declaration
from portal.demo import examples
from portal.post import capabilities
from tests.browser import sideways
from tests.cast import PASSWORD, Cast

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CLICKS = 4
"""From the list of dispatches to the released items; docs/postal.md names them."""
PAGES_OF_AN_ADDRESSEE = 3


class Counted:
    """A page whose presses are counted."""

    def __init__(self, page: Any) -> None:
        self.page, self.clicks = page, 0

    def press(self, role: str, name: str) -> None:
        self.clicks += 1
        self.page.get_by_role(role, name=name).first.click()


def route_all(cast: Cast) -> None:
    with cast.acting("system"):
        keys = list(Declaration.objects.filter(routing_due=True).values_list("pk", flat=True))
    for key in keys:
        advance.advance(key)


def clerk_works(page: Any, site: str, cast: Cast) -> Counted:
    """Send the list, file what is right, and say that the dispatch is here."""
    page.goto(f"{site}/dispatches/")
    clerk = Counted(page)
    clerk.press("link", "Send a list")
    page.get_by_label("File with the list").set_input_files(examples.TARGET)
    clerk.press("button", "Check the list")
    assert "198 items of 200 are right" in page.inner_text("main")
    page.get_by_label("Your password").fill(PASSWORD)
    clerk.press("button", "File 198 items")
    assert "2 items of the list could not be filed." in page.inner_text("main")
    route_all(cast)
    clerk.press("button", "The dispatch is here")
    return clerk


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_two_hundred_parcels_are_dealt_with_and_one_is_paid_for_on_a_phone(
    committed_cast: Cast, site: str, open_page: Any, signed_in: Any, axe: Any, no_csp_errors: None, script: bool
):
    cast = committed_cast
    page = signed_in(cast.user("postman"), open_page(java_script_enabled=script), site)
    clerk = clerk_works(page, site, cast)
    assert clerk.clicks == CLICKS
    with cast.acting("system"):
        left = Declaration.objects.filter(dispatch_id=examples.DISPATCH, state__in=["lodged", "accepted"])
        released = Declaration.objects.filter(dispatch_id=examples.DISPATCH, state="released").count()
        assert left.count() >= 5, "five planned, and what chance picks; two more were wrong in the list"
        assert released == 198 - left.count()
        due = left.get(money_position="due", money_amount__gt=0, summary__icontains="tablet")
    assert f"{released} items are released." in page.inner_text("main")
    assert due.local_ref in page.inner_text("main")
    if script:
        axe(page)
    page.get_by_role("link", name=due.local_ref).click()
    assert "To be paid" in page.inner_text("main")
    with cast.acting("postman") as actor:
        code = capabilities.codes_of(actor, [due])[due.pk]
    with override_settings(PARCEL_PAYMENTS="portal.post.payments.providers.DemoProvider"):
        pays_on_a_phone(open_page(viewport={"width": 390, "height": 844}, java_script_enabled=script), site, due, code)
    with cast.acting("system"):
        due.refresh_from_db()
    assert due.money_position == "paid"


def pays_on_a_phone(phone: Any, site: str, due: Declaration, code: str) -> None:
    """From the square of the notice: the parcel, the provider, the parcel paid."""
    seen = []
    phone.on("framenavigated", lambda frame: seen.append(frame.url))
    phone.goto(f"{site}/parcel/{due.local_ref}/{code}/")
    assert sideways(phone) == []
    phone.get_by_role("button", name="Pay").click()
    assert phone.get_by_role("heading", level=1).inner_text() == "Test payment"
    phone.get_by_role("button", name="Pay").click()
    phone.get_by_text("The payment is recorded.").wait_for()
    assert len(seen) == PAGES_OF_AN_ADDRESSEE
