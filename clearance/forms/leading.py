"""The forms of those who lead: where a sign-off belongs, disposal, reasons for refusing registration, appeals, payments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clearance import registry
from clearance.forms import choices, fields
from clearance.forms.content import PlainForm, grid


class ReassignForm(PlainForm):
    """The routing desk's answer: which agency is competent, and why."""

    agency = fields.ChoiceField(label=_("Which agency is competent?"), ask=_("Select the agency"))
    reason = fields.TextField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        ask=_("Enter why this agency is competent"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = sorted(
            ((code, choices.in_words(one.names)) for code, one in registry.agencies().items()), key=lambda one: one[1]
        )
        self.fields["agency"].choices = choices.empty(_("Select the agency"), known)  # type: ignore[attr-defined]


class DisposeForm(PlainForm):
    """What happens to refused goods."""

    disposal = fields.ChoiceField(
        label=_("What happens to the goods?"),
        choices=[("re-export", _("Re-export")), ("destroy", _("Destruction")), ("forfeit", _("Forfeit to the state"))],
        widget=forms.RadioSelect,
        ask=_("Select what happens to the goods"),
    )


class ReasonsForm(PlainForm):
    """Every reason for refusing registration."""

    reasons = fields.TextField(
        label=_("Reasons"),
        help_text=_("One reason a line. Give all of them at once"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=8_000,
        ask=_("Enter every reason for refusing registration"),
    )


class JudgeForm(PlainForm):
    """What becomes of an appeal."""

    RETURN = "return"

    outcome = fields.ChoiceField(
        label=_("What do you decide?"),
        choices=[
            ("upheld", _("The appeal is right")),
            ("partly", _("The appeal is right in part")),
            ("rejected", _("The refusal stands")),
            (RETURN, _("Return it: it cannot be dealt with as it is")),
        ],
        widget=forms.RadioSelect,
        ask=_("Select what you decide"),
    )
    reason = fields.TextField(
        label=_("Reason"),
        help_text=_("The trader will read it"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=20_000,
        ask=_("Enter the reason"),
    )


class PaymentForm(PlainForm):
    """A payment or a security the cashier records."""

    amount = fields.LocalDecimalField(
        label=_("Amount (KZT)"), min_value=0, decimal_places=2, max_digits=18, ask=_("Enter the amount")
    )
    reference = fields.TextField(label=_("Payment reference"), max_length=80, ask=_("Enter the payment reference"))
    kind = fields.ChoiceField(
        label=_("Is it paid or secured?"),
        choices=[("paid", _("Paid")), ("secured", _("Secured by a guarantee"))],
        widget=forms.RadioSelect,
        initial="paid",
        ask=_("Select whether the amount is paid or secured"),
    )

    def parts(self) -> Iterable[Any]:
        return [grid("amount", "reference"), "kind"]
