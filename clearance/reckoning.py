"""What goods are charged at the rates in force, item by item and in all, each sum with what it was reckoned from. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from clearance.reference import rates
from clearance.reference.rates import InForce, in_tiyn

NOTHING = Decimal(0)


class Charge(StrEnum):
    """The kinds of charges that can be reckoned, by their codes in box 47."""

    DUTY = "2010"
    EXCISE = "4000"
    FEE = "1010"
    VAT = "5060"


class WhyNot(StrEnum):
    """Why a sum cannot be reckoned."""

    NO_VALUE = "no_value"
    NO_RATE = "no_rate"
    RATE_UNREAD = "rate_unread"
    NO_QUANTITY = "no_quantity"
    NO_EURO = "no_euro"
    NO_EXCISE_RATE = "no_excise_rate"
    NOT_ALL_VALUES = "not_all_values"
    RESTS_ON_ANOTHER = "rests_on_another"


@dataclass(frozen=True)
class Tariffed:
    """The rate of duty of a code, as the list in force writes it, with the list and its day."""

    rate: str = ""
    source: str = ""
    since: date | None = None


@dataclass(frozen=True)
class Goods:
    """What one item is charged by; `quantities` by unit, the net weight among them; `more_duties` are declared ones."""

    number: int
    code: str
    value: Decimal | None
    quantities: Mapping[str, Decimal]
    tariff: Tariffed
    more_duties: Decimal = NOTHING


@dataclass(frozen=True)
class Line:
    """One charge of one item: what it comes to and what from, or why it cannot be told.

    `of` is the sum a percentage is taken of, `quantity` with `unit` and `euro` what a rate by quantity counts with.
    """

    charge: Charge
    amount: Decimal | None = None
    why_not: WhyNot | None = None
    rate: str = ""
    of: Decimal | None = None
    quantity: Decimal | None = None
    unit: str = ""
    euro: InForce | None = None
    source: str = ""
    since: date | None = None


@dataclass(frozen=True)
class Reckoned:
    """The lines of every item; `fee` is the customs fee of the whole declaration, which the items share."""

    lines: Mapping[int, Sequence[Line]] = field(default_factory=dict)
    fee: InForce | None = None

    def sum_of(self, charge: Charge) -> Decimal | None:
        """One kind of all items together; None while it cannot be told for one of them."""
        if charge == Charge.FEE:
            return self.fee.amount if self.fee else None
        return _sum(line for lines in self.lines.values() for line in lines if line.charge == charge)

    @property
    def total(self) -> Decimal | None:
        """All kinds of all items; None while one of them cannot be told."""
        sums = [self.sum_of(charge) for charge in Charge]
        return None if None in sums else sum((one for one in sums if one is not None), NOTHING)

    def untold(self, charge: Charge) -> list[int]:
        """The numbers of the items for which a kind cannot be told."""
        return [
            number
            for number, lines in self.lines.items()
            if any(line.charge == charge and line.amount is None for line in lines)
        ]


def reckon(goods: Sequence[Goods], on: date) -> Reckoned:
    """Duty, excise, fee and tax of all goods of one declaration at the rates of a day (Art. 52, 53)."""
    fee, euro = rates.in_force("fee", on), rates.kzt_per_eur(on)
    shares = shares_of(fee.amount, [one.value for one in goods])
    lines = {}
    for one, share in zip(goods, shares, strict=True):
        paid_before = [_duty(one, euro), _excise(one, on), _fee(share, one, fee)]
        lines[one.number] = [*paid_before, _tax(one, paid_before, on)]
    return Reckoned(lines, fee)


def shares_of(fee: Decimal, values: Sequence[Decimal | None]) -> list[Decimal | None]:
    """A fee parted by value, rounded for each; the last takes what is left. One without a value leaves all untold."""
    known = [value for value in values if value is not None]
    whole = sum(known, NOTHING)
    if len(values) == 1:
        return [fee]
    if len(known) < len(values) or not whole:
        return [None] * len(values)
    shares: list[Decimal | None] = [in_tiyn(fee * value / whole) for value in known[:-1]]
    return [*shares, fee - sum((share for share in shares if share is not None), NOTHING)]


def _duty(one: Goods, euro: InForce | None) -> Line:
    tariff = one.tariff
    line = Line(Charge.DUTY, rate=rates.written(tariff.rate), source=tariff.source, since=tariff.since)
    if not tariff.rate:
        return _untold(line, WhyNot.NO_RATE)
    rate = rates.read(tariff.rate)
    if rate is None:
        return _untold(line, WhyNot.RATE_UNREAD)
    if one.value is None:
        return _untold(line, WhyNot.NO_VALUE)
    quantity = one.quantities.get(rate.unit) if rate.unit else NOTHING
    if quantity is None:
        return _untold(line, WhyNot.NO_QUANTITY)
    if rate.unit and euro is None:
        return _untold(line, WhyNot.NO_EURO)
    counted = euro if rate.unit else None
    return replace(
        line,
        amount=rate.of(value=one.value, quantity=quantity, kzt_per_eur=counted.amount if counted else NOTHING),
        of=one.value if rate.percent or not rate.unit else None,
        quantity=quantity if rate.unit else None,
        unit=rate.unit,
        euro=counted,
    )


def _excise(one: Goods, on: date) -> Line:
    excise = rates.excise(one.code, on)
    if excise is None:
        return Line(Charge.EXCISE, NOTHING)
    line = Line(Charge.EXCISE, source=excise.source, since=excise.since, unit=excise.unit)
    quantity = one.quantities.get(excise.unit)
    if excise.amount is None:
        return _untold(line, WhyNot.NO_EXCISE_RATE)
    if quantity is None:
        return _untold(line, WhyNot.NO_QUANTITY)
    return replace(
        line,
        amount=in_tiyn(excise.amount * quantity),
        rate=f"{excise.amount.normalize():f} KZT",
        quantity=quantity,
    )


def _fee(share: Decimal | None, one: Goods, fee: InForce) -> Line:
    line = Line(Charge.FEE, share, of=one.value, source=fee.source, since=fee.since)
    return _untold(line, WhyNot.NOT_ALL_VALUES) if share is None else line


def _tax(one: Goods, before: Sequence[Line], on: date) -> Line:
    vat = rates.in_force("vat", on)
    line = Line(Charge.VAT, rate=f"{vat.amount.normalize():f}%", source=vat.source, since=vat.since)
    counted = [row for row in before if row.charge != Charge.FEE or rates.charge("vat_on_fee", on)]
    paid = _sum(counted)
    if one.value is None:
        return _untold(line, WhyNot.NO_VALUE)
    if paid is None:
        return _untold(line, WhyNot.RESTS_ON_ANOTHER)
    base = one.value + paid + one.more_duties
    return replace(line, amount=in_tiyn(base * vat.amount / 100), of=base)


def _untold(line: Line, why: WhyNot) -> Line:
    return replace(line, amount=None, why_not=why)


def _sum(lines: Iterable[Line]) -> Decimal | None:
    total = NOTHING
    for line in lines:
        if line.amount is None:
            return None
        total += line.amount
    return total
