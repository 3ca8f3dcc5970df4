"""The legal bases and sources of rates that ship are read in every language."""

import csv
from pathlib import Path

from django.utils import translation

from clearance.laws import LEGAL_BASES, RATE_SOURCES, law_text
from clearance.reference import starting

ROOT = Path(__file__).parents[2]
AGENCIES = ROOT / "agencies"
OF_RATES = ("charges", "excise", "reference_rates")


def shipped() -> set[str]:
    found = set()
    for path in AGENCIES.glob("*/rules.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found |= {row["legal_basis"] for row in csv.DictReader(file)}
    return found


def test_every_legal_basis_that_ships_can_be_translated() -> None:
    assert shipped() == LEGAL_BASES


def test_every_source_of_a_rate_that_ships_can_be_translated() -> None:
    tables = (ROOT / "clearance" / "tables" / f"{name}.csv" for name in OF_RATES)
    found = {row["source"] for table in tables for row in csv.DictReader(table.open(encoding="utf-8"))}
    assert found | {starting.SOURCE} == RATE_SOURCES


def test_a_legal_basis_is_read_in_the_readers_language() -> None:
    with translation.override("ru"):
        assert law_text("EAEU Customs Code Art. 88-89") == "ТК ЕАЭС, ст. 88–89"
    with translation.override("kk"):
        assert law_text("EAEU Customs Code Art. 88-89") == "ЕАЭО Кеден кодексі, 88–89-баптар"


def test_the_laws_of_two_rules_are_read_one_by_one() -> None:
    both = "EAEU Customs Code Art. 88-89; EAEU Customs Code Art. 286"
    with translation.override("ru"):
        assert law_text(both) == "ТК ЕАЭС, ст. 88–89; ТК ЕАЭС, ст. 286"
        assert (
            law_text("EAEU Customs Code Art. 88-89; an order of the agency")
            == "ТК ЕАЭС, ст. 88–89; an order of the agency"
        )


def test_what_an_administrator_writes_stays_as_written() -> None:
    with translation.override("ru"):
        assert law_text("Order 15 of the agency") == "Order 15 of the agency"
        assert law_text("") == ""
