"""What people do with notices: read them, choose them, keep webhooks. Each runs inside `acting_as`."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from clearance import clock
from clearance.acting import Actor
from clearance.workflow import Refused
from portal.accounts.services.access import in_person
from portal.notices import selectors
from portal.notices.models import Choice, Delivery, Notice, Webhook
from portal.notices.topics import for_audiences
from portal.notices.webhooks.bodies import PING

OVERLAP = timedelta(hours=24)
MOST_WEBHOOKS = 10


def open_notice(actor: Actor, key: uuid.UUID) -> Notice | None:
    """The notice of the person, marked as read; None for one that is not the person's."""
    in_person(actor)
    notice = selectors.inbox_of(actor).select_related("company", "declaration", "event").filter(uuid=key).first()
    if notice is not None and notice.read_at is None:
        mark(actor, [key], read=True)
    return notice


def mark(actor: Actor, keys: Iterable[uuid.UUID], *, read: bool) -> int:
    """Mark some of the person's notices as read or unread."""
    in_person(actor)
    rows = selectors.inbox_of(actor).filter(uuid__in=list(keys), read_at__isnull=read)
    return rows.update(read_at=clock.now() if read else None)


def mark_all_read(actor: Actor) -> int:
    """Mark everything as read."""
    in_person(actor)
    return selectors.inbox_of(actor).filter(read_at__isnull=True).update(read_at=clock.now())


def choose(actor: Actor, chosen: Mapping[str, tuple[bool, bool]]) -> None:
    """Keep what a person wants to be told of: topic -> (inbox, e-mail)."""
    person = in_person(actor)
    known = {topic.code for topic in for_audiences(trader=actor.is_trader, officer=actor.is_officer)}
    rows = [
        Choice(user_id=person, topic=topic, inbox=inbox, mail=mail)
        for topic, (inbox, mail) in chosen.items()
        if topic in known
    ]
    Choice.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["user", "topic"], update_fields=["inbox", "mail"]
    )


def make_webhook(
    actor: Actor, company: uuid.UUID, *, name: str, url: str, language: str, topics: Iterable[str]
) -> Webhook:
    """A new webhook of a company; its secret is shown to whoever made it, once."""
    house = selectors.administered(actor, company)
    if selectors.webhooks_of(house).count() >= MOST_WEBHOOKS:
        raise Refused("too_many_webhooks", _("A company has at most ten webhooks. End one that is not used."))
    return Webhook.objects.create(
        company=house,
        name=name,
        url=url,
        language=language,
        topics=sorted(topics),
        created_by_id=in_person(actor),
        created_at=clock.now(),
    )


def change_webhook(
    actor: Actor,
    webhook: Webhook,
    *,
    name: str,
    url: str,
    language: str,
    topics: Iterable[str],
    active: bool,
) -> Webhook:
    """Change a webhook; while it is switched off nothing new is put on its way and nothing is sent."""
    in_person(actor)
    webhook.name, webhook.url, webhook.language, webhook.active = name, url, language, active
    webhook.topics = sorted(topics)
    webhook.save(update_fields=["name", "url", "language", "topics", "active"])
    return webhook


def change_secret(actor: Actor, webhook: Webhook) -> Webhook:
    """Give a webhook a new secret; for a day everything is signed with the old one too."""
    in_person(actor)
    webhook.secret_number += 1
    webhook.old_secret_until = clock.now() + OVERLAP
    webhook.save(update_fields=["secret_number", "old_secret_until"])
    return webhook


def end_webhook(actor: Actor, webhook: Webhook) -> None:
    """End a webhook for good; what waits is not sent."""
    in_person(actor)
    now = clock.now()
    webhook.active, webhook.ended_at = False, now
    webhook.save(update_fields=["active", "ended_at"])
    Delivery.objects.filter(webhook=webhook, due_at__isnull=False).update(due_at=None, gave_up_at=now)


def ping(actor: Actor, webhook: Webhook) -> Delivery:
    """Put a test on its way; pressed twice, the one that waits is enough."""
    in_person(actor)
    _must_be_on(webhook)
    now = clock.now()
    waiting = Delivery.objects.filter(webhook=webhook, kind=PING, due_at__isnull=False).first()
    return waiting or Delivery.objects.create(
        webhook=webhook, company_id=webhook.company_id, kind=PING, made_at=now, due_at=now
    )


def send_again(actor: Actor, delivery: Delivery) -> Delivery:
    """Send a delivery again, under the same id, now and with all its attempts."""
    in_person(actor)
    _must_be_on(delivery.webhook)
    delivery.due_at, delivery.attempts, delivery.gave_up_at = clock.now(), 0, None
    delivery.save(update_fields=["due_at", "attempts", "gave_up_at"])
    return delivery


def _must_be_on(webhook: Webhook) -> None:
    if not webhook.active:
        raise Refused("webhook_off", _("The webhook is switched off. Switch it on first."))
