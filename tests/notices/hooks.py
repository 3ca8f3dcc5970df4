"""Webhooks in one line each: made, something to tell, sent, what stands of it."""

from __future__ import annotations

from datetime import datetime

from clearance import clock
from clearance.acting import Who, acting_as
from portal.accounts.models import Company
from portal.notices import reading, services
from portal.notices.models import Delivery, Webhook
from portal.notices.topics import FOR_WEBHOOKS
from portal.notices.webhooks import sending
from tests.cast import Cast

EVERYTHING = tuple(FOR_WEBHOOKS)


def webhook(
    cast: Cast, url: str, *, by: str = "trader", company: str = "silk_road", topics: tuple[str, ...] = EVERYTHING
) -> Webhook:
    house = Company.objects.get(pk=cast.companies()[company])
    with cast.acting(by) as actor:
        return services.make_webhook(actor, house.uuid, name="Books", url=url, language="en", topics=topics)


def deliver(at: datetime | None = None) -> int:
    with clock.at(at or clock.now()):
        reading.read_all()
        return sending.send_due()


def deliveries() -> list[Delivery]:
    with acting_as(Who(system=True)):
        return list(Delivery.objects.order_by("pk"))
