"""The section of the parties: who sends, who receives, who declares, who buys and sells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from clearance.forms import fields
from clearance.forms.content import Group, Path
from clearance.forms.sections import GOODS, SectionForm, country_field


def _party(who: str, *names: str) -> dict[str, Path]:
    return {f"{who}_{name}": (who, name) for name in names}


class PartiesForm(SectionForm):
    """Who sends, who receives, who declares, who pays, who buys and sells."""

    paths = {
        **_party("consignor", "name", "country", "id", "city", "line"),
        **_party("consignee", "name", "country", "id", "city", "line"),
        **_party("declarant", "name", "id", "country", "city", "line"),
        **_party("seller", "name", "country"),
        **_party("buyer", "name", "id"),
        **_party("representative", "name", "id", "register_no", "contract_no"),
    }
    kinds_of = dict.fromkeys(("seller_name", "seller_country", "buyer_name", "buyer_id"), GOODS)

    consignor_name = fields.TextField(label=_("Name"), max_length=70, ask=_("Enter the name of the consignor"))
    consignor_country = country_field(_("Country"), _("Select the country of the consignor"))
    consignor_id = fields.TextField(label=_("BIN, IIN or foreign number"), max_length=17, required=False)
    consignor_city = fields.TextField(label=_("City"), max_length=35, required=False)
    consignor_line = fields.TextField(label=_("Street and house"), max_length=70, required=False)
    consignee_name = fields.TextField(label=_("Name"), max_length=70, ask=_("Enter the name of the consignee"))
    consignee_country = country_field(_("Country"), _("Select the country of the consignee"))
    consignee_id = fields.TextField(label=_("BIN, IIN or foreign number"), max_length=17, required=False)
    consignee_city = fields.TextField(label=_("City"), max_length=35, required=False)
    consignee_line = fields.TextField(label=_("Street and house"), max_length=70, required=False)
    declarant_name = fields.TextField(label=_("Name"), max_length=70, required=False)
    declarant_id = fields.TextField(
        label=_("BIN or IIN"), max_length=17, ask=_("Enter the BIN or IIN of the declarant")
    )
    declarant_country = country_field(_("Country"), required=False)
    declarant_city = fields.TextField(label=_("City"), max_length=35, required=False)
    declarant_line = fields.TextField(label=_("Street and house"), max_length=70, required=False)
    seller_name = fields.TextField(label=_("Seller"), max_length=70, required=False)
    seller_country = country_field(_("Country of the seller"), required=False)
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
                    _("Seller and buyer"),
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
