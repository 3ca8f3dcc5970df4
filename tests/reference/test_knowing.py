"""Codes written in rules are held against the tariff that is loaded, and what is near is named."""

from datetime import date

import pytest

from clearance.commodity import written_in
from clearance.linting import findings
from clearance.reference.kinds import KINDS
from clearance.reference.knowing import unknown_of
from clearance.reference.loading import load
from clearance.reference.tariff import Editions, editions
from tests.cast import Cast

DAY = date(2026, 11, 1)
TARIFF = """code,name_en
0808,"Apples, pears and quinces, fresh"
080810,Apples
0808108006,Golden Delicious
080830,Pears
0808309000,Other pears
0810,Other fruit
0810500000,Kiwifruit
"""
HARMONIZED = "hscode,description\n0808,Apples and pears\n080810,Apples\n"


def loaded(kind: str, text: str) -> Editions:
    load(KINDS[kind], text.splitlines(), source="test", valid_from=date(2026, 1, 1))
    return editions(DAY)


def near(known: Editions, *codes: str) -> dict[str, str]:
    return {code: found.code if found else "" for code, found in unknown_of(known, codes).items()}


def test_what_the_tariff_has_is_not_spoken_of(cast: Cast) -> None:
    known = loaded("nomenclature", TARIFF)
    assert near(known, "08", "0808", "080810", "080810800", "0808108006", "0808") == {}


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        ("0809", "0808"),
        ("080820", "080810"),
        ("0808108007", "0808108006"),
        ("0810509999", "0810500000"),
        ("77", ""),
        ("7701", ""),
    ],
)
def test_what_it_does_not_have_is_told_with_the_nearest_it_has(cast: Cast, code: str, meant: str) -> None:
    assert near(loaded("nomenclature", TARIFF), code) == {code: meant}


def test_the_harmonized_system_is_asked_for_six_digits_only(cast: Cast) -> None:
    assert near(loaded("hs", HARMONIZED), "0808108099", "0808309000") == {"0808309000": "080810"}


def test_the_starter_set_is_no_measure(cast: Cast) -> None:
    assert near(editions(DAY), "0808108099", "77") == {}


def test_the_codes_of_a_list_are_both_ends_of_its_ranges() -> None:
    assert written_in("0101-0106; 0301;*;x;02") == ["0101", "0106", "0301", "02"]
    assert written_in("") == []


def test_the_check_of_a_rulebook_names_row_and_column(cast: Cast) -> None:
    loaded("nomenclature", TARIFF)
    row = {"rule_id": "PHY-777", "hs_include": "0808-0809", "hs_exclude": "77"}
    told = [
        (one.code, one.rule, one.column, one.facts["text"], one.facts.get("near"), one.facts.get("name"))
        for one in findings("plant_health", [row], [], DAY)
        if one.code.startswith("unknown_code")
    ]
    assert told == [
        ("unknown_code", "PHY-777", "hs_exclude", "77", None, None),
        ("unknown_code_near", "PHY-777", "hs_include", "0809", "0808", "Apples, pears and quinces, fresh"),
    ]
