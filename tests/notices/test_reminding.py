"""What is waited for and what is late is told in time, once, to those who can do something."""

from datetime import timedelta

import pytest

from agencies.services import ask_grant
from clearance import advance, clock
from clearance.models import Declaration
from clearance.services import deciding, filing
from portal.notices import reading, reminders
from portal.notices.lines import line_of
from tests.acting import FILING, file, pay, present, row
from tests.cast import Cast
from tests.goods import CERAMICS, imports
from tests.notices.acts import ask, inbox, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everybody_has_an_address")]


def test_money_that_is_waited_for_is_told_once(cast: Cast) -> None:
    filed = present(cast, file(cast, imports(CERAMICS)))
    reading.read_all()
    due = [notice for notice in inbox(cast, "trader") if notice.kind == "payment.due"]
    assert len(due) == 1
    with cast.acting("trader"):
        line = line_of(due[0])
    assert line.title == "Duties and taxes are waiting to be paid"
    assert "KZT" in line.text
    pay(cast, filed)
    reading.read_all()
    assert [n.kind for n in inbox(cast, "trader")].count("payment.due") == 1
    assert {"charges.paid", "declaration.released"} <= {n.kind for n in inbox(cast, "trader")}


def test_the_holder_hears_of_the_clock_and_the_heads_when_time_is_over(cast: Cast, apples: Declaration) -> None:
    one = row(cast, apples, "plant_health")
    with cast.acting("plant_health_officer") as officer:
        deciding.claim(officer, sign_off=str(one.uuid))
    with clock.at(clock.now() + timedelta(days=40)):
        while advance.warn():
            pass
        reading.read_all()
        assert told(cast, kind="signoff.warning") == {"plant_health_officer"}
        assert {"plant_health_officer", "plant_health_head"} <= told(cast, kind="signoff.overdue")
        assert not {"trader", "colleague"} & told(cast, topic="clock")
        kinds = [n.event.payload["percent"] for n in inbox(cast, "plant_health_officer") if n.kind == "signoff.warning"]
    assert kinds == [80], "half of the time is no news"


def test_a_trader_is_reminded_of_an_answer_and_told_when_it_is_late_once_each(cast: Cast, apples: Declaration) -> None:
    question = ask(cast, apples)
    for moment, kind in (
        (question.answer_due_at - timedelta(hours=2), "answer.soon"),
        (question.answer_due_at + timedelta(minutes=1), "answer.late"),
    ):
        with clock.at(moment):
            assert reminders.remind() == 1
            assert reminders.remind() == 0, "within the same minute nobody looks"
        with clock.at(moment + timedelta(minutes=2)):
            assert reminders.remind() == 0, "and later everybody knows"
            assert told(cast, kind=kind) == {"trader", "colleague", "viewer"}


def test_a_draft_about_to_be_deleted_is_told_to_its_company_only(cast: Cast) -> None:
    with cast.acting("trader", scopes=FILING) as trader:
        draft = filing.save_draft(trader, company_id=cast.companies()["silk_road"], content=imports()).declaration
    assert draft.next_timer_at is not None
    with clock.at(draft.next_timer_at - timedelta(days=2)):
        assert reminders.remind() == 1
        assert told(cast, topic="draft") == {"trader", "colleague", "viewer"}
    with cast.acting("trader"):
        (notice,) = [n for n in inbox(cast, "trader") if n.topic == "draft"]
        assert line_of(notice).url == f"/declarations/{draft.reference}/"


def test_a_role_that_waits_for_a_signature_is_told_to_the_other_administrator(cast: Cast) -> None:
    with cast.acting("plant_health_admin") as actor:
        ask_grant(actor, user_id=cast.ids()["stranger"], agency="plant_health", role="officer")
    assert told(cast, topic="signature") == {"plant_health_admin2"}
    with cast.acting("plant_health_admin2"):
        line = line_of(inbox(cast, "plant_health_admin2")[0])
    assert (line.title, line.text, line.url) == ("A role waits for your signature", "Officer", "/agency/")
