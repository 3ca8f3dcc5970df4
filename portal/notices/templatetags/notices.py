"""Template tags of webhooks: where a delivery stands, and why it failed."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clearance.templatetags.look import icon
from portal.notices import words
from portal.notices.models import Delivery

register = template.Library()


@register.simple_tag
def standing_chip(delivery: Delivery) -> SafeString:
    """Where a delivery stands: shape, colour and word."""
    tone, shape = words.TONES[delivery.standing]
    return format_html(
        '<span class="sw-chip sw-tone-{}">{}{}</span>', tone, icon(shape), words.STANDING[delivery.standing]
    )


@register.simple_tag
def standing_tab(standing: str) -> Any:
    """The word of a view of deliveries."""
    return words.STANDING[standing] if standing else _("All")


@register.simple_tag
def fault_words(fault: str) -> Any:
    """Why nothing came back."""
    return words.FAULTS.get(fault, fault)
