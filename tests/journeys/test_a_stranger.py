"""From nothing to released: an account, a confirmed address, a company, a draft meanwhile, approval, filing, release."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache

from clearance.models import Declaration
from tests.acting import decide, pay, present, rows
from tests.cast import PASSWORD, Cast
from tests.pages.conftest import worker
from tests.pages.test_browser import files_by_form, press

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BIN = "010940000162"


def makes_an_account(page: Any, site: str) -> None:
    page.goto(f"{site}/accounts/signup/")
    page.get_by_label("Full name").fill("Aigerim Omarova")
    page.get_by_label("User name").fill("aigerim")
    page.get_by_label("Email address").fill("aigerim@example.kz")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    page.locator("main form button").first.click()


def test_a_stranger_registers_is_approved_files_and_is_released(
    committed_cast: Cast, site: str, open_page: Any, signed_in: Any, no_csp_errors: None, axe: Any
) -> None:
    cast = committed_cast
    cache.clear()
    page = open_page()
    makes_an_account(page, site)
    page.goto(f"{site}/company/register/")
    assert "show that aigerim@example.kz is yours" in page.inner_text("main")
    axe(page)
    press(page, "Send the letter again")
    assert len(mail.outbox) == 2
    page.goto(re.search(r"http://\S+", str(mail.outbox[-1].body))[0])
    press(page, "Confirm")
    page.get_by_role("link", name="Register a company").click()

    page.get_by_label("BIN").fill("010940000163")
    page.get_by_label("Name of the company").fill("New Goods")
    press(page, "Register the company")
    assert "its last digit does not fit" in page.inner_text("main")
    assert page.get_by_label("Name of the company").input_value() == "New Goods"
    page.get_by_label("BIN").fill(BIN)
    press(page, "Register the company")
    assert "Customs has not approved the company yet." in page.inner_text("main")

    page.goto(f"{site}/declarations/new/")
    page.get_by_label("Import: goods come into Kazakhstan").check()
    press(page, "Begin")
    draft = page.url.split("/declarations/")[1].split("/")[0]

    customs = signed_in(cast.user("customs_head"), open_page(), site)
    customs.goto(f"{site}/agency/companies/")
    customs.get_by_role("button", name="Approve New Goods").click()
    assert "New Goods can now file." in customs.inner_text("main")

    page.goto(f"{site}/declarations/{draft}/")
    assert page.get_by_role("heading", level=1).is_visible(), "what was begun before the approval is there"
    reference = files_by_form(page, site)
    worker()
    with cast.acting("system"):
        filed = Declaration.objects.get(reference=reference)
    filed = present(cast, pay(cast, filed))
    for left in rows(cast, filed):
        if left.is_undecided:
            decide(cast, left)
    page.goto(f"{site}/cases/{reference}/")
    assert page.locator("[data-headline]").inner_text() == "Released: the goods may leave"
