"""Forms of an agency's administration: they check what was typed, the services decide."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clearance.clocks import DayKind
from clearance.forms.fields import ChoiceField, LocalDateField, TextField
from clearance.models import Office
from clearance.models.grants import OfficerRole
from portal.accounts.forms import EMAIL, PlainForm

EVERY_OFFICE = ""


class GrantForm(PlainForm):
    """Asking that a person gets a role."""

    email = TextField(
        label=_("Email address of the person"), max_length=254, validators=[EMAIL], ask=_("Enter the email address")
    )
    full_name = TextField(
        label=_("Full name"),
        help_text=_("Used when the person has no account yet."),
        max_length=200,
        ask=_("Enter the name"),
    )
    role = ChoiceField(label=_("Role"), ask=_("Select a role"))
    office = ChoiceField(label=_("Office"), required=False)
    starts_on = LocalDateField(label=_("First day"), help_text=_("Leave empty to start at once."), required=False)
    ends_on = LocalDateField(label=_("Last day"), help_text=_("Leave empty for no end."), required=False)
    reason = TextField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, ask=_("Enter the reason")
    )

    def __init__(self, *args: Any, roles: frozenset[str], offices: frozenset[str] | None, **options: Any) -> None:
        super().__init__(*args, **options)
        role_field, office_field = (cast("forms.ChoiceField", self.fields[name]) for name in ("role", "office"))
        role_field.choices = [(role.value, role.label) for role in OfficerRole if role.value in roles]
        found = Office.objects.order_by("code")
        if offices is not None:
            found = found.filter(code__in=offices)
        named = [(office.code, f"{office} ({office.code})") for office in found]
        every = [(EVERY_OFFICE, _("Every office of the agency"))] if offices is None else []
        office_field.choices = [*every, *named]

    def clean(self) -> dict[str, Any]:
        """The end comes after the start."""
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            raise ValidationError({"ends_on": _("Last day must be the same as or later than the first day")})
        return cleaned


class DayForm(PlainForm):
    """A day on which an office, or the whole country, does not keep its week."""

    day = LocalDateField(label=_("Day"), ask=_("Enter the day"))
    kind = ChoiceField(
        label=_("What is different"),
        choices=[
            (DayKind.HOLIDAY.value, _("Closed")),
            (DayKind.WORKING.value, _("Open as on a working day")),
            (DayKind.SHORT.value, _("Ends early")),
        ],
        ask=_("Select what is different"),
    )
    opens = forms.TimeField(
        label=_("Opens at"),
        required=False,
        input_formats=["%H:%M"],
        help_text=_("Leave both empty for the usual hours."),
        error_messages={"invalid": _("Enter the time as hours:minutes, for example 09:30")},
    )
    closes = forms.TimeField(
        label=_("Closes at"),
        required=False,
        input_formats=["%H:%M"],
        error_messages={"invalid": _("Enter the time as hours:minutes, for example 18:30")},
    )
    name_en = TextField(label=_("Name in English"), max_length=200, ask=_("Enter the name in English"))
    name_ru = TextField(label=_("Name in Russian"), max_length=200, ask=_("Enter the name in Russian"))
    name_kk = TextField(label=_("Name in Kazakh"), max_length=200, ask=_("Enter the name in Kazakh"))

    def clean(self) -> dict[str, Any]:
        """Hours come in pairs, and not on a day that is closed."""
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if (opens is None) != (closes is None):
            raise ValidationError({"opens": _("Enter both hours or none")})
        if opens is not None and cleaned.get("kind") == DayKind.HOLIDAY:
            raise ValidationError({"opens": _("Take the hours away: the day is closed")})
        if opens is not None and closes is not None and opens >= closes and f"{closes:%H:%M}" != "00:00":
            raise ValidationError({"closes": _("Closing must be later than opening")})
        return cleaned
