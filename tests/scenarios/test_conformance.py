"""The 171 public WCO declarations of another country, sent to the API: kept and given back whole, checked without a fault."""

import pytest

from clearance.messages import parse, read, say_the_same
from tests.api.programs import Program, codes
from tests.cast import Cast
from tests.messages import conformance

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

XML = "application/xml"


@pytest.fixture
def declarations() -> list[tuple[str, bytes]]:
    examples = conformance.folder("hmrc-cds") / "examples"
    return [(row["path"], (examples / row["path"]).read_bytes()) for row in conformance.index("DECLARATION")]


@pytest.fixture
def trader(cast: Cast, settings) -> Program:
    """The trader's program, which may send more in a minute than anybody would."""
    settings.LIMITS = {**settings.LIMITS, "token_act": 10_000, "token_read": 10_000}
    return Program(cast, "trader")


def test_each_is_kept_as_a_draft_and_given_back_with_nothing_lost(
    trader: Program, declarations: list[tuple[str, bytes]]
) -> None:
    assert len(declarations) == 171
    lost = []
    for path, data in declarations:
        kept = trader.post("declarations?action=draft", data, kind=XML)
        assert kept.status_code == 201, (path, kept.content)
        assert kept.json()["state"] == "draft"
        given_back = trader.get(f"declarations/{kept.json()['reference']}", accept=XML)
        assert (given_back.status_code, given_back.headers["Content-Type"]) == (200, f"{XML}; charset=utf-8")
        came, went = parse(data)[0], parse(given_back.content)[0]
        assert came is not None
        assert went is not None
        if not say_the_same(came, went) or read(given_back.content).content != read(data).content:
            lost.append(path)
    assert lost == []


def test_each_is_checked_into_a_plan_or_located_reasons(trader: Program, declarations: list[tuple[str, bytes]]) -> None:
    outcomes = {"plan": 0, "reasons": 0}
    for path, data in declarations:
        told = trader.post("declarations?action=check", data, kind=XML)
        if told.status_code == 200:
            assert told.json()["agencies"], path
            outcomes["plan"] += 1
            continue
        assert told.status_code == 422, (path, told.status_code, told.content)
        assert codes(told)
        for error in told.json()["errors"]:
            assert error["pointer"].startswith("/"), (path, error)
            assert error["line"] >= 1, (path, error)
        outcomes["reasons"] += 1
    assert sum(outcomes.values()) == 171
    assert not trader.get("declarations").json()["declarations"]
