"""What goods in transit would owe if they never arrived: duty and tax as for home use, item by item. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from clearance.fact_tables import units_per_eur
from clearance.fact_values import number
from clearance.reckoning import shares_of
from clearance.reference import rates
from clearance.validation.lists import limit

RatesOf = Mapping[str, Sequence[str]]
"""The rates of duty of the whole codes that begin with a declared one, as the tariff writes them; "" where it has none."""


@dataclass(frozen=True)
class Line:
    """What one item would owe, in KZT; `rate` is the one its duty was taken by, "" where the share of the value stands for it.

    `number` is 0 for all goods together, where their values are not known apart.
    """

    number: int
    code: str
    value: Decimal
    rate: str
    duty: Decimal
    tax: Decimal

    @property
    def amount(self) -> Decimal:
        """Duty and tax."""
        return self.duty + self.tax

    def as_json(self) -> dict[str, Any]:
        """As it is kept with what was set aside."""
        sums = {name: str(getattr(self, name)) for name in ("value", "duty", "tax", "amount")}
        return {"number": self.number, "code": self.code, "rate": rates.written(self.rate), **sums}


@dataclass(frozen=True)
class Debt:
    """What a guarantee must cover in KZT, item by item."""

    lines: tuple[Line, ...]

    @property
    def worth(self) -> Decimal:
        """The value of all goods."""
        return sum((line.value for line in self.lines), Decimal(0))

    @property
    def duty(self) -> Decimal:
        """The duty on all goods."""
        return sum((line.duty for line in self.lines), Decimal(0))

    @property
    def tax(self) -> Decimal:
        """The tax on all goods."""
        return sum((line.tax for line in self.lines), Decimal(0))

    @property
    def amount(self) -> Decimal:
        """Duty and tax on all goods."""
        return self.duty + self.tax


def debt_of(
    facts: Mapping[str, Any], content: Mapping[str, Any], on: date, rates_of: RatesOf | None = None
) -> Debt | None:
    """What a guarantee must cover (Art. 146), item by item; None where the value of the goods is unknown.

    A transit may name six digits: the highest rate of the codes below them counts. Where the tariff that is loaded
    does not tell every one of these rates, the duty is no less than a dated share of the value.
    """
    value, rate = facts.get("value_eur"), units_per_eur("KZT")
    if value is None or rate is None:
        return None
    worth = rates.in_tiyn(Decimal(value) * rate)
    items = [item for item in content.get("items") or () if isinstance(item, Mapping)]
    parts = shares_of(worth, [number(item.get("price")) for item in items]) if items else []
    if not parts or None in parts:
        return Debt((_line(0, {}, worth, (), on),))
    lines = (
        _line(place, item, part, (rates_of or {}).get(_code(item), ()), on)
        for place, (item, part) in enumerate(zip(items, parts, strict=True), 1)
        if part is not None
    )
    return Debt(tuple(lines))


def needs_cover(facts: Mapping[str, Any], debt: Debt | None, on: date) -> bool:
    """Whether a transit needs a guarantee: Article 146 asks for one, and more is at stake than it lets go."""
    rate = units_per_eur("KZT")
    is_small = debt is not None and rate is not None and debt.amount <= limit("transit_free_eur", on) * rate
    return bool(facts.get("guarantee_required")) and not is_small


def codes_of(content: Mapping[str, Any]) -> set[str]:
    """The codes whose rates matter."""
    return {code for item in content.get("items") or () if isinstance(item, Mapping) and (code := _code(item))}


def _line(place: int, item: Mapping[str, Any], worth: Decimal, found: Sequence[str], on: date) -> Line:
    told = {rate: _duty(rate, item, worth, on) for rate in found}
    known = {rate: duty for rate, duty in told.items() if duty is not None}
    highest = max(known, key=lambda rate: known[rate], default="")
    duty, share = known.get(highest, Decimal(0)), rates.in_tiyn(worth * limit("transit_duty_percent", on) / 100)
    if len(known) < len(told) or not known:
        highest, duty = (highest, duty) if duty > share else ("", share)
    tax = rates.in_tiyn((worth + duty) * rates.charge("vat", on) / 100)
    return Line(place, _code(item), worth, highest, duty, tax)


def _duty(written: str, item: Mapping[str, Any], worth: Decimal, on: date) -> Decimal | None:
    rate, euro = rates.read(written), rates.kzt_per_eur(on)
    if rate is None or (rate.unit and euro is None):
        return None
    quantities = {rates.KILOGRAM: number(item.get("net_mass_kg")) or number(item.get("gross_mass_kg"))}
    if item.get("supplementary_unit"):
        quantities.setdefault(
            rates.unit_of(str(item["supplementary_unit"])), number(item.get("supplementary_quantity"))
        )
    quantity = quantities.get(rate.unit) if rate.unit else Decimal(0)
    if quantity is None:
        return None
    return rate.of(value=worth, quantity=quantity, kzt_per_eur=euro.amount if euro else Decimal(0))


def _code(item: Mapping[str, Any]) -> str:
    return str(item.get("commodity_code") or "")
