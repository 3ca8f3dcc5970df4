"""The words of the gate in templates."""

from typing import Any

from django import template
from django.utils.translation import get_language

from agencies.customs.gate import words
from agencies.customs.gate.answering import Word

register = template.Library()

TONES = {Word.GO: "good", Word.WAIT: "bad", Word.BAY: "warn"}
ICONS = {Word.GO: "check-circle-fill", Word.WAIT: "exclamation-octagon-fill", Word.BAY: "search"}


@register.simple_tag
def gate_word(code: str, of: str) -> str:
    """The word for a code; `of` names the list of `words.py`."""
    known: words.Words = getattr(words, of.upper())
    return str(known.get(code, code))


@register.filter
def gate_tone(word: Word) -> str:
    """The tone of an answer."""
    return TONES[word]


@register.filter
def gate_icon(word: Word) -> str:
    """The icon of an answer."""
    return ICONS[word]


@register.filter
def is_body(code: str) -> bool:
    """Whether who has it is an agency, and not the trader or the gate."""
    return code not in words.WHO


@register.filter
def own_name(names: Any) -> str:
    """Of names by language (a fee's, or a row of the tariff's), the reader's."""
    language = (get_language() or "en")[:2]
    return str(names.get(language) or names.get(f"name_{language}") or names.get("en") or names.get("name_en"))
