"""Kinds of values, and what is wrong with a value of a kind. Pure.

A kind is a word with its bounds: `text70` is at most 70 signs, `text70!` the same without blanks at its ends, `exact4!`
exactly so many, `words35`, `sign4`, `digits2` and `letters3` do not count blanks around and between, `ascii17` is
printable, `whole1-999` is a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

INCORRECT, TOO_LONG, TOO_SHORT, NO_SUCH_VALUE, OTHER_PATTERN, TOO_LOW, TOO_HIGH = (
    "12",
    "39",
    "40",
    "50",
    "51",
    "54",
    "55",
)
"""Codes of faults in the list of XML errors (CL030)."""

Check = Callable[[str], str | None]
"""The code of the fault of a value, or None."""

_SPACES = " \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_NO_SPACES_AROUND = rf"[^{_SPACES}](.*[^{_SPACES}])?"
_MARKED_ASCII = {17: "[!-~][ -~]{1,15}[!-~]|[!-~]{1,2}", 35: "[!-~][ -~]{1,33}[!-~]|[!-~]{1,2}"}
# What the messages call by name: pattern, then shortest and longest.
_NAMED: dict[str, tuple[str, int, int]] = {
    "mrn": (r"([01][0-9]|2[0-4])[A-Z]{2}[A-Z0-9]{13}[0-9]|(2[4-9]|[3-9][0-9])[A-Z]{2}[A-Z0-9]{12}[J-M][0-9]", 0, 99),
    "grn": (r"[0-9]{2}[A-Z]{2}[A-Z0-9]{12}[0-9]([A-Z][0-9]{6})?", 0, 99),
    "office": (r"[A-Z]{2}[A-Z0-9]{6}", 8, 8),
    "country": (r"[A-Z]{2}", 2, 2),
    "language": (r"[A-Za-z]{2}", 2, 2),
    "eori": (r"[A-Z]{2}[!-~]{1,15}", 3, 17),
    "capital": (r"[A-Z]*", 1, 1),
    "capital_or_digit": (r"[A-Z0-9]*", 1, 1),
    "latitude": (r"[+-]?([0-8]?[0-9]\.[0-9]{5,7}|90.000000?0?)", 0, 99),
    "longitude": (r"[+-]?((0?[0-9]?|1[0-7])[0-9]\.[0-9]{5,7}|180.000000?0?)", 0, 99),
    "email": (r"(?=[\x00-\x7f]+\Z)[^@]+@[^.]+\..+", 0, 256),
    "email!": (rf"(?=[\x00-\x7f]+\Z)[^{_SPACES}][^@]*@[^.]+\..*[^{_SPACES}]", 0, 256),
    "carnet": (
        r"[1-9][0-9]{0,6}|(1[0-9]|2[0-4])[0-9]{0,6}|25000000|(X[A-Z]|[A-Z]X)(2[5-9]|[3-9][0-9]|[1-9][0-9][0-9])[0-9]{6}",
        1,
        12,
    ),
}
_DECIMALS = {
    "money": (2, r"(0|[1-9]\d*)(\.\d+)?"),
    "quantity": (6, r"[1-9]\d*(\.\d+)?|0\.\d*[1-9]\d*"),
    "quantity_or_zero": (6, r"(0|[1-9]\d*)(\.\d+)?"),
}
_DIGITS = 16
CODES: dict[str, frozenset[str]] = {
    name: frozenset(codes.split())
    for name, _is, codes in (
        line.partition(" = ")
        for line in (Path(__file__).parent / "lists.txt").read_text(encoding="utf-8").splitlines()
        if " = " in line
    )
}
"""Lists that belong to the messages themselves; those of the trade are data (`ncts/codes.csv`)."""


@dataclass(frozen=True)
class Kind:
    """A kind of value: how blanks in it count, and the check."""

    name: str
    collapses: bool
    check: Check

    def fault_of(self, text: str) -> str | None:
        """The code of what is wrong with the text of an element, or None."""
        return self.check(self.plain(text))

    def plain(self, text: str) -> str:
        """The value in the text of an element."""
        text = re.sub("[\t\n\r]", " ", text)
        return re.sub(" +", " ", text).strip(" ") if self.collapses else text


@cache
def kind_of(name: str) -> Kind:
    """The kind of that name; raises KeyError for one that is not known."""
    if name in CODES:
        return Kind(name, True, lambda value: None if value in CODES[name] else INCORRECT)
    if name == "date":
        return Kind(name, True, _moment(r"\d{4}-\d{2}-\d{2}", date.fromisoformat))
    if name == "moment":
        return Kind(name, True, _moment(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}", _moment_of))
    if name in _DECIMALS:
        return Kind(name, True, _decimal(*_DECIMALS[name]))
    if name in _NAMED:
        return Kind(name, False, _text(*_NAMED[name]))
    found = re.fullmatch(r"([a-z]+)(\d+)(?:-(\d+))?(!?)", name)
    if not found:
        raise KeyError(name)
    word, low, high, tight = found[1], int(found[2]), int(found[3] or found[2]), bool(found[4])
    if word == "whole":
        return Kind(name, True, _whole(low, high))
    if word == "ascii":
        return Kind(name, False, _text(_MARKED_ASCII[high] if tight else r"[ -~]+", 1, high))
    signs = {"digits": "[0-9]", "letters": "[A-Za-z]", "sign": ".", "words": "."}.get(word)
    if signs:
        least = 1 if word == "words" else low
        return Kind(name, True, _text(rf"{signs}{{{least},{high}}}", 0, 99))
    if word in ("text", "exact"):
        return Kind(name, False, _text(_NO_SPACES_AROUND if tight else ".+", high if word == "exact" else 0, high))
    raise KeyError(name)


def _text(pattern: str, least: int, most: int) -> Check:
    """A text of so many signs that follows a pattern as a whole."""
    whole = re.compile(pattern, re.ASCII)

    def check(value: str) -> str | None:
        if not value:
            return TOO_SHORT
        if len(value) > most:
            return TOO_LONG
        if len(value) < least:
            return TOO_SHORT
        return None if whole.fullmatch(value) else OTHER_PATTERN

    return check


def _whole(low: int, high: int) -> Check:
    def check(value: str) -> str | None:
        if not re.fullmatch(r"0|[1-9][0-9]*", value):
            return OTHER_PATTERN
        if int(value[:20]) < low:
            return TOO_LOW
        return TOO_HIGH if int(value[:20]) > high else None

    return check


def _decimal(places: int, pattern: str) -> Check:
    whole = re.compile(pattern, re.ASCII)

    def check(value: str) -> str | None:
        if not whole.fullmatch(value):
            return OTHER_PATTERN
        integer, _point, fraction = value.partition(".")
        fraction = fraction.rstrip("0")
        if len(fraction) > places:
            return TOO_LONG
        return TOO_LONG if len((integer + fraction).lstrip("0")) > _DIGITS else None

    return check


def _moment(pattern: str, read: Callable[[str], object]) -> Check:
    whole = re.compile(pattern, re.ASCII)

    def check(value: str) -> str | None:
        if not whole.fullmatch(value):
            return OTHER_PATTERN
        try:
            read(value)
        except ValueError:
            return NO_SUCH_VALUE
        return None

    return check


def _moment_of(value: str) -> datetime:
    return datetime.fromisoformat(value)
