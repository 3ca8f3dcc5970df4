"""The section of the transport of a transit: the fields of the chosen mode and no others, by the table the check reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clearance import clock
from clearance.forms import choices, fields
from clearance.forms import transit_lines as lines
from clearance.forms.content import Fold, Group, grid
from clearance.forms.sections import TransportForm, country_field
from clearance.transit_content import part_of
from clearance.validation import transit_fields

OF_THE_TABLE: Mapping[str, tuple[str, ...]] = {
    "vehicle": ("vehicle", "arrival_vehicle"),
    "vehicle_nationality": ("vehicle_nationality",),
    "trailers": ("trailers",),
    "driver": ("driver_name", "driver_document", "driver_country", "driver_phone"),
    "cmr_note": ("cmr_number", "cmr_date"),
    "tir_carnet": ("tir_carnet",),
    "consignments": ("consignments",),
    "smgs_note": ("smgs_number", "smgs_date"),
    "wagons": ("wagons",),
    "train_number": ("train_number",),
    "train_list": ("train_list",),
    "departure_station": ("departure_station",),
    "destination_station": ("destination_station",),
    "transfer_station": ("transfer_station",),
    "containers": ("containers",),
    "transit_offices": ("transit_offices",),
    "route": ("route",),
    "seals": ("seals", "navigation_seals"),
}
"""The controls of each field of `transit_fields.csv`."""


def _line(label: Any, longest: int, help_text: Any = "") -> fields.TextField:
    return fields.TextField(label=label, help_text=help_text, max_length=longest, required=False)


def _list(label: Any, help_text: Any, rows: int = 3) -> fields.TextField:
    box = forms.Textarea(attrs={"rows": rows, "spellcheck": "false", "class": "sw-mono"})
    return fields.TextField(label=label, help_text=help_text, widget=box, required=False)


class TransitForm(TransportForm):
    """How goods in transit travel. `shown`: what the page was sent with, whose fields count whatever mode was chosen on it."""

    paths = {
        **TransportForm.paths,
        "trailers": ("transit", "trailers"),
        "driver_name": ("transit", "driver", "name"),
        "driver_document": ("transit", "driver", "document"),
        "driver_country": ("transit", "driver", "country"),
        "driver_phone": ("transit", "driver", "phone"),
        "cmr_number": ("transit", "cmr_note", "number"),
        "cmr_date": ("transit", "cmr_note", "date"),
        "tir_carnet": ("transit", "tir_carnet"),
        "consignments": ("transit", "consignments"),
        "smgs_number": ("transit", "smgs_note", "number"),
        "smgs_date": ("transit", "smgs_note", "date"),
        "wagons": ("transit", "wagons"),
        "train_number": ("transit", "train_number"),
        "train_list": ("transit", "train_list"),
        "departure_station": ("transit", "departure_station"),
        "destination_station": ("transit", "destination_station"),
        "transfer_station": ("transit", "transfer_station"),
        "transit_offices": ("transit", "transit_offices"),
        "route": ("transit", "route"),
        "seals": ("transit", "seals"),
    }

    vehicle = _line(_("Plate of the tractor, or the vehicle"), 35, _("For example, 584AEK19"))
    vehicle_nationality = country_field(_("Country of the plate"), required=False)
    trailers = _line(_("Plates of the trailers"), 90, _("Parted by spaces"))
    driver_name = _line(_("Name of the driver"), 70)
    driver_document = _line(_("Passport or licence of the driver"), 35)
    driver_country = country_field(_("Country of the passport or licence"), required=False)
    driver_phone = _line(_("Telephone of the driver"), 50)
    cmr_number = _line(_("Number of the CMR note"), 35)
    cmr_date = fields.LocalDateField(label=_("Date of the CMR note"), required=False)
    tir_carnet = _line(_("TIR carnet"), 17)
    smgs_number = _line(_("Number of the SMGS note"), 35, _("Each note is a declaration of its own"))
    smgs_date = fields.LocalDateField(label=_("Date of the SMGS note"), required=False)
    train_number = _line(_("Train number"), 17)
    train_list = _line(_("Train list"), 35)
    departure_station = _line(_("Station of departure"), 6, _("Its code: six digits"))
    destination_station = _line(_("Station of destination"), 6, _("Its code: six digits"))
    transfer_station = _line(
        _("Station of the break of gauge"), 6, _("Where the goods change wagons, if they do. Its code: six digits")
    )
    wagons = _list(
        _("Wagons"), _("One wagon a line: its number, the container on it, then its seals, parted by spaces"), 5
    )
    consignments = _list(
        _("Several notes in one vehicle"),
        _("One note a line: its number, a colon, the numbers of its goods. CMR-2: 1, 2"),
    )
    seals = _list(_("Seals"), _("One seal a line: its number, then the wagon, container or plate it hangs on"))
    navigation_seals = _list(_("Navigation seals"), _("Seals that tell where they are, one a line in the same way"))
    route = _line(_("Route"), 512)
    transit_offices = fields.MultipleChoiceField(
        label=_("Offices on the way"),
        choices=lambda: choices.offices()[1:],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, data: Any = None, *, content: Mapping[str, Any], later: bool = False, shown: Any = None) -> None:
        super().__init__(data, content=content, later=later)
        self.fields["border_mode"].help_text = _("Each mode asks for its own. Press save to see what another one asks.")
        self._leave_out(shown)
        part = part_of(content)
        self.initial["trailers"] = " ".join(part.get("trailers") or ())
        self.initial["wagons"] = "\n".join(map(lines.wagon_line, part.get("wagons") or ()))
        self.initial["consignments"] = "\n".join(map(lines.consignment_line, part.get("consignments") or ()))
        for name in ("seals", "navigation_seals"):
            kept = [one for one in part.get("seals") or () if lines.is_navigation(one) == (name != "seals")]
            self.initial[name] = "\n".join(map(lines.seal_line, kept))
        self.helper.layout.fields = list(self.present(self.parts()))

    def _leave_out(self, shown: Any) -> None:
        asked = transit_fields.asked(self.content, clock.today())
        for field, names in OF_THE_TABLE.items():
            for name in names:
                omitted = field not in asked
                if shown is not None:
                    omitted = self.fields[name].widget.value_omitted_from_data(shown, {}, self.add_prefix(name))
                if omitted:
                    del self.fields[name]

    def clean_trailers(self) -> list[str]:
        """The plates."""
        return str(self.cleaned_data.get("trailers") or "").upper().replace(",", " ").split()

    def clean_wagons(self) -> list[dict[str, Any]]:
        """Each line as a wagon."""
        return lines.wagons_in(self._typed("wagons"), part_of(self.content).get("wagons") or [])

    def clean_consignments(self) -> list[dict[str, Any]]:
        """Each line as a consignment."""
        return lines.consignments_in(self._typed("consignments"), part_of(self.content).get("consignments") or [])

    def clean_transit_offices(self) -> list[str]:
        """The offices, those of before in their order."""
        chosen = self.cleaned_data.get("transit_offices") or []
        kept = [code for code in part_of(self.content).get("transit_offices") or () if code in chosen]
        return [*kept, *(code for code in chosen if code not in kept)]

    def clean(self) -> dict[str, Any]:
        """Seals of both kinds stand in one list."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        kept = part_of(self.content).get("seals") or []
        if "seals" in self.fields:
            cleaned["seals"] = [*self._seals("seals", kept), *self._seals("navigation_seals", kept)]
        return cleaned

    def _seals(self, name: str, kept: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
        navigation = name == "navigation_seals"
        if name not in self.fields:
            return [one for one in kept if lines.is_navigation(one) == navigation]
        return lines.seals_in(self._typed(name), kept, navigation=navigation)

    def _typed(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "")

    def parts(self) -> Iterable[Any]:
        return [
            grid("border_mode", "inland_mode"),
            Group(_("Vehicle and driver"), "vehicle", "vehicle_nationality", "arrival_vehicle", "trailers", "cmr_number",
                  "cmr_date", "tir_carnet", "driver_name", "driver_document", "driver_country", "driver_phone"),
            Group(_("Train and wagons"), "smgs_number", "smgs_date", "train_number", "train_list", "departure_station",
                  "destination_station", "transfer_station"),
            "wagons",
            Group(_("Carrier and way"), "carrier_name", "carrier_country", "goods_location", "route"),
            Fold(_("Offices on the way"), "transit_offices"),
            "containers",
            grid("seals", "navigation_seals"),
            "consignments",
        ]  # fmt: skip
