"""The lane: profiles, a logged share, and trust."""

from decimal import Decimal

import pytest

from agencies.customs.lane import BLUE_SHARE, RED_SHARE, YELLOW_SHARE, lane_of, profiles, sanction_profile_of
from clearance import registry
from clearance.facts import Facts, facts_of
from tests.routing.books import content

MIDDLE = Decimal("0.5")


def apples(*, price: str = "18000", mass: str = "18000", **changed: object) -> dict:
    given = content("0808108006", **{"invoice_total": price, **changed})
    given["items"][0] |= {"price": price, "net_mass_kg": mass}
    return given


def lane(given: dict, share: Decimal = MIDDLE, **derived: object) -> str:
    return lane_of(facts_of(given, derived=derived), lambda purpose: share)[0]


def test_ordinary_goods_are_green() -> None:
    assert lane(apples()) == "green"


def test_apples_cheaper_than_anybody_sells_them_are_red() -> None:
    assert lane(apples(price="900")) == "red"


def test_an_unknown_mass_is_not_a_low_price() -> None:
    given = apples(price="900")
    del given["items"][0]["net_mass_kg"]
    assert lane(given) == "green"


def test_a_profile_of_fewer_points_is_yellow() -> None:
    given = apples()
    given["items"][0]["origin"] = "00"
    assert lane(given) == "yellow"


def test_an_authorised_operator_is_one_lane_better() -> None:
    assert lane(apples(price="900"), aeo_type="2") == "yellow"


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (Decimal(0), "red"),
        (RED_SHARE - Decimal("0.0001"), "red"),
        (RED_SHARE, "yellow"),
        (RED_SHARE + YELLOW_SHARE - Decimal("0.0001"), "yellow"),
        (RED_SHARE + YELLOW_SHARE, "green"),
        (1 - BLUE_SHARE - Decimal("0.0001"), "green"),
        (1 - BLUE_SHARE, "blue"),
    ],
)
def test_the_share_drawn_decides_by_its_place(share: Decimal, expected: str) -> None:
    assert lane(apples(), share) == expected


def test_a_draw_never_makes_a_lane_better() -> None:
    assert lane(apples(price="900"), RED_SHARE) == "red"


def test_how_the_lane_came_about_is_logged() -> None:
    purposes = []
    _, why = lane_of(facts_of(apples(price="900")), lambda purpose: purposes.append(purpose) or MIDDLE)
    assert why == {"profiles": ["P-FRUIT-PRICE"], "points": 60, "share": "0.5"}
    assert purposes == ["lane"]


def test_the_lane_looks_only_at_the_facts_it_names() -> None:
    """Derived facts are recomputed when their inputs change: an input that is not named would be missed."""
    read: set[str] = set()

    class Noted(dict):
        def get(self, name, default=None):
            read.add(name)
            return super().get(name, default)

        def __getitem__(self, name):
            read.add(name)
            return super().__getitem__(name)

        def __contains__(self, name):
            read.add(name)
            return super().__contains__(name)

    made = facts_of(apples(price="900"))
    lane_of(Facts(Noted(made.declaration), tuple(Noted(item) for item in made.items)), lambda purpose: MIDDLE)
    assert read - {"number"} <= set(registry.facts()["lane"].inputs)


def test_profiles_can_be_read() -> None:
    assert len(profiles()) >= 5


def test_sanctioned_goods_are_found_by_code_and_destination() -> None:
    chips = content("8542319010", kind="export", destination_country="XX")
    assert sanction_profile_of(facts_of(chips), lambda purpose: MIDDLE)[0] is True
    assert sanction_profile_of(facts_of({**chips, "destination_country": "CN"}), lambda purpose: MIDDLE)[0] is None
    apples_there = content("0808108006", kind="export", destination_country="XX")
    assert sanction_profile_of(facts_of(apples_there), lambda purpose: MIDDLE)[0] is None


def test_a_provider_belongs_to_a_derived_fact_only() -> None:
    for fact in registry.facts().values():
        if fact.provider:
            assert fact.source == "derived"
            assert set(fact.inputs) <= set(registry.facts())
