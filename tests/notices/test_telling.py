"""Who is told of what, once, and who is not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError, transaction

from clearance import clock
from clearance.acting import Who, acting_as
from clearance.models import Declaration, Event, Grant
from clearance.services import stopping, trading
from portal.accounts.models import Delegation, User
from portal.accounts.services.companies import approve_company, register_company
from portal.accounts.services.delegations import answer_broker, ask_client, revoke_delegation
from portal.notices import duty, mails, reading, services
from portal.notices.lines import line_of
from portal.notices.models import Notice, Seen, Stream
from tests.acting import FILING, decide, file, pay, present, row
from tests.cast import Cast
from tests.goods import APPLES, imports
from tests.notices.acts import ask, inbox, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everybody_has_an_address")]


def test_a_question_is_told_to_the_company_s_people_and_to_no_stranger(cast: Cast, apples: Declaration) -> None:
    question = ask(cast, apples)
    assert told(cast, kind="question.asked") == {"trader", "colleague", "viewer"}
    (notice,) = inbox(cast, "trader")
    with cast.acting("trader"):
        line = line_of(notice)
    assert (line.title, line.who, line.reference) == ("Question for you", "Plant health", apples.reference)
    assert line.url == f"/cases/{apples.reference}/questions/{question.uuid}/"
    assert line.to_do.startswith("Answer by ")
    assert inbox(cast, "stranger") == []


def test_the_broker_who_filed_is_told_while_the_delegation_lasts(cast: Cast) -> None:
    filed = present(cast, pay(cast, file(cast, imports(APPLES), by="broker")))
    ask(cast, filed)
    assert told(cast, kind="question.asked") == {"trader", "colleague", "viewer", "broker"}
    assert inbox(cast, "broker")
    with cast.acting("trader") as trader:
        revoke_delegation(trader, delegation_id=Delegation.objects.get(client_id=filed.company_id).pk)
    reading.read_all()
    left = inbox(cast, "broker")
    assert {notice.kind for notice in left} == {"delegation.revoked"}, "what was told of a lost client is gone"
    with cast.acting("broker"):
        assert line_of(left[0]).title == "Steppe Brokers no longer files for Silk Road"


def test_nobody_is_told_twice_however_often_the_record_is_read(cast: Cast, apples: Declaration) -> None:
    ask(cast, apples)
    reading.read_all()
    before = len(inbox(cast, "trader"))
    with acting_as(Who(system=True)):
        Seen.objects.all().delete()
        Stream.objects.update(upto=0, mark_top=None, mark_xmax=None)
    assert reading.read_all() > 0, "the whole record is read again"
    assert len([n for n in inbox(cast, "trader") if n.kind == "question.asked"]) == before == 1


def test_nobody_is_told_what_they_did_themselves(cast: Cast, apples: Declaration) -> None:
    question = ask(cast, apples)
    with cast.acting("colleague", scopes=FILING) as actor:
        trading.answer(actor, question=str(question.uuid), text="Orchard 12")
    assert told(cast, kind="question.answered") == {"plant_health_officer"}
    (notice,) = inbox(cast, "plant_health_officer")
    with cast.acting("plant_health_officer"):
        line = line_of(notice)
    assert line.title == "Question answered"
    assert line.url == f"/desk/declarations/{apples.reference}/"


def test_an_officer_who_left_is_not_told_of_the_answer(cast: Cast, apples: Declaration) -> None:
    question = ask(cast, apples)
    Grant.objects.filter(user__username="plant_health_officer").update(
        revoked_at=clock.now(), revoked_by=cast.user("plant_health_admin")
    )
    with cast.acting("colleague", scopes=FILING) as actor:
        trading.answer(actor, question=str(question.uuid), text="Orchard 12")
    assert told(cast, kind="question.answered") == set()


def test_what_is_switched_off_is_not_told(cast: Cast, apples: Declaration) -> None:
    with cast.acting("trader") as actor:
        services.choose(actor, {"question": (False, True)})
    with cast.acting("colleague") as actor:
        services.choose(actor, {"question": (True, False)})
    with cast.acting("viewer") as actor:
        services.choose(actor, {"question": (False, False)})
    ask(cast, apples)
    assert told(cast, kind="question.asked") == {"trader", "colleague"}
    assert inbox(cast, "trader") == []
    assert len(inbox(cast, "colleague")) == 1
    mail.outbox.clear()
    mails.send_due()
    assert [letter.to for letter in mail.outbox] == [["trader@example.kz"]]


def test_release_hold_and_decision_are_told_and_a_decision_not_by_mail(cast: Cast, apples: Declaration) -> None:
    one = row(cast, apples, "plant_health")
    with cast.acting("plant_health_officer") as officer:
        hold = stopping.place_hold(officer, sign_off=str(one.uuid), public_reason="Alert", legal_basis="Order 15")
    assert told(cast, topic="hold") == {"trader", "colleague", "viewer"}
    with cast.acting("plant_health_officer") as officer:
        stopping.lift_hold(officer, hold=str(hold.uuid), reason="Over")
    decide(cast, row(cast, apples, "plant_health"))
    reading.read_all()
    kinds = {notice.kind: notice for notice in inbox(cast, "trader")}
    assert set(kinds) == {"hold.placed", "hold.lifted", "signoff.decided", "declaration.released"}
    assert kinds["signoff.decided"].mail_due_at is None
    assert kinds["declaration.released"].mail_due_at is not None


def test_a_client_is_told_that_a_broker_asks_and_the_broker_that_the_client_declined(cast: Cast) -> None:
    houses = cast.companies()
    Delegation.objects.filter(client=houses["silk_road"]).update(revoked_at=clock.now(), revoked_by=cast.user("trader"))
    with cast.acting("broker") as broker:
        asked = ask_client(broker, broker_id=houses["steppe_brokers"], client_bin="971240001315")
    assert told(cast, kind="delegation.asked") == {"trader", "colleague", "viewer"}
    with cast.acting("trader") as trader:
        assert line_of(inbox(cast, "trader")[0]).title == "Steppe Brokers asks to file for Silk Road"
        answer_broker(trader, client_id=houses["silk_road"], request_id=asked.pk, accept=False)
    assert told(cast, kind="delegation.declined") == {"broker"}


def test_a_company_is_told_of_its_approval_and_customs_of_its_registration(cast: Cast) -> None:
    newcomer = User.objects.create(username="newcomer", email="newcomer@example.kz", password="!")
    EmailAddress.objects.create(user=newcomer, email=newcomer.email, verified=True, primary=True)
    with acting_as(Who(user_id=newcomer.pk)) as actor:
        company = register_company(actor, bin="150240011110", name="New Trade")
    assert told(cast, kind="company.registered") == {"customs_admin", "customs_admin2", "customs_head"}
    with cast.acting("customs_head") as head:
        approve_company(head, company_id=company.pk)
    assert told(cast, kind="company.approved") == {"newcomer"}
    with acting_as(Who(user_id=newcomer.pk)):
        notice = Notice.objects.select_related("company").get(recipient=newcomer)
        assert line_of(notice).title == "New Trade is approved"


def test_what_happened_long_ago_is_not_told(cast: Cast, apples: Declaration) -> None:
    ask(cast, apples)
    with clock.at(clock.now() + timedelta(days=90)):
        reading.read_all()
    assert inbox(cast, "trader") == []


def test_a_person_marks_a_notice_and_changes_nothing_else(cast: Cast, apples: Declaration) -> None:
    ask(cast, apples)
    reading.read_all()
    with cast.acting("trader") as actor:
        notice = Notice.objects.get(recipient_id=actor.user_id)
        assert services.mark(actor, [notice.uuid], read=True) == 1
        assert services.mark(actor, [notice.uuid], read=True) == 0
        with pytest.raises(IntegrityError), transaction.atomic():
            Notice.objects.filter(pk=notice.pk).update(facts={"due": "never"})
        others = Notice.objects.exclude(recipient_id=actor.user_id)
        assert not others.exists(), "a colleague's inbox is the colleague's"


def test_restricted_rows_and_the_lane_reach_no_trader(cast: Cast) -> None:
    """Whatever the record holds that is not public: no notice of a trader points at it."""
    file(cast, imports(APPLES))
    reading.read_all()
    with acting_as(Who(system=True)):
        assert not Notice.objects.filter(company__isnull=False, event__is_public=False).exists()
        assert Event.objects.filter(is_public=True).exists()


def test_a_batch_costs_the_same_however_many_events_it_has(
    cast: Cast, apples: Declaration, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for _turn in range(4):
        question = ask(cast, apples)
        with cast.acting("colleague", scopes=FILING) as actor:
            trading.answer(actor, question=str(question.uuid), text="Orchard 12")
    with django_assert_max_num_queries(30):
        assert reading.read_all() >= 8


def test_the_sweep_does_it_all(cast: Cast, apples: Declaration) -> None:
    ask(cast, apples)
    mail.outbox.clear()
    duty.do_what_is_due(inline=True)
    assert len(mail.outbox) == 3
