"""Countries by their two-letter codes, named and ordered in the reader's language."""

import gettext
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any

import pycountry
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clearance.forms.asking import Asking, Text

# The order of Kazakh letters; Russian is the same without the nine of its own. Unicode puts those and ё last.
ALPHABET = {letter: place for place, letter in enumerate("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя")}


class CountryField(Asking, forms.ChoiceField):
    """A country by its two-letter code, listed by name in the reader's language."""

    default_error_messages = {
        "required": _("Select the country"),
        "invalid_choice": _("Select a country from the list"),
    }

    def __init__(self, *args: Any, empty: Text = "", **options: Any) -> None:
        super().__init__(*args, choices=lambda: [("", empty or _("Select a country")), *countries()], **options)


def countries() -> list[tuple[str, str]]:
    """Every country: code and name in the reader's language, in the order of the names."""
    return _countries((get_language() or "en").split("-")[0])


@cache
def _countries(language: str) -> list[tuple[str, str]]:
    """ISO 3166 with the names of the iso-codes project, as pycountry carries them."""
    spoken: Callable[[str], str] = str
    with suppress(FileNotFoundError):
        spoken = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language]).gettext
    named = [
        (country.alpha_2, spoken(getattr(country, "common_name", None) or country.name))
        for country in pycountry.countries
    ]
    return sorted(named, key=lambda pair: [ALPHABET.get(letter, ord(letter)) for letter in pair[1].casefold()])
