"""Hours of an office as people write them, a line a weekday: “09:00-13:00, 14:30-18:30”; empty is closed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clearance import calendars
from clearance.acting import Actor
from clearance.clocks import Span
from clearance.forms.content import PlainForm
from clearance.forms.fields import TextField
from clearance.models import Office, OfficeHours
from portal.accounts.record import AccessKind, record
from portal.accounts.services.access import in_person

WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
STRETCH = re.compile(r"^(\d{1,2})[:.](\d{2})\s*[-–—]\s*(\d{1,2})[:.](\d{2})$")
END_OF_DAY = dt.time.min


class HoursField(TextField):
    """The stretches of one weekday."""

    def clean(self, value: Any) -> tuple[Span, ...]:
        """Read them in order; none may overlap, and 24:00 ends the day."""
        spans = sorted(
            (_span(part) for part in re.split(r"[,;]+", str(value or "")) if part.strip()), key=lambda s: s.opens
        )
        for one, following in pairwise(spans):
            if one.closes == END_OF_DAY or one.closes > following.opens:
                raise ValidationError(_("%(day)s: the hours overlap") % {"day": self.label})
        return tuple(spans)


def _span(part: str) -> Span:
    found = STRETCH.match(part.strip())
    try:
        if not found:
            raise ValueError
        opens = dt.time(int(found[1]), int(found[2]))
        closes = END_OF_DAY if (found[3], found[4]) == ("24", "00") else dt.time(int(found[3]), int(found[4]))
    except ValueError:
        raise ValidationError(_("Write hours like 09:00-13:00, 14:30-18:30; leave empty for closed")) from None
    if closes != END_OF_DAY and closes <= opens:
        raise ValidationError(_("Closing must be later than opening"))
    return Span(opens, closes)


class HoursForm(PlainForm):
    """The week of an office."""

    def __init__(self, *args: Any, week: calendars.Week, **options: Any) -> None:
        super().__init__(*args, initial={f"day_{n}": written(spans) for n, spans in enumerate(week)}, **options)
        for number, label in enumerate(WEEKDAYS):
            self.fields[f"day_{number}"] = HoursField(label=label, required=False)
        self.helper.layout.fields = list(self.fields)

    def week(self) -> dict[int, tuple[Span, ...]]:
        """What was typed, by weekday."""
        return {number: self.cleaned_data[f"day_{number}"] for number in range(7)}

    def clean(self) -> dict[str, Any]:
        """An office that never opens has no due times."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(f"day_{number}") for number in range(7)):
            raise ValidationError(_("Enter the hours of at least one day"))
        return cleaned


def written(spans: Iterable[Span]) -> str:
    """Stretches as people write them."""
    return ", ".join(
        f"{span.opens:%H:%M}-{'24:00' if span.closes == END_OF_DAY else format(span.closes, '%H:%M')}" for span in spans
    )


def keep_hours(actor: Actor, *, office: Office, week: Mapping[int, tuple[Span, ...]]) -> None:
    """Keep a new week of an office; due times that are given already stay, new ones follow it."""
    person = in_person(actor)
    OfficeHours.objects.filter(office=office).delete()
    OfficeHours.objects.bulk_create(
        OfficeHours(office=office, weekday=weekday, opens=span.opens, closes=span.closes)
        for weekday, spans in week.items()
        for span in spans
    )
    record(AccessKind.HOURS_KEPT, by=person, agency="", office=office.pk, week=[written(week[n]) for n in range(7)])
    calendars.forget()


__all__ = ["WEEKDAYS", "HoursForm", "keep_hours", "written"]
