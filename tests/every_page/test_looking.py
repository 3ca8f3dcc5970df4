"""What the command takes for a word of another language, and which rows it must visit."""

import pytest

from portal import access
from tests.every_page.looking import foreign
from tests.every_page.ways import NO_PAGE, ONLY_ENGLISH, SENT_EMPTY


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Save and continue", "ru"),
        ("The agencies are asked now", "kk"),
        ("Нет ответа от органа", "kk"),
        ("Нет ответа от органа", "en"),
        ("Декларация үшін", "ru"),
    ],
)
def test_a_sentence_left_in_another_language_is_found(text: str, language: str) -> None:
    assert foreign(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Маған не қажет болады?", "kk"),
        ("Органы отвечают в одно время", "ru"),
        ("Bank of Astana", "ru"),
        ("Europe/Isle_of_Man", "kk"),
        ("Silk Road Foods LLP · Fresh apples, Fuji, in cartons of 18 kg", "ru"),
    ],
)
def test_names_codes_and_what_people_typed_are_not(text: str, language: str) -> None:
    assert not foreign(text, language)


def test_what_is_left_out_or_sent_empty_is_in_the_access_table() -> None:
    known = {*access.table(), "demo_mail", "demo_letter", "demo_letter_html"}  # the last three in a demo only
    assert {*NO_PAGE, *ONLY_ENGLISH, *SENT_EMPTY} <= known
