"""The public form "what would be asked if I filed this?"."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clearance.forms import choices, fields
from clearance.forms.content import PlainForm, grid
from clearance.forms.goods import CodeField


class ExplainForm(PlainForm):
    """A few facts of a declaration nobody files."""

    kind = fields.ChoiceField(
        label=_("What happens to the goods?"), choices=choices.KINDS, widget=forms.RadioSelect, initial="import",
        ask=_("Select what happens to the goods"),
    )  # fmt: skip
    commodity_code = CodeField(
        label=_("Commodity code"),
        help_text=_("6 to 10 digits, for example 0808108006"),
        ask=_("Enter the commodity code"),
    )
    origin = fields.CountryField(label=_("Country of origin"), ask=_("Select the country of origin"))
    mode = fields.ChoiceField(
        label=_("How do the goods cross the border?"), choices=choices.modes, initial="30",
        ask=_("Select how the goods cross the border"),
    )  # fmt: skip
    net_mass_kg = fields.LocalDecimalField(label=_("Net weight (kg)"), min_value=0, required=False)
    answers = fields.MultipleChoiceField(
        label=_("What is true of these goods?"),
        choices=choices.ITEM_ANSWERS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def parts(self) -> Iterable[Any]:
        return ["kind", grid("commodity_code", "origin", "mode", "net_mass_kg"), "answers"]

    def as_content(self) -> dict[str, Any]:
        """The least content that says these facts."""
        given = self.cleaned_data
        abroad = given["origin"] if given["origin"] != "KZ" else "CN"
        leaves = given["kind"] == "export"
        item: dict[str, Any] = {
            "number": 1,
            "commodity_code": given["commodity_code"],
            "origin": given["origin"],
            "flags": dict.fromkeys(given["answers"], True),
        }
        if given["net_mass_kg"] is not None:
            item["net_mass_kg"] = item["gross_mass_kg"] = str(given["net_mass_kg"])
        return {
            "kind": given["kind"],
            "procedure": {"import": "40", "export": "10", "transit": "80"}.get(given["kind"], "40"),
            "border_mode": "50" if given["kind"] == "postal" else given["mode"],
            "dispatch_country": "KZ" if leaves else abroad,
            "destination_country": "CN" if leaves else "KZ",
            "items": [item],
        }
