"""Goods under a registered mark, and goods of which a sample is taken, are found by customs' own tables."""

from decimal import Decimal
from typing import Any

import pytest

from agencies.customs import registers
from clearance import deriving
from clearance.facts import facts_of
from tests.acting import asked, file, rows
from tests.cast import Cast
from tests.goods import CERAMICS, imports
from tests.routing.books import content

SHIRTS = {"commodity_code": "6109100000", "description": "T-shirts, cotton, knitted, TULPAR SPORT", "origin": "CN"}
MOTOR_OIL = {"commodity_code": "2710198200", "description": "Motor oil 5W-40, in cans of four litres", "origin": "AE"}


def nothing_drawn(purpose: str) -> Decimal:
    raise AssertionError(purpose)


def marked(code: str, description: str) -> Any:
    given = content(code, "0808108006")
    given["items"][0]["description"] = description
    return registers.marked_items(facts_of(given), nothing_drawn)[0]


def sampled(code: str, origin: str, **more: Any) -> Any:
    given = content(code, **more)
    given["items"][0]["origin"] = origin
    return registers.sampled_items(facts_of(given), nothing_drawn)[0]


@pytest.mark.parametrize(
    ("code", "description", "found"),
    [
        ("6109100000", "T-shirts Tulpar Sport, size M", {"1": True}),
        ("6109100000", "Футболки «ТҰЛПАР СПОРТ»", {"1": True}),
        ("6109100000", "T-shirts Tulpar Sports", None),
        ("6109100000", "T-shirts without a name", None),
        ("8483402109", "Gears Tulpar Sport", None),
    ],
)
def test_a_mark_is_found_as_a_word_of_its_own_on_goods_it_is_registered_for(
    code: str, description: str, found: Any
) -> None:
    assert marked(code, description) == found


@pytest.mark.parametrize(
    ("code", "origin", "found"),
    [
        ("2710198200", "AE", {"1": True}),
        ("0409000000", "CN", {"1": True}),
        ("0409000000", "KG", None),
        ("0808108006", "CN", None),
    ],
)
def test_goods_of_the_plan_are_sampled_by_code_and_origin(code: str, origin: str, found: Any) -> None:
    assert sampled(code, origin) == found


def test_the_plan_is_for_imports() -> None:
    assert sampled("2710198200", "AE", kind="export", destination_country="UZ") is None


def test_the_tables_can_be_read_and_every_row_says_that_it_is_a_default() -> None:
    assert registers.marks()
    assert registers.plan()
    for table in ("ip_register", "laboratory_plan"):
        assert {row["is_default"] for row in registers._rows(table)} == {"yes"}


@pytest.mark.django_db
def test_customs_is_asked_about_the_item_under_the_mark_and_about_no_other(cast: Cast) -> None:
    declaration = file(cast, imports(CERAMICS, SHIRTS))
    one = {row.requirement: row for row in rows(cast, declaration)}
    assert one["customs.intellectual_property"].items == [2]
    assert one["customs.intellectual_property"].control == "identity"
    assert "customs.laboratory" not in one


@pytest.mark.django_db
def test_the_laboratory_is_asked_by_its_plan(cast: Cast) -> None:
    assert "customs.laboratory" in asked(cast, file(cast, imports(MOTOR_OIL)))
    assert "customs.laboratory" not in asked(cast, file(cast, imports(CERAMICS)))


@pytest.mark.django_db
def test_who_asks_beforehand_is_told_of_both(cast: Cast) -> None:
    told = deriving.facts_to_explain(imports(SHIRTS, MOTOR_OIL)).items
    assert [item.get("ip_registry_hit") for item in told] == [True, None]
    assert [item.get("lab_required") for item in told] == [None, True]
