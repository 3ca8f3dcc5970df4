"""The forms of the pages for everybody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clearance import clock
from clearance.forms import fields
from clearance.forms.content import PlainForm, grid
from portal.public.models import AnnouncementKind, Topic


class TrackForm(PlainForm):
    """What the trader passed on: the reference and the check code."""

    reference = fields.TextField(
        label=_("Reference of the declaration"),
        help_text=_("For example, KZ26-Q9TNDTW-O"),
        max_length=40,
        ask=_("Enter the reference of the declaration"),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
    )
    code = fields.TextField(
        label=_("Check code"),
        help_text=_("8 letters and digits, given by the trader"),
        max_length=40,
        ask=_("Enter the check code"),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
    )

    def parts(self) -> Iterable[Any]:
        return [grid("reference", "code")]


class VerifyForm(PlainForm):
    """A release note to be checked: its code, or its file."""

    code = fields.TextField(
        label=_("Code under the square"),
        help_text=_("For example, 7KQM-2XRD-9FGH"),
        max_length=2_000,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
    )
    file = fields.FileField(
        label=_("Or the file of the note"),
        help_text=_("The PDF as you got it. It is read and not kept"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def parts(self) -> Iterable[Any]:
        return [grid("code", "file")]

    def clean(self) -> dict[str, Any]:
        """One of the two is enough, and none is not."""
        given = super().clean() or {}
        if not self.errors and not given.get("code") and not given.get("file"):
            self.add_error("code", _("Enter the code, or choose the file of the note"))
        return given


class EnquiryForm(PlainForm):
    """A question to the help desk."""

    name = fields.TextField(
        label=_("Your name"),
        max_length=120,
        ask=_("Enter your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = fields.TextField(
        label=_("Email address or telephone"),
        help_text=_("Where we answer you"),
        max_length=120,
        ask=_("Enter an email address or a telephone number"),
    )
    topic = fields.ChoiceField(
        label=_("What is it about?"),
        choices=lambda: [("", _("Select")), *Topic.choices],
        ask=_("Select what it is about"),
    )
    text = fields.TextField(
        label=_("Your question"),
        help_text=_("With the reference, if it is about a declaration. No passwords or bank cards"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4_000,
        ask=_("Enter your question"),
    )

    def parts(self) -> Iterable[Any]:
        return [grid("name", "contact"), "topic", "text"]

    def clean_contact(self) -> str:
        """Something we can answer to: an at sign, or enough digits for a telephone."""
        given = str(self.cleaned_data["contact"]).strip()
        if "@" not in given.strip("@") and sum(sign.isdigit() for sign in given) < 6:
            raise forms.ValidationError(_("Enter an email address, like name@example.kz, or a telephone number"))
        return given


class AnnouncementForm(PlainForm):
    """A sentence for the top of every page."""

    kind = fields.ChoiceField(
        label=_("Kind"),
        choices=AnnouncementKind.choices,
        widget=forms.RadioSelect,
        initial="notice",
        ask=_("Select the kind"),
    )
    text_en = fields.TextField(label=_("Sentence in English"), max_length=300, ask=_("Enter the sentence in English"))
    text_ru = fields.TextField(label=_("Sentence in Russian"), max_length=300, ask=_("Enter the sentence in Russian"))
    text_kk = fields.TextField(label=_("Sentence in Kazakh"), max_length=300, ask=_("Enter the sentence in Kazakh"))
    begins_at = fields.LocalDateTimeField(
        label=_("Work begins"), help_text=_("For planned work, for example, 27.03.2027 22:00"), required=False
    )
    ends_at = fields.LocalDateTimeField(
        label=_("Ends"), help_text=_("Then it leaves the pages by itself"), required=False
    )

    def parts(self) -> Iterable[Any]:
        return ["kind", "text_en", "text_ru", "text_kk", grid("begins_at", "ends_at")]

    def clean(self) -> dict[str, Any]:
        """Planned work has its hours, and nothing ends before it begins or in the past."""
        given = super().clean() or {}
        begins, ends = given.get("begins_at"), given.get("ends_at")
        if given.get("kind") == AnnouncementKind.PLANNED:
            if not begins and "begins_at" not in self.errors:
                self.add_error("begins_at", _("Enter when the work begins"))
            if not ends and "ends_at" not in self.errors:
                self.add_error("ends_at", _("Enter when the work ends"))
        if ends and ends <= max(begins or clock.now(), clock.now()):
            self.add_error("ends_at", _("The end must be later than the beginning and than now"))
        return given
