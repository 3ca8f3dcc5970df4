"""Facts that follow from other facts of a declaration: value in euro, guarantee, personal mail and others. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from clearance.fact_tables import units_per_eur
from clearance.fact_values import number, text, total

HOME = "KZ"
PERSONAL_NORM_EUR = Decimal(200)
PERSONAL_NORM_KG = Decimal(31)
"""Council Decision 107 of 20 Dec 2017: up to EUR 200 and 31 kg a personal item owes nothing."""


def conclude(
    declaration: dict[str, Any], content: Mapping[str, Any], contents: list[Mapping[str, Any]], flags: Mapping[str, Any]
) -> None:
    """Facts that follow from other facts; a declarant's answer may raise these, never lower them."""
    transport = (content.get("transport") or {}).values()
    carrier = (content.get("carrier") or {}).get("country", "")
    declaration["foreign_carrier"] = bool(
        flags.get("foreign_carrier")
        or carrier not in ("", HOME)
        or any(means.get("nationality", HOME) not in ("", HOME) for means in transport)
    )
    declaration["seals_planned"] = bool(flags.get("seals_planned")) or any(
        box.get("seals") for box in content.get("containers") or ()
    )
    declaration["undg_present"] = bool(flags.get("undg_present"))
    declaration["member_states"] = max(declaration["member_states"], flags.get("member_states", Decimal(0)))
    if declaration.get("value_eur") is None:
        declaration["value_eur"] = _value_eur(content, contents, flags)
    declaration["personal"] = _personal(content, flags)
    declaration["returned"] = bool(flags.get("returned")) or declaration["postal_category"] == "returned"
    declaration["guarantee_required"] = bool(
        flags.get("guarantee_required") or declaration.get("guarantee_required") or _guarantee_required(declaration)
    )
    declaration["duty_due"] = bool(flags.get("duty_due") or declaration.get("duty_due") or _duty_due(declaration))


def _guarantee_required(declaration: Mapping[str, Any]) -> bool:
    """Article 146: none for operators of type 1 and 3, customs carriers, and rail or air that is the whole trip."""
    if declaration["direction"] != "transit" or declaration.get("customs_carrier"):
        return False
    if declaration.get("aeo_type") in ("1", "3"):
        return False
    return declaration["mode"] not in ("rail", "air") or bool(declaration["multimodal"])


def _duty_due(declaration: Mapping[str, Any]) -> bool:
    """Whether a postal import owes charges: a business item, or a personal one above the norm."""
    if declaration["channel"] != "post" or declaration["direction"] != "import" or declaration["item_type"] == "letter":
        return False
    value, mass = declaration["value_eur"], declaration["gross_kg"]
    above = (value is not None and value > PERSONAL_NORM_EUR) or (mass is not None and mass > PERSONAL_NORM_KG)
    return above or not declaration["personal"]


def _personal(content: Mapping[str, Any], flags: Mapping[str, Any]) -> bool:
    """The answer if given; else a gift, papers or other contents for a natural person are personal."""
    if "personal" in flags:
        return bool(flags["personal"])
    if content.get("kind") != "postal":
        return False
    postal = content.get("postal") or {}
    addressee = text((postal.get("addressee") or content.get("consignee") or {}).get("id"))
    # An IIN has a day of birth at its fifth digit (0-3), a BIN a type of organisation (4-6): handbook 3.1.
    a_person = len(addressee) != 12 or addressee[4] in "0123"
    return a_person and postal.get("category") in ("gift", "documents", "other")


def _value_eur(
    content: Mapping[str, Any], contents: list[Mapping[str, Any]], flags: Mapping[str, Any]
) -> Decimal | None:
    """Value in euro at the reference rates; nothing without amount or rate, so that rules call it unknown."""
    currency = text(content.get("currency")) or next(
        (text(i.get("currency")) for i in contents if i.get("currency")), ""
    )
    amount = number(content.get("invoice_total"))
    if amount is None:
        amount = total(item.get("price") for item in contents)
    if amount is None and content.get("customs_value_total"):
        amount, currency = number(content["customs_value_total"]), "KZT"
    rate = units_per_eur(currency)
    if amount is None or rate is None:
        return flags.get("value_eur")
    return (amount / rate).quantize(Decimal("0.01"))
