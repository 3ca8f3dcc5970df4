"""A plant-health officer at Nur Joly clears ten sign-offs: eight papers, one box opened, one question; by mouse, then by keyboard."""

from __future__ import annotations

from typing import Any

import pytest

from clearance.models import Question, SignOff
from tests.acting import file, pay, present
from tests.cast import PASSWORD, Cast
from tests.goods import APPLES, imports
from tests.usability.people import Person, Pointing, Tabbing

pytestmark = [pytest.mark.browser]
COTTON = {"commodity_code": "5201001000", "description": "Raw cotton in bales", "origin": "CN"}
LINTERS = {"commodity_code": "5201001000", "description": "Cotton of unknown gin", "origin": "CN"}
GOODS = (COTTON,) * 4 + (APPLES, LINTERS) + (COTTON,) * 4


def test_she_clears_ten_by_mouse(cast: Cast, sits_down: Any) -> None:
    wait_for_her(cast)
    she = sits_down(Pointing, "officer-mouse")
    she.signs_in("plant_health_officer", PASSWORD)
    for _ in GOODS:
        she.presses("Take the next one")
        deals_with_it(she)
    all_are_dealt_with(cast)


def test_she_clears_ten_by_keyboard_alone(cast: Cast, sits_down: Any) -> None:
    wait_for_her(cast)
    she = sits_down(Tabbing, "officer-keyboard")
    she.signs_in("plant_health_officer", PASSWORD)
    for _ in GOODS:
        she.strikes("n", opens_page=True)
        deals_with_it(she, by_keys=True)
    all_are_dealt_with(cast)


def deals_with_it(she: Person, *, by_keys: bool = False) -> None:
    """What the goods call for: a question, a finding of the inspection, or a plain yes."""
    goods = she.reads()
    if LINTERS["description"] in goods:
        opens_act(she, "Ask a question", "q" if by_keys else "")
        she.types("Your question", "Which gin pressed the bales?")
        she.presses("Send the question")
        return
    opens_act(she, "Approve", "a" if by_keys else "")
    if APPLES["description"] in goods:
        she.types("Where were the goods inspected?", "Shed 4")
        she.types("When?", "23.11.2026 10:00")
        she.types("Result for item 1", "conform")
    she.presses("Record the approval")


def opens_act(she: Person, words: str, key: str) -> None:
    """One of the five acts, by its name or by its key."""
    if key:
        she.strikes(key)
    else:
        she.opens_details(words)


def wait_for_her(cast: Cast) -> None:
    """Ten declarations whose goods are here and whose sums are paid."""
    for goods in GOODS:
        present(cast, pay(cast, file(cast, imports(goods))))


def all_are_dealt_with(cast: Cast) -> None:
    with cast.acting("system"):
        mine = SignOff.objects.filter(agency="plant_health", requirement="plant_health.phytosanitary")
        assert mine.filter(verdict="approved").count() == len(GOODS) - 1
        assert Question.objects.filter(sign_off__in=mine, answered_at=None).count() == 1
