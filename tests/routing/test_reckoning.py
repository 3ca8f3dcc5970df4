"""Duty, excise, fee and tax by the worked examples of the trade, with the rates they were made with."""

from datetime import date
from decimal import Decimal

import pytest

from clearance.reckoning import Charge, Goods, Tariffed, WhyNot, reckon, shares_of
from clearance.reference import rates
from clearance.reference.rates import Excise, InForce

DAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def rates_of_the_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """600 tenge for a euro, and 100 tenge of excise for a litre of beer: no law, the numbers of the examples."""
    monkeypatch.setattr(rates, "kzt_per_eur", lambda on: InForce(Decimal(600), DAY, "example"))
    beer = Excise(Decimal(100), "LTR", DAY, "example")
    monkeypatch.setattr(rates, "excise", lambda code, on: beer if code.startswith("2203") else None)


def goods(rate: str, value: str | None, number: int = 1, code: str = "6907218009", **quantities: str) -> Goods:
    known = {unit: Decimal(quantity) for unit, quantity in quantities.items()}
    return Goods(number, code, Decimal(value) if value else None, known, Tariffed(rate, "example", DAY))


@pytest.mark.parametrize(
    ("one", "duty", "excise", "vat", "total"),
    [
        (goods("0", "22572000"), "0", "0", "3615672", "3641622"),
        (goods("1.75 EUR/kg", "7280000", KGM="1200"), "1260000", "0", "1370552", "2656502"),
        (goods("15%, min 0.15 EUR/kg", "2600000", KGM="10000"), "900000", "0", "564152", "1490102"),
        (goods("15%, min 0.15 EUR/kg", "31200000", KGM="10000"), "4680000", "0", "5744952", "10450902"),
        (goods("4%, min 0.015 EUR/kg", "8320000", KGM="20000"), "332800", "0", "1388600", "1747350"),
        (goods("10% plus 0.08 EUR/kg", "13520000", KGM="5000"), "1592000", "0", "2422072", "4040022"),
        (goods("0.04 EUR/l", "4680000", code="2203001000", LTR="12000"), "288000", "1200000", "991032", "2504982"),
    ],
)
def test_worked_examples(one: Goods, duty: str, excise: str, vat: str, total: str) -> None:
    found = reckon([one], DAY)
    sums = [found.sum_of(charge) for charge in (Charge.DUTY, Charge.EXCISE, Charge.VAT)]
    assert sums == [Decimal(duty), Decimal(excise), Decimal(vat)]
    assert found.total == Decimal(total)


def test_items_share_one_fee_by_value_and_the_last_takes_what_is_left() -> None:
    found = reckon([goods("15", "1234567.89"), goods("5", "7654321.01", 2), goods("0", "3210.10", 3)], DAY)
    by_item = {number: {line.charge: line.amount for line in lines} for number, lines in found.lines.items()}
    assert [str(by_item[number][Charge.FEE]) for number in (1, 2, 3)] == ["3602.87", "22337.77", "9.36"]
    assert [str(by_item[number][Charge.VAT]) for number in (1, 2, 3)] == ["227736.95", "1289499.97", "515.11"]
    assert (found.sum_of(Charge.FEE), found.sum_of(Charge.DUTY)) == (25950, Decimal("567901.23"))
    assert found.sum_of(Charge.VAT) == Decimal("1517752.03")


def test_a_half_tiyn_is_rounded_up() -> None:
    assert rates.in_tiyn(Decimal("0.005")) == Decimal("0.01")
    assert shares_of(Decimal("0.01"), [Decimal(1), Decimal(1)]) == [Decimal("0.01"), Decimal("0.00")]


@pytest.mark.parametrize(
    ("one", "charge", "why"),
    [
        (goods("5", None), Charge.DUTY, WhyNot.NO_VALUE),
        (goods("", "100"), Charge.DUTY, WhyNot.NO_RATE),
        (goods("0.06 EUR/kg, 1 Aug - 30 Nov", "100", KGM="1"), Charge.DUTY, WhyNot.RATE_UNREAD),
        (goods("1.25 EUR/pair", "100", KGM="1"), Charge.DUTY, WhyNot.NO_QUANTITY),
        (goods("1.25 EUR/pair", "100", KGM="1"), Charge.VAT, WhyNot.RESTS_ON_ANOTHER),
    ],
)
def test_what_cannot_be_reckoned_says_why(one: Goods, charge: Charge, why: WhyNot) -> None:
    found = reckon([one], DAY)
    assert next(line for line in found.lines[1] if line.charge == charge).why_not == why
    assert found.total is None
    assert found.untold(charge) == [1]


def test_goods_that_bear_excise_at_a_rate_nobody_entered_are_not_taken_for_free(monkeypatch) -> None:
    monkeypatch.setattr(rates, "excise", lambda code, on: Excise(None, "LTR", DAY, "law"))
    found = reckon([goods("5", "100", LTR="1")], DAY)
    assert found.lines[1][1].why_not == WhyNot.NO_EXCISE_RATE
    assert found.sum_of(Charge.VAT) is None


def test_the_shipped_list_knows_what_bears_excise_and_asks_for_the_rate(monkeypatch) -> None:
    monkeypatch.undo()
    beer = rates.excise("2203001000", DAY)
    assert beer is not None
    assert beer.amount is None
    assert rates.excise("6907218009", DAY) is None
