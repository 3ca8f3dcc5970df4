"""Declared and reckoned sums side by side: before signing, on the page of the declaration, and on its receipt."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from clearance.reading import owing
from clearance.reference import rates
from tests.acting import file
from tests.cast import Cast
from tests.goods import APPLES, CERAMICS, PHONES, imports, item
from tests.pages.test_goods import drafted
from tests.pages.test_submitted import text_of

DAY = date(2026, 11, 23)
# The tiles are 10% of 2 600 000 tenge; the fee is in the base of the tax.
RIGHT = [
    {"type": "1010", "amount": "25950.00"},
    {"type": "2010", "amount": "260000.00"},
    {"type": "5060", "amount": "461752.00"},
]


def content(*charges: dict[str, str], **more: Any) -> dict[str, Any]:
    return imports(items=[item(1, CERAMICS, charges=list(charges))], **more)


def said(owed: owing.Owed) -> dict[str, str]:
    return {one.name: one.said for one in (*owed.sums, owed.total)}


def test_what_is_declared_as_reckoned_is_said_to_be(cast: Cast) -> None:
    owed = owing.owed(content(*RIGHT), DAY)
    assert owed is not None
    assert set(said(owed).values()) == {"As reckoned."}
    assert owed.total.reckoned == Decimal("747702.00")


@pytest.mark.parametrize(
    ("amount", "words"),
    [("462752.00", "Declared 1\xa0000\xa0KZT more than reckoned."), ("451752.00", "Declared 10\xa0000\xa0KZT less than reckoned.")],
)  # fmt: skip
def test_a_difference_is_said_in_words(cast: Cast, amount: str, words: str) -> None:
    owed = owing.owed(content(*RIGHT[:2], {"type": "5060", "amount": amount}), DAY)
    assert owed is not None
    assert said(owed)["Value added tax"] == words
    assert said(owed)["Total"] == words


def test_a_difference_that_customs_does_not_claim_is_called_that(cast: Cast) -> None:
    owed = owing.owed(content(*RIGHT[:2], {"type": "5060", "amount": "460000.00"}), DAY)
    assert owed is not None
    assert "customs claims nothing" in said(owed)["Total"], "1 752 tenge are less than 5 euro"


def test_each_sum_says_what_it_was_reckoned_from(cast: Cast) -> None:
    owed = owing.owed(content(*RIGHT), DAY)
    assert owed is not None
    (one,) = owed.items
    made_of = {row.name: " ".join(row.made_of).replace("\xa0", " ") for row in one.sums}
    assert "rate 10%" in made_of["Import duty"]
    assert "of the customs value of 2 600 000 KZT" in made_of["Import duty"]
    assert "rate 16% of 2 885 950 KZT: customs value, duty, excise and fee" in made_of["Value added tax"]
    assert "Tax Code No. 214-VIII" in made_of["Value added tax"]
    assert "since 01.01.2026" in made_of["Value added tax"]


def test_what_cannot_be_reckoned_says_why_and_for_which_item(cast: Cast) -> None:
    lacking = imports(items=[item(1, CERAMICS, charges=RIGHT), item(2, PHONES, customs_value="")])
    owed = owing.owed(lacking, DAY)
    assert owed is not None
    assert said(owed)["Import duty"] == "Cannot be reckoned for item 2."
    assert owed.total.reckoned is None
    assert "The customs value is not given." in [row.said for row in owed.items[1].sums]
    seasonal = owing.owed(imports(APPLES), DAY)
    assert seasonal is not None
    assert "The portal cannot reckon with a rate that is written like this." in [
        row.said for row in seasonal.items[0].sums
    ]


def test_a_charge_the_portal_knows_no_rate_of_stands_as_declared(cast: Cast) -> None:
    owed = owing.owed(content(*RIGHT, {"type": "2050", "amount": "100000.00"}), DAY)
    assert owed is not None
    assert said(owed)["Anti-dumping duty"] == "The portal has no rates of this charge."
    assert said(owed)["Value added tax"] == "Declared 16\xa0000\xa0KZT less than reckoned.", (
        "the tax is taken of it too"
    )


@pytest.mark.parametrize("more", [{"procedure": "53"}, {"kind": "transit", "procedure": "80"}])
def test_other_procedures_are_not_reckoned(cast: Cast, more: dict[str, str]) -> None:
    owed = owing.owed(content(*RIGHT, **more), DAY)
    assert owed is not None
    assert {one.reckoned for one in owed.sums} == {None}
    assert owing.owed(content(**more), DAY) is None


def test_the_rates_of_the_day_of_submission_count(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    now, later = owing.owed(content(*RIGHT), DAY), date(2027, 1, 1)
    in_force = rates.in_force
    dearer = rates.InForce(Decimal(20), later, "a new law")
    monkeypatch.setattr(
        rates, "in_force", lambda name, on: dearer if (name, on) == ("vat", later) else in_force(name, on)
    )
    assert owing.owed(content(*RIGHT), DAY) == now
    then = owing.reckoned(content(*RIGHT), later)
    assert then is not None
    assert then.sum_of(owing.Charge.VAT) == Decimal("577190.00")
    assert owing.reckoned(content(*RIGHT), date(2025, 12, 31)) is None, "no fee is known for that day"


@pytest.mark.parametrize("typed", ["1E+40", "-5", "12,3,4 ", "NaN", "9" * 40])
def test_whatever_a_draft_holds_is_shown_without_a_fault(cast: Cast, typed: str) -> None:
    odd = item(1, CERAMICS, customs_value=typed, net_mass_kg=typed, charges=[{"type": "2010", "amount": typed}])
    owed = owing.owed(imports(items=[odd]), DAY)
    assert owed is not None
    assert "The customs value is not given." in [row.said for row in owed.items[0].sums]


def test_the_pages_and_the_receipt_say_the_same(trader: Client, cast: Cast) -> None:
    wrong = content(*RIGHT[:2], {"type": "5060", "amount": "451752.00"})
    words = "Declared 10\xa0000\xa0KZT less than reckoned."
    check = trader.get(f"/declarations/{drafted(cast, wrong)}/check/")
    assert words in check.text
    assert "differs from what is declared" in check.text
    filed = file(cast, wrong)
    assert words in trader.get(f"/cases/{filed.reference}/").text
    assert "10 000 KZT less than reckoned" in text_of(
        trader.get(f"/declarations/{filed.reference}/receipt.pdf")
    ).replace("\xa0", " ")


def test_a_reader_of_kazakh_reads_the_difference_in_kazakh(cast: Cast) -> None:
    with translation.override("kk"):
        owed = owing.owed(content(*RIGHT[:2], {"type": "5060", "amount": "451752.00"}), DAY)
    assert owed is not None
    assert owed.total.said.endswith("кем мәлімделген.")
