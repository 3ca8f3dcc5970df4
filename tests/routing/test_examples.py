"""Every agency's worked examples, the worked cases of the trade, and that no rule is without one."""

import csv
from pathlib import Path

import pytest

from clearance import registry
from clearance.examples import answered, expected_of, facts_of_example
from clearance.routing import plan
from tests.routing.books import every_book

CASES = list(csv.DictReader((Path(__file__).parent / "cases.csv").open(encoding="utf-8", newline="")))
EXAMPLES = [(code, row) for code in registry.rulebook_codes() for row in registry.examples_of(code)]


@pytest.mark.parametrize(("code", "row"), EXAMPLES, ids=[f"{code}: {row['name']}" for code, row in EXAMPLES])
def test_an_agency_is_asked_for_what_its_example_says(code: str, row: dict[str, str]) -> None:
    answer = plan(facts_of_example(row, registry.facts()), every_book())
    assert answered(answer, code if code in registry.agencies() else None) == expected_of(row)


@pytest.mark.parametrize("row", CASES, ids=[row["name"] for row in CASES])
def test_a_worked_case_gives_its_sign_offs_steps_and_visit_checks(row: dict[str, str]) -> None:
    answer = plan(facts_of_example(row, registry.facts()), every_book())
    assert answered(answer, None) == expected_of(row)


@pytest.mark.parametrize("code", registry.rulebook_codes())
def test_an_agency_has_at_least_five_examples_and_one_that_asks_it_nothing(code: str) -> None:
    examples = registry.examples_of(code)
    assert len(examples) >= 5
    assert len({row["name"] for row in examples}) == len(examples)
    if code in registry.agencies() and code != registry.leading()[0]:
        assert any(not row["sign_offs"] for row in examples)


def test_every_rule_is_matched_by_an_example_or_a_case() -> None:
    asked = {row["rule_id"] for code in registry.rulebook_codes() for row in registry.rules_of(code)}
    shown = {rule for _, row in EXAMPLES for rule in row["rules"].split(";")}
    assert asked - shown == set()
    assert len(asked) == 99


def test_a_rule_says_everything_a_reader_must_be_told() -> None:
    for code in registry.rulebook_codes():
        for row in registry.rules_of(code):
            assert all(row[f"title_{language}"] for language in ("en", "ru", "kk")), row["rule_id"]
            assert row["legal_basis"], row["rule_id"]
            assert (row["confidence"] in ("M", "?")) is (row["is_default"] == "yes"), row["rule_id"]
