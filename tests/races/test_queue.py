"""The queue while others claim and decide: counts and rows are of one moment, sixteen accounts never take the same."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from clearance.acting import Who, acting_as
from clearance.models import Grant, SignOff
from clearance.worklist import cards, counting
from clearance.worklist import together as whole_cards
from clearance.worklist.cards import Asked
from portal.accounts.models import User
from tests.acting import decide, file, pay, present, row
from tests.cast import LONG_AGO, Cast
from tests.goods import APPLES, imports
from tests.races.running import no_errors, together

pytestmark = [pytest.mark.slow, pytest.mark.races]
CASES, ACCOUNTS = 8, 16
WHOLE = 100  # cards on a page: all of them
STILL = tuple(view for view in cards.VIEWS if view != "changed")


@pytest.fixture
def cast(committed_cast: Cast) -> Cast:
    return committed_cast


@pytest.fixture
def waiting(cast: Cast) -> list[SignOff]:
    """Open sign-offs of plant health, each on a declaration of its own."""
    return [row(cast, present(cast, pay(cast, file(cast, imports(APPLES)))), "plant_health") for _ in range(CASES)]


def differences(cast: Cast, view: str) -> list[str]:
    """What a page says of itself that does not add up."""
    with cast.acting("plant_health_head") as head:
        seen = counting.overview(head, Asked(view=view), size=WHOLE)
    listed, counted = len(seen.page.rows), seen.counts
    found = [] if listed == counted[view] == seen.found else [f"{view}: {listed} listed, {counted[view]} counted"]
    if counted["unclaimed"] > counted["all"]:
        found.append(f"more unclaimed than open: {counted}")
    return found


@pytest.mark.parametrize("view", ["all", "unclaimed"])
def test_what_is_listed_and_what_is_counted_are_of_one_moment(cast: Cast, waiting: list[SignOff], view: str) -> None:
    """Everything is claimed and one is decided in the gap behind the first statement about the queue."""
    interfered = []

    def claim_and_decide() -> None:
        for one in waiting:
            with cast.acting("plant_health_officer") as officer:
                whole_cards.claim(officer, sign_off=str(one.uuid))
        decide(cast, waiting[0], by="plant_health_officer")

    def in_the_gap(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        answer = execute(sql, *given)
        if "clearance_signoff" in sql and not interfered:
            interfered.append(sql)
            no_errors(together(claim_and_decide))
        return answer

    with connection.execute_wrapper(in_the_gap):
        assert differences(cast, view) == []
    assert interfered
    with cast.acting("plant_health_head") as head:
        assert counting.counts(head)["unclaimed"] == 0
        assert counting.counts(head)["all"] == CASES - 1


def test_counts_equal_rows_at_every_look_while_claims_and_decisions_run(cast: Cast, waiting: list[SignOff]) -> None:
    working = threading.Event()
    working.set()
    looks: list[str] = []

    def work(who: str, own: list[SignOff]) -> None:
        for one in own:
            with cast.acting(who) as officer:
                whole_cards.claim(officer, sign_off=str(one.uuid))
            decide(cast, one, by=who)

    def work_all() -> None:
        half = CASES // 2
        people = ("plant_health_officer", waiting[:half]), ("plant_health_second", waiting[half:])
        try:
            no_errors(together(*(lambda who=who, own=own: work(who, own) for who, own in people)))
        finally:
            working.clear()

    def look() -> list[str]:
        wrong: list[str] = []
        while working.is_set():
            for view in STILL:
                looks.append(view)
                wrong += differences(cast, view)
        return wrong

    outcomes = together(work_all, look, look)
    no_errors(outcomes)
    assert [outcome.result for outcome in outcomes[1:]] == [[], []]
    assert set(looks) == set(STILL)
    with cast.acting("plant_health_head") as head:
        assert counting.counts(head)["all"] == 0


def test_sixteen_accounts_that_press_next_share_the_queue(cast: Cast, waiting: list[SignOff]) -> None:
    ids = cast.ids()
    people = [User.objects.create(username=f"sixteen{number}").pk for number in range(ACCOUNTS)]
    Grant.objects.bulk_create(
        Grant(user_id=person, agency="plant_health", role="officer", starts_at=LONG_AGO, granted_by_id=ids["author"],
              granted_at=LONG_AGO, approved_by_id=ids["approver"], approved_at=LONG_AGO)
        for person in people
    )  # fmt: skip

    def press(person: int) -> int | None:
        with acting_as(Who(person)) as actor:
            taken = whole_cards.take_next(actor)
            return taken.pk if taken else None

    outcomes = together(*(lambda person=person: press(person) for person in people))
    no_errors(outcomes)
    taken = [outcome.result for outcome in outcomes if outcome.result]
    assert sorted(taken) == sorted(one.pk for one in waiting)
    with cast.acting("system"):
        holders = set(SignOff.objects.filter(pk__in=taken).values_list("claimed_by_id", flat=True))
    assert len(holders) == CASES
    assert holders <= set(people)
