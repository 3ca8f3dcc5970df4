"""Forms of trains: sending a list, and a transfer list at the break of gauge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.customs.trains.contents import RAIL, Head
from agencies.customs.trains.transferring import Change
from agencies.customs.transit.seals import numbers_in
from clearance.pages import PlainForm, choices, fields, grid

BROKEN = "broken"


class TrainForm(PlainForm):
    """A train list; what a JSON list says of its train need not be said here."""

    company = fields.ChoiceField(label=_("Company"), ask=_("Select the company"))
    file = fields.FileField(
        label=_("File with the list"),
        help_text=_("XLSX, CSV or JSON: a row for each wagon, up to 500"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.json"}),
        ask=_("Choose the file with the list"),
    )
    list_number = fields.TextField(label=_("Number of the train list"), max_length=20, required=False)
    number = fields.TextField(label=_("Train number"), max_length=17, required=False)
    office = fields.ChoiceField(label=_("Office of departure"), choices=choices.offices, required=False)
    destination_office = fields.ChoiceField(label=_("Office of destination"), choices=choices.offices, required=False)
    dispatch_country = fields.CountryField(label=_("Country of dispatch"), required=False)
    destination_country = fields.CountryField(label=_("Country of destination"), required=False)
    inland_mode = fields.ChoiceField(label=_("How do they travel inland?"), choices=choices.modes, required=False)
    currency = fields.TextField(label=_("Currency of the prices"), max_length=3, required=False)
    carrier = fields.TextField(label=_("Carrier"), max_length=70, required=False)
    password = fields.TextField(
        label=_("Your password"),
        help_text=_("It signs the whole list: you declare that it is complete and true"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        required=False,
        strip=False,
    )
    partly = fields.FlagField(label=_("File the notes that are right and leave the others out"), required=False)

    def __init__(self, *args: Any, companies: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["company"].choices = companies  # type: ignore[attr-defined]

    def parts(self) -> Iterable[Any]:
        return [
            "company",
            "file",
            grid("list_number", "number", "office", "destination_office", "dispatch_country", "destination_country",
                 "inland_mode", "currency", "carrier"),
            "password",
            "partly",
        ]  # fmt: skip

    def head(self, told: dict[str, str]) -> Head | None:
        """What holds for the train: the form's, else the list's; None with a word at each field that is still empty."""
        names = [name for name in Head.__dataclass_fields__ if name in self.fields]
        said = {name: self.cleaned_data.get(name) or told.get(name) or told.get(f"train_{name}", "") for name in names}
        for name in ("list_number", "office", "destination_office"):
            if not said[name]:
                self.add_error(name, str(NEEDED[name]))
        return None if self.errors else Head(**{**said, "inland_mode": said["inland_mode"] or RAIL})


NEEDED = {
    "list_number": _("Enter the number of the train list"),
    "office": _("Select the office of departure"),
    "destination_office": _("Select the office of destination"),
}


class TransferForm(PlainForm):
    """A transfer list: a line for each wagon that was emptied."""

    list_number = fields.TextField(
        label=_("Number of the transfer list"), max_length=35, ask=_("Enter the number of the transfer list")
    )
    office = fields.ChoiceField(
        label=_("Where the goods changed wagons"),
        choices=choices.offices,
        ask=_("Select where the goods changed wagons"),
    )
    wagons = fields.TextField(
        label=_("Old wagon, new wagon, new seals"),
        help_text=_(
            "A line for each wagon, parted by spaces. Write “broken” after the new wagon if its seal was not whole."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "class": "sw-mono"}),
        ask=_("Enter at least one wagon that was emptied."),
    )

    def changes(self) -> list[Change]:
        """The lines as changes of wagons."""
        lines = [line.replace(",", " ").split() for line in self.cleaned_data["wagons"].splitlines()]
        return [_change(line) for line in lines if line]


def _change(parts: list[str]) -> Change:
    old, new, *seals = [*parts, ""] if len(parts) == 1 else parts
    is_broken = BROKEN in [seal.lower() for seal in seals]
    numbers = numbers_in(" ".join(seal for seal in seals if seal.lower() != BROKEN))
    return Change(old, new, seals_whole=not is_broken, new_seals=tuple(numbers))
