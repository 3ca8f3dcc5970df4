"""The forms of the control centre: every one of them asks why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.customs.control.words import HINTS
from clearance.pages import PlainForm, fields


class WhyForm(PlainForm):
    """A reason."""

    reason = fields.TextField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        ask=_("Enter the reason. It stays on record."),
    )


class InterveneForm(WhyForm):
    """Why somebody steps in; a stop names its legal basis too."""

    legal_basis = fields.TextField(
        label=_("Legal basis"),
        max_length=300,
        ask=_("Enter the legal basis of the stop"),
        initial=_("EAEU Customs Code, Art. 150"),
    )

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].help_text = str(HINTS[kind])
        if kind != "hold":
            del self.fields["legal_basis"]
            self.helper.layout.fields = ["reason"]


class HandoverForm(PlainForm):
    """What the next shift must look after."""

    note = fields.TextField(
        label=_("What the next shift must look after"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        ask=_("Write what the next shift must look after"),
    )
