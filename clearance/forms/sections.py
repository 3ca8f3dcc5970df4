"""The sections of the filing form, one class each: what is declared, parties, route and transport, the postal item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from clearance.forms import choices, fields
from clearance.forms.content import ContentForm, Group, Path, grid

GOODS = frozenset({"import", "export"})
CARGO = GOODS | {"transit"}


class SectionForm(ContentForm):
    """A section: it leaves out the fields that this kind of declaration does not have."""

    kinds_of: ClassVar[Mapping[str, frozenset[str]]] = {}
    """Fields that only some kinds of declaration have."""

    def __init__(self, data: Any = None, *, content: Mapping[str, Any], later: bool = False) -> None:
        super().__init__(data, content=content, later=later)
        kind = str(content.get("kind", ""))
        for name, kinds in self.kinds_of.items():
            if kind not in kinds:
                self.fields.pop(name, None)
        self.helper.layout.fields = list(self.present(self.parts()))

    def present(self, parts: Iterable[Any]) -> Iterable[Any]:
        """The parts of the layout without the fields that are left out."""
        for part in parts:
            if isinstance(part, str):
                if part in self.fields:
                    yield part
            elif hasattr(part, "fields"):
                part.fields = list(self.present(part.fields))
                yield part
            else:
                yield part


class HeaderForm(SectionForm):
    """What is declared, under which procedure, to which office."""

    paths = {
        "local_ref": ("local_ref",),
        "procedure": ("procedure",),
        "office": ("office",),
        "currency": ("currency",),
        "incoterms": ("incoterms",),
        "incoterms_place": ("incoterms_place",),
        "transaction_nature": ("transaction_nature",),
        "ucr": ("ucr",),
        "warehouse": ("warehouse",),
    }
    kinds_of = {
        "procedure": CARGO,
        "incoterms": GOODS,
        "incoterms_place": GOODS,
        "transaction_nature": GOODS,
        "warehouse": frozenset({"import"}),
    }

    local_ref = fields.TextField(
        label=_("Your reference"),
        help_text=_("Any number of your own, at most 35 characters. Each declaration has another."),
        max_length=35,
        required=False,
    )
    procedure = fields.ChoiceField(
        label=_("Customs procedure"), choices=choices.procedures, ask=_("Select the customs procedure")
    )
    office = fields.ChoiceField(
        label=_("Office of declaration"), choices=choices.offices, ask=_("Select the office of declaration")
    )
    currency = fields.ChoiceField(
        label=_("Currency of the invoice"), choices=choices.currencies, ask=_("Select the currency of the invoice")
    )
    incoterms = fields.ChoiceField(label=_("Delivery terms"), choices=choices.incoterms, required=False)
    incoterms_place = fields.TextField(label=_("Place of the delivery terms"), max_length=37, required=False)
    transaction_nature = fields.TextField(label=_("Nature of the transaction"), max_length=3, required=False)
    ucr = fields.TextField(label=_("Unique consignment reference"), max_length=35, required=False)
    warehouse = fields.TextField(label=_("Licence of the customs warehouse"), max_length=17, required=False)

    def __init__(self, data: Any = None, *, content: Mapping[str, Any], later: bool = False) -> None:
        super().__init__(data, content=content, later=later)
        if "procedure" in self.fields:
            self.fields["procedure"].choices = choices.procedures_of(str(content.get("kind", "")))  # type: ignore[attr-defined]

    def new_content(self) -> dict[str, Any]:
        """The content; items that shared the procedure or currency of before share the new one."""
        content = super().new_content()
        for name in ("procedure", "currency"):
            before, after = self.content.get(name), content.get(name)
            if after and after != before:
                content["items"] = [
                    {**item, name: after} if item.get(name, before) == before else item
                    for item in content.get("items") or []
                ]
        if not content.get("items"):
            content.pop("items", None)
        return content

    def parts(self) -> Iterable[Any]:
        return [
            grid("procedure", "office", "local_ref", "currency"),
            grid("incoterms", "incoterms_place", "transaction_nature", "ucr", "warehouse"),
        ]


def _party(who: str, *names: str) -> dict[str, Path]:
    return {f"{who}_{name}": (who, name) for name in names}


def _country(label: Any, ask: Any = "", *, required: bool = True) -> fields.CountryField:
    return fields.CountryField(label=label, ask=ask, required=required)


class PartiesForm(SectionForm):
    """Who sends, who receives, who declares, who pays, who buys and sells."""

    paths = {
        **_party("consignor", "name", "country", "id", "city", "line"),
        **_party("consignee", "name", "country", "id", "city", "line"),
        **_party("declarant", "name", "id", "country", "city", "line"),
        **_party("payer", "name", "id"),
        **_party("seller", "name", "country"),
        **_party("buyer", "name", "id"),
        **_party("representative", "name", "id", "register_no", "contract_no"),
    }
    kinds_of = dict.fromkeys(
        ("payer_name", "payer_id", "seller_name", "seller_country", "buyer_name", "buyer_id"), GOODS
    )

    consignor_name = fields.TextField(label=_("Name"), max_length=70, ask=_("Enter the name of the consignor"))
    consignor_country = _country(_("Country"), _("Select the country of the consignor"))
    consignor_id = fields.TextField(label=_("BIN, IIN or foreign number"), max_length=17, required=False)
    consignor_city = fields.TextField(label=_("City"), max_length=35, required=False)
    consignor_line = fields.TextField(label=_("Street and house"), max_length=70, required=False)
    consignee_name = fields.TextField(label=_("Name"), max_length=70, ask=_("Enter the name of the consignee"))
    consignee_country = _country(_("Country"), _("Select the country of the consignee"))
    consignee_id = fields.TextField(label=_("BIN, IIN or foreign number"), max_length=17, required=False)
    consignee_city = fields.TextField(label=_("City"), max_length=35, required=False)
    consignee_line = fields.TextField(label=_("Street and house"), max_length=70, required=False)
    declarant_name = fields.TextField(label=_("Name"), max_length=70, required=False)
    declarant_id = fields.TextField(
        label=_("BIN or IIN"), max_length=17, ask=_("Enter the BIN or IIN of the declarant")
    )
    declarant_country = _country(_("Country"), required=False)
    declarant_city = fields.TextField(label=_("City"), max_length=35, required=False)
    declarant_line = fields.TextField(label=_("Street and house"), max_length=70, required=False)
    payer_name = fields.TextField(label=_("Name"), max_length=70, required=False)
    payer_id = fields.TextField(label=_("BIN or IIN"), max_length=17, required=False)
    seller_name = fields.TextField(label=_("Seller"), max_length=70, required=False)
    seller_country = _country(_("Country of the seller"), required=False)
    buyer_name = fields.TextField(label=_("Buyer"), max_length=70, required=False)
    buyer_id = fields.TextField(label=_("BIN or IIN of the buyer"), max_length=17, required=False)
    representative_name = fields.TextField(label=_("Name"), max_length=70, required=False)
    representative_id = fields.TextField(label=_("BIN"), max_length=17, required=False)
    representative_register_no = fields.TextField(label=_("Registration number"), max_length=35, required=False)
    representative_contract_no = fields.TextField(label=_("Number of the contract"), max_length=35, required=False)

    def parts(self) -> Iterable[Any]:
        layout: list[Any] = [
            Group(_("Consignor: who sends the goods"), *_party("consignor", "name", "country", "id", "city", "line")),
            Group(
                _("Consignee: who receives the goods"), *_party("consignee", "name", "country", "id", "city", "line")
            ),
            Group(
                _("Declarant: in whose name you declare"), *_party("declarant", "name", "id", "country", "city", "line")
            ),
        ]
        if self.content.get("kind") in GOODS:
            layout += [
                Group(
                    _("Payer, seller and buyer"),
                    "payer_name",
                    "payer_id",
                    "seller_name",
                    "seller_country",
                    "buyer_name",
                    "buyer_id",
                ),
            ]
        return [
            *layout,
            Group(
                _("Customs representative, where one declares for you"),
                *_party("representative", "name", "id", "register_no", "contract_no"),
            ),
        ]


class TransportForm(SectionForm):
    """The route, the means of transport, containers and the guarantee."""

    paths = {
        "border_mode": ("border_mode",),
        "inland_mode": ("inland_mode",),
        "dispatch_country": ("dispatch_country",),
        "destination_country": ("destination_country",),
        "trading_country": ("trading_country",),
        "border_office": ("border_office",),
        "destination_office": ("destination_office",),
        "arrival_expected": ("arrival_expected",),
        "vehicle": ("transport", "border", "id"),
        "vehicle_nationality": ("transport", "border", "nationality"),
        "arrival_vehicle": ("transport", "arrival", "id"),
        "carrier_name": ("carrier", "name"),
        "carrier_country": ("carrier", "country"),
        "goods_location": ("goods_location",),
        "containers": ("containers",),
        "guarantee_type": ("guarantees", 0, "type"),
        "guarantee_reference": ("guarantees", 0, "reference"),
    }
    kinds_of = {
        "destination_office": frozenset({"transit"}),
        "guarantee_type": frozenset({"transit"}),
        "guarantee_reference": frozenset({"transit"}),
        "trading_country": GOODS,
    }

    border_mode = fields.ChoiceField(
        label=_("How do the goods cross the border?"),
        choices=choices.modes,
        ask=_("Select how the goods cross the border"),
    )
    inland_mode = fields.ChoiceField(label=_("How do they travel inland?"), choices=choices.modes, required=False)
    dispatch_country = _country(_("Country of dispatch"), _("Select the country of dispatch"))
    destination_country = _country(_("Country of destination"), _("Select the country of destination"))
    trading_country = _country(_("Trading country"), required=False)
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
    vehicle = fields.TextField(
        label=_("Vehicle, wagon, vessel or flight at the border"),
        help_text=_("For example, 584AEK19 or 52123452"),
        max_length=35,
        required=False,
    )
    vehicle_nationality = _country(_("Country of the vehicle"), required=False)
    arrival_vehicle = fields.TextField(
        label=_("Vehicle on arrival, where it is another"), max_length=35, required=False
    )
    carrier_name = fields.TextField(label=_("Carrier"), max_length=70, required=False)
    carrier_country = _country(_("Country of the carrier"), required=False)
    goods_location = fields.TextField(label=_("Place where the goods are"), max_length=17, required=False)
    containers = fields.TextField(
        label=_("Containers and seals"),
        help_text=_("One container a line: its number, then its seals, parted by spaces"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    guarantee_type = fields.TextField(label=_("Type of the guarantee"), max_length=3, required=False)
    guarantee_reference = fields.TextField(label=_("Reference of the guarantee"), max_length=35, required=False)

    def __init__(self, data: Any = None, *, content: Mapping[str, Any], later: bool = False) -> None:
        super().__init__(data, content=content, later=later)
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
            Group(_("Route"), "dispatch_country", "destination_country", "trading_country", "border_office",
                  "destination_office", "arrival_expected"),
            Group(_("Transport"), "border_mode", "inland_mode", "vehicle", "vehicle_nationality", "arrival_vehicle",
                  "goods_location", "carrier_name", "carrier_country", "guarantee_type", "guarantee_reference"),
            "containers",
        ]  # fmt: skip


class PostalForm(SectionForm):
    """What CN22 or CN23 says of the item, its sender and its addressee."""

    paths = {
        "item_id": ("postal", "item_id"),
        "form": ("postal", "form"),
        "category": ("postal", "category"),
        "postage": ("postal", "postage"),
        "dispatch_id": ("postal", "dispatch_id"),
        "dispatch_country": ("dispatch_country",),
        "destination_country": ("destination_country",),
        "sender_name": ("postal", "sender", "name"),
        "sender_country": ("postal", "sender", "country"),
        "sender_city": ("postal", "sender", "city"),
        "sender_line": ("postal", "sender", "line"),
        "addressee_name": ("postal", "addressee", "name"),
        "addressee_country": ("postal", "addressee", "country"),
        "addressee_id": ("postal", "addressee", "id"),
        "addressee_city": ("postal", "addressee", "city"),
        "addressee_line": ("postal", "addressee", "line"),
        "gross_mass_total_kg": ("gross_mass_total_kg",),
    }

    item_id = fields.TextField(
        label=_("Number of the postal item"),
        help_text=_("Two letters, nine digits, two letters, as on the label"),
        max_length=35,
        ask=_("Enter the number of the postal item"),
    )
    form = fields.ChoiceField(
        label=_("Postal form"), choices=[("CN22", "CN22"), ("CN23", "CN23")], widget=forms.RadioSelect,
        ask=_("Select CN22 or CN23"),
    )  # fmt: skip
    category = fields.ChoiceField(
        label=_("What is the item?"),
        choices=lambda: choices.empty(_("Select what the item is"), choices.CATEGORIES),
        ask=_("Select what the postal item is"),
    )
    postage = fields.LocalDecimalField(label=_("Postage"), required=False, min_value=0, decimal_places=2)
    dispatch_id = fields.TextField(label=_("Dispatch"), max_length=35, required=False)
    dispatch_country = _country(_("Country of dispatch"), _("Select the country of dispatch"))
    destination_country = _country(_("Country of destination"), _("Select the country of destination"))
    sender_name = fields.TextField(label=_("Name"), max_length=70, ask=_("Enter the name of the sender"))
    sender_country = _country(_("Country"), _("Select the country of the sender"))
    sender_city = fields.TextField(label=_("City"), max_length=35, required=False)
    sender_line = fields.TextField(label=_("Street and house"), max_length=70, required=False)
    addressee_name = fields.TextField(label=_("Name"), max_length=70, ask=_("Enter the name of the addressee"))
    addressee_country = _country(_("Country"), _("Select the country of the addressee"))
    addressee_id = fields.TextField(label=_("IIN or BIN"), max_length=17, required=False)
    addressee_city = fields.TextField(label=_("City"), max_length=35, required=False)
    addressee_line = fields.TextField(label=_("Street and house"), max_length=70, required=False)
    gross_mass_total_kg = fields.LocalDecimalField(
        label=_("Gross weight of the item (kg)"), required=False, min_value=0
    )

    def parts(self) -> Iterable[Any]:
        return [
            grid("item_id", "form", "category", "postage", "dispatch_country", "destination_country", "dispatch_id",
                 "gross_mass_total_kg"),
            Group(_("Sender"), "sender_name", "sender_country", "sender_city", "sender_line"),
            Group(_("Addressee"), "addressee_name", "addressee_country", "addressee_id", "addressee_city", "addressee_line"),
        ]  # fmt: skip


class PaperForm(ContentForm):
    """One paper of the declaration: its kind, number and date."""

    type = fields.ChoiceField(label=_("Kind of paper"), choices=choices.papers, ask=_("Select the kind of paper"))
    number = fields.TextField(label=_("Number"), max_length=70, ask=_("Enter the number of the paper"))
    date = fields.LocalDateField(
        label=_("Date"), help_text=_("For example, 27.03.2027"), ask=_("Enter the date of the paper")
    )

    def parts(self) -> Iterable[Any]:
        return [grid("type", "number", "date")]

    def new_content(self) -> dict[str, Any]:
        """The content with this paper added at the end."""
        paper = {
            "type": self.cleaned_data["type"],
            "number": self.cleaned_data["number"],
            "date": self.cleaned_data["date"].isoformat(),
        }
        return {**self.content, "documents": [*(self.content.get("documents") or []), paper]}
