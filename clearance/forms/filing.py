"""Beginning, uploading and signing a declaration."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clearance.acting import Member
from clearance.content import LARGEST_CONTENT
from clearance.forms import choices, fields
from clearance.forms.content import PlainForm


class ForCompanyForm(PlainForm):
    """A form that asks for which company, where the person acts for several."""

    company = fields.ChoiceField(label=_("For which company?"), ask=_("Select the company"))

    def __init__(self, *args: Any, members: Sequence[Member], **options: Any) -> None:
        self.members = members
        super().__init__(*args, **options)
        self.fields["company"].choices = [(str(member.company), member.name) for member in members]  # type: ignore[attr-defined]
        if len(members) == 1:
            del self.fields["company"]
            self.helper.layout.fields.remove("company")

    @property
    def member(self) -> Member:
        """The company chosen, or the only one."""
        if len(self.members) == 1:
            return self.members[0]
        chosen = int(self.cleaned_data["company"])
        return next(member for member in self.members if member.company == chosen)


class NewForm(ForCompanyForm):
    """What kind of declaration is begun."""

    kind = fields.ChoiceField(
        label=_("What do you want to declare?"),
        choices=choices.KINDS,
        widget=forms.RadioSelect,
        ask=_("Select what you want to declare"),
    )

    def parts(self) -> Iterable[Any]:
        return ["company", "kind"]


class UploadForm(ForCompanyForm):
    """A declaration in a file."""

    file = fields.FileField(
        label=_("File with the declaration"),
        help_text=_("WCO Data Model XML, or our JSON; up to 10 MB"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xml,.json,application/xml,text/xml,application/json"}),
        ask=_("Choose the file with the declaration"),
    )

    def parts(self) -> Iterable[Any]:
        return ["company", "file"]

    def clean_file(self) -> Any:
        """A file that can be read at all."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_CONTENT:
            raise forms.ValidationError(_("The file must be smaller than 10 MB"), code="too_large")
        return file


class CopyForm(PlainForm):
    """What a copy takes over beside what every shipment shares."""

    amounts = fields.FlagField(
        label=_("Take over weights, quantities and prices too"),
        help_text=_("Leave it open if this shipment weighs or costs something else: then you are asked for each."),
        required=False,
    )


class TemplateForm(PlainForm):
    """The name of a template."""

    name = fields.TextField(
        label=_("Name of the template"),
        help_text=_("As your colleagues will look for it, for example “Tiles from Khorgos”"),
        max_length=80,
        ask=_("Enter a name for the template"),
    )


class SignForm(PlainForm):
    """The signature of the demo: the password once more."""

    password = fields.TextField(
        label=_("Your password"),
        help_text=_("Demo signature: your password stands for your electronic signature"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        ask=_("Type your password to sign"),
    )
