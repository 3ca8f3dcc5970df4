"""The four files of docs/examples do what they say."""

import csv
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from clearance import facts, identifiers, registry, routing, rules
from clearance.content import Problem, problems_of
from clearance.messages import Message, read
from clearance.validation import check_all
from tests.messages.conformance import ROOT

EXAMPLES = ROOT / "docs" / "examples"
OFFICES = {"KZ-NURJOLY": SimpleNamespace(type="border_post", modes=["road"])}
ON = date(2026, 11, 23)


def example(name: str) -> Message:
    return read((EXAMPLES / f"{name}.xml").read_bytes())


def problems(message: Message) -> list[Problem]:
    return message.located(check_all(message.content, on=ON, offices=OFFICES))


def plan_of(content: dict[str, Any]) -> routing.Plan:
    with (EXAMPLES / "registered-documents.csv").open(encoding="utf-8", newline="") as file:
        registered = [f"{row['type']}:{row['number']}" for row in csv.DictReader(file)]
    books = [
        rules.compile_book(code, registry.rules_of(code), book_id=code, known=registry.facts())
        for code in registry.rulebook_codes()
    ]
    derived = {"documents_in_registry": registered, "lane": "green"}
    return routing.plan(facts.facts_of(content, company={}, derived=derived, known=registry.facts()), books)


@pytest.mark.parametrize(
    ("name", "agencies"),
    [
        ("needs-no-hand", []),
        ("one-agency", ["plant_health"]),
        ("three-agencies", ["health", "plant_health", "technical_regulation"]),
    ],
)
def test_an_example_asks_the_agencies_its_name_says(name: str, agencies: list[str]) -> None:
    message = example(name)
    assert message.problems == []
    assert problems(message) == []
    plan = plan_of(message.content)
    assert sorted({need.agency for need in plan.needs if not need.auto}) == agencies
    assert plan.unplaced == ()


def test_the_hurried_file_is_refused_with_five_located_errors() -> None:
    message = example("refused-with-five-errors")
    assert message.problems == []
    found = problems(message)
    assert sorted(problem.code for problem in found) == [
        "bin_iin",
        "incoterms_by_water",
        "invoice_total_differs",
        "net_above_gross",
        "vague",
    ]
    lines = (EXAMPLES / "refused-with-five-errors.xml").read_text(encoding="utf-8").splitlines()
    for problem in found:
        element = problem.pointer.rpartition("/")[2].partition("[")[0]
        assert problem.pointer.startswith("/MetaData[1]/Declaration[1]/")
        assert f"<{element}" in lines[(problem.line or 0) - 1]


@pytest.mark.parametrize("name", ["needs-no-hand", "one-agency", "three-agencies", "refused-with-five-errors"])
def test_an_example_is_plain_and_of_our_profile(name: str) -> None:
    message = example(name)
    assert problems_of(message.content) == []
    assert "unmapped" not in message.content
    assert "local_ref" not in message.content


def test_the_invented_companies_pass_the_check_digit() -> None:
    table = [
        line.split("|") for line in (EXAMPLES / "README.md").read_text(encoding="utf-8").splitlines() if "LLP |" in line
    ]
    numbers = [cells[2].strip() for cells in table]
    assert len(numbers) == 4
    assert all(identifiers.is_bin_or_iin(number) for number in numbers)
    assert example("one-agency").content["declarant"]["id"] == numbers[0]
