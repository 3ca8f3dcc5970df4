"""Check digits and shapes: known numbers pass, altered ones fail."""

import json
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearance import identifiers as ids
from tests.messages import conformance

VALID: list[tuple[Callable[[str], bool], str]] = [
    (check, number)
    for check, numbers in (
        (
            ids.is_bin_or_iin,
            "971240001315 940140000385 000140002217 020540003431 020240000555 010940000162 200140000501 200140000513 "
            "900101300017 851231400120 050630600073",
        ),
        (
            ids.is_container,
            "CSQU3054383 MWCU6059784 MSKU9070323 HLXU2008419 MSCU6639870 SUDU3070079 TKRU1000000",
        ),
        (
            ids.is_s10,
            "RR473124829KZ RR123456785KZ RR000000014KZ RR400000029KZ RR999999995KZ RR100000140KZ RR100000025KZ",
        ),
        (ids.is_wagon_1520, "45488855 52123452 60512340 94123452 24012346 73900003 58000001"),
        (
            ids.is_wagon_uic,
            "505126180015 275150814729 218015590845 218124712173 337078990476 378446670192 827067236758 915304720013",
        ),
        (
            ids.is_mrn,
            "10NL5663962BE1E825 26PL301010E0123456 26LT00110000A1B2C0 26DE5851AA7F3K9Q02 26FI000000E000A1B6 "
            "26LVZ9Y8X7W6V5U4T7",
        ),
        (
            ids.is_declaration_number,
            "55302/091026/0001234 57507/150926/0000001 10702070/010326/0123456 55400/290228/0000007 "
            "57505/311226/9999999",
        ),
        (ids.is_kz_plate, "584AEK19 001AAA01 777BCD02 123AB05 450XYZ17"),
        (ids.is_kz_trailer_plate, "84ADL19 11AAA01 20ABC02 05ABD13 99ZZZ18"),
        (ids.is_cn_plate, "新A12345 新F8K219 京B00001 新FD12345 新A1234挂"),
        (ids.is_impc, "CNPEKA USJFKA GBLALA DEFRAA KZALAA"),
    )
    for number in numbers.split()
]

WRONG: list[tuple[Callable[[str], bool], str]] = [
    (check, number)
    for check, numbers in (
        # the first stands on test certificates though its digit should be 3; the third stem can never be issued
        (ids.is_bin_or_iin, "123456789011 971240001316 200140001300 000000000000 97124000131 97124000131X"),
        (ids.is_container, "CSQU3054384 TEMU5004720 CSQU305438 csqu3054383 CSQ13054383"),
        (ids.is_s10, "RR123456784KZ RR473124828KZ RR47312482KZ rr473124829kz RR4731248290Z"),
        (ids.is_wagon_1520, "45488854 54548885 4548885 4548885A"),
        (ids.is_wagon_uic, "218124712174 281124712173 21812471217"),
        (ids.is_mrn, "10NL5663962BE1E826 10NL5663962BE1E82 10nl5663962be1e825 10NL5663962BE1E82X"),
        (
            ids.is_declaration_number,
            "55302/310226/0001234 5530/091026/0001234 55302-091026-0001234 55302/091026/123456 55302/290227/0000001",
        ),
        (ids.is_kz_plate, "584AEK00 58AEK19 584AEK21 584АЕК19"),
        (ids.is_kz_trailer_plate, "84ADL99 8ADL19"),
        (ids.is_cn_plate, "A12345 新112345"),
        (ids.is_impc, "KZALA KZAL1 kzalaa"),
    )
    for number in numbers.split()
]


@pytest.mark.parametrize(("check", "number"), VALID)
def test_a_known_number_passes(check: Callable[[str], bool], number: str) -> None:
    assert check(number)


@pytest.mark.parametrize(("check", "number"), WRONG)
def test_an_altered_number_fails(check: Callable[[str], bool], number: str) -> None:
    assert not check(number)


@pytest.mark.parametrize(
    "check", [ids.is_bin_or_iin, ids.is_container, ids.is_s10, ids.is_wagon_1520, ids.is_wagon_uic, ids.is_mrn]
)
@given(text=st.text(max_size=20))
def test_no_text_breaks_a_check(check: Callable[[str], bool], text: str) -> None:
    assert check(text) in (True, False)


def test_foreign_digits_are_no_digits() -> None:
    assert not ids.is_bin_or_iin("٩٧١٢٤٠٠٠١٣١٥")
    assert not ids.is_wagon_1520("４５４８８８５５")


def test_s10_numbers_of_the_public_rules() -> None:
    rules = json.loads((conformance.folder("postal-s10") / "s10.json").read_text(encoding="utf-8"))
    [s10] = [entry for entry in rules["tracking_numbers"] if entry["id"] == "s10"]
    examples = [re.sub(r"\s", "", number) for number in s10["test_numbers"]["valid"]]
    wrong = [re.sub(r"\s", "", number) for number in s10["test_numbers"]["invalid"]]
    assert examples
    assert [number for number in examples if not ids.is_s10(number)] == []
    assert [number for number in wrong if ids.is_s10(number)] == []


def test_new_references_are_references_and_differ() -> None:
    made = {ids.new_reference(2026) for _time in range(500)}
    assert len(made) == 500
    for reference in made:
        assert re.fullmatch(r"KZ26-[0-9A-HJKMNP-TV-Z]{7}-[0-9A-Z]", reference)
        assert ids.is_reference(reference)


def test_a_mistyped_reference_is_noticed() -> None:
    reference = ids.new_reference(2031)
    stem = "".join(sign for sign in ids.REFERENCE_ALPHABET)
    for place in (5, 6, 7, 8, 9, 10, 11):
        other = next(sign for sign in stem if sign != reference[place])
        assert not ids.is_reference(reference[:place] + other + reference[place + 1 :])
    swapped = reference[:5] + reference[6] + reference[5] + reference[7:]
    assert swapped == reference or not ids.is_reference(swapped)
    for text in ("", "KZ26", reference.lower(), reference.replace("-", ""), reference + "0", "RU" + reference[2:]):
        assert not ids.is_reference(text)
