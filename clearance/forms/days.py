"""Days and moments as people write them here: dd.mm.yyyy, and hh:mm of 24 hours in the reader's zone."""

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clearance.forms.asking import Asking, Typed

DAYS = ("%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d", "%d.%m.%y")
HOURS = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})")


class LocalDateField(Asking, forms.DateField):
    """A day typed as dd.mm.yyyy; slashes and the ISO order are understood too."""

    widget = forms.TextInput
    default_error_messages = {
        "required": _("Enter the date"),
        "invalid": _("Enter the date as day.month.year, like 27.03.2027"),
        "no_such_day": _("Check the date: there is no such day"),
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.widget.attrs.setdefault("inputmode", "numeric")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> date | None:
        """Read a day."""
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.date()
        return value if isinstance(value, date) else _day(str(value), self.error_messages)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored day (a date, or its ISO text) as people write it."""
        if isinstance(value, str) and not isinstance(value, Typed):
            value = _stored(date, value)
        return value.strftime("%d.%m.%Y") if isinstance(value, date) else value


class LocalDateTimeField(Asking, forms.DateTimeField):
    """A day and an hour typed as dd.mm.yyyy hh:mm, in the reader's zone; the answer is aware."""

    widget = forms.TextInput
    default_error_messages = {
        "required": _("Enter the date and time"),
        "invalid": _("Enter the date and time as day.month.year hours:minutes, like 27.03.2027 14:30"),
        "no_such_day": _("Check the date: there is no such day"),
        "no_such_hour": _("Check the time: write it from 00:00 to 23:59"),
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> datetime | None:
        """Read a moment."""
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value if timezone.is_aware(value) else timezone.make_aware(value)
        parts = str(value).replace(",", " ").replace("T", " ").split()
        if len(parts) != 2 or not (hour := HOURS.fullmatch(parts[1])):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        day = _day(parts[0], self.error_messages)
        try:
            at = time(int(hour[1]), int(hour[2]))
        except ValueError:
            raise ValidationError(self.error_messages["no_such_hour"], code="no_such_hour") from None
        return timezone.make_aware(datetime.combine(day, at))

    def prepare_value(self, value: Any) -> Any:
        """Show a stored moment (or its ISO text) in the reader's zone, as people write it."""
        if isinstance(value, str) and not isinstance(value, Typed):
            value = _stored(datetime, value)
        if isinstance(value, datetime):
            return (timezone.localtime(value) if timezone.is_aware(value) else value).strftime("%d.%m.%Y %H:%M")
        return value


def _stored(kind: type[date], text: str) -> date | str:
    """A stored ISO text as a day or a moment; other text as it is."""
    try:
        return kind.fromisoformat(text)
    except ValueError:
        return text


def _day(typed: str, messages: Any) -> date:
    text = typed.strip().rstrip(".")
    if not re.fullmatch(r"[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}", text):
        raise ValidationError(messages["invalid"], code="invalid")
    for pattern in DAYS:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    raise ValidationError(messages["no_such_day"], code="no_such_day")
