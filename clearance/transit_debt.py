"""What goods in transit would owe if they never arrived: duty and tax as for home use, by dated shares. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from clearance.fact_tables import units_per_eur
from clearance.validation.lists import limit, rows

CENT = Decimal("0.01")


def debt_of(facts: Mapping[str, Any], on: date) -> Decimal | None:
    """The amount in KZT that a guarantee must cover (Art. 146); None where the value of the goods is unknown.

    One share stands for the rates of all goods, because a transit names codes of six digits, and rates need ten.
    """
    value, rate = facts.get("value_eur"), units_per_eur("KZT")
    if value is None or rate is None:
        return None
    worth = Decimal(value) * rate
    duty = worth * limit("transit_duty_percent", on) / 100
    tax = (worth + duty) * Decimal(rows("charges", on)["vat"]["amount"]) / 100
    return (duty + tax).quantize(CENT, ROUND_HALF_UP)


def needs_cover(facts: Mapping[str, Any], on: date) -> bool:
    """Whether a transit needs a guarantee: Article 146 asks for one, and more is at stake than it lets go."""
    value = facts.get("value_eur")
    debt, rate = debt_of(facts, on), units_per_eur("KZT")
    is_small = (
        value is not None and debt is not None and rate is not None and debt <= limit("transit_free_eur", on) * rate
    )
    return bool(facts.get("guarantee_required")) and not is_small
