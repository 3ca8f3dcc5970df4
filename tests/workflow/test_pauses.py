"""A question stops the clock of its sign-off; only what was stopped after the clock began moves the due time."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from clearance.models import SignOff
from clearance.services import deciding, trading
from tests.acting import FILING, file, pay, present, row
from tests.cast import Cast
from tests.goods import imports

pytestmark = pytest.mark.django_db

FILED = datetime(2026, 11, 23, 5, tzinfo=UTC)  # a Monday
SPICES = {"commodity_code": "0904110000", "description": "Black pepper, whole, in bags", "origin": "VN"}
"""Plant health may look at the papers from filing; its four hours count from presentation."""


def asked_and_arrived(cast: Cast, *, asked: timedelta, arrived: timedelta) -> tuple[SignOff, str]:
    """The sign-off of plant health, and its question, when both have happened; times are counted from filing."""
    with time_machine.travel(FILED, tick=False):
        declaration = pay(cast, file(cast, imports(SPICES)))
    one = row(cast, declaration, "plant_health")
    assert (one.state, one.clock_started_at) == ("open", None)
    question = ""
    for moment, what in sorted([(asked, "ask"), (arrived, "arrive")]):
        with time_machine.travel(FILED + moment, tick=False):
            if what == "arrive":
                present(cast, declaration)
                continue
            with cast.acting("plant_health_officer") as officer:
                question = str(deciding.ask(officer, sign_off=str(one.uuid), text="Treated with what?").uuid)
    return one, question


def answered(cast: Cast, one: SignOff, question: str, *, at: timedelta) -> SignOff:
    """The sign-off after the trader's answer."""
    with time_machine.travel(FILED + at, tick=False), cast.acting("trader", scopes=FILING) as trader:
        trading.answer(trader, question=question, text="Steam")
    with cast.acting("system"):
        return SignOff.objects.get(pk=one.pk)


def test_a_question_open_while_the_goods_arrive_stops_the_clock_from_their_arrival_on(cast: Cast):
    one, question = asked_and_arrived(cast, asked=timedelta(hours=1), arrived=timedelta(hours=25))
    after = answered(cast, one, question, at=timedelta(hours=27))
    assert after.clock_started_at == FILED + timedelta(hours=25)
    assert after.due_at == FILED + timedelta(hours=27 + 4)
    assert after.warn_at == FILED + timedelta(hours=27 + 2)


def test_a_question_asked_after_the_arrival_stops_the_clock_from_then_on(cast: Cast):
    one, question = asked_and_arrived(cast, asked=timedelta(hours=2), arrived=timedelta(hours=1))
    assert answered(cast, one, question, at=timedelta(hours=30)).due_at == FILED + timedelta(hours=30 + 3)


def test_what_is_left_on_a_clock_that_never_ran_is_all_of_it(cast: Cast):
    one, _question = asked_and_arrived(cast, asked=timedelta(hours=1), arrived=timedelta(hours=25))
    with cast.acting("system"):
        standing = SignOff.objects.get(pk=one.pk)
    assert standing.stopped_at == standing.clock_started_at
    assert standing.due_at - standing.stopped_at == timedelta(hours=4)
