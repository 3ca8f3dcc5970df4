"""Getting in: a confirmed address before a company, a second try after a rejection, brokers that ask, own sessions."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from clearance import clock
from clearance.permissions import NotAllowed
from clearance.services.found import NotFound
from clearance.workflow import Refused
from portal.accounts.devices import device
from portal.accounts.models import AccessEvent, Company, Delegation, DelegationRequest, Membership, User
from portal.accounts.services import companies, delegations
from portal.accounts.services.access import end_session
from tests.cast import PASSWORD
from tests.people.conftest import acting, confirm, make_user

pytestmark = pytest.mark.django_db
NEW = {"bin": "010940000162", "name": "New Goods"}


@pytest.fixture(autouse=True)
def _no_letters_yet(db):
    cache.clear()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def link_in(letter: mail.EmailMessage) -> str:
    return re.search(r"http://testserver(/\S+)", str(letter.body))[1]


# A confirmed address before a company.


def test_a_stranger_confirms_the_address_before_registering_a_company(client):
    account = {"full_name": "Aigerim", "username": "aigerim", "email": "aigerim@example.kz"}
    client.post("/accounts/signup/", {**account, "password1": PASSWORD, "password2": PASSWORD})
    assert "aigerim@example.kz" in client.get("/company/register/").text
    client.post("/company/register/", NEW)
    assert not Company.objects.filter(bin=NEW["bin"]).exists()
    confirming = client.post(link_in(mail.outbox[0]))
    assert confirming.url == "/company/"
    assert client.post("/company/register/", NEW).status_code == 302
    assert Company.objects.get(bin=NEW["bin"]).status == "pending"


def test_nobody_registers_a_company_past_the_page(db):
    with acting(make_user("jana")) as actor, pytest.raises(Refused, match="Confirm your email"):
        companies.register_company(actor, **NEW)


def test_the_letter_is_sent_again_but_not_without_end(db):
    client = signed_in(make_user("jana"))
    for _press in range(8):
        answer = client.post("/company/register/", follow=True)
    assert len(mail.outbox) == 5
    assert "sent a moment ago" in answer.text


def test_whoever_has_no_address_is_led_to_adding_one(cast):
    page = signed_in(cast.user("viewer")).get("/company/register/").text
    assert "add an email address" in page
    assert reverse("account_email") in page


@pytest.mark.parametrize(
    ("language", "subject"),
    [("en", "Confirm your email address"), ("ru", "Подтвердите адрес"), ("kk", "растау")],
)
def test_letters_speak_their_reader_s_language_as_text_and_html(db, language, subject):
    user = make_user("jana", language=language)
    signed_in(user).post("/company/register/")
    letter = mail.outbox[0]
    assert subject in letter.subject
    html = letter.alternatives[0].content
    assert f'<html lang="{language}"' in html
    assert link_in(letter) in html
    assert "example.com" not in f"{letter.subject}{letter.body}"


def test_an_unknown_address_and_a_known_one_get_a_letter_in_our_words(client, db):
    make_user("jana")
    for email, words in (("nobody@example.kz", "no account"), ("jana@example.kz", "new password")):
        mail.outbox.clear()
        client.post("/accounts/password/reset/", {"email": email})
        assert words in f"{mail.outbox[0].subject} {mail.outbox[0].body}"
        assert "Hello from" not in mail.outbox[0].body


def test_an_account_is_made_although_the_mail_server_is_away(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    account = {"full_name": "Aigerim", "username": "aigerim", "email": "aigerim@example.kz"}
    answer = client.post("/accounts/signup/", {**account, "password1": PASSWORD, "password2": PASSWORD}, follow=True)
    assert "could not be sent just now" in answer.text
    assert "aigerim@example.kz" in client.get("/company/register/").text


# A second try after a rejection.


@pytest.fixture
def rejected(stranger, cast) -> Company:
    with acting(stranger) as actor:
        company = companies.register_company(actor, **NEW)
    with acting(cast.user("customs_head")) as head:
        return companies.reject_company(head, company_id=company.pk, reason="The name is not the registered one")


def test_a_rejected_company_is_corrected_and_customs_sees_that_it_is_the_second_time(rejected, stranger, cast):
    client = signed_in(stranger)
    page = client.get(reverse("company_page", args=[rejected.uuid])).text
    correct = reverse("correct_company", args=[rejected.uuid])
    assert correct in page
    form = client.get(correct)
    assert "The name is not the registered one" in form.text
    assert "New Goods" in form.text
    assert "Enter the name" in client.post(correct, {"name": ""}).text
    assert client.post(correct, {"name": "New Goods LLP", "is_broker": "on"}).status_code == 302
    rejected.refresh_from_db()
    assert (rejected.status, rejected.name, rejected.is_broker) == ("pending", "New Goods LLP", True)
    assert rejected.bin == NEW["bin"]
    customs = signed_in(cast.user("customs_head"))
    waiting = customs.get("/agency/companies/").text
    assert "sent again after a rejection" in waiting
    assert "The name is not the registered one" in waiting
    customs.post(reverse("approve_company", args=[rejected.pk]))
    rejected.refresh_from_db()
    assert (rejected.status, rejected.rejection_reason) == ("approved", "")


def test_only_its_administrator_corrects_and_only_what_was_rejected(rejected, company, trader, stranger):
    with acting(trader) as actor:
        with pytest.raises(NotAllowed):
            companies.correct_company(actor, company_id=rejected.pk, name="Mine")
        with pytest.raises(Refused, match="rejected"):
            companies.correct_company(actor, company_id=company.pk, name="Other")
    assert signed_in(trader).get(reverse("correct_company", args=[rejected.uuid])).status_code == 404
    assert signed_in(trader).get(reverse("correct_company", args=[company.uuid])).status_code == 302
    with acting(stranger) as actor:
        companies.correct_company(actor, company_id=rejected.pk, name="Once")
        with pytest.raises(Refused, match="rejected"):
            companies.correct_company(actor, company_id=rejected.pk, name="Twice")


# Brokers that ask.


@pytest.fixture
def asked(delegation, broker_person, broker, company, trader) -> DelegationRequest:
    with acting(trader) as actor:
        delegations.revoke_delegation(actor, delegation_id=delegation.pk)
    with acting(broker_person) as actor:
        return delegations.ask_client(actor, broker_id=broker.pk, client_bin=company.bin)


def live(company: Company, broker: Company) -> Delegation | None:
    return Delegation.objects.filter(client=company, broker=broker, revoked_at=None).first()


@pytest.mark.parametrize(("answer", "signs"), [("file", False), ("sign", True), ("decline", None)])
def test_a_client_answers_a_broker_that_asks(asked, company, broker, trader, answer, signs):
    client = signed_in(trader)
    page = client.get(reverse("company_page", args=[company.uuid])).text
    assert "Steppe Brokers asks to file for you" in page
    client.post(reverse("answer_broker", args=[company.uuid, asked.pk]), {"answer": answer})
    made = live(company, broker)
    assert (made.may_sign if made else None) is signs
    assert "asks to file for you" not in client.get(reverse("company_page", args=[company.uuid])).text
    again = client.post(reverse("answer_broker", args=[company.uuid, asked.pk]), {"answer": "sign"})
    assert again.status_code == 409
    assert (live(company, broker) or None) == made


def test_asking_gives_a_broker_nothing_and_asking_twice_is_one_question(asked, broker_person, broker, company):
    with acting(broker_person) as actor:
        assert company.pk not in actor.companies
        again = delegations.ask_client(actor, broker_id=broker.pk, client_bin=company.bin)
    assert again == asked
    assert AccessEvent.objects.filter(kind="delegation.asked").count() == 1
    page = signed_in(broker_person).get(reverse("company_page", args=[broker.uuid])).text
    assert "Silk Road has not answered yet." in page


def test_a_broker_that_was_declined_asks_again_a_week_later_or_when_the_client_let_it_file(
    asked, company, broker, broker_person, trader
):
    at = clock.now()
    with acting(trader) as actor:
        delegations.answer_broker(actor, client_id=company.pk, request_id=asked.pk, accept=False)
    address, answers = reverse("ask_client", args=[broker.uuid]), {"client_bin": company.bin}
    again = signed_in(broker_person).post(address, answers)
    assert again.status_code == 422
    assert "This company declined. You may ask it again from" in again.text
    assert company.bin in again.text, "nothing typed is lost"
    with clock.at(at + timedelta(days=6, hours=23)), acting(broker_person) as actor, pytest.raises(Refused):
        delegations.ask_client(actor, broker_id=broker.pk, client_bin=company.bin)
    with acting(trader) as actor:  # the client thinks better of it, and later ends it
        made = delegations.delegate(actor, client_id=company.pk, broker_bin=broker.bin, may_sign=False)
        delegations.revoke_delegation(actor, delegation_id=made.pk)
    with acting(broker_person) as actor:
        assert delegations.ask_client(actor, broker_id=broker.pk, client_bin=company.bin) != asked


def test_after_the_days_of_waiting_a_declined_broker_asks_again(asked, company, broker, broker_person, trader):
    with acting(trader) as actor:
        delegations.answer_broker(actor, client_id=company.pk, request_id=asked.pk, accept=False)
    with clock.at(clock.now() + timedelta(days=7, minutes=1)), acting(broker_person) as actor:
        assert delegations.ask_client(actor, broker_id=broker.pk, client_bin=company.bin) != asked


def test_only_an_answered_request_is_declined(asked):
    with pytest.raises(IntegrityError, match="only_an_answered_request_is_declined"), transaction.atomic():
        DelegationRequest.objects.filter(pk=asked.pk).update(is_declined=True)


def test_only_a_client_s_administrator_answers(asked, company, colleague, stranger, broker_person, broker):
    with acting(colleague) as actor, pytest.raises(NotAllowed):
        delegations.answer_broker(actor, client_id=company.pk, request_id=asked.pk, accept=True)
    other = Membership.objects.get(user=stranger).company
    with acting(stranger) as actor, pytest.raises(NotFound):
        delegations.answer_broker(actor, client_id=other.pk, request_id=asked.pk, accept=True)
    with acting(broker_person) as actor, pytest.raises(NotFound):
        delegations.answer_broker(actor, client_id=broker.pk, request_id=asked.pk, accept=True)
    assert live(company, broker) is None


def test_a_broker_asks_others_only_and_only_as_a_broker(asked, broker_person, broker, trader, company, stranger):
    with acting(broker_person) as actor:
        with pytest.raises(Refused, match="No other"):
            delegations.ask_client(actor, broker_id=broker.pk, client_bin=broker.bin)
        theirs = Membership.objects.get(user=stranger).company
        with pytest.raises(Refused, match="already"):
            delegations.ask_client(actor, broker_id=broker.pk, client_bin=theirs.bin)
    with acting(trader) as actor, pytest.raises(Refused, match="representative"):
        delegations.ask_client(actor, broker_id=company.pk, client_bin=broker.bin)
    with acting(trader) as actor, pytest.raises(NotAllowed):
        delegations.ask_client(actor, broker_id=broker.pk, client_bin="010940000162")


def test_only_the_broker_is_told_on_a_page_that_is_not_there_that_its_work_for_a_client_ended(
    asked, company, broker, broker_person, trader, stranger
):
    for missing in ("/cases/KZ26-0000000-0/", "/declarations/KZ26-0000001-0/"):
        page = signed_in(broker_person).get(missing)
        assert page.status_code == 404
        assert "You no longer file for Silk Road" in page.text
        assert "no longer file" not in signed_in(trader).get(missing).text
        assert "no longer file" not in signed_in(stranger).get(missing).text
    with acting(trader) as actor:
        delegations.delegate(actor, client_id=company.pk, broker_bin=broker.bin, may_sign=False)
    assert "no longer file" not in signed_in(broker_person).get(missing).text


def test_delegating_by_hand_answers_the_broker_too(asked, company, broker, trader):
    with acting(trader) as actor:
        delegations.delegate(actor, client_id=company.pk, broker_bin=broker.bin, may_sign=False)
    asked.refresh_from_db()
    assert asked.answered_by == trader


# Own sessions.

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5)"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (f"{WINDOWS} {WEBKIT} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0", "Edge on Windows"),
        (f"{WINDOWS} {WEBKIT} Chrome/126.0.0.0 Safari/537.36 OPR/111.0.0.0", "Opera on Windows"),
        (f"{WINDOWS} {WEBKIT} Chrome/124.0 YaBrowser/24.6.0 Safari/537.36", "Yandex Browser on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox on Linux"),
        (
            f"Mozilla/5.0 (Linux; Android 14; Pixel 8) {WEBKIT} Chrome/126.0.0.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        (f"{MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15", "Safari on macOS"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari on iOS",
        ),
        ("curl/8.8.0", "A program the portal does not know"),
        ("", "A program the portal does not know"),
    ],
)
def test_a_session_is_named_by_browser_and_system(said, words):
    assert device(said) == words


def opened(name: str, agent: str) -> tuple[Client, UserSession]:
    client = Client(headers={"user-agent": agent})
    client.post("/accounts/login/", {"login": name, "password": PASSWORD})
    return client, UserSession.objects.latest("pk")


def test_one_ends_another_session_of_one_s_own_and_nobody_else_s(cast):
    here, _present = opened("trader", f"{MAC} Version/17.5 Safari/605.1.15")
    there, lost = opened("trader", f"{WINDOWS} Firefox/127.0")
    elsewhere, another = opened("colleague", "x")
    page = here.get("/accounts/sessions/").text
    assert "Firefox on Windows" in page
    here.post(reverse("end_session", args=[lost.pk]))
    here.post(reverse("end_session", args=[another.pk]))
    assert there.get("/settings/").status_code == 302
    assert elsewhere.get("/settings/").status_code == 200
    assert here.get("/settings/").status_code == 200


def test_the_present_session_is_not_ended_by_its_own_button(cast):
    here, present = opened("trader", "x")
    with acting(cast.user("trader")) as actor:
        end_session(actor, session_id=present.pk, present=present.session_key)
    assert here.get("/settings/").status_code == 200


def test_a_session_says_when_it_was_last_used(cast):
    client, session = opened("trader", "x")
    client.get("/settings/")
    before = session.last_seen_at
    with clock.at(clock.now() + timedelta(minutes=6)):
        client.get("/settings/")
    session.refresh_from_db()
    assert session.last_seen_at > before + timedelta(minutes=5)


def test_people_of_a_company_are_asked_about_in_as_many_questions_as_one(
    trader, company, broker, broker_person, django_assert_max_num_queries
):
    def questions() -> int:
        with django_assert_max_num_queries(60) as counted:
            client.get(reverse("company_page", args=[company.uuid]))
        return len(counted)

    client = signed_in(trader)
    client.get(reverse("company_page", args=[company.uuid]))
    few = questions()
    for number in range(5):
        one = Company.objects.create(bin=f"00000000000{number}", name=f"B{number}", status="approved", is_broker=True)
        DelegationRequest.objects.create(client=company, broker=one, asked_by=broker_person, asked_at=clock.now())
    assert questions() == few


def test_a_confirmed_address_is_enough_whichever_it_is(stranger):
    EmailAddress.objects.create(user=stranger, email="second@example.kz", verified=False)
    assert signed_in(stranger).post("/company/register/", NEW).status_code == 302
    jana = make_user("jana")
    confirm(jana)
    assert "BIN" in signed_in(jana).get("/company/register/").text
