"""E-mail of notices: written in the reader's language, sent outside any transaction, tried again, given up after long."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from clearance import clock
from clearance.acting import SYSTEM, Who, acting_as
from portal.accounts.models import User
from portal.notices import retrying
from portal.notices.alone import alone
from portal.notices.lines import line_of, subject_of
from portal.notices.models import Notice

log = logging.getLogger(__name__)
MOST = 100


@dataclass(frozen=True)
class Letter:
    """An e-mail ready to go, and the notice it tells of."""

    notice: int
    attempts: int
    message: EmailMultiAlternatives


def are_due() -> bool:
    """Whether an e-mail waits to be sent now."""
    with acting_as(SYSTEM):
        return _due(clock.now()).exists()


def send_due() -> int:
    """Send what is due, one sender at a time; returns how many the mail server took."""
    with alone("mail") as is_alone:
        if not is_alone:
            return 0
        now = clock.now()
        letters = [letter for one in _take(now) if (letter := _written(*one)) is not None]
        return _sent(letters, now) if letters else 0


def _due(now: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(mail_due_at__lte=now)


def _take(now: datetime) -> list[tuple[int, int]]:
    """Some of what is due, as (notice, person); nobody else takes them while the lease runs."""
    with acting_as(SYSTEM):
        taken = list(
            _due(now)
            .select_for_update(of=("self",), skip_locked=True)
            .order_by("mail_due_at", "pk")
            .values_list("pk", "recipient")[:MOST]
        )
        Notice.objects.filter(pk__in=[pk for pk, _person in taken]).update(mail_due_at=now + retrying.LEASE)
        return taken


def _written(pk: int, person: int) -> Letter | None:
    """The letter, read as the person it is for: whoever may no longer see it is not told."""
    with acting_as(Who(user_id=person)):
        notice = (
            Notice.objects.select_related("recipient", "company", "declaration", "event")
            .filter(pk=pk, recipient_id=person)
            .first()
        )
        if notice is not None and _has_an_address(notice.recipient):
            return Letter(notice.pk, notice.mail_attempts, letter_of(notice))
    with acting_as(SYSTEM):
        Notice.objects.filter(pk=pk).update(mail_due_at=None)
    return None


def _has_an_address(person: User) -> bool:
    """Whether mail can go to a person; where addresses are confirmed, only to one that is not waiting for it."""
    if not person.is_active or not person.email:
        return False
    waiting = EmailAddress.objects.filter(user=person, email__iexact=person.email, verified=False)
    return settings.ACCOUNT_EMAIL_VERIFICATION == "none" or not waiting.exists()


def letter_of(notice: Notice) -> EmailMultiAlternatives:
    """The e-mail of a notice in its reader's language and time zone, as text and as simple HTML."""
    person = notice.recipient
    with translation.override(person.language), timezone.override(_zone_of(person)):
        line = line_of(notice)
        settings_url = settings.SITE_URL + reverse("notice_settings")
        page = {
            "line": line,
            "person": person,
            "url": settings.SITE_URL + line.url,
            "settings_url": settings_url,
            "language": person.language,
        }
        letter = EmailMultiAlternatives(
            subject=" ".join(subject_of(line).split()),
            body=render_to_string("notices/mail.txt", page),
            to=[person.email],
            headers={
                "Message-ID": f"<{notice.uuid}@{settings.SITE_URL.partition('://')[2].partition(':')[0]}>",
                "List-Unsubscribe": f"<{settings_url}>",
                "Auto-Submitted": "auto-generated",
                "Content-Language": person.language,
            },
        )
        letter.attach_alternative(render_to_string("notices/mail.html", page), "text/html")
        return letter


def _zone_of(person: User) -> ZoneInfo:
    try:
        return ZoneInfo(person.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)


def _sent(letters: list[Letter], now: datetime) -> int:
    """Send over one connection; each is noted as soon as it is sent, so that little is sent twice after a crash."""
    server = get_connection()
    try:
        return sum(_sent_one(letter, server, now) for letter in letters)
    finally:
        server.close()


def _sent_one(letter: Letter, server: BaseEmailBackend, now: datetime) -> bool:
    letter.message.connection = server
    try:
        letter.message.send()
    except Exception as error:  # whatever a mail server or a library says, the others go on
        log.warning("an e-mail was not taken", extra={"notice": letter.notice, "fault": type(error).__name__})
        server.close()
        _note(letter, now, fault=f"{type(error).__name__}: {error}"[:200])
        return False
    _note(letter, now)
    return True


def _note(letter: Letter, now: datetime, *, fault: str = "") -> None:
    attempts = letter.attempts + 1
    pause = retrying.pause_after(attempts) if fault else None
    with acting_as(SYSTEM):
        Notice.objects.filter(pk=letter.notice).update(
            mail_attempts=attempts,
            mail_due_at=now + pause if pause else None,
            mailed_at=None if fault else now,
            mail_fault=fault,
        )
