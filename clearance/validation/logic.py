"""Stage "logic": what must fit together, in the declaration as a whole (handbook 2.3 and 2.5)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import item_logic, item_numbers, lists, numbers, postal, transit
from .figures import items_of, number, plain, total
from .findings import Findings

TYPES_OF_KIND = {"import": ("DT",), "export": ("DT",), "transit": ("TT",), "postal": ("PD", "DT")}
"""Declaration types that a kind of declaration may have (Art. 105, 285)."""

HOME = "KZ"


def check(
    findings: Findings,
    content: Mapping[str, Any],
    on: date,
    nomenclature: Mapping[str, str] | None = None,
    standing: Collection[int] = (),
) -> None:
    """Check that the parts of the declaration fit each other."""
    _kind(findings, content, on)
    _countries(findings, content)
    _totals(findings, content, on)
    _delivery(findings, content, on)
    _documents(findings, content, on)
    numbers.check(findings, content)
    item_numbers.check(findings, content, standing)
    item_logic.check(findings, content, on, nomenclature)
    if content.get("kind") == "postal":
        postal.check_logic(findings, content, on)
    if content.get("transit"):
        transit.check_logic(findings, content)


def _kind(findings: Findings, content: Mapping[str, Any], on: date) -> None:
    kind, procedure = content.get("kind"), content.get("procedure")
    declaration_type = content.get("declaration_type")
    if kind in TYPES_OF_KIND and declaration_type and declaration_type not in TYPES_OF_KIND[kind]:
        findings.error(
            "declaration_type",
            "declaration_type",
            _("Choose declaration type {right}: {value} does not fit this kind of declaration."),
            right=TYPES_OF_KIND[kind][0],
            value=declaration_type,
        )
    if not kind or not procedure:
        return
    if procedure in lists.rows("procedures", on) and kind not in lists.kinds_of(procedure, on):
        findings.error(
            "procedure_kind",
            "procedure",
            _("Choose a procedure for this kind of declaration: {procedure} is for another one."),
            procedure=procedure,
        )
    for place, item in enumerate(items_of(content)):
        if item.get("procedure") and item["procedure"] != procedure:
            with findings.item(place):
                findings.error(
                    "procedure_differs",
                    "procedure",
                    _("Use procedure {header} as in the header, or declare these goods apart: here it is {procedure}."),
                    header=procedure,
                    procedure=item["procedure"],
                )


def _countries(findings: Findings, content: Mapping[str, Any]) -> None:
    if content.get("kind") == "import" and content.get("dispatch_country") == HOME:
        findings.error(
            "dispatch_country",
            "dispatch_country",
            _("Choose another country of dispatch: it cannot be Kazakhstan for an import."),
        )
    if content.get("kind") == "export" and content.get("destination_country") == HOME:
        findings.error(
            "destination_country",
            "destination_country",
            _("Choose another country of destination: it cannot be Kazakhstan for an export."),
        )


def _totals(findings: Findings, content: Mapping[str, Any], on: date) -> None:
    items = items_of(content)
    if not items:
        return
    declared = content.get("items_total")
    if declared and declared.isdecimal() and int(declared) != len(items):
        findings.error(
            "items_total",
            "items_total",
            _("Change the number of items to {actual}, or add the missing items: {declared} are announced."),
            actual=len(items),
            declared=declared,
        )
    packages = [package.get("count") for item in items for package in item.get("packages") or ()]
    _compare(
        findings,
        content,
        "packages_total",
        total(packages),
        0,
        _("Make the total number of packages ({declared}) equal to the sum of the items ({actual})."),
    )
    _compare(
        findings,
        content,
        "gross_mass_total_kg",
        total(item.get("gross_mass_kg") for item in items),
        lists.limit("gross_tolerance", on),
        _("Make the total gross weight ({declared} kg) equal to the sum of the items ({actual} kg)."),
    )
    _compare(
        findings,
        content,
        "customs_value_total",
        total(item.get("customs_value") for item in items),
        0,
        _("Make the total customs value ({declared}) equal to the sum of the items ({actual})."),
    )
    currencies = {item.get("currency", content.get("currency")) for item in items}
    if currencies == {content.get("currency")}:
        _compare(
            findings,
            content,
            "invoice_total",
            total(item.get("price") for item in items),
            0,
            _("Make the invoice total ({declared}) equal to the sum of the prices of the items ({actual})."),
        )


def _compare(
    findings: Findings, content: Mapping[str, Any], field: str, actual: Any, tolerance: Any, message: Any
) -> None:
    declared = number(content.get(field))
    if declared is None or actual is None or abs(declared - actual) <= tolerance:
        return
    findings.error(f"{field}_differs", field, message, declared=plain(declared), actual=plain(actual))


def _delivery(findings: Findings, content: Mapping[str, Any], on: date) -> None:
    term, mode = content.get("incoterms"), content.get("border_mode")
    row = lists.rows("incoterms", on).get(term or "")
    means = lists.rows("transport_modes", on).get(mode or "")
    if row and means and row["water_only"] == "yes" and means["is_water"] == "no":
        findings.error(
            "incoterms_by_water",
            "incoterms",
            _("Choose other delivery terms: {term} is for carriage by water only."),
            _("FCA, CPT or CIP say nearly the same for other carriage."),
            term=term,
        )
    if term and not content.get("incoterms_place"):
        findings.error("incoterms_place", "incoterms_place", _("Enter the place that the delivery terms name."))


def _documents(findings: Findings, content: Mapping[str, Any], on: date) -> None:
    check_documents(findings, content, on)
    for place, item in enumerate(items_of(content)):
        with findings.item(place):
            check_documents(findings, item, on)


def check_documents(findings: Findings, holder: Mapping[str, Any], on: date) -> None:
    """Check that each paper has a number and a date that has come; marks on goods have neither."""
    for place, document in enumerate(holder.get("documents") or ()):
        at, kind = f"documents/{place}", document.get("type")
        if not kind:
            findings.error("document_without_type", f"{at}/type", _("Choose the type of each document."))
            continue
        if kind not in lists.rows("marks", on) and not document.get("exemption"):
            if not document.get("number"):
                findings.error("document_number", f"{at}/number", _("Enter the number of document {type}."), type=kind)
            if not document.get("date"):
                findings.error("document_date", f"{at}/date", _("Enter the date of document {type}."), type=kind)
        if (day := _day(document.get("date"))) and day > on:
            findings.error(
                "document_of_the_future",
                f"{at}/date",
                _("Check the date of document {type}: it has not come yet."),
                type=kind,
            )


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
