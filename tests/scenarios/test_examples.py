"""The four files of docs/examples, sent to the API as a newcomer sends them, do what their README says."""

import csv
import re

import pytest

from clearance.models import Declaration, RegisteredDocument
from portal.accounts.models import Company, Membership
from tests.api.programs import Program
from tests.cast import LONG_AGO, Cast
from tests.messages.conformance import ROOT
from tests.scenarios.player import Case
from tests.scenarios.steps import approved, paid, presented

pytestmark = pytest.mark.django_db

EXAMPLES = ROOT / "docs" / "examples"
SILK_ROAD_FOODS = "970740000838"
AGENCIES = {
    "needs-no-hand": [],
    "one-agency": ["plant_health"],
    "three-agencies": ["health", "plant_health", "technical_regulation"],
}


@pytest.fixture
def newcomer(cast: Cast) -> Cast:
    """The trader, for the demo's company, with the demo's register of papers loaded."""
    company = Company.objects.create(bin=SILK_ROAD_FOODS, name="Silk Road Foods LLP", status="approved")
    Membership.objects.create(user=cast.user("trader"), company=company, role="admin", may_sign=True)
    with (EXAMPLES / "registered-documents.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            RegisteredDocument.objects.create(
                type=row["type"],
                number=row["number"],
                valid_from=row["valid_from"] or LONG_AGO.date(),
                valid_to=row["valid_to"] or None,
                source=row["source"],
            )
    return cast


def sent(cast: Cast, name: str, action: str = "file"):
    return Program(cast, "trader").post(
        f"declarations?action={action}", (EXAMPLES / f"{name}.xml").read_bytes(), kind="application/xml"
    )


@pytest.mark.parametrize("name", AGENCIES)
def test_a_file_goes_to_the_agencies_the_readme_names_and_is_released(newcomer: Cast, name: str) -> None:
    told = sent(newcomer, name, "check").json()
    hands = [one["agency"] for one in told["agencies"] if not all(row["automatic"] for row in one["sign_offs"])]
    assert sorted(hands) == AGENCIES[name]
    answer = sent(newcomer, name)
    assert answer.status_code == 201, answer.content
    case = Case(newcomer, {})
    case.filed(answer.json()["reference"])
    case.work()
    waiting = [row for row in case.detail()["signoffs"] if row["state"] != "decided"]
    assert sorted(row["agency"] for row in waiting) == AGENCIES[name]
    paid()(case)
    presented()(case)
    for agency in AGENCIES[name]:
        assert case.detail("trader")["state"] == "accepted"
        approved(agency)(case)
    assert case.detail("trader")["state"] == "released"


def test_the_hurried_file_comes_back_with_five_errors_each_with_its_element_and_line(newcomer: Cast) -> None:
    answer = sent(newcomer, "refused-with-five-errors")
    assert answer.status_code == 422
    errors = answer.json()["errors"]
    assert len(errors) == 5
    lines = (EXAMPLES / "refused-with-five-errors.xml").read_text(encoding="utf-8").splitlines()
    for error in errors:
        assert re.fullmatch(r"(/[A-Za-z]+\[\d+\])+", error["pointer"]), error
        element = error["pointer"].rpartition("/")[2].partition("[")[0]
        assert f"<{element}" in lines[error["line"] - 1]
        assert error["message"].endswith(".")
    with newcomer.acting("system"):
        assert not Declaration.objects.exists()


def test_the_readme_speaks_of_exactly_these_files() -> None:
    named = re.findall(r"^\| `([a-z-]+)\.xml`", (EXAMPLES / "README.md").read_text(encoding="utf-8"), re.M)
    assert sorted(named) == sorted([*AGENCIES, "refused-with-five-errors"])
    assert sorted(path.stem for path in EXAMPLES.glob("*.xml")) == sorted(named)
