"""What goods in transit would owe if they never arrived: duty and tax as for home use, by dated shares. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from clearance.fact_tables import units_per_eur
from clearance.validation.lists import limit, rows

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Debt:
    """What a guarantee must cover in KZT, and what it is reckoned from: the worth of the goods in KZT, rates in per cent."""

    amount: Decimal
    worth: Decimal
    duty_percent: Decimal
    tax_percent: Decimal


def debt_of(facts: Mapping[str, Any], on: date) -> Debt | None:
    """What a guarantee must cover (Art. 146); None where the value of the goods is unknown.

    One share stands for the rates of all goods, because a transit names codes of six digits, and rates need ten.
    """
    value, rate = facts.get("value_eur"), units_per_eur("KZT")
    if value is None or rate is None:
        return None
    worth = Decimal(value) * rate
    share, vat = limit("transit_duty_percent", on), Decimal(rows("charges", on)["vat"]["amount"])
    duty = worth * share / 100
    tax = (worth + duty) * vat / 100
    return Debt((duty + tax).quantize(CENT, ROUND_HALF_UP), worth.quantize(CENT, ROUND_HALF_UP), share, vat)


def needs_cover(facts: Mapping[str, Any], on: date) -> bool:
    """Whether a transit needs a guarantee: Article 146 asks for one, and more is at stake than it lets go."""
    value = facts.get("value_eur")
    debt, rate = debt_of(facts, on), units_per_eur("KZT")
    is_small = (
        value is not None
        and debt is not None
        and rate is not None
        and debt.amount <= limit("transit_free_eur", on) * rate
    )
    return bool(facts.get("guarantee_required")) and not is_small
