"""How traders reach an office: telephone, e-mail, where it is, its hours; kept by the agency's administration."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django import template

from agencies.administration.hours import WEEKDAYS, written
from agencies.models import OfficeContact
from clearance import calendars, clock
from clearance.clocks import Span
from clearance.models import Office
from clearance.sentences import agency_name
from clearance.wording import language

register = template.Library()


@register.inclusion_tag("agencies/contact.html")
def office_contact(agencies: Sequence[str], office: str) -> dict[str, Any]:
    """The contact of the first of these agencies that has one at an office, and the office's hours."""
    kept = {one.agency: one for one in OfficeContact.objects.filter(agency__in=agencies, office_id=office)}
    contact = next((kept[agency] for agency in agencies if agency in kept), None)
    calendar = calendars.calendar_of(office)
    return {
        "agency": agency_name(contact.agency if contact else agencies[0]),
        "office": Office.objects.filter(pk=office).first(),
        "contact": contact,
        "where": getattr(contact, f"where_{language()}") or contact.where_en if contact else "",
        "hours": hours_of(calendar.week),
        "is_open": calendar.is_open(clock.now()),
    }


def hours_of(week: Iterable[Sequence[Span]]) -> list[tuple[str, str]]:
    """The week in few lines: neighbouring days of the same hours together, closed days left out."""
    lines = []
    for hours, days in groupby(enumerate(week), key=lambda day: written(day[1])):
        numbers = [number for number, _spans in days]
        first, last = str(WEEKDAYS[numbers[0]]), str(WEEKDAYS[numbers[-1]])
        if hours:
            lines.append((first if first == last else f"{first} – {last}", hours))
    return lines
