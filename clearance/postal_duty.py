"""What a personal postal item above the norm owes: one rate for duties and taxes together, by dated limits. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from clearance.fact_conclusions import PERSONAL_NORM_EUR, PERSONAL_NORM_KG
from clearance.fact_tables import units_per_eur
from clearance.validation.lists import limit

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Duty:
    """What is due in KZT, and from what it was worked out: how far the item is above the norm, and the rates used."""

    amount: Decimal
    over_eur: Decimal
    over_kg: Decimal
    percent: Decimal
    eur_per_kg: Decimal
    kzt_per_eur: Decimal

    @property
    def by_mass(self) -> bool:
        """Whether the weight above the norm costs more than its value, and is what is paid."""
        return self.over_kg * self.eur_per_kg > self.over_eur * self.percent / 100


def duty_of(facts: Mapping[str, Any], on: date) -> Duty | None:
    """The duty of a personal item; None for a business item, which customs assesses, and where a fact is unknown."""
    value, mass, rate = facts.get("value_eur"), facts.get("gross_kg"), units_per_eur("KZT")
    if not facts.get("personal") or value is None or rate is None:
        return None
    over_eur = max(Decimal(0), value - PERSONAL_NORM_EUR)
    over_kg = max(Decimal(0), (mass or Decimal(0)) - PERSONAL_NORM_KG)
    percent, per_kg = limit("post_duty_percent", on), limit("post_duty_eur_per_kg", on)
    in_eur = max(over_eur * percent / 100, over_kg * per_kg)
    return Duty((in_eur * rate).quantize(CENT, ROUND_HALF_UP), over_eur, over_kg, percent, per_kg, rate)
