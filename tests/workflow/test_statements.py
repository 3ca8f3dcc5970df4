"""A constant number of statements for each act, whatever the number of items and rules."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clearance import advance, calendars, clock, registry
from clearance.models import Rule, Rulebook
from clearance.reference import lists
from clearance.services import deciding, filing
from tests import acting
from tests.cast import Cast
from tests.goods import APPLES, imports


@pytest.fixture(autouse=True)
def nothing_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every ten seconds a process asks whether calendars and lists changed; not while we count."""
    monkeypatch.setattr(calendars, "LOOK_AGAIN_AFTER", float("inf"))
    monkeypatch.setattr(lists, "LOOK_AGAIN_AFTER", float("inf"))


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements of the block, without the transaction's own begin, commit and savepoints."""
    statements: list[str] = []
    with CaptureQueriesContext(connection) as context:
        yield statements
    words = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK")
    statements += [query["sql"] for query in context.captured_queries if not query["sql"].startswith(words)]


def filing_and_routing(cast: Cast, items: int) -> tuple[list[str], list[str]]:
    content = imports(*[APPLES] * items)
    with counted() as submitted, cast.acting("trader", scopes=acting.FILING) as trader:
        declaration = filing.file(trader, company_id=cast.companies()["silk_road"], content=content).declaration
    with counted() as routed:
        advance.advance(declaration.pk)
    return submitted, routed


def publish_many_rules(cast: Cast, number: int) -> None:
    """A further rulebook in force with `number` rules that ask about codes of their own."""
    rule = next(
        row for row in registry.rules_of("plant_health") if row["status"] == "live" and row["kind"] == "sign_off"
    )
    author, approver = cast.ids()["author"], cast.ids()["approver"]
    book = Rulebook.objects.create(agency="border_guard", number=2, author_id=author, starts_at=clock.now())
    Rule.objects.bulk_create(
        Rule(
            rulebook=book,
            rule_id=f"BRD-{n:05d}",
            row={**rule, "rule_id": f"BRD-{n:05d}", "hs_include": f"99{n:08d}", "requirement": "border_guard.crossing"},
        )
        for n in range(number)
    )
    book.approved_by_id, book.published_at = approver, clock.now()
    book.save()


@pytest.mark.slow
def test_submit_and_route_cost_the_same_with_1_and_999_items_and_20_000_rules(committed_cast: Cast):
    filing_and_routing(committed_cast, 1)  # compiled rulebooks and calendars are kept by the process
    one, routed_one = filing_and_routing(committed_cast, 1)
    many, routed_many = filing_and_routing(committed_cast, 999)
    publish_many_rules(committed_cast, 20_000)
    filing_and_routing(committed_cast, 1)
    ruled, routed_ruled = filing_and_routing(committed_cast, 999)
    assert len(one) == len(many) == len(ruled) <= 6, "\n".join(one)
    assert len(routed_one) == len(routed_many) == len(routed_ruled) <= 10, "\n".join(routed_one)


def test_claim_and_decide_cost_few_statements(committed_cast: Cast):
    cast = committed_cast
    declaration = acting.present(cast, acting.file(cast, imports(APPLES)))
    row = acting.row(cast, declaration, "plant_health")
    with counted() as claimed, cast.acting("plant_health_officer") as officer:
        assert deciding.take_next(officer, agency="plant_health") == row
    with counted() as decided:
        acting.decide(cast, row)
    assert len(claimed) <= 4, "\n".join(claimed)
    assert len(decided) <= 8, "\n".join(decided)
