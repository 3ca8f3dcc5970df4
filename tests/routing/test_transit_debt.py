"""What goods in transit would owe: by the highest rate of their codes, else by a share of their value."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clearance import transit_debt
from clearance.reference import rates
from clearance.reference.rates import InForce

DAY = date(2026, 11, 23)
SHARE, VAT = Decimal("0.10"), Decimal("0.16")
"""Of `limits.csv` and `charges.csv` on that day."""


@pytest.fixture(autouse=True)
def a_round_euro(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transit_debt, "units_per_eur", lambda currency: Decimal(500))
    monkeypatch.setattr(rates, "kzt_per_eur", lambda on: InForce(Decimal(500), DAY, "example"))


def lines(*items: dict[str, Any], value_eur: str = "2000", **rates_of: list[str]) -> list[transit_debt.Line]:
    """A million tenge of goods; `rates_of` by code, c870323=["15"]."""
    content = {"items": [{"price": "10", **item} for item in items]}
    known = {code[1:]: found for code, found in rates_of.items()}
    found = transit_debt.debt_of({"value_eur": Decimal(value_eur)}, content, DAY, known)
    assert found is not None
    return list(found.lines)


@pytest.mark.parametrize(
    ("found", "more", "rate", "duty"),
    [
        ([], {}, "", 100_000),
        (["5"], {}, "5", 50_000),
        (["5", "12%", "0"], {}, "12%", 120_000),
        (["0"], {}, "0", 0),
        (["2 EUR/kg", "5"], {"net_mass_kg": "100"}, "2 EUR/kg", 100_000),
        (["2 EUR/kg", "5"], {"gross_mass_kg": "150"}, "2 EUR/kg", 150_000),
        # Where one of the rates cannot be told, the share is the least.
        (["2 EUR/kg", "5"], {}, "", 100_000),
        (["", "15"], {}, "15", 150_000),
        (["", "5"], {}, "", 100_000),
        (["as the season has it"], {}, "", 100_000),
    ],
)
def test_the_highest_rate_of_the_codes_below_counts_else_the_share(
    found: list[str], more: dict[str, str], rate: str, duty: int
) -> None:
    [line] = lines({"commodity_code": "870323", **more}, c870323=found)
    assert (line.rate, line.duty, line.value) == (rate, duty, 1_000_000)
    assert line.tax == (1_000_000 + duty) * VAT
    assert line.amount == line.duty + line.tax


def test_items_owe_their_own_parts_and_together_the_whole() -> None:
    three = lines(
        {"commodity_code": "870323", "price": "1"},
        {"commodity_code": "851713", "price": "1"},
        {"commodity_code": "999999", "price": "1"},
        c870323=["15"],
        c851713=["0"],
    )
    assert sum(line.value for line in three) == 1_000_000
    assert [(line.number, line.rate) for line in three] == [(1, "15"), (2, "0"), (3, "")]
    assert transit_debt.Debt(tuple(three)).amount == sum(line.amount for line in three)


def test_goods_whose_values_are_not_known_apart_owe_by_the_share() -> None:
    [line] = lines({"commodity_code": "870323"}, {"commodity_code": "851713", "price": ""}, c870323=["15"])
    assert (line.number, line.rate, line.duty) == (0, "", 1_000_000 * SHARE)
    assert transit_debt.debt_of({"value_eur": None}, {}, DAY) is None


def test_at_most_five_hundred_euro_at_stake_needs_no_guarantee() -> None:
    small, more = (
        transit_debt.Debt((transit_debt.Line(1, "", Decimal(0), "", Decimal(duty), Decimal(0)),))
        for duty in ("250000", "250000.01")
    )
    needed = {"guarantee_required": True}
    assert [transit_debt.needs_cover(needed, debt, DAY) for debt in (small, more, None)] == [False, True, True]
    assert not transit_debt.needs_cover({"guarantee_required": False}, more, DAY)
