"""Forms of the gate: a vehicle without a slot, and a booking."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.customs.gate.words import GROUNDS, KINDS
from clearance.acts import figures
from clearance.pages import PlainForm, fields, grid


class VehicleForm(PlainForm):
    """A vehicle that is at the gate and has no visit."""

    plate = fields.TextField(label=_("Plate or number of the wagon"), max_length=40, ask=_("Enter the plate"))
    trailer = fields.TextField(label=_("Trailer"), max_length=40, required=False)
    driver = fields.TextField(label=_("Driver"), max_length=120, required=False)

    def parts(self) -> Iterable[Any]:
        return [grid("plate", "trailer"), "driver"]


class HourForm(PlainForm):
    """Another hour for a booking."""

    starts_at = fields.ChoiceField(label=_("Hour"), ask=_("Select one of the hours listed"))

    def __init__(self, *args: Any, hours: Sequence[datetime], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["starts_at"].choices = [  # type: ignore[attr-defined]
            (hour.isoformat(), figures.moment(hour, "short")) for hour in hours
        ]

    def clean_starts_at(self) -> datetime:
        """The hour as a moment."""
        return datetime.fromisoformat(self.cleaned_data["starts_at"])


class SlotForm(HourForm):
    """A booking: which goods, which vehicle, who drives, when, and with what right."""

    references = fields.TextField(
        label=_("Declarations"),
        help_text=_("References, with a blank or a comma between them. All goods of the vehicle belong here."),
        max_length=400,
        ask=_("Enter the reference of the declaration"),
    )
    plate = fields.TextField(label=_("Plate or number of the wagon"), max_length=40, ask=_("Enter the plate"))
    trailer = fields.TextField(label=_("Trailer"), max_length=40, required=False)
    vin = fields.TextField(
        label=_("VIN"), help_text=_("17 signs of the vehicle's registration"), max_length=20, required=False
    )
    driver = fields.TextField(label=_("Driver"), max_length=120, ask=_("Enter the name of the driver"))
    kind = fields.ChoiceField(
        label=_("Kind of booking"), choices=list(KINDS.items()), initial="ordinary", ask=_("Select a kind of booking")
    )
    ground = fields.ChoiceField(
        label=_("Ground of the priority"), choices=[("", _("None")), *GROUNDS.items()], required=False
    )
    office = fields.TextField(widget=forms.HiddenInput, required=False)

    field_order = ["references", "plate", "trailer", "vin", "driver", "starts_at", "kind", "ground", "office"]

    def parts(self) -> Iterable[Any]:
        return [
            "references", grid("plate", "trailer"), grid("driver", "vin"), "starts_at", grid("kind", "ground"), "office",
        ]  # fmt: skip

    def clean_references(self) -> list[str]:
        """Each reference by itself."""
        return [one for one in self.cleaned_data["references"].upper().replace(",", " ").split() if one]
