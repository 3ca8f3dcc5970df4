"""The words of guarantees and movements in templates."""

from django import template

from agencies.customs.arrival import words as arrival
from agencies.customs.guarantees import words

register = template.Library()


@register.simple_tag
def customs_word(code: str, of: str) -> str:
    """The word for a code; `of` names the list: kinds, forms, acts, exempt, states, seals_said, remarks or units."""
    known: words.Words = getattr(words, of.upper(), None) or getattr(arrival, of.upper())
    return str(known.get(code, code))
