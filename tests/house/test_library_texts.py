"""The libraries' sentences are spoken in the reader's language too, and are still the libraries' sentences."""

from datetime import date
from pathlib import Path

import allauth
import django
import polib
import pytest
from django.utils.translation import gettext, ngettext, override

from clearance.figures import moment
from portal import library_texts

PLAIN = [
    text
    for part in (library_texts.FIELDS, library_texts.PASSWORDS, library_texts.NOTICES)
    for text in part
    if isinstance(text, str)
]


@pytest.fixture(scope="module")
def of_the_libraries() -> set[str]:
    django_home, allauth_home = Path(django.__file__).parent, Path(allauth.__file__).parent
    files = [*django_home.glob("**/locale/en/LC_MESSAGES/django.po"), allauth_home / "locale/ru/LC_MESSAGES/django.po"]
    return {entry.msgid for file in files for entry in polib.pofile(str(file)) if not entry.obsolete}


def test_each_is_a_sentence_of_an_installed_library(of_the_libraries: set[str]) -> None:
    assert len(PLAIN) > 20
    assert [text for text in PLAIN if text not in of_the_libraries] == []


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_none_is_left_in_english(language: str) -> None:
    with override(language):
        assert [text for text in PLAIN if gettext(text) == text] == []


def test_a_counted_sentence_is_kazakh_too() -> None:
    one = "Ensure this value has at most %(limit_value)d character (it has %(show_value)d)."
    with override("kk"):
        assert "таңба" in ngettext(one, one.replace("character ", "characters "), 5)


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2027, 3, 27), "2027 ж. 27 наурыз"),
        (date(2027, 5, 1), "2027 ж. 1 мамыр"),
        (date(2027, 12, 16), "2027 ж. 16 желтоқсан"),
    ],
)
def test_kazakh_months_are_common_words(day: date, written: str) -> None:
    with override("kk"):
        assert moment(day, "date") == written
