"""Fields take what people type, ask when it could mean two things, and never say Django's own sentences."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from clearance.forms import fields

KILOGRAMS = fields.LocalDecimalField(max_digits=14, decimal_places=3, min_value=Decimal(0))


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1240,5", "1240.5"),
        ("1240.5", "1240.5"),
        ("1 240,5", "1240.5"),
        ("1\u00a0240,5", "1240.5"),
        ("1\u202f240.5", "1240.5"),
        ("1'240.5", "1240.5"),
        ("1.240,5", "1240.5"),
        ("1,240.5", "1240.5"),
        ("1,240,500", "1240500"),
        ("1.240.500", "1240500"),
        ("0,125", "0.125"),
        ("18000,125", "18000.125"),
        ("1,2340", "1.234"),
        (",5", "0.5"),
        ("5,", "5"),
        ("007", "7"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_numbers_as_people_type_them(typed: str, number: str, language: str) -> None:
    with translation.override(language):
        assert KILOGRAMS.clean(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["1,234", "1.234", "12,345", "999.000", "-1,234"])
def test_a_number_that_can_mean_two_is_asked_about(typed: str) -> None:
    with pytest.raises(ValidationError, match="can mean either"):
        fields.LocalDecimalField(decimal_places=3).clean(typed)


def test_the_question_offers_both_readings() -> None:
    with pytest.raises(ValidationError) as asked:
        KILOGRAMS.clean("1,234")
    assert asked.value.messages == ["Write 1234 or 1.2340: “1,234” can mean either"]
    assert KILOGRAMS.clean("1234") == Decimal(1234)
    assert KILOGRAMS.clean("1.2340") == Decimal("1.234")


@pytest.mark.parametrize("typed", ["abc", "1,2,3", "1.2.3", "1,24,500.5", "--1", "1-2", "NaN", "Infinity", "1e5", "٣"])
def test_what_is_no_number_is_answered_with_an_example(typed: str) -> None:
    with pytest.raises(ValidationError, match="Enter a number using digits, like"):
        KILOGRAMS.clean(typed)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-1", "Enter a number that is 0 or more"),
        ("1.23456", "Enter a number with no more than 3 decimal places"),
        ("123456789012345", "Enter a number with no more than 14 digits"),
        ("", "Enter the gross weight in kilograms"),
    ],
)
def test_limits_are_said_in_words(typed: str, sentence: str) -> None:
    field = fields.LocalDecimalField(
        max_digits=14, decimal_places=3, min_value=0, ask="Enter the gross weight in kilograms"
    )
    with pytest.raises(ValidationError) as fault:
        field.clean(typed)
    assert fault.value.messages == [sentence]


class Weighing(forms.Form):
    mass = fields.LocalDecimalField(decimal_places=3)
    at = fields.LocalDateTimeField(required=False)
    on = fields.LocalDateField(required=False)


@given(number=st.decimals(min_value=-(10**9), max_value=10**9, places=3), language=st.sampled_from(["en", "ru", "kk"]))
def test_a_stored_number_comes_back_the_same_when_the_form_is_sent_again(number: Decimal, language: str) -> None:
    with translation.override(language):
        for stored in (number, str(number)):
            shown = Weighing(initial={"mass": stored})["mass"].value()
            assert Weighing({"mass": shown}).fields["mass"].clean(shown) == number


def test_what_was_typed_is_given_back_as_typed() -> None:
    assert Weighing({"mass": "1,234"})["mass"].value() == "1,234"


def test_a_stored_moment_is_shown_in_the_readers_zone() -> None:
    form = Weighing(initial={"mass": 1, "at": "2027-03-27T09:30:00+00:00", "on": "2027-03-27"})
    assert form["at"].value() == "27.03.2027 14:30"
    assert form["on"].value() == "27.03.2027"


@pytest.mark.parametrize("typed", ["27.03.2027 14:30", "27.03.2027, 14:30", "27/03/2027 14.30", "2027-03-27T14:30"])
def test_moments_as_people_type_them(typed: str) -> None:
    assert fields.LocalDateTimeField().clean(typed) == datetime(2027, 3, 27, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["27.03.2027", "27.3.2027", "27/03/2027", "2027-03-27", "27.03.27"])
def test_days_as_people_type_them(typed: str) -> None:
    assert fields.LocalDateField().clean(typed) == date(2027, 3, 27)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (fields.LocalDateField(), "31.02.2027", "Check the date: there is no such day"),
        (fields.LocalDateField(), "tomorrow", "Enter the date as day.month.year, like 27.03.2027"),
        (fields.LocalDateTimeField(), "27.03.2027 25:10", "Check the time: write it from 00:00 to 23:59"),
        (fields.LocalDateTimeField(), "27.03.2027",
         "Enter the date and time as day.month.year hours:minutes, like 27.03.2027 14:30"),
        (fields.CommodityCodeField(), "12345", "Commodity code must be 10 digits, like 8517130000"),
        (fields.CountryField(), "XX", "Select a country from the list"),
        (fields.WholeNumberField(), "1.5", "Enter a whole number, without a fraction"),
        (fields.TextField(max_length=3), "four", "Write 3 characters or fewer; you wrote 4"),
    ],
)  # fmt: skip
def test_faults_say_what_to_do(field: forms.Field, typed: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as fault:
        field.clean(typed)
    assert fault.value.messages == [sentence]


@pytest.mark.parametrize("typed", ["8517130000", "8517 13 000 0", "8517.13.000.0", "8517-13-00-00"])
def test_a_commodity_code_may_be_typed_in_groups(typed: str) -> None:
    assert fields.CommodityCodeField().clean(typed) == "8517130000"


@pytest.mark.parametrize(("typed", "count"), [("1 240", 1240), ("1,240", 1240), ("1.240", 1240), ("7", 7)])
def test_counts(typed: str, count: int) -> None:
    assert fields.WholeNumberField().clean(typed) == count


@pytest.mark.parametrize(("language", "name"), [("en", "China"), ("ru", "Китай"), ("kk", "Қытай")])
def test_countries_speak_the_readers_language(language: str, name: str) -> None:
    with translation.override(language):
        assert dict(fields.CountryField().choices)["CN"] == name
        assert fields.CountryField().clean("CN") == "CN"


def test_kazakh_countries_stand_in_the_order_of_the_kazakh_alphabet() -> None:
    with translation.override("kk"):
        names = [name for code, name in fields.CountryField().choices if code in {"KZ", "KG", "KE", "CN"}]
    assert names == ["Кения", "Қазақстан", "Қырғызстан", "Қытай"]
