"""One item of goods: the form of its page, which also checks every row of a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.utils.translation import gettext_lazy as _

from clearance.facts import plain_number
from clearance.forms import choices, fields
from clearance.forms.content import ContentForm, Group, grid, value_at
from clearance.forms.item_list import number
from clearance.forms.sections import GOODS


def _amount(label: Any, ask: Any = "", *, places: int = 2, **options: Any) -> fields.LocalDecimalField:
    return fields.LocalDecimalField(label=label, ask=ask, min_value=0, decimal_places=places, max_digits=16, **options)


class CodeField(fields.CommodityCodeField):
    """A commodity code; transit and post may give six digits."""

    def to_python(self, value: Any) -> str:
        """Read the digits; short codes are checked as a whole later, with the kind of the declaration."""
        digits = "".join(str(value or "").split())
        return digits if digits.isdigit() and 6 <= len(digits) < 10 else super().to_python(value)


class ItemForm(ContentForm):
    """One line of goods."""

    paths = {
        "commodity_code": ("commodity_code",),
        "description": ("description",),
        "origin": ("origin",),
        "previous_procedure": ("previous_procedure",),
        "package_count": ("packages", 0, "count"),
        "package_type": ("packages", 0, "type"),
        "package_marks": ("packages", 0, "marks"),
        "gross_mass_kg": ("gross_mass_kg",),
        "net_mass_kg": ("net_mass_kg",),
        "supplementary_quantity": ("supplementary_quantity",),
        "supplementary_unit": ("supplementary_unit",),
        "price": ("price",),
        "customs_value": ("customs_value",),
        "valuation_method": ("valuation_method",),
        "previous_document_type": ("previous_documents", 0, "type"),
        "previous_document_number": ("previous_documents", 0, "number"),
        "undg": ("undg",),
    }

    commodity_code = CodeField(
        label=_("Commodity code"),
        help_text=_("10 digits; or type words of the goods and choose"),
        ask=_("Enter the commodity code"),
    )
    description = fields.TextField(
        label=_("Description of the goods"),
        help_text=_("What it is, what it is made of, and what for"),
        max_length=512,
        widget=forms.Textarea(attrs={"rows": 3}),
        ask=_("Enter a description of the goods"),
    )
    origin = fields.CountryField(label=_("Country of origin"), ask=_("Select the country of origin"))
    previous_procedure = fields.ChoiceField(
        label=_("Previous procedure"), choices=choices.procedures, ask=_("Select the previous procedure, 00 for none")
    )
    package_count = fields.WholeNumberField(
        label=_("Number of packages"), min_value=0, ask=_("Enter the number of packages")
    )
    package_type = fields.ChoiceField(
        label=_("Type of packages"), choices=choices.package_types, ask=_("Select the type of packages")
    )
    package_marks = fields.TextField(label=_("Marks of the packages"), max_length=512, required=False)
    gross_mass_kg = _amount(_("Gross weight (kg)"), _("Enter the gross weight in kilograms"), places=6)
    net_mass_kg = _amount(_("Net weight (kg)"), _("Enter the net weight in kilograms"), places=6)
    supplementary_quantity = _amount(_("Quantity in another unit"), places=6, required=False)
    supplementary_unit = fields.ChoiceField(label=_("Unit"), choices=choices.units, required=False)
    price = _amount(_("Price as in the invoice"), _("Enter the price as in the invoice"))
    customs_value = _amount(_("Customs value (KZT)"), required=False)
    valuation_method = fields.ChoiceField(
        label=_("Valuation method"), choices=choices.valuation_methods, required=False
    )
    previous_document_type = fields.ChoiceField(label=_("Previous document"), choices=choices.papers, required=False)
    previous_document_number = fields.TextField(
        label=_("Number of the previous document"), max_length=70, required=False
    )
    undg = fields.TextField(label=_("UN number of dangerous goods"), max_length=4, required=False)
    duty = _amount(_("Import duty (KZT)"), required=False)
    vat = _amount(_("Value added tax (KZT)"), required=False)
    fee = _amount(_("Customs fee (KZT)"), required=False)
    answers = fields.MultipleChoiceField(
        label=_("What is true of these goods?"),
        help_text=_("The answers decide which agencies are asked"),
        choices=choices.ITEM_ANSWERS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    charge_types = {"duty": "2010", "vat": "5060", "fee": "1010"}

    def __init__(
        self, data: Any = None, *, content: Mapping[str, Any], kind: str, later: bool = False, **options: Any
    ) -> None:
        self.kind = kind
        super().__init__(data, content=content, later=later, **options)
        if kind not in GOODS:
            for name in ("origin", "net_mass_kg", "previous_procedure", "customs_value", "valuation_method"):
                self.fields[name].required = False
        if kind == "postal":
            for name in ("commodity_code", "package_count", "package_type", "gross_mass_kg"):
                self.fields[name].required = False
            self.fields["net_mass_kg"].required = not later
        self.initial.update(self._worked_out(content))

    def _worked_out(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """What the fields without a place of their own begin with: charges by type, answers that were yes."""
        charges = {charge.get("type"): charge.get("amount") for charge in content.get("charges") or ()}
        answers = [name for name, said in (content.get("flags") or {}).items() if said is True]
        return {**{name: charges.get(code) for name, code in self.charge_types.items()}, "answers": answers}

    def take(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Turn to another item, as a sheet does row by row; returns what the fields begin with."""
        self.content = content
        self.initial = {name: value_at(content, path) for name, path in self.paths.items()}
        self.initial.update(self._worked_out(content))
        return self.initial

    def is_good(self, data: Mapping[str, Any]) -> bool:
        """Check these values for the item taken."""
        self.data, self.is_bound = data, True
        self.full_clean()
        return not self.errors

    def parts(self) -> Iterable[Any]:
        return [
            "commodity_code",
            "description",
            grid("origin"),
            HTML('{% include "trader/item_papers.html" %}'),
            Group(_("Packages and weight"), "package_count", "package_type", "gross_mass_kg", "net_mass_kg",
                  "supplementary_quantity", "supplementary_unit", "package_marks", "undg"),
            Group(_("Value and charges"), "price", "customs_value", "valuation_method", "duty", "vat", "fee"),
            Group(_("Before this procedure"), "previous_procedure", "previous_document_type", "previous_document_number"),
            "answers",
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """What can be seen at once: net above gross, a code too short for goods."""
        given = super().clean() or {}
        gross, net = given.get("gross_mass_kg"), given.get("net_mass_kg")
        if gross is not None and net is not None and net > gross:
            self.add_error(
                "net_mass_kg",
                _("Net weight must be the same as or less than the gross weight (%(gross)s kg)")
                % {"gross": plain_number(gross)},
            )
        if self.kind in GOODS and 0 < len(given.get("commodity_code") or "") < 10:
            self.add_error("commodity_code", _("Commodity code must be 10 digits, like 8517130000"))
        return given

    def new_content(self) -> dict[str, Any]:
        """The item with this form's values, its charges and its answers."""
        item = super().new_content()
        ours = set(self.charge_types.values())
        charges = [charge for charge in item.get("charges") or () if charge.get("type") not in ours]
        before = {charge.get("type"): charge for charge in item.get("charges") or ()}
        for name, code in self.charge_types.items():
            amount = self.cleaned_data.get(name)
            if amount is None:
                continue
            kept = before.get(code, {})
            same = number(kept.get("amount")) == amount
            charges.append(kept if same else {**kept, "type": code, "amount": f"{amount:.2f}"})
        flags = {
            name: said for name, said in (item.get("flags") or {}).items() if name not in dict(choices.ITEM_ANSWERS)
        }
        flags |= dict.fromkeys(self.cleaned_data.get("answers") or (), True)
        for name, value in (("charges", charges), ("flags", flags)):
            if value:
                item[name] = value
            else:
                item.pop(name, None)
        return item
