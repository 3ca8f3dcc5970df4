"""The forms of the postal desk and of the addressee's page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clearance.forms import fields
from clearance.forms.content import PlainForm, grid
from clearance.services.addressing import LONGEST
from portal.post import scanning


def _pictures(**options: Any) -> fields.PicturesField:
    return fields.PicturesField(
        help_text=_("JPEG or PNG, up to 5 pictures of 5 MB"),
        ask=_("Choose the pictures"),
        **options,
    )


class ListForm(PlainForm):
    """A dispatch list, as a file or pasted."""

    file = fields.FileField(
        label=_("File with the list"),
        help_text=_("CSV, up to 1,000 items"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
        required=False,
    )
    text = fields.TextField(
        label=_("Or paste the lines here"),
        help_text=_("The first line holds the names of the columns"),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "class": "sw-mono"}),
        required=False,
        strip=False,
    )
    dispatch_id = fields.TextField(
        label=_("Number of the dispatch"), help_text=_("Where the list does not name it"), max_length=40, required=False
    )
    office = fields.ChoiceField(label=_("Office of exchange"), required=False)
    password = fields.TextField(
        label=_("Your password"),
        help_text=_("It signs the whole list: you declare that it is complete and true"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        required=False,
        strip=False,
    )

    def __init__(self, *args: Any, offices: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["office"].choices = [("", _("As the list says")), *offices]  # type: ignore[attr-defined]

    def parts(self) -> Iterable[Any]:
        return ["file", "text", grid("dispatch_id", "office")]

    def list_as_bytes(self) -> bytes:
        """The list, from the file if there is one, else from what was pasted."""
        if file := self.cleaned_data["file"]:
            data: bytes = file.read()
            return data
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").encode()

    def clean(self) -> dict[str, Any]:
        """Ask for a list where there is none."""
        given = super().clean() or {}
        if not given.get("file") and not str(given.get("text") or "").strip() and not self.errors:
            self.add_error("file", _("Choose the file with the list, or paste its lines"))
        return given


class ScanForm(PlainForm):
    """Numbers and what happened to the items."""

    numbers = fields.TextField(
        label=_("Number of the item"),
        help_text=_("Scan the label, or type or paste one number or several"),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "sw-scan-field",
                "autofocus": True,
            }
        ),
        max_length=20_000,
        ask=_("Scan or enter the number of an item"),
    )
    code = fields.ChoiceField(label=_("What happened?"), choices=lambda: list(scanning.EVENTS.items()), required=False)
    reason = fields.TextField(
        label=_("Reason"),
        help_text=_("Needed where an item could not be delivered or is sent back"),
        max_length=200,
        required=False,
    )

    def parts(self) -> Iterable[Any]:
        return ["numbers", grid("code", "reason")]


class PicturesForm(PlainForm):
    """Pictures of an item, taken at the desk."""

    pictures = _pictures(label=_("Pictures of the item"))


class ReasonForm(PlainForm):
    """Why an item goes back."""

    reason = fields.TextField(
        label=_("Why does it go back?"),
        max_length=200,
        ask=_("Enter why the item goes back"),
    )


def _printed(**options: Any) -> fields.TextField:
    """Letters and digits typed as they are printed: no word is guessed, and capitals come by themselves."""
    as_it_stands = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
    return fields.TextField(widget=forms.TextInput(attrs=as_it_stands), max_length=40, **options)


class CodeForm(PlainForm):
    """Number and code of a notice."""

    number = _printed(
        label=_("Number of the parcel"),
        help_text=_("Two letters, nine digits, two letters, as on the notice"),
        ask=_("Enter the number of the parcel"),
    )
    code = _printed(
        label=_("Code of the notice"),
        help_text=_("Eight letters and digits, under the number"),
        ask=_("Enter the code of the notice"),
    )


class ObjectionForm(PlainForm):
    """Why the addressee does not agree, with pictures."""

    text = fields.TextField(
        label=_("Why do you not agree?"),
        help_text=_("For instance: the value is wrong, it is a gift, you did not order it"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST,
        ask=_("Enter why you do not agree"),
    )
    pictures = _pictures(label=_("Pictures"), required=False)
