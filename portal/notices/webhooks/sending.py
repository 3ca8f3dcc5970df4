"""Sending what is due: taken with a lease, posted outside any transaction, written down afterwards. At least once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from clearance import clock
from clearance.acting import SYSTEM, acting_as
from portal.accounts.models import Company, Delegation
from portal.notices import retrying
from portal.notices.alone import alone
from portal.notices.models import Attempt, Delivery, Webhook
from portal.notices.webhooks import posting, signing
from portal.notices.webhooks.bodies import body_of
from portal.notices.webhooks.complaining import complain
from portal.notices.webhooks.posting import Outcome, Parcel

MOST = 400
MOST_OF_ONE = 40
SECONDS = 15.0
GONE = 410


def is_due() -> bool:
    """Whether anything waits to be sent now."""
    with acting_as(SYSTEM):
        return _due(clock.now()).exists()


def send_due() -> int:
    """Send what is due, one sender at a time; returns how many were taken by their receivers."""
    with alone("webhooks") as is_alone:
        if not is_alone:
            return 0
        now = clock.now()
        deliveries = _take(now)
        if not deliveries:
            return 0
        outcomes = posting.post_all([_parcel(one, now) for one in deliveries], seconds=SECONDS)
        return _note(deliveries, outcomes, since=now)


def _due(now: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(due_at__lte=now, webhook__active=True)


def _take(now: datetime) -> list[Delivery]:
    """Some of what is due, a few of each webhook, oldest first; nobody else takes them while the lease runs."""
    with acting_as(SYSTEM):
        _drop_what_may_not_be_told(now)
        place = Window(RowNumber(), partition_by=F("webhook"), order_by=[F("due_at").asc(), F("pk").asc()])
        first = [pk for pk, at in _due(now).annotate(place=place).values_list("pk", "place") if at <= MOST_OF_ONE]
        held = Delivery.objects.select_for_update(of=("self",), skip_locked=True).filter(pk__in=first[:MOST])
        taken = list(
            held.filter(due_at__lte=now)
            .select_related("webhook", "event__declaration__company")
            .order_by("webhook", "due_at", "pk")
        )
        Delivery.objects.filter(pk__in=[one.pk for one in taken]).update(due_at=now + retrying.LEASE)
        return taken


def _drop_what_may_not_be_told(now: datetime) -> None:
    """A delegation that ended meanwhile ends what was on its way to the broker."""
    live = Delegation.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now),
        client=OuterRef("event__company"),
        broker=OuterRef("company"),
        broker__is_broker=True,
        broker__status=Company.Status.APPROVED,
        revoked_at__isnull=True,
        starts_at__lte=now,
    )
    theirs = Delivery.objects.filter(due_at__lte=now, event__isnull=False).exclude(event__company=F("company"))
    theirs.filter(~Exists(live)).update(due_at=None, gave_up_at=now, fault="no_delegation")


def _parcel(delivery: Delivery, now: datetime) -> Parcel:
    body = body_of(delivery)
    webhook = delivery.webhook
    headers = signing.headers(webhook, f"msg_{delivery.uuid.hex}", body, at=now)
    return Parcel(delivery.pk, webhook.pk, webhook.url, body, headers)


def _note(deliveries: Iterable[Delivery], outcomes: dict[int, Outcome], *, since: datetime) -> int:
    """Write down how each ended; what was not tried is due at once."""
    taken = 0
    with acting_as(SYSTEM):
        now = max(clock.now(), since)
        attempts = []
        for delivery in deliveries:
            outcome = outcomes.get(delivery.pk)
            if outcome is None:
                Delivery.objects.filter(pk=delivery.pk).update(due_at=now)
                continue
            taken += outcome.is_taken
            attempts.append(
                Attempt(
                    delivery=delivery,
                    company_id=delivery.company_id,
                    at=since,
                    milliseconds=outcome.milliseconds,
                    status=outcome.status,
                    fault=outcome.fault,
                    answer=outcome.answer,
                )
            )
            _settle(delivery, outcome, now)
        Attempt.objects.bulk_create(attempts)
    return taken


def _settle(delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    delivery.attempts += 1
    delivery.tried_at, delivery.status, delivery.fault = now, outcome.status, outcome.fault
    pause = None if outcome.status == GONE else retrying.pause_after(delivery.attempts)
    if outcome.is_taken:
        delivery.delivered_at, delivery.gave_up_at, delivery.due_at = now, None, None
    elif pause is not None and delivery.event_id is not None:
        delivery.due_at = now + pause
    else:  # a ping is tried once: somebody waits for its answer
        delivery.gave_up_at, delivery.due_at = now, None
    delivery.save(update_fields=["attempts", "tried_at", "status", "fault", "delivered_at", "gave_up_at", "due_at"])
    if outcome.status == GONE:
        Webhook.objects.filter(pk=delivery.webhook_id).update(active=False)
    if delivery.gave_up_at is not None and delivery.event_id is not None:
        complain(delivery, now=now, is_gone=outcome.status == GONE)
