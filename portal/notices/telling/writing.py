"""Writing notices: what each person has chosen decides the channels, and nobody is told of one thing twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from clearance import clock
from portal.notices.models import Choice, Notice
from portal.notices.topics import TOPICS

MAIL_FOR = timedelta(days=2)
INBOX_FOR = timedelta(days=60)


@dataclass(frozen=True)
class Telling:
    """One thing that persons are to be told; `key` names it."""

    key: str
    kind: str
    topic: str
    people: frozenset[int]
    at: datetime
    company: int | None = None
    agency: str = ""
    declaration: int | None = None
    event: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def write(tellings: Iterable[Telling]) -> None:
    """Write what each person is to be told; old news are not mailed, very old ones not told at all."""
    now = clock.now()
    fresh = [one for one in tellings if one.people and one.at > now - INBOX_FOR]
    if not fresh:
        return
    everybody = {person for one in fresh for person in one.people}
    chosen = {
        (choice.user_id, choice.topic): (choice.inbox, choice.mail)
        for choice in Choice.objects.filter(user__in=everybody)
    }
    notices = []
    for one in fresh:
        topic = TOPICS[one.topic]
        for person in sorted(one.people):
            inbox, mail = chosen.get((person, one.topic), (topic.inbox, topic.mail))
            mail = mail and one.at > now - MAIL_FOR
            if inbox or mail:
                notices.append(_notice(one, person, inbox=inbox, mail_due_at=now if mail else None))
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


def _notice(one: Telling, person: int, *, inbox: bool, mail_due_at: datetime | None) -> Notice:
    return Notice(
        recipient_id=person,
        key=one.key,
        kind=one.kind,
        topic=one.topic,
        company_id=one.company,
        agency=one.agency,
        declaration_id=one.declaration,
        event_id=one.event,
        facts=one.facts,
        at=one.at,
        inbox=inbox,
        mail_due_at=mail_due_at,
    )
