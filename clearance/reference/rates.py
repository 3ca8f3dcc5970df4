"""Reference rates of duty: as they are written, and what they come to where that can be told. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from clearance.fact_tables import units_per_eur
from clearance.validation import lists

CENT = Decimal("0.01")
_NUMBER = r"(\d+(?:[.,]\d+)?)"
_FOOTNOTE = re.compile(r"\d+[A-ZА-Я]?\)$")
_PERCENT = re.compile(rf"^{_NUMBER}\s*%?(.*)$")
_PER_KG = re.compile(rf"{_NUMBER}\s*(?:EUR|евро)\s*(?:/|за 1)\s*(?:kg|кг)", re.IGNORECASE)
_LESS_THAN = re.compile(r"\bmin\b|не менее", re.IGNORECASE)
_AND = re.compile(r"\bplus\b|плюс", re.IGNORECASE)


@dataclass(frozen=True)
class Estimate:
    """What goods would be charged at the reference rates, in KZT; `duty` is None where the rate cannot be reckoned."""

    duty: Decimal | None
    fee: Decimal
    vat: Decimal | None

    @property
    def total(self) -> Decimal | None:
        """All of it together."""
        return None if self.duty is None or self.vat is None else self.duty + self.fee + self.vat


def charge(code: str, on: date) -> Decimal:
    """A rate or an amount that is the same for all goods, on a day."""
    return Decimal(lists.rows("charges", on)[code]["amount"])


def written(rate: str) -> str:
    """A rate for readers: a bare number is per cent."""
    plain = _FOOTNOTE.sub("", rate).strip()
    return f"{plain}%" if re.fullmatch(_NUMBER, plain) else plain


def estimate(rate: str, *, value: Decimal, net_kg: Decimal | None, on: date) -> Estimate:
    """Duty at the rate, the fee of a declaration, and tax on all three; the fee is in the base of the tax."""
    duty = duty_of(rate, value=value, net_kg=net_kg)
    fee = charge("fee", on)
    vat = None if duty is None else ((value + duty + fee) * charge("vat", on) / 100).quantize(CENT, ROUND_HALF_UP)
    return Estimate(duty, fee, vat)


def duty_of(rate: str, *, value: Decimal, net_kg: Decimal | None) -> Decimal | None:
    """Duty in KZT for a rate in per cent, per kilogram in euro, the greater of both or their sum; None for others."""
    rate = written(rate)
    per_kg = _PER_KG.search(rate)
    percent = _PERCENT.match(rate) if "%" in rate or _LESS_THAN.search(rate) or _AND.search(rate) else None
    known = re.sub(r"[\s,]|per|но", "", _AND.sub("", _LESS_THAN.sub("", _PER_KG.sub("", rate))))
    if re.sub(_NUMBER, "", known).strip("%") or not (percent or per_kg):
        return None
    by_value = value * _decimal(percent.group(1)) / 100 if percent else Decimal(0)
    by_mass = Decimal(0)
    if per_kg:
        euro = units_per_eur("KZT")
        if net_kg is None or euro is None:
            return None
        by_mass = net_kg * _decimal(per_kg.group(1)) * euro
    both = by_value + by_mass if _AND.search(rate) else max(by_value, by_mass)
    return both.quantize(CENT, ROUND_HALF_UP)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))
