"""Telling a company's administrators that one of its webhooks does not answer; once a day, not for every event."""

from __future__ import annotations

from datetime import datetime

from clearance import clock
from portal.notices.models import Delivery
from portal.notices.telling.people import people_of
from portal.notices.telling.writing import Telling, write

ADMINISTRATOR = "admin"


def complain(delivery: Delivery, *, now: datetime, is_gone: bool) -> None:
    """Tell the administrators; `is_gone` when the receiver said that it is there no more."""
    webhook = delivery.webhook
    kind = "webhook.gone" if is_gone else "webhook.failing"
    write(
        [
            Telling(
                key=f"{kind}:{webhook.pk}:{clock.day_of(now):%Y%m%d}",
                kind=kind,
                topic="company",
                people=people_of([webhook.company_id], role=ADMINISTRATOR).get(webhook.company_id, frozenset()),
                at=now,
                company=webhook.company_id,
                facts={"webhook": webhook.name, "uuid": str(webhook.uuid), "house": str(webhook.company.uuid)},
            )
        ]
    )
