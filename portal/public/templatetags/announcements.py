"""The sentences on top of every page."""

from typing import Any

from django import template

from portal.public import announcing

register = template.Library()


@register.inclusion_tag("components/announcements.html")
def announcements() -> dict[str, Any]:
    """What stands on top of the pages now."""
    return {"shown": announcing.shown()}
