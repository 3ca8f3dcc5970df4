"""One item of goods, one page; totals of the declaration follow the items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clearance.facts import plain_number
from clearance.forms import choices, fields
from clearance.forms.content import ContentForm, Group, grid
from clearance.forms.sections import GOODS

TOTALS = {
    "gross_mass_total_kg": "gross_mass_kg",
    "invoice_total": "price",
    "customs_value_total": "customs_value",
}


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

    commodity_code = CodeField(label=_("Commodity code"), help_text=_("10 digits"), ask=_("Enter the commodity code"))
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
        charges = {charge.get("type"): charge.get("amount") for charge in content.get("charges") or ()}
        self.initial.update({name: charges.get(code) for name, code in self.charge_types.items()})
        self.initial["answers"] = [name for name, said in (content.get("flags") or {}).items() if said is True]

    def parts(self) -> Iterable[Any]:
        return [
            grid("commodity_code", "origin"),
            "description",
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


def item_at(content: Mapping[str, Any], number: int) -> dict[str, Any] | None:
    """The item of that number (from 1), if there is one."""
    items = content.get("items") or []
    return items[number - 1] if 1 <= number <= len(items) else None


def with_item(content: Mapping[str, Any], number: int, item: Mapping[str, Any]) -> dict[str, Any]:
    """The content with this item at its place or at the end, numbered, with the totals made new."""
    items = deepcopy(list(content.get("items") or []))
    shared = {
        "procedure": item.get("procedure") or content.get("procedure"),
        "currency": item.get("currency") or content.get("currency"),
    }
    item = {**item, **{name: value for name, value in shared.items() if value}}
    if number <= len(items):
        items[number - 1] = item
    else:
        items.append(item)
    return with_totals({**content, "items": _numbered(items)})


def without_item(content: Mapping[str, Any], number: int) -> dict[str, Any]:
    """The content without the item of that number; those after it move up."""
    items = [item for place, item in enumerate(content.get("items") or (), 1) if place != number]
    return with_totals({**content, "items": _numbered(deepcopy(items))})


def with_totals(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content with totals that are the sums of its items; a total with an unknown part is left out."""
    new = dict(content)
    items = new.get("items") or []
    for total, field in TOTALS.items():
        if total == "gross_mass_total_kg" and new.get("kind") == "postal":
            continue
        parts = [number(item.get(field)) for item in items]
        if items and all(part is not None for part in parts):
            amount = sum(filter(None, parts), Decimal(0))
            if number(new.get(total)) != amount:
                new[total] = plain_number(amount)
        else:
            new.pop(total, None)
    counts = [number(package.get("count")) for item in items for package in item.get("packages") or ()]
    if counts and all(count is not None for count in counts):
        new["packages_total"] = plain_number(sum(filter(None, counts), Decimal(0)))
    else:
        new.pop("packages_total", None)
    if items:
        new["items_total"] = str(len(items))
    else:
        new.pop("items_total", None)
        new.pop("items", None)
    return new


def number(text: Any) -> Decimal | None:
    """A decimal of the canonical form, None for what is none."""
    try:
        return Decimal(str(text)) if text not in (None, "") else None
    except InvalidOperation:
        return None


def _numbered(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**item, "number": place} for place, item in enumerate(items, 1)]
