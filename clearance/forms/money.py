"""The section of the money: currency and terms of the sale, who pays, and security where it is needed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from clearance.forms import choices, fields
from clearance.forms.content import Group, grid
from clearance.forms.sections import GOODS, SectionForm

TRANSIT = frozenset({"transit"})


class MoneyForm(SectionForm):
    """Currency and delivery terms of the invoice, the payer; in transit the guarantee."""

    paths = {
        "currency": ("currency",),
        "incoterms": ("incoterms",),
        "incoterms_place": ("incoterms_place",),
        "transaction_nature": ("transaction_nature",),
        "payer_name": ("payer", "name"),
        "payer_id": ("payer", "id"),
        "guarantee_type": ("guarantees", 0, "type"),
        "guarantee_reference": ("guarantees", 0, "reference"),
    }
    kinds_of = {
        **dict.fromkeys(("incoterms", "incoterms_place", "transaction_nature", "payer_name", "payer_id"), GOODS),
        **dict.fromkeys(("guarantee_type", "guarantee_reference"), TRANSIT),
    }

    currency = fields.ChoiceField(
        label=_("Currency of the invoice"), choices=choices.currencies, ask=_("Select the currency of the invoice")
    )
    incoterms = fields.ChoiceField(label=_("Delivery terms"), choices=choices.incoterms, required=False)
    incoterms_place = fields.TextField(label=_("Place of the delivery terms"), max_length=37, required=False)
    transaction_nature = fields.TextField(label=_("Nature of the transaction"), max_length=3, required=False)
    payer_name = fields.TextField(label=_("Name"), max_length=70, required=False)
    payer_id = fields.TextField(label=_("BIN or IIN"), max_length=17, required=False)
    guarantee_type = fields.TextField(label=_("Type of the guarantee"), max_length=3, required=False)
    guarantee_reference = fields.TextField(label=_("Reference of the guarantee"), max_length=35, required=False)

    def parts(self) -> Iterable[Any]:
        layout: list[Any] = [grid("currency", "transaction_nature", "incoterms", "incoterms_place")]
        if self.content.get("kind") in GOODS:
            layout.append(Group(_("Payer: who pays duties and taxes"), "payer_name", "payer_id"))
        if self.content.get("kind") in TRANSIT:
            layout.append(Group(_("Guarantee"), "guarantee_type", "guarantee_reference"))
        return layout
