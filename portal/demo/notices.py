"""The demo's messages: everybody has been told what happened, and has read all but the last days of it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from clearance import clock
from clearance.acting import SYSTEM, Who, acting_as
from portal.accounts.models import Company, User
from portal.demo.cast import COMPANIES
from portal.notices import reading, reminders, services
from portal.notices.models import Notice
from portal.notices.topics import FOR_WEBHOOKS

READ = dt.timedelta(days=2)


def tell(*, now: dt.datetime) -> None:
    """Read the record as the worker would; in a demo a program of the first company listens too."""
    with clock.at(now):
        if settings.DEMO:
            _listen()
        while reading.read_all():
            pass
        reminders.remind()
        with acting_as(SYSTEM):
            Notice.objects.filter(at__lt=now - READ).update(read_at=now)


def _listen() -> None:
    house = COMPANIES[0]
    company = Company.objects.get(bin=house.bin)
    with acting_as(Who(user_id=User.objects.get(username=house.people[0].username).pk)) as person:
        services.make_webhook(
            person,
            company.uuid,
            name="Accounting",
            url=f"{settings.SITE_URL}/demo/hook/",
            language="en",
            topics=list(FOR_WEBHOOKS),
        )
