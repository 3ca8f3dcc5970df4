"""Rates by which goods are charged: as the lists write them, read, and as they are in force on a day. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from clearance.fact_tables import rows_of
from clearance.validation import lists

CENT = Decimal("0.01")
KILOGRAM = "KGM"
UNIT_WORDS: Mapping[str, str] = {
    "kg": KILOGRAM, "кг": KILOGRAM, "l": "LTR", "л": "LTR", "pair": "NPR", "пару": "NPR", "piece": "H87", "pc": "H87",
    "шт": "H87", "m2": "MTK", "м2": "MTK", "m3": "MTQ", "м3": "MTQ",
}  # fmt: skip
"""How rates write the unit they count by, and its code in Recommendation 20."""
SAME_UNIT: Mapping[str, str] = {
    "166": KILOGRAM, "112": "LTR", "PR": "NPR", "715": "NPR", "NMB": "H87", "796": "H87", "055": "MTK", "113": "MTQ",
}  # fmt: skip
"""Other codes of the same units."""

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_FOOTNOTE = re.compile(r"\d+[A-ZА-Я]?\)$")
_PERCENT = re.compile(rf"^{_NUMBER}\s*%?(.*)$")
_PER_UNIT = re.compile(rf"{_NUMBER}\s*(?:EUR|евро)\s*(?:/|за 1)\s*({'|'.join(UNIT_WORDS)})(?!\w)", re.IGNORECASE)
_LESS_THAN = re.compile(r"\bmin\b|не менее", re.IGNORECASE)
_AND = re.compile(r"\bplus\b|плюс", re.IGNORECASE)


@dataclass(frozen=True)
class Rate:
    """A rate of duty as it was read: per cent of the value, euro by a unit, the greater of both or their sum."""

    percent: Decimal
    euro: Decimal
    unit: str
    is_sum: bool

    def of(self, *, value: Decimal, quantity: Decimal, kzt_per_eur: Decimal) -> Decimal:
        """The duty in KZT; quantity and exchange rate matter only where the rate counts by a unit."""
        by_value, by_unit = value * self.percent / 100, quantity * self.euro * kzt_per_eur
        return in_tiyn(by_value + by_unit if self.is_sum else max(by_value, by_unit))


@dataclass(frozen=True)
class InForce:
    """A rate or an amount as a table has it: what it is, since when, and where it was taken from."""

    amount: Decimal
    since: date
    source: str


@dataclass(frozen=True)
class Excise:
    """Goods that bear excise; `amount` in KZT by `unit`, None while no list tells it."""

    amount: Decimal | None
    unit: str
    since: date
    source: str


def in_tiyn(amount: Decimal) -> Decimal:
    """An amount rounded as every line of charges is: two decimals, a half up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def written(rate: str) -> str:
    """A rate for readers: a bare number is per cent."""
    plain = _FOOTNOTE.sub("", rate).strip()
    return f"{plain}%" if re.fullmatch(_NUMBER, plain) else plain


@lru_cache(maxsize=1024)
def read(rate: str) -> Rate | None:
    """A rate in per cent, by a unit in euro, the greater of both or their sum; None for one written another way."""
    rate = written(rate)
    per_unit = _PER_UNIT.search(rate)
    percent = _PERCENT.match(rate) if "%" in rate or _LESS_THAN.search(rate) or _AND.search(rate) else None
    known = re.sub(r"[\s,]|per|но", "", _AND.sub("", _LESS_THAN.sub("", _PER_UNIT.sub("", rate))))
    if re.sub(_NUMBER, "", known).strip("%") or not (percent or per_unit):
        return None
    return Rate(
        percent=_decimal(percent.group(1)) if percent else Decimal(0),
        euro=_decimal(per_unit.group(1)) if per_unit else Decimal(0),
        unit=UNIT_WORDS[per_unit.group(2).lower()] if per_unit else "",
        is_sum=bool(_AND.search(rate)),
    )


def unit_of(code: str) -> str:
    """A unit by the code that rates know it by."""
    return SAME_UNIT.get(code, code)


def are_known(on: date) -> bool:
    """Whether everything that is the same for all goods is known for a day."""
    return lists.rows("charges", on).keys() >= {"vat", "fee", "vat_on_fee"}


@lru_cache(maxsize=1024)
def in_force(name: str, on: date) -> InForce:
    """A rate or an amount that is the same for all goods, on a day."""
    row = lists.rows("charges", on)[name]
    return InForce(Decimal(row["amount"]), date.fromisoformat(row["valid_from"]), row["source"])


def charge(name: str, on: date) -> Decimal:
    """Its amount alone."""
    return in_force(name, on).amount


def kzt_per_eur(on: date) -> InForce | None:
    """The rate of the euro in tenge on a day; None while no list has one."""
    known = [
        row for row in rows_of("reference_rates") if row["currency"] == "KZT" and row["valid_from"] <= on.isoformat()
    ]
    row = max(known, key=lambda one: one["valid_from"], default=None)
    return InForce(Decimal(row["units_per_eur"]), date.fromisoformat(row["valid_from"]), row["source"]) if row else None


@lru_cache(maxsize=1024)
def excise(code: str, on: date) -> Excise | None:
    """The excise on goods of a code, by the longest beginning that the list has; None for goods without any."""
    table = lists.rows("excise", on)
    found = next((table[code[:digits]] for digits in range(10, 1, -1) if code[:digits] in table), None)
    if found is None:
        return None
    amount = Decimal(found["amount"]) if found["amount"] else None
    return Excise(amount, unit_of(found["unit"]), date.fromisoformat(found["valid_from"]), found["source"])


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))
