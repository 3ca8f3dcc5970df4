"""How one value is checked by itself: length, shape, code list, date."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from . import lists
from .findings import Findings
from .labels import label

Check = Callable[[Findings, str, str, date], None]
"""`check(findings, pointer, value, on)` adds what is wrong with one value."""


def longest(length: int) -> Check:
    """Return a check that a text has at most so many signs."""

    def check(findings: Findings, at: str, value: str, on: date) -> None:
        if len(value) > length:
            findings.error(
                "too_long", at, _("Shorten “{label}” to {length} characters."), label=_name(at), length=length
            )

    return check


def decimal(whole: int, places: int) -> Check:
    """Return a check for a decimal with a point: so many digits in all, so many after the point, not below zero."""
    shape = re.compile(rf"[0-9]+(?:\.[0-9]{{1,{places}}})?")

    def check(findings: Findings, at: str, value: str, on: date) -> None:
        if not shape.fullmatch(value) or len(value.replace(".", "")) > whole:
            findings.error(
                "decimal",
                at,
                _("Write “{label}” as a number with a point, not below zero, with at most {places} decimals."),
                label=_name(at),
                places=places,
            )

    return check


def shaped(pattern: str, code: str, message: Any) -> Check:
    """Return a check against a pattern; `message` may use {value}."""
    shape = re.compile(pattern)

    def check(findings: Findings, at: str, value: str, on: date) -> None:
        if not shape.fullmatch(value):
            findings.error(code, at, message, value=value[:40])

    return check


def one_of(code: str, message: Any, *values: str) -> Check:
    """Return a check against a closed list."""

    def check(findings: Findings, at: str, value: str, on: date) -> None:
        if value not in values:
            findings.error(code, at, message, _("Use one of: {choices}."), value=value[:40], choices=", ".join(values))

    return check


def in_table(table: str, code: str, message: Any) -> Check:
    """Return a check against a dated table."""

    def check(findings: Findings, at: str, value: str, on: date) -> None:
        if value not in lists.rows(table, on):
            findings.error(code, at, message, value=value[:40])

    return check


def country(findings: Findings, at: str, value: str, on: date) -> None:
    """Check a country: ISO 3166 alpha-2."""
    if value not in lists.countries():
        findings.error(
            "country",
            at,
            _("Choose the country in “{label}” from the list: {value} is not known."),
            _("Two capital letters, such as CN."),
            label=_name(at),
            value=value[:40],
        )


def origin(findings: Findings, at: str, value: str, on: date) -> None:
    """Check a country of origin: a country, or 00 for unknown."""
    if value != lists.UNKNOWN_ORIGIN:
        country(findings, at, value, on)


def currency(findings: Findings, at: str, value: str, on: date) -> None:
    """Check a currency: ISO 4217."""
    if value not in lists.currencies():
        findings.error(
            "currency",
            at,
            _("Choose the currency from the list: {value} is not known."),
            _("Three capital letters, such as USD."),
            value=value[:40],
        )


def day(findings: Findings, at: str, value: str, on: date) -> None:
    """Check a date: ISO form, a day that exists."""
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValueError
        date.fromisoformat(value)
    except ValueError:
        findings.error("date", at, _("Write “{label}” as year-month-day, a day that exists."), label=_name(at))


def moment(findings: Findings, at: str, value: str, on: date) -> None:
    """Check a moment: ISO form with a zone."""
    try:
        if datetime.fromisoformat(value).tzinfo is None:
            raise ValueError
    except ValueError:
        findings.error(
            "moment", at, _("Write “{label}” as date and time with the zone, such as +05:00."), label=_name(at)
        )


def commodity_code(findings: Findings, at: str, value: str, on: date) -> None:
    """Check the shape of a commodity code: 6 to 10 digits in an existing chapter (1 to 97, without 77)."""
    if not re.fullmatch(r"[0-9]{6,10}", value):
        findings.error("commodity_code", at, _("Write the commodity code as 6 to 10 digits, without spaces."))
    elif not 1 <= int(value[:2]) <= 97 or value.startswith("77"):
        findings.error(
            "commodity_code", at, _("Look up the commodity code: there is no chapter {chapter}."), chapter=value[:2]
        )


def undg(findings: Findings, at: str, value: str, on: date) -> None:
    """Check a UN number of dangerous goods."""
    lowest, highest = lists.limit("undg_lowest", on), lists.limit("undg_highest", on)
    if not re.fullmatch(r"[0-9]{4}", value) or not lowest <= int(value) <= highest:
        findings.error(
            "undg",
            at,
            _("Look up the UN number of the dangerous goods: {value} is not one."),
            _("Four digits from {lowest} to {highest}."),
            value=value[:40],
            lowest=f"{int(lowest):04d}",
            highest=f"{int(highest):04d}",
        )


def document_type(findings: Findings, at: str, value: str, on: date) -> None:
    """Check a document type; an unknown one only warns, because lists of papers grow faster than software."""
    if len(value) > 35:
        findings.error("too_long", at, _("Shorten “{label}” to {length} characters."), label=_name(at), length=35)
    elif value not in lists.document_types():
        findings.warning(
            "document_type", at, _("Check the type of document {value}: it is not in the list."), value=value
        )


def _name(at: str) -> Any:
    return format_lazy("{}", label(at.rpartition("/")[2]))
