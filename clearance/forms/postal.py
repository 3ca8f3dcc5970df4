"""The section of a postal item: what CN22 or CN23 says of it, its sender and its addressee."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clearance.forms import choices, fields
from clearance.forms.content import Group, grid
from clearance.forms.sections import SectionForm, country_field


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
    dispatch_country = country_field(_("Country of dispatch"), _("Select the country of dispatch"))
    destination_country = country_field(_("Country of destination"), _("Select the country of destination"))
    sender_name = fields.TextField(label=_("Name"), max_length=70, ask=_("Enter the name of the sender"))
    sender_country = country_field(_("Country"), _("Select the country of the sender"))
    sender_city = fields.TextField(label=_("City"), max_length=35, required=False)
    sender_line = fields.TextField(label=_("Street and house"), max_length=70, required=False)
    addressee_name = fields.TextField(label=_("Name"), max_length=70, ask=_("Enter the name of the addressee"))
    addressee_country = country_field(_("Country"), _("Select the country of the addressee"))
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
