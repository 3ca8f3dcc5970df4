"""Positions and devices in templates: the words of their codes, where something is, by whom it is known and how old that is."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from agencies.customs.models import LastPosition, Position
from agencies.customs.tracking import words
from clearance.acts import clock, figures

register = template.Library()


@register.simple_tag
def tracking_word(code: str, of: str) -> str:
    """The word for a code; `of` names the list: devices, sources, codes or marks."""
    known: words.Words = getattr(words, of.upper())
    return str(known.get(code, code))


@register.simple_tag
def where(one: Position | LastPosition) -> str:
    """The place by its name and its degrees, as far as they are known."""
    degrees = "" if one.latitude is None or one.longitude is None else f"{one.latitude:.5f}, {one.longitude:.5f}"
    return " · ".join(part for part in (one.place, degrees) if part) or _("unknown")


@register.simple_tag
def known_by(one: LastPosition) -> str:
    """Who said so, and how long ago it was so."""
    if one.at is None:
        return ""
    source = str(words.SOURCES.get(one.source, one.source))
    return _("%(source)s, %(age)s ago") % {"source": source, "age": figures.duration(clock.now() - one.at)}
