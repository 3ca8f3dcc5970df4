"""Who is told of what, once, in their own language, and who is not."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.utils import translation

from agencies.services import ask_grant
from clearance import advance, clock
from clearance.acting import Who, acting_as
from clearance.models import Declaration, Event, Grant, Question
from clearance.services import deciding, filing, stopping, trading
from portal.accounts.models import Delegation, Membership, User
from portal.accounts.services.companies import approve_company, register_company
from portal.accounts.services.delegations import answer_broker, ask_client, revoke_delegation
from portal.notices import duty, mails, reading, reminders, services
from portal.notices.lines import line_of, subject_of
from portal.notices.models import Notice, Seen, Stream
from tests.acting import FILING, decide, file, pay, present, row
from tests.cast import Cast
from tests.goods import APPLES, CERAMICS, imports

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everybody_has_an_address(cast: Cast) -> None:
    for user in User.objects.filter(email=""):
        user.email = f"{user.username}@example.kz"
        user.save(update_fields=["email"])


@pytest.fixture
def apples(cast: Cast) -> Declaration:
    """Apples that have arrived and wait for plant health; nothing is untold."""
    filed = present(cast, pay(cast, file(cast, imports(APPLES))))
    reading.read_all()
    with acting_as(Who(system=True)):
        Notice.objects.update(at=clock.now() - timedelta(days=90), mail_due_at=None)  # only what is old is deleted
        Notice.objects.all().delete()
    return filed


def ask(cast: Cast, declaration: Declaration, text: str = "Which orchard?") -> Question:
    with cast.acting("plant_health_officer") as officer:
        return deciding.ask(officer, sign_off=str(row(cast, declaration, "plant_health").uuid), text=text)


def told(cast: Cast, *, kind: str = "", topic: str = "") -> set[str]:
    """The user names of those who were told."""
    reading.read_all()
    with acting_as(Who(system=True)):
        rows = Notice.objects.all()
        if kind:
            rows = rows.filter(kind=kind)
        if topic:
            rows = rows.filter(topic=topic)
        return set(rows.values_list("recipient__username", flat=True))


def inbox(cast: Cast, name: str) -> list[Notice]:
    """What a person finds, read as that person."""
    with cast.acting(name) as actor:
        rows = Notice.objects.filter(recipient_id=actor.user_id, inbox=True)
        return list(rows.select_related("company", "declaration", "event").order_by("-at", "-pk"))


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


def test_each_reads_in_their_own_language(cast: Cast, apples: Declaration) -> None:
    User.objects.filter(username="trader").update(language="kk")
    User.objects.filter(username="colleague").update(language="ru", time_zone="Europe/Moscow")
    ask(cast, apples)
    reading.read_all()
    mail.outbox.clear()
    assert mails.send_due() == 3
    by_name = {letter.to[0].partition("@")[0]: letter for letter in mail.outbox}
    subjects = {name: letter.subject for name, letter in by_name.items()}
    assert subjects["viewer"] == f"{apples.reference}: Question for you – Plant health"
    for name, language in (("trader", "kk"), ("colleague", "ru")):
        with translation.override(language), cast.acting(name):
            assert subjects[name] == subject_of(line_of(inbox(cast, name)[0]))
        assert subjects[name] != subjects["viewer"]
        assert f'<html lang="{language}">' in str(by_name[name].alternatives[0].content)


def test_a_letter_links_to_the_page_and_to_the_settings(cast: Cast, apples: Declaration, settings: Any) -> None:
    settings.SITE_URL = "https://window.example"
    question = ask(cast, apples)
    reading.read_all()
    mail.outbox.clear()
    mails.send_due()
    letter = mail.outbox[0]
    link = f"https://window.example/cases/{apples.reference}/questions/{question.uuid}/"
    assert link in letter.body
    assert f'href="{link}"' in str(letter.alternatives[0].content)
    assert "https://window.example/messages/settings/" in letter.body
    assert letter.extra_headers["List-Unsubscribe"] == "<https://window.example/messages/settings/>"
    assert "Which orchard?" not in letter.body, "what officers write stays behind the sign-in"


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


def test_a_mail_server_that_refuses_is_asked_again_and_given_up_in_the_end(
    cast: Cast, apples: Declaration, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "tests.notices.test_telling.RefusingBackend"
    with cast.acting("colleague") as actor:
        services.choose(actor, {"question": (True, False)})
    with cast.acting("viewer") as actor:
        services.choose(actor, {"question": (True, False)})
    ask(cast, apples)
    reading.read_all()
    now = clock.now()
    pauses = []
    for attempt in range(1, 30):
        with clock.at(now):
            mails.send_due()
        with acting_as(Who(system=True)):
            notice = Notice.objects.get(recipient__username="trader", kind="question.asked")
        assert notice.mail_attempts == attempt
        assert "mailbox full" in notice.mail_fault
        if notice.mail_due_at is None:
            break
        pauses.append(notice.mail_due_at - now)
        now = notice.mail_due_at
    assert attempt == 9
    assert pauses[0] < timedelta(seconds=13)
    assert all(later > earlier for earlier, later in itertools.pairwise(pauses[:7]))


class RefusingBackend(BaseEmailBackend):
    """A server that is there and refuses."""

    def send_messages(self, messages: Any) -> int:
        raise OSError("refused: mailbox full")


def test_a_letter_whose_reader_lost_the_right_is_not_sent(cast: Cast, apples: Declaration) -> None:
    ask(cast, apples)
    reading.read_all()
    Membership.objects.filter(user__username="colleague").update(active=False)
    mail.outbox.clear()
    mails.send_due()
    assert {letter.to[0] for letter in mail.outbox} == {"trader@example.kz", "viewer@example.kz"}
    assert mails.are_due() is False


def test_an_address_that_waits_for_its_confirmation_gets_nothing(
    cast: Cast, apples: Declaration, settings: Any
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    user = cast.user("trader")
    EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    ask(cast, apples)
    reading.read_all()
    mail.outbox.clear()
    mails.send_due()
    assert "trader@example.kz" not in {letter.to[0] for letter in mail.outbox}


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


def test_what_happened_days_ago_is_told_and_not_mailed(cast: Cast, apples: Declaration) -> None:
    ask(cast, apples)
    with clock.at(clock.now() + timedelta(days=5)):
        reading.read_all()
    (notice,) = [one for one in inbox(cast, "trader") if one.kind == "question.asked"]
    assert notice.mail_due_at is None


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
