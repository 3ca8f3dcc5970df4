"""What must fit within each item: masses, packages, procedures, value, description, commodity code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import lists
from .figures import items_of, number, plain
from .findings import Findings

PROOFS_OF_SALE = frozenset({"INVOICE", "PROFORMA", "CONTRACT", "04021", "380", "325", "935", "N380", "N325", "N935"})
WHOLE_CODE = 10
"""Digits of a commodity code in a goods declaration."""


def check(
    findings: Findings, content: Mapping[str, Any], on: date, nomenclature: Mapping[str, str] | None = None
) -> None:
    """Check every item."""
    has_sale = bool(content.get("buyer") and content.get("seller")) or _is_sold(content)
    for place, item in enumerate(items_of(content)):
        with findings.item(place):
            _masses(findings, item)
            _packages(findings, item, on)
            _procedures(findings, item, on)
            _values(findings, content, item, has_sale)
            _description(findings, item, on)
            _code(findings, content, item, on, nomenclature)


def _masses(findings: Findings, item: Mapping[str, Any]) -> None:
    gross, net = number(item.get("gross_mass_kg")), number(item.get("net_mass_kg"))
    if gross is not None and net is not None and net > gross:
        findings.error(
            "net_above_gross",
            "net_mass_kg",
            _("Net weight must be the same as or less than the gross weight ({gross} kg)."),
            gross=plain(gross),
        )
    if net is not None and net == 0 and not item.get("supplementary_quantity"):
        findings.error("net_mass_zero", "net_mass_kg", _("Enter a net weight above zero."))


def _packages(findings: Findings, item: Mapping[str, Any], on: date) -> None:
    for place, package in enumerate(item.get("packages") or ()):
        row = lists.rows("package_types", on).get(package.get("type") or "")
        if row and row["is_bulk"] == "yes" and package.get("count") not in (None, "0"):
            findings.error(
                "bulk_count",
                f"packages/{place}/count",
                _("Enter 0 packages: goods in bulk ({type}) have no package count."),
                type=package["type"],
            )


def _procedures(findings: Findings, item: Mapping[str, Any], on: date) -> None:
    procedure, previous = item.get("procedure", ""), item.get("previous_procedure", "")
    known = lists.rows("procedures", on)
    if procedure in known and previous in known and (procedure, previous) not in lists.pairs(on):
        findings.error(
            "procedure_pair",
            "previous_procedure",
            _("Choose another previous procedure: {procedure} cannot follow {previous}."),
            procedure=procedure,
            previous=previous,
        )
    if previous and previous != "00" and not item.get("previous_documents"):
        findings.error(
            "previous_document",
            "previous_documents",
            _("Enter the document of the previous procedure {previous}."),
            previous=previous,
        )
    if procedure in known and known[procedure]["has_customs_value"] == "no" and item.get("customs_value"):
        findings.warning(
            "customs_value_unused",
            "customs_value",
            _("Leave the customs value out: procedure {procedure} has none (Art. 38)."),
            procedure=procedure,
        )


def _values(findings: Findings, content: Mapping[str, Any], item: Mapping[str, Any], has_sale: bool) -> None:
    price = number(item.get("price"))
    is_free = (item.get("flags") or {}).get("no_charge") or (content.get("flags") or {}).get("no_charge")
    if price is not None and price == 0 and not is_free:
        findings.error(
            "price_zero",
            "price",
            _("Enter a price above zero."),
            _("Goods without payment have a value too; mark them “no charge”."),
        )
    if item.get("valuation_method") == "1" and not (has_sale or _is_sold(item)):
        findings.error(
            "method_without_sale",
            "valuation_method",
            _("Add the contract or invoice, or choose another valuation method: method 1 needs a sale."),
        )


def _is_sold(holder: Mapping[str, Any]) -> bool:
    return any(document.get("type") in PROOFS_OF_SALE for document in holder.get("documents") or ())


def _description(findings: Findings, item: Mapping[str, Any], on: date) -> None:
    text = item.get("description")
    if not isinstance(text, str):
        return
    words = re.findall(r"[^\W\d_]+", text.lower())
    vague = lists.rows("vague_words", on)
    if not any(len(word) > 2 and word not in vague for word in words):
        findings.error(
            "vague",
            "description",
            _("Describe the goods: “{text}” is too vague. Say what it is, what it is made of, and what for."),
            text=text[:60],
        )


def _code(
    findings: Findings,
    content: Mapping[str, Any],
    item: Mapping[str, Any],
    on: date,
    nomenclature: Mapping[str, str] | None,
) -> None:
    code = item.get("commodity_code") or ""
    if not re.fullmatch(r"[0-9]{6,10}", code):
        return
    if content.get("kind") in ("import", "export"):
        if len(code) != WHOLE_CODE:
            findings.error(
                "commodity_code_length",
                "commodity_code",
                _("Enter all 10 digits of the commodity code: {code} has {count}."),
                code=code,
                count=len(code),
            )
            return
        if nomenclature is not None and code not in nomenclature:
            findings.error(
                "commodity_code_unknown",
                "commodity_code",
                _("Look up the commodity code: {code} is not in the tariff on {day}."),
                code=code,
                day=f"{on:%d.%m.%Y}",
            )
            return
    unit = (nomenclature or {}).get(code)
    if unit and item.get("supplementary_unit") and item["supplementary_unit"] != unit:
        findings.error(
            "supplementary_unit",
            "supplementary_unit",
            _("Use the unit {unit}: goods of code {code} are counted in it."),
            unit=unit,
            code=code,
        )
