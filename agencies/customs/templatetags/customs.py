"""The words of guarantees and movements in templates."""

from django import template

from agencies.customs.arrival import words as arrival
from agencies.customs.guarantees import words
from agencies.customs.transit import words as way

register = template.Library()


@register.simple_tag
def way_word(code: str, of: str) -> str:
    """The word for a code of what happens on the way; `of` names the list in `transit/words.py`."""
    known: words.Words = getattr(way, of.upper())
    return str(known.get(code, code))


@register.simple_tag
def customs_word(code: str, of: str) -> str:
    """The word for a code; `of` names the list: kinds, forms, acts, exempt, states, seals_said, remarks or units."""
    known: words.Words = getattr(words, of.upper(), None) or getattr(arrival, of.upper())
    return str(known.get(code, code))


@register.simple_tag
def of_key(found: object, key: str) -> str:
    """What stands under a key that is only known on the page; "" where nothing does."""
    return str(found.get(key, "")) if isinstance(found, dict) else ""
