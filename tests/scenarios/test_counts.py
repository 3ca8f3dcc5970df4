"""How many hands a declaration needs: none, one, two; and what the law's own files ask."""

import pytest

from tests.cast import Cast
from tests.goods import APPLES, CERAMICS
from tests.scenarios.goods import by_truck, red_apples
from tests.scenarios.player import Case
from tests.scenarios.steps import approved, opened_together, paid, presented

pytestmark = pytest.mark.django_db


def hands(case: Case) -> list[str]:
    """The sign-offs a person must give or has given."""
    return sorted(row["requirement"] for row in case.detail()["signoffs"] if row["decided_by"] != "system")


def test_a_complete_green_ordinary_import_needs_no_hand_and_goes_the_moment_it_is_there(cast: Cast) -> None:
    case = Case(cast, by_truck(CERAMICS)())
    case.file()
    paid()(case)
    assert (hands(case), case.detail("trader")["state"]) == ([], "lodged")
    answered = case.act("customs_officer", "present")
    assert answered["state"] == "released"
    assert answered["released_at"]
    assert hands(case) == []


def test_or_the_moment_it_is_paid_when_it_was_there_before(cast: Cast) -> None:
    case = Case(cast, by_truck(CERAMICS)())
    case.file()
    assert case.act("customs_officer", "present")["state"] == "accepted"
    paid()(case)
    assert (case.detail("trader")["state"], hands(case)) == ("released", [])


def test_green_apples_need_one_hand(cast: Cast) -> None:
    case = Case(cast, by_truck(APPLES)())
    case.file()
    assert hands(case) == ["plant_health.phytosanitary"]
    for step in (paid(), presented(), approved("plant_health")):
        step(case)
    assert case.detail("trader")["state"] == "released"
    assert hands(case) == ["plant_health.phytosanitary"]


def test_red_apples_need_two_hands_at_one_opening(cast: Cast) -> None:
    case = Case(cast, red_apples())
    case.file()
    assert hands(case) == ["customs.inspection", "plant_health.phytosanitary"]
    for step in (paid(), presented(), opened_together("customs", "plant_health")):
        step(case)
    for agency in ("customs", "plant_health"):
        assert case.detail("trader")["state"] == "accepted"
        approved(agency)(case)
    assert case.detail("trader")["state"] == "released"
    assert len(hands(case)) == 2
