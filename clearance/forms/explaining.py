"""The public form "what will I need?": a few facts of a declaration nobody files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clearance import clock
from clearance.forms import choices, fields
from clearance.forms.codes import CodeInput
from clearance.forms.content import PlainForm, grid
from clearance.forms.goods import CodeField
from clearance.validation import lists

USUAL: Mapping[str, str] = {"import": "40", "export": "10", "transit": "80"}
"""The procedure goods go under when nothing else is chosen."""
ABROAD = "CN"


class ExplainForm(PlainForm):
    """What is asked is told by these facts alone; the address of the answer holds them all."""

    kind = fields.ChoiceField(
        label=_("What happens to the goods?"), choices=choices.KINDS, widget=forms.RadioSelect, initial="import",
        ask=_("Select what happens to the goods"),
    )  # fmt: skip
    commodity_code = CodeField(
        label=_("Commodity code"),
        help_text=_("Type the code, or words such as apples or footwear, and choose; 6 to 10 digits"),
        ask=_("Enter the commodity code"),
        widget=CodeInput(whole=False),
    )
    procedure = fields.ChoiceField(label=_("Procedure"), choices=list, required=False)
    origin = fields.CountryField(label=_("Country of origin"), ask=_("Select the country of origin"))
    destination = fields.CountryField(
        label=_("Country the goods go to"), empty=_("Kazakhstan, or not known yet"), required=False
    )
    mode = fields.ChoiceField(
        label=_("How do the goods cross the border?"), choices=choices.modes, initial="30",
        ask=_("Select how the goods cross the border"),
    )  # fmt: skip
    net_mass_kg = fields.LocalDecimalField(
        label=_("Net weight (kg)"), help_text=_("Some rules and rates look at it"), min_value=0, required=False
    )
    value = fields.LocalDecimalField(
        label=_("Value of the goods (KZT)"), help_text=_("To reckon duty and tax"), min_value=0, required=False
    )
    answers = fields.MultipleChoiceField(
        label=_("What is true of these goods?"),
        choices=choices.ITEM_ANSWERS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["procedure"].choices = choices.grouped_procedures()  # type: ignore[attr-defined]

    def parts(self) -> Iterable[Any]:
        return [
            "commodity_code",
            "kind",
            grid("procedure", "mode", "origin", "destination", "net_mass_kg", "value"),
            "answers",
        ]

    def clean(self) -> dict[str, Any]:
        """A procedure goes with what happens to the goods."""
        given = super().clean() or {}
        kind, procedure = given.get("kind"), given.get("procedure")
        if kind and procedure and kind not in lists.kinds_of(procedure, clock.today()):
            self.add_error("procedure", _("Select a procedure that goes with what happens to the goods"))
        return given

    @property
    def procedure_code(self) -> str:
        """The procedure chosen, or the usual one; the post has a page of its own."""
        given = self.cleaned_data
        return "post" if given["kind"] == "postal" else given["procedure"] or USUAL[given["kind"]]

    def as_content(self) -> dict[str, Any]:
        """The least content that says these facts."""
        given = self.cleaned_data
        kind = given["kind"]
        abroad = given["origin"] if given["origin"] != "KZ" else ABROAD
        elsewhere = given["destination"] if given["destination"] not in ("", "KZ") else ABROAD
        item: dict[str, Any] = {
            "number": 1,
            "commodity_code": given["commodity_code"],
            "origin": given["origin"],
            "flags": dict.fromkeys(given["answers"], True),
        }
        if given["net_mass_kg"] is not None:
            item["net_mass_kg"] = item["gross_mass_kg"] = str(given["net_mass_kg"])
        content: dict[str, Any] = {
            "kind": kind,
            "procedure": given["procedure"] or USUAL.get(kind, "40"),
            "border_mode": "50" if kind == "postal" else given["mode"],
            "dispatch_country": "KZ" if kind == "export" else abroad,
            "destination_country": elsewhere if kind == "export" else given["destination"] or "KZ",
            "items": [item],
        }
        if given["value"] is not None:
            content["customs_value_total"] = item["customs_value"] = str(given["value"])
        return content
