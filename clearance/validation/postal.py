"""What CN22 and CN23 must say (handbook 6.3), and what does not fit together in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from clearance.fact_tables import units_per_eur
from clearance.identifiers import is_s10

from . import lists, numbers
from .figures import items_of, number, plain
from .findings import Findings

NEEDS_NO_DECLARATION = "letter"


def check_logic(findings: Findings, content: Mapping[str, Any], on: date) -> None:
    """Check the item number, gift against sale, and CN22 against its limit."""
    postal = content.get("postal") or {}
    item_id = postal.get("item_id")
    if item_id and not is_s10(item_id):
        findings.error(
            "s10",
            "postal/item_id",
            _("Check the number of the postal item {number}: its check digit does not fit."),
            _("Two letters, nine digits, two letters, such as on the label."),
            number=item_id[:40],
        )
    flags = content.get("flags") or {}
    if postal.get("category") == "gift" and any(flags.get(name) is True for name in ("sale", "sold", "commercial")):
        findings.error(
            "gift_and_sale",
            "postal/category",
            _("Mark the postal item as a gift or as a sale, not as both."),
        )
    numbers.check_party(findings, postal.get("sender"), "postal/sender")
    numbers.check_party(findings, postal.get("addressee"), "postal/addressee")
    value = _value_in_xdr(content, on)
    limit = lists.limit("cn22_value", on)
    if postal.get("form") == "CN22" and value is not None and value > limit:
        findings.error(
            "cn22_limit",
            "postal/form",
            _("Use CN23: the contents are worth more than {limit} SDR."),
            limit=plain(limit),
        )


def _value_in_xdr(content: Mapping[str, Any], on: date) -> Decimal | None:
    """Return the value of the contents in special drawing rights at reference rates; None where it is not known."""
    in_eur = Decimal(0)
    for item in items_of(content):
        price = number(item.get("price"))
        rate = units_per_eur(item.get("currency") or content.get("currency") or "")
        if price is None or rate is None:
            return None
        in_eur += price / rate
    return in_eur / lists.limit("xdr_in_eur", on)


def check_law(findings: Findings, content: Mapping[str, Any]) -> None:
    """Check that everything is said that CN22 and CN23 ask for."""
    postal = content.get("postal") or {}
    if postal.get("item_type") == NEEDS_NO_DECLARATION:
        return
    needed = {
        "item_id": _("Enter the number of the postal item."),
        "form": _("Choose CN22 or CN23."),
        "category": _("Choose what the postal item is: gift, sale, sample, documents, returned or other."),
    }
    for name, message in needed.items():
        if not postal.get(name):
            findings.error(f"{name}_missing", f"postal/{name}", message)
    people = {
        ("sender", "name"): _("Enter the name of the sender."),
        ("sender", "country"): _("Choose the country of the sender."),
        ("addressee", "name"): _("Enter the name of the addressee."),
        ("addressee", "country"): _("Choose the country of the addressee."),
    }
    for (who, name), message in people.items():
        if not (postal.get(who) or {}).get(name):
            findings.error(f"{who}_{name}_missing", f"postal/{who}/{name}", message)
    items = items_of(content)
    if not content.get("gross_mass_total_kg") and not all(item.get("gross_mass_kg") for item in items):
        findings.error(
            "gross_mass_missing", "gross_mass_total_kg", _("Enter the gross weight of the postal item in kilograms.")
        )
    is_business = (content.get("flags") or {}).get("personal") is False
    for place, item in enumerate(items):
        with findings.item(place):
            _item(findings, content, item, is_business)


def _item(findings: Findings, content: Mapping[str, Any], item: Mapping[str, Any], is_business: bool) -> None:
    if not item.get("description"):
        findings.error("description_missing", "description", _("Describe what is in the postal item."))
    if not item.get("net_mass_kg"):
        findings.error("net_mass_missing", "net_mass_kg", _("Enter the net weight in kilograms."))
    if not item.get("price"):
        findings.error("price_missing", "price", _("Enter the value, also of a gift."))
    elif not (item.get("currency") or content.get("currency")):
        findings.error("currency_missing", "currency", _("Choose the currency of the value."))
    if is_business and not item.get("commodity_code"):
        findings.warning(
            "commodity_code_missing", "commodity_code", _("Enter the first six digits of the commodity code.")
        )
