"""The language of conditions: clauses, alternatives, and what an absent fact means."""

from decimal import Decimal

import pytest

from clearance.conditions import parse_condition
from clearance.facts import core_facts

KNOWN = core_facts()


def answer(text: str, declaration: dict | None = None, item: dict | None = None) -> bool | None:
    condition, errors = parse_condition(text, KNOWN)
    assert errors == []
    return condition.answer(declaration or {}, item or {})


@pytest.mark.parametrize(
    ("text", "declaration", "expected"),
    [
        ("", {}, True),
        ("*", {}, True),
        ("personal=1", {}, False),
        ("personal=0", {}, True),
        ("personal!=1", {}, True),
        ("personal=1", {"personal": True}, True),
        ("item_type!=letter", {}, True),
        ("item_type!=letter", {"item_type": "letter"}, False),
        ("aeo_type=1|aeo_type=3", {"aeo_type": "3"}, True),
        ("aeo_type=1|aeo_type=3", {"aeo_type": "2"}, False),
        ("value_eur>200", {}, None),
        ("value_eur!=200", {}, None),
        ("value_eur>200", {"value_eur": Decimal("200.01")}, True),
        ("value_eur>200", {"value_eur": Decimal(200)}, False),
        ("value_eur<=200", {"value_eur": Decimal("200.00")}, True),
        ("documents=INVOICE", {}, False),
        ("documents!=INVOICE", {}, True),
        ("documents=INVOICE", {"documents": frozenset({"INVOICE"})}, True),
    ],
)
def test_absent_flags_texts_and_sets_are_empty_and_absent_numbers_unknown(text, declaration, expected) -> None:
    assert answer(text, declaration) is expected


@pytest.mark.parametrize(
    ("declaration", "expected"),
    [
        ({"personal": True, "value_eur": Decimal(320), "gross_kg": Decimal(12)}, True),
        ({"personal": True, "value_eur": Decimal(90), "gross_kg": Decimal(40)}, True),
        ({"personal": True, "value_eur": Decimal(90), "gross_kg": Decimal(1)}, False),
        ({"value_eur": Decimal(320), "gross_kg": Decimal(40)}, False),
        ({"value_eur": Decimal(320)}, False),
        ({"personal": True, "gross_kg": Decimal(40)}, True),
        ({"personal": True, "gross_kg": Decimal(1)}, None),
        ({}, False),
    ],
)
def test_alternatives_bind_closer_than_clauses(declaration, expected) -> None:
    assert answer("personal=1&value_eur>200|gross_kg>31", declaration) is expected


def test_a_fact_of_an_item_is_looked_up_in_the_item() -> None:
    assert answer("sgr_scope=1&personal!=1", {"sgr_scope": True}, {}) is False
    assert answer("sgr_scope=1&personal!=1", {}, {"sgr_scope": True}) is True


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("moon_phase=1", "unknown_fact"),
        ("personal", "syntax"),
        ("personal=maybe", "flag_value"),
        ("personal>1", "operator"),
        ("item_type>letter", "operator"),
        ("value_eur>much", "number_value"),
        ("value_eur>1&&gross_kg>1", "syntax"),
        ("__class__=1", "syntax"),
    ],
)
def test_what_is_not_in_the_language_is_refused(text, code) -> None:
    _, errors = parse_condition(text, KNOWN)
    assert [error.code for error in errors] == [code]


def test_every_fault_of_a_condition_is_told() -> None:
    _, errors = parse_condition("a=1&b=1|personal=9", KNOWN)
    assert [error.code for error in errors] == ["unknown_fact", "unknown_fact", "flag_value"]
