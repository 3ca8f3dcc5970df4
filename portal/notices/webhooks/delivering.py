"""From events to deliveries: which webhooks an event is for, and what is written down before anything is sent."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from portal.notices.models import Delivery, Webhook

if TYPE_CHECKING:
    from portal.notices.telling.of_events import Batch

NEWS = timedelta(days=2)


def put(batch: Batch) -> None:
    """Put what is public of a batch on the way to the webhooks of the companies concerned; two statements at most."""
    public = [event for event in batch.events if event.is_public and event.occurred_at > batch.now - NEWS]
    concerned = {event.pk: batch.houses.companies_of(event.declaration) for event in public}
    webhooks = defaultdict(list)
    everybody = {company for companies in concerned.values() for company in companies}
    for webhook in Webhook.objects.filter(company__in=everybody, active=True):
        webhooks[webhook.company_id].append(webhook)
    deliveries = [
        Delivery(
            webhook=webhook,
            company_id=company,
            event=event,
            kind=event.kind,
            made_at=batch.now,
            due_at=batch.now,
        )
        for event in public
        for company in sorted(concerned[event.pk])
        for webhook in webhooks[company]
        if batch.topic(event) in webhook.topics
    ]
    if deliveries:
        Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
