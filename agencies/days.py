"""Days that differ from the week: who may keep them, and keeping them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clearance import calendars
from clearance.acting import Actor
from clearance.models import CalendarDay
from clearance.models.grants import OfficerRole
from clearance.permissions import NotAllowed
from portal.accounts.services.access import in_person
from portal.accounts.services.companies import REGISTRAR

KEPT_BY_HAND = "manual"


def may_keep_days(actor: Actor, office: str | None) -> bool:
    """Whether a person keeps an office's days (its administrators, customs') or (None) the country's (customs')."""
    return any(
        grant.role == OfficerRole.ADMINISTRATOR
        and ((grant.agency == REGISTRAR and grant.office is None) or (office is not None and grant.office == office))
        for grant in actor.grants
    )


def days_of(office: str | None, *, since: dt.date) -> QuerySet[CalendarDay]:
    """Return the days to come on which an office, or (None) the country, does not keep its week."""
    return CalendarDay.objects.filter(office_id=office, day__gte=since).order_by("day")


def set_day(
    actor: Actor,
    *,
    office: str | None,
    day: dt.date,
    kind: str,
    opens: dt.time | None,
    closes: dt.time | None,
    name_en: str,
    name_ru: str,
    name_kk: str,
) -> CalendarDay:
    """Describe a day; what the library said of it gives way."""
    _keeper(actor, office)
    kept, _made = CalendarDay.objects.update_or_create(
        office_id=office,
        day=day,
        defaults={
            "kind": kind,
            "opens": opens,
            "closes": closes,
            "name_en": name_en,
            "name_ru": name_ru,
            "name_kk": name_kk,
            "source": KEPT_BY_HAND,
            "is_estimated": False,
        },
    )
    calendars.forget()
    return kept


@transaction.atomic
def move_day(actor: Actor, *, day_id: int, day: dt.date, **said: Any) -> CalendarDay:
    """Describe a kept day anew; on another date it is moved, and the old date is as in any week again."""
    known = CalendarDay.objects.select_for_update(no_key=True, of=("self",)).filter(pk=day_id).first()
    if known is None:
        raise NotAllowed(_("This day is not in the calendar any more."))
    if known.day != day:
        remove_day(actor, day_id=day_id)
    return set_day(actor, office=known.office_id, day=day, **said)


def remove_day(actor: Actor, *, day_id: int) -> CalendarDay:
    """Take a day away: the office keeps its week on it."""
    day = CalendarDay.objects.filter(pk=day_id).first()
    if day is None:
        raise NotAllowed(_("This day is not in the calendar any more."))
    _keeper(actor, day.office_id)
    CalendarDay.objects.filter(pk=day_id).delete()
    calendars.forget()
    return day


def _keeper(actor: Actor, office: str | None) -> None:
    in_person(actor)
    if not may_keep_days(actor, office):
        raise NotAllowed(_("Days are kept by the administrators of the office, the country's by those of customs."))
