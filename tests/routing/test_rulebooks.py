"""What a rulebook may not say: every fault of every row is told at once."""

import pytest

from clearance.rule_words import Control
from clearance.rules import RulebookErrors, RuleError, compile_book
from tests.routing.books import book, row


def faults(*rows: dict[str, str]) -> list[tuple[str, str]]:
    with pytest.raises(RulebookErrors) as raised:
        book(*rows)
    return [(error.column, error.code) for error in raised.value.errors]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"condition": "moon_phase=1"}, ("condition", "unknown_fact")),
        ({"origin_condition": "moon_phase=1"}, ("origin_condition", "unknown_fact")),
        ({"rests_on": "moon_phase"}, ("rests_on", "unknown_fact")),
        ({"auto_when": "moon_phase=1"}, ("auto_when", "unknown_fact")),
        ({"condition": "documents_complete=1"}, ("condition", "unknown_fact")),
        ({"hs_include": "apples"}, ("hs_include", "commodity_code")),
        ({"hs_exclude": "0202-01"}, ("hs_exclude", "commodity_code")),
        ({"required_documents": "an invoice"}, ("required_documents", "document")),
        ({"direction": "sideways"}, ("direction", "word")),
        ({"channel": "pigeon"}, ("channel", "word")),
        ({"mode": "road|pigeon"}, ("mode", "word")),
        ({"kind": "wish"}, ("kind", "word")),
        ({"signoff_type": "glance"}, ("signoff_type", "word")),
        ({"signoff_type": "waive"}, ("signoff_type", "word")),
        ({"escalate_to": "physical|glance"}, ("escalate_to", "word")),
        ({"blocks": "lunch"}, ("blocks", "word")),
        ({"opens_on": "monday"}, ("opens_on", "word")),
        ({"clock_start": "noon"}, ("clock_start", "word")),
        ({"place": "moon"}, ("place", "word")),
        ({"stage": "left"}, ("stage", "word")),
        ({"sla_unit": "week"}, ("sla_unit", "word")),
        ({"sla_value": "soon"}, ("sla_value", "number_value")),
        ({"visibility": "secret"}, ("visibility", "word")),
        ({"status": "maybe"}, ("status", "word")),
        ({"stop": "1"}, ("stop", "word")),
        ({"title_kk": ""}, ("title_kk", "missing")),
        ({"legal_basis": ""}, ("legal_basis", "missing")),
        ({"requirement": ""}, ("requirement", "missing")),
        ({"auto_when": "documents_complete=1", "signoff_type": "physical"}, ("auto_when", "only_documentary")),
        ({"auto_when": "documents_complete=1", "signoff_type": "identity"}, ("auto_when", "only_documentary")),
        ({"auto_when": "documents_complete=1", "signoff_type": "laboratory"}, ("auto_when", "only_documentary")),
        ({"auto_when": "documents_complete=1", "kind": "step"}, ("auto_when", "only_documentary")),
        ({"auto_when": "documents_complete=1", "visibility": "restricted"}, ("auto_when", "never_restricted")),
        ({"auto_when": "lane=green"}, ("auto_when", "restricted_fact")),
        ({"auto_when": "sgr_scope=1"}, ("auto_when", "item_fact")),
        ({"condition": "lane=red"}, ("visibility", "restricted_fact")),
        ({"rests_on": "lane"}, ("visibility", "restricted_fact")),
        ({"kind": "waiver"}, ("targets", "missing")),
        ({"kind": "waiver", "targets": "a.b", "visibility": "restricted"}, ("visibility", "never_restricted")),
        ({"kind": "downgrade", "targets": "a.b", "hs_include": "08"}, ("hs_include", "whole_declaration_only")),
    ],
)
def test_a_row_outside_the_vocabulary_is_refused(changed: dict[str, str], fault: tuple[str, str]) -> None:
    assert fault in faults(row(**changed))


def test_every_fault_is_told_with_its_rule() -> None:
    with pytest.raises(RulebookErrors) as raised:
        book(row("A", condition="x=1&y=1"), row("B", hs_include="?"), row("C", kind="wish"))
    assert [(error.rule, error.text) for error in raised.value.errors] == [
        ("A", "x"),
        ("A", "y"),
        ("B", "?"),
        ("C", "wish"),
    ]
    assert "A, condition: unknown_fact (x)" in str(raised.value)


def test_a_rule_is_in_a_book_once() -> None:
    assert faults(row("A"), row("A")) == [("rule_id", "repeated")]


def test_public_and_restricted_rules_never_share_a_requirement() -> None:
    assert faults(row("A"), row("B", visibility="restricted")) == [("visibility", "mixed_requirement")]


def test_rules_of_two_bodies_never_share_a_requirement() -> None:
    assert faults(row("A"), row("B", agency="OTH")) == [("agency", "mixed_requirement")]


def test_a_book_of_json_rows_is_frozen_and_knows_its_name() -> None:
    made = compile_book("tested", [row("A"), row("B", requirement="tested.box", signoff_type="physical")], book_id=7)
    assert (made.agency, made.book_id) == ("tested", 7)
    assert [(rule.rule, rule.control) for rule in made.rules] == [("A", Control.DOCUMENTARY), ("B", Control.PHYSICAL)]
    with pytest.raises(AttributeError):
        made.agency = "other"  # type: ignore[misc]


def test_rule_errors_are_values() -> None:
    assert RuleError("A", "kind", "word", "wish") == RuleError("A", "kind", "word", "wish")
