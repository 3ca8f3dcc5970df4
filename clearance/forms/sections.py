"""What the sections of the filing form share, and two of them: procedure and route, transport; and one paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from clearance.forms import choices, fields
from clearance.forms.content import ContentForm, Group, grid, value_at

GOODS = frozenset({"import", "export"})
CARGO = GOODS | {"transit"}


class SectionForm(ContentForm):
    """A section: it leaves out the fields that this kind of declaration does not have.

    `shown`: what its page was sent with, for a section whose fields depend on what is chosen on it.
    """

    kinds_of: ClassVar[Mapping[str, frozenset[str]]] = {}
    """Fields that only some kinds of declaration have."""

    def __init__(self, data: Any = None, *, content: Mapping[str, Any], later: bool = False, shown: Any = None) -> None:
        super().__init__(data, content=content, later=later)
        kind = str(content.get("kind", ""))
        for name, kinds in self.kinds_of.items():
            if kind not in kinds:
                self.fields.pop(name, None)
        self.helper.layout.fields = list(self.present(self.parts()))

    def new_content(self) -> dict[str, Any]:
        """The content; items that shared the procedure or currency of before share the new one."""
        content = super().new_content()
        for name in {"procedure", "currency"} & set(self.paths):
            before, after = self.content.get(name), content.get(name)
            if after and after != before and content.get("items"):
                content["items"] = [
                    {**item, name: after} if item.get(name, before) == before else item for item in content["items"]
                ]
        return content

    def present(self, parts: Iterable[Any]) -> Iterable[Any]:
        """The parts of the layout without the fields that are left out."""
        for part in parts:
            if isinstance(part, str):
                if part in self.fields:
                    yield part
            elif hasattr(part, "fields"):
                part.fields = list(self.present(part.fields))
                if part.fields:
                    yield part
            else:
                yield part


def country_field(label: Any, ask: Any = "", *, required: bool = True) -> fields.CountryField:
    """A country, chosen by name."""
    return fields.CountryField(label=label, ask=ask, required=required)


class RouteForm(SectionForm):
    """Under which procedure, to which office, from where to where and when."""

    paths = {
        "procedure": ("procedure",),
        "office": ("office",),
        "local_ref": ("local_ref",),
        "ucr": ("ucr",),
        "warehouse": ("warehouse",),
        "dispatch_country": ("dispatch_country",),
        "destination_country": ("destination_country",),
        "trading_country": ("trading_country",),
        "border_office": ("border_office",),
        "destination_office": ("destination_office",),
        "arrival_expected": ("arrival_expected",),
    }
    kinds_of = {
        **dict.fromkeys(("procedure", "dispatch_country", "destination_country", "border_office"), CARGO),
        "arrival_expected": CARGO,
        "trading_country": GOODS,
        "destination_office": frozenset({"transit"}),
        "warehouse": frozenset({"import"}),
    }

    procedure = fields.ChoiceField(
        label=_("Customs procedure"), choices=choices.procedures, ask=_("Select the customs procedure")
    )
    office = fields.ChoiceField(
        label=_("Office of declaration"), choices=choices.offices, ask=_("Select the office of declaration")
    )
    local_ref = fields.TextField(
        label=_("Your reference"),
        help_text=_("Any number of your own, at most 35 characters. Each declaration has another."),
        max_length=35,
        required=False,
    )
    ucr = fields.TextField(label=_("Unique consignment reference"), max_length=35, required=False)
    warehouse = fields.TextField(label=_("Licence of the customs warehouse"), max_length=17, required=False)
    dispatch_country = country_field(_("Country of dispatch"), _("Select the country of dispatch"))
    destination_country = country_field(_("Country of destination"), _("Select the country of destination"))
    trading_country = country_field(_("Trading country"), required=False)
    border_office = fields.ChoiceField(
        label=_("Border office"),
        help_text=_("Where the vehicle crosses the customs border"),
        choices=choices.offices,
        required=False,
    )
    destination_office = fields.ChoiceField(
        label=_("Office of destination"), choices=choices.offices, ask=_("Select the office of destination")
    )
    arrival_expected = fields.LocalDateTimeField(
        label=_("When do you expect the goods to arrive?"), help_text=_("For example, 27.03.2027 14:30"), required=False
    )

    def __init__(self, data: Any = None, *, content: Mapping[str, Any], **options: Any) -> None:
        super().__init__(data, content=content, **options)
        if "procedure" in self.fields:
            self.fields["procedure"].choices = choices.procedures_of(str(content.get("kind", "")))  # type: ignore[attr-defined]
        if content.get("kind") == "import" and not content.get("dispatch_country"):
            self.initial["dispatch_country"] = value_at(content, ("consignor", "country"))

    def parts(self) -> Iterable[Any]:
        if self.content.get("kind") not in CARGO:
            return [grid("office", "local_ref", "ucr")]
        return [
            Group(_("Procedure"), "procedure", "office", "local_ref", "ucr", "warehouse"),
            Group(_("Route"), "dispatch_country", "destination_country", "trading_country", "border_office",
                  "destination_office", "arrival_expected"),
        ]  # fmt: skip


class TransportForm(SectionForm):
    """The means of transport, the carrier, containers and seals."""

    paths = {
        "border_mode": ("border_mode",),
        "inland_mode": ("inland_mode",),
        "vehicle": ("transport", "border", "id"),
        "vehicle_nationality": ("transport", "border", "nationality"),
        "arrival_vehicle": ("transport", "arrival", "id"),
        "carrier_name": ("carrier", "name"),
        "carrier_country": ("carrier", "country"),
        "goods_location": ("goods_location",),
        "containers": ("containers",),
    }

    border_mode = fields.ChoiceField(
        label=_("How do the goods cross the border?"),
        choices=choices.modes,
        ask=_("Select how the goods cross the border"),
    )
    inland_mode = fields.ChoiceField(label=_("How do they travel inland?"), choices=choices.modes, required=False)
    vehicle = fields.TextField(
        label=_("Vehicle, wagon, vessel or flight at the border"),
        help_text=_("For example, 584AEK19 or 52123452"),
        max_length=35,
        required=False,
    )
    vehicle_nationality = country_field(_("Country of the vehicle"), required=False)
    arrival_vehicle = fields.TextField(
        label=_("Vehicle on arrival, where it is another"), max_length=35, required=False
    )
    carrier_name = fields.TextField(label=_("Carrier"), max_length=70, required=False)
    carrier_country = country_field(_("Country of the carrier"), required=False)
    goods_location = fields.TextField(label=_("Place where the goods are"), max_length=17, required=False)
    containers = fields.TextField(
        label=_("Containers and seals"),
        help_text=_("One container a line: its number, then its seals, parted by spaces"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(self, data: Any = None, *, content: Mapping[str, Any], **options: Any) -> None:
        super().__init__(data, content=content, **options)
        kept = content.get("containers") or []
        self.initial["containers"] = "\n".join(
            " ".join([str(one.get("number", "")), *map(str, one.get("seals") or [])]) for one in kept
        )

    def clean_containers(self) -> list[dict[str, Any]]:
        """Each line as a container with its seals."""
        lines = [line.split() for line in str(self.cleaned_data.get("containers") or "").splitlines()]
        return [{"number": number, **({"seals": seals} if seals else {})} for number, *seals in filter(None, lines)]

    def parts(self) -> Iterable[Any]:
        return [
            grid("border_mode", "inland_mode", "vehicle", "vehicle_nationality", "arrival_vehicle", "goods_location",
                 "carrier_name", "carrier_country"),
            "containers",
        ]  # fmt: skip
