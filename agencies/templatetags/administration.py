"""Template tags of an agency's administration."""

from collections.abc import Mapping
from typing import Any

from django import template

from agencies.rulebooks.saying import sentence_of

register = template.Library()


@register.simple_tag
def rule_sentence(row: Mapping[str, Any], agency: str) -> str:
    """A rule in words."""
    return sentence_of(row, agency)
