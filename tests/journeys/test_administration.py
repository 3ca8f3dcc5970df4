"""In a real browser: a leaver's claim returns; a rule goes from draft through check and two signatures to the next goods."""

from __future__ import annotations

import re
from typing import Any

import pytest

from clearance.models import Grant
from tests.acting import file, row
from tests.cast import Cast
from tests.goods import APPLES, imports
from tests.people.test_leaving_an_agency import OFFICER, as_it_is, at_the_border, claim

pytestmark = [pytest.mark.browser]
AGENCY = "plant_health"


def press(page: Any, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def test_an_officer_leaves_today_and_a_colleague_finds_the_claim_in_the_queue(
    committed_cast: Cast, site: str, open_page: Any, signed_in: Any, no_csp_errors: None
) -> None:
    cast = committed_cast
    one = claim(cast, at_the_border(cast))
    reference = one.declaration.reference
    theirs = signed_in(cast.user(OFFICER), open_page(), site)
    theirs.goto(f"{site}/desk/")
    assert reference in theirs.inner_text("main")
    admin = signed_in(cast.user("plant_health_admin"), open_page(), site)
    admin.goto(f"{site}/agency/people/{AGENCY}/?q=plant+health+officer")
    admin.get_by_role("link", name=re.compile("^Leaves the agency.*Plant Health Officer")).click()
    assert "1 claim returns to the queue" in admin.inner_text("main")
    assert reference in admin.inner_text("main")
    press(admin, "End everything now")
    assert admin.evaluate("document.activeElement.className") == "sw-errors", "a reason is asked for first"
    admin.get_by_label("Reason", exact=True).fill("Moved to Aktau")
    press(admin, "End everything now")
    assert "Claims returned to the queue: 1." in admin.inner_text("main")
    assert not Grant.objects.filter(user=cast.user(OFFICER), revoked_at=None).exists()
    theirs.goto(f"{site}/desk/")
    assert "/accounts/login/" in theirs.url
    found = as_it_is(cast, one)
    assert (found.state, found.claimed_by_id) == ("open", None)
    colleague = signed_in(cast.user("plant_health_second"), open_page(), site)
    colleague.goto(f"{site}/desk/queue/")
    assert reference in colleague.inner_text("main")


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_rule_goes_from_a_draft_through_the_check_and_two_signatures_to_the_next_declaration(
    committed_cast: Cast, site: str, open_page: Any, signed_in: Any, no_csp_errors: None, script: bool
) -> None:
    cast = committed_cast
    before = file(cast, imports(APPLES))
    author = signed_in(cast.user("plant_health_admin"), open_page(java_script_enabled=script), site)
    author.goto(f"{site}/agency/rulebooks/{AGENCY}/")
    author.get_by_label("What is this version for?").fill("Apples from China go to the laboratory")
    press(author, "Begin a draft")
    author.get_by_role("link", name="New rule").click()
    author.get_by_label("Commodity codes", exact=False).first.fill("0808")
    author.locator("[name=when_new]").select_option("origin")
    press(author, "Add the condition")
    author.locator("[name=when_0_value]").select_option("CN")
    author.locator("[name=requirement]").select_option("plant_health.phytosanitary")
    for language, title in (("en", "Apples from China"), ("ru", "Яблоки из Китая"), ("kk", "Қытайдан келген алма")):
        author.locator(f"[name=title_{language}]").fill(title)
    for name, value in (("signoff_type", "laboratory"), ("stage", "arrival"), ("place", "border")):
        author.locator(f"[name={name}]").select_option(value)
    press(author, "Look at the words again")
    assert "country of origin is China — Plant health must sign “Apples from China”" in author.inner_text("#preview")
    author.locator("[name=legal_basis]").fill("Order 15-08/590")
    author.locator("aside").get_by_role("button", name="Keep the rule").click()
    assert "The rule is kept in the draft." in author.inner_text("main")
    author.get_by_role("link", name="Check the rules").click()
    assert "“Apples: the box is opened” expects plant_health.phytosanitary physical 1" in author.inner_text("main")
    author.go_back()
    press(author, "Offer for the second signature")
    colleague = signed_in(cast.user("plant_health_admin2"), open_page(java_script_enabled=script), site)
    colleague.goto(f"{site}/agency/")
    colleague.get_by_role("link", name="Read and sign").click()
    assert "Apples from China" in colleague.inner_text("main")
    press(colleague, "Sign and publish")
    assert "In force" in colleague.inner_text(".sw-pagehead")
    assert row(cast, before, AGENCY).control == "physical", "what was filed stays as it was asked"
    assert row(cast, file(cast, imports(APPLES)), AGENCY).control == "laboratory"
