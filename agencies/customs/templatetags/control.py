"""The words of the control centre in templates."""

from django import template

from agencies.customs.alarms import words as alarms
from agencies.customs.control import words

register = template.Library()

LISTS = {
    "kinds": words.KINDS,
    "asks": words.ASKS,
    "modes": words.MODES,
    "sources": words.SOURCES,
    "alarms": alarms.KINDS,
    "severities": alarms.SEVERITIES,
    "alarm_states": alarms.STATES,
    "stop_reasons": alarms.REASONS,
}


@register.simple_tag
def control_word(code: str, of: str) -> str:
    """The word for a code; `of` names the list."""
    return str(LISTS[of].get(code, code))
