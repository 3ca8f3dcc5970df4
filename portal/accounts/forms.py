"""Forms of people and companies: they check what was typed, the services decide."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from clearance import identifiers
from clearance.forms.fields import ChoiceField, FlagField, LocalDateField, MultipleChoiceField, TextField
from portal.accounts.models import Language, Membership, Scope, Theme

BIN_DIGITS = 12
BIN = RegexValidator(r"^[0-9]{12}$", _("BIN must be 12 digits"))


def check_digit(value: str) -> None:
    """Refuse twelve digits that no BIN can be; test certificates print one such number, the form does not take it."""
    if len(value) == BIN_DIGITS and value.isdecimal() and not identifiers.is_bin_or_iin(value):
        raise ValidationError(_("Check the BIN: its last digit does not fit the others"), code="check_digit")


EMAIL = EmailValidator(_("Enter an email address with a name, an @ and a domain"))


class PlainForm(forms.Form):
    """A form whose faults are said by us, not by the browser."""

    use_required_attribute = False


class SettingsForm(PlainForm):
    """How a person is named and spoken to."""

    full_name = TextField(label=_("Full name"), max_length=200, ask=_("Enter your full name"))
    language = ChoiceField(label=_("Language"), choices=Language.choices, ask=_("Select a language"))
    theme = ChoiceField(label=_("Colours"), choices=Theme.choices, ask=_("Select the colours"))
    time_zone = ChoiceField(
        label=_("Time zone"),
        help_text=_("Times on your pages are shown in this zone."),
        choices=lambda: [(zone, zone) for zone in sorted(available_timezones()) if "/" in zone],
        ask=_("Select a time zone"),
    )


class CompanyForm(PlainForm):
    """Registering a company."""

    bin = TextField(
        label=_("BIN"),
        help_text=_("12 digits, as in the certificate of registration."),
        max_length=12,
        validators=[BIN, check_digit],
        ask=_("Enter the BIN of the company"),
    )
    name = TextField(label=_("Name of the company"), max_length=300, ask=_("Enter the name of the company"))
    is_broker = FlagField(label=_("The company is a customs representative"), required=False)


class CorrectionForm(CompanyForm):
    """Sending a rejected registration again; the BIN is whose it is and stays."""

    bin = None  # type: ignore[assignment]


class RoleForm(PlainForm):
    """What a colleague may do."""

    role = ChoiceField(label=_("Role"), choices=Membership.Role.choices, ask=_("Select a role"))
    may_sign = FlagField(label=_("May sign declarations"), required=False)

    def clean(self) -> dict[str, Any]:
        """A viewer never signs."""
        cleaned = super().clean() or {}
        if cleaned.get("role") == Membership.Role.VIEWER and cleaned.get("may_sign"):
            raise ValidationError(_("A viewer cannot sign. Choose another role or take the right to sign away."))
        return cleaned


class RowRoleForm(RoleForm):
    """The same in a row of a table."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].widget.attrs["class"] = "form-select form-select-sm"
        self.fields["may_sign"].widget.attrs["class"] = "form-check-input"


class InvitationForm(RoleForm):
    """Asking a person into the company."""

    email = TextField(label=_("Email address"), max_length=254, validators=[EMAIL], ask=_("Enter the email address"))
    full_name = TextField(label=_("Full name"), max_length=200, ask=_("Enter the full name of the person"))
    field_order = ["email", "full_name", "role", "may_sign"]


class DelegationForm(PlainForm):
    """Letting a broker file in the company's name."""

    broker_bin = TextField(
        label=_("BIN of the customs representative"),
        max_length=12,
        validators=[BIN, check_digit],
        ask=_("Enter the BIN of the customs representative"),
    )
    ends_on = LocalDateField(
        label=_("Last day"), help_text=_("Leave empty for no end. You can end it at any time."), required=False
    )
    may_sign = FlagField(label=_("May sign for your company"), required=False)


class AskingForm(PlainForm):
    """Asking a client to let the broker file."""

    client_bin = TextField(
        label=_("BIN of the client"),
        help_text=_("Its administrators are told, and answer on the page of their company."),
        max_length=12,
        validators=[BIN, check_digit],
        ask=_("Enter the BIN of the client"),
    )


class TokenForm(PlainForm):
    """A new token for programs."""

    name = TextField(
        label=_("Name of the token"),
        help_text=_("What uses it, for example the name of your accounting program."),
        max_length=100,
        ask=_("Enter a name for the token"),
    )
    scopes = MultipleChoiceField(
        label=_("What the token may do"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        ask=_("Select what the token may do"),
    )
    ends_on = LocalDateField(
        label=_("Last day"), help_text=_("Within one year, for example 27.03.2027."), ask=_("Enter the last day")
    )


class ReasonForm(PlainForm):
    """A reason others read."""

    reason = TextField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, ask=_("Enter the reason")
    )
