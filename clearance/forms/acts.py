"""The forms of a trader's acts on a filed declaration: answer, attach, give notice of arrival, withdraw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clearance.forms import choices, fields
from clearance.forms.content import PlainForm, grid


class AnswerForm(PlainForm):
    """The answer to an officer's question."""

    text = fields.TextField(
        label=_("Your answer"), widget=forms.Textarea(attrs={"rows": 5}), max_length=10_000, ask=_("Enter your answer")
    )


class OptionalAnswerForm(PlainForm):
    """The answer to one of several questions; an empty one leaves its question open."""

    text = fields.TextField(
        label=_("Your answer"), widget=forms.Textarea(attrs={"rows": 4}), max_length=10_000, required=False
    )


class AppealForm(PlainForm):
    """Why a refusal is wrong."""

    grounds = fields.TextField(
        label=_("Why is the refusal wrong?"),
        help_text=_("Name what was overlooked or judged wrongly, and the papers that show it"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20_000,
        ask=_("Enter why the refusal is wrong"),
    )


class AttachForm(PlainForm):
    """A file for the declaration."""

    type = fields.ChoiceField(label=_("Kind of paper"), choices=choices.papers, ask=_("Select the kind of paper"))
    number = fields.TextField(label=_("Number"), max_length=70, required=False)
    file = fields.FileField(
        label=_("File"), help_text=_("PDF, PNG, JPEG or XML, up to 10 MB"), ask=_("Choose the file to attach")
    )

    def parts(self) -> Iterable[Any]:
        return [grid("type", "number"), "file"]

    def as_arguments(self) -> dict[str, Any]:
        """What the service wants to know of the file."""
        file = self.cleaned_data["file"]
        return {
            "name": file.name,
            "data": file.read(),
            "type": self.cleaned_data["type"],
            "number": self.cleaned_data["number"],
        }


class ArrivalForm(PlainForm):
    """Where and when the goods arrived."""

    office = fields.ChoiceField(label=_("Where are the goods?"), ask=_("Select the office where the goods are"))
    at = fields.LocalDateTimeField(
        label=_("When did they arrive?"), help_text=_("Leave it empty if they arrived just now"), required=False
    )

    def __init__(self, *args: Any, offices: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["office"].choices = list(offices)  # type: ignore[attr-defined]

    def parts(self) -> Iterable[Any]:
        return [grid("office", "at")]


class WhyForm(PlainForm):
    """An act that needs a reason."""

    reason = fields.TextField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2_000, ask=_("Enter the reason")
    )
