"""A delegation that ends between two pages of a broker's work: said at once, nothing leaks, the client goes on."""

from __future__ import annotations

from typing import Any

import pytest

from clearance.services import deciding
from tests.acting import file, present, row
from tests.cast import Cast
from tests.goods import APPLES, imports

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_delegation_ends_between_two_pages_of_a_broker_s_work(
    committed_cast: Cast, site: str, open_page: Any, signed_in: Any, no_csp_errors: None, axe: Any
) -> None:
    cast = committed_cast
    filed = present(cast, file(cast, imports(APPLES), by="broker"))
    with cast.acting("plant_health_officer") as officer:
        deciding.ask(officer, sign_off=str(row(cast, filed, "plant_health").uuid), text="Which orchard?")
    broker = signed_in(cast.user("broker"), open_page(), site)
    client = signed_in(cast.user("trader"), open_page(), site)
    broker.goto(f"{site}/cases/{filed.reference}/")
    broker.get_by_role("link", name="Answer the question").click()
    broker.get_by_label("Your answer").fill("Orchard 7")

    client.goto(f"{site}/company/")
    client.get_by_role("button", name="End at once Steppe Brokers").click()
    assert "Open questions are now with the client." in client.inner_text("main")

    broker.get_by_role("button", name="Send the answer").click()
    said = broker.inner_text("main")
    assert "You no longer file for Silk Road: the delegation has ended." in said
    assert filed.reference not in said
    assert "orchard" not in said.lower()
    axe(broker)
    broker.get_by_role("link", name="To the declarations you work on").click()
    assert "/declarations/" in broker.url
    assert filed.reference not in broker.content()
    broker.goto(f"{site}/cases/KZ26-0000000-0/")
    assert broker.inner_text("main") == said, "what is not there and what was theirs look alike"

    client.goto(f"{site}/cases/{filed.reference}/")
    client.get_by_role("link", name="Answer the question").click()
    client.get_by_label("Your answer").fill("Orchard 9")
    client.get_by_role("button", name="Send the answer").click()
    assert "Your answer is sent." in client.inner_text("main")
