"""E-mail: in the reader's language, tried again, and not to whoever may not read it."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import translation

from clearance import clock
from clearance.acting import Who, acting_as
from clearance.models import Declaration
from portal.accounts.models import Membership, User
from portal.notices import mails, reading, services
from portal.notices.lines import line_of, subject_of
from portal.notices.models import Notice
from tests.cast import Cast
from tests.notices.acts import ask, inbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everybody_has_an_address")]


class RefusingBackend(BaseEmailBackend):
    """A server that is there and refuses."""

    def send_messages(self, messages: Any) -> int:
        raise OSError("refused: mailbox full")


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


def test_a_mail_server_that_refuses_is_asked_again_and_given_up_in_the_end(
    cast: Cast, apples: Declaration, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "tests.notices.test_letters.RefusingBackend"
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


def test_what_happened_days_ago_is_told_and_not_mailed(cast: Cast, apples: Declaration) -> None:
    ask(cast, apples)
    with clock.at(clock.now() + timedelta(days=5)):
        reading.read_all()
    (notice,) = [one for one in inbox(cast, "trader") if one.kind == "question.asked"]
    assert notice.mail_due_at is None
