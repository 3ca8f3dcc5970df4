"""Forms of guarantees, for customs."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.customs.guarantees.accounts import Act
from agencies.customs.guarantees.words import FORMS, KINDS
from clearance.pages import PlainForm, fields, grid


class GuaranteeForm(PlainForm):
    """A guarantee to register."""

    number = fields.TextField(
        label=_("Number"),
        help_text=_("Traders name it in their declarations."),
        max_length=35,
        ask=_("Enter the number of the guarantee"),
    )
    bin = fields.TextField(label=_("BIN of the holder"), max_length=12, ask=_("Enter the BIN of the holder"))
    kind = fields.ChoiceField(label=_("What it is for"), choices=list(KINDS.items()), ask=_("Select what it is for"))
    form = fields.ChoiceField(label=_("Form"), choices=list(FORMS.items()), ask=_("Select the form of the guarantee"))
    guarantor = fields.TextField(label=_("Guarantor"), max_length=200, ask=_("Enter who stands for it"))
    amount = fields.LocalDecimalField(label=_("Amount, KZT"), ask=_("Enter the amount it covers"))
    valid_from = fields.LocalDateField(label=_("First day"), ask=_("Enter the first day"))
    valid_to = fields.LocalDateField(label=_("Last day"), required=False)

    def parts(self) -> Iterable[Any]:
        return [
            grid("number", "bin"),
            grid("kind", "form"),
            "guarantor",
            grid("amount"),
            grid("valid_from", "valid_to"),
        ]


class ChangeForm(PlainForm):
    """More or less cover."""

    act = fields.ChoiceField(
        label=_("What changes"),
        choices=[(str(Act.RAISE), _("It covers more")), (str(Act.LOWER), _("It covers less"))],
        widget=forms.RadioSelect,
        ask=_("Select whether it covers more or less"),
    )
    amount = fields.LocalDecimalField(label=_("By how much, KZT"), ask=_("Enter the amount"))
    reason = fields.TextField(label=_("Reason"), max_length=300, ask=_("Enter the reason"))
