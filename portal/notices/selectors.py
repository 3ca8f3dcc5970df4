"""What a person finds in the inbox, and what an administrator finds of webhooks."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from clearance.acting import Actor
from clearance.permissions import NotAllowed
from clearance.reading.paging import Page, page_of
from clearance.services.found import NotFound, must_find
from portal.accounts.models import Company
from portal.accounts.selectors import companies_of
from portal.accounts.services.companies import administers_company
from portal.notices.models import Attempt, Choice, Delivery, Notice, Webhook
from portal.notices.topics import Topic, for_audiences
from portal.notices.words import ADMINISTRATORS_ONLY

MOST_COUNTED = 100
ORDER = ("-at", "-id")
SIZE = 25


def unread(actor: Actor) -> int:
    """How many unread notices wait for a person; counting stops at a hundred, so that it stays one cheap look."""
    waiting = inbox_of(actor).filter(read_at__isnull=True).order_by()
    return waiting.values("pk")[:MOST_COUNTED].count()


def inbox_of(actor: Actor) -> QuerySet[Notice]:
    """The notices of a person; the database hides those of companies and agencies that the person has left."""
    return Notice.objects.filter(recipient_id=actor.user_id or 0, inbox=True)


def page_of_inbox(
    actor: Actor, *, only_unread: bool, topic: str = "", words: str = "", after: str = ""
) -> Page[Notice]:
    """A page of the inbox, the newest first."""
    rows = inbox_of(actor).select_related("company", "declaration", "event")
    if only_unread:
        rows = rows.filter(read_at__isnull=True)
    if topic:
        rows = rows.filter(topic=topic)
    if words := words.replace("\x00", "").strip():
        rows = rows.filter(
            Q(declaration__reference__istartswith=words)
            | Q(declaration__local_ref__icontains=words)
            | Q(company__name__icontains=words)
        )
    return page_of(rows, ORDER, after, size=SIZE)


def choices_of(actor: Actor) -> list[tuple[Topic, bool, bool]]:
    """Every topic a person can be told of, with whether it goes to the inbox and to e-mail."""
    chosen = {one.topic: one for one in Choice.objects.filter(user_id=actor.user_id or 0)}
    found = []
    for topic in for_audiences(trader=actor.is_trader, officer=actor.is_officer):
        choice = chosen.get(topic.code)
        found.append((topic, choice.inbox if choice else topic.inbox, choice.mail if choice else topic.mail))
    return found


def administered(actor: Actor, company: uuid.UUID) -> Company:
    """A company that the person runs; NotFound for another's, NotAllowed for whoever works there without running it."""
    found = must_find(companies_of(actor).filter(uuid=company), company)
    if not administers_company(actor, found.pk):
        raise NotAllowed(ADMINISTRATORS_ONLY)
    return found


def webhooks_of(company: Company) -> QuerySet[Webhook]:
    """The webhooks of a company that have not been ended."""
    return Webhook.objects.filter(company=company, ended_at__isnull=True).order_by("name", "pk")


def webhook_of(company: Company, key: uuid.UUID) -> Webhook:
    """One webhook of a company."""
    return must_find(webhooks_of(company).filter(uuid=key), key)


def deliveries_of(webhook: Webhook, *, standing: str = "", after: str = "") -> Page[Delivery]:
    """A page of what was, is or will be delivered, the newest first."""
    rows = Delivery.objects.filter(webhook=webhook).select_related("event__declaration")
    if standing == "waiting":
        rows = rows.filter(due_at__isnull=False)
    elif standing == "delivered":
        rows = rows.filter(due_at__isnull=True, delivered_at__isnull=False)
    elif standing == "given_up":
        rows = rows.filter(due_at__isnull=True, delivered_at__isnull=True)
    return page_of(rows, ("-id",), after, size=SIZE)


def delivery_of(webhook: Webhook, number: int) -> Delivery:
    """One delivery of a webhook."""
    found = Delivery.objects.filter(webhook=webhook, pk=number).select_related("event__declaration__company").first()
    if found is None or (found.event_id is not None and found.event is None):
        raise NotFound(number)  # the event of a client whom the company has lost
    return found


def attempts_of(delivery: Delivery) -> Iterable[Attempt]:
    """Every time it was sent, the last first."""
    return delivery.tries.order_by("-pk")[:50]
