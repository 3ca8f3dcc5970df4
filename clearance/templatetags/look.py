"""Template tags of the look: icons, words of states, moments, clocks, figures, the error summary."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from clearance import clocked, figures, words
from clearance.forms import summary

register = template.Library()

ICONS = Path(settings.BASE_DIR) / "static" / "vendor" / "icons"
NOTICE_ICONS = {
    "success": "check-circle-fill",
    "info": "info-circle-fill",
    "warning": "exclamation-triangle-fill",
    "error": "exclamation-octagon-fill",
}
TONE_ICONS = {
    words.NEUTRAL: "dash-lg",
    words.INFO: "three-dots",
    words.GOOD: "check-lg",
    words.WARN: "question-lg",
    words.BAD: "x-lg",
    words.WAIT: "clock",
}
CODE_ICONS = {"held": "pause-fill", "inspection": "search", "draft": "pencil", "completed": "check-lg"}


@cache
def _drawing(name: str) -> str:
    """What is inside the `<svg>` of a vendored icon; an unknown name is a mistake in a template."""
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise ValueError(f"{name!r} is not the name of an icon.")
    drawn = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    return drawn[drawn.index(">") + 1 : drawn.rindex("</svg>")].strip()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A vendored icon drawn in the page; hidden from readers unless it has a label of its own."""
    drawing = mark_safe(_drawing(name))  # noqa: S308  our own file, named by a checked word
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="sw-icon" viewBox="0 0 16 16" {} focusable="false">{}</svg>', spoken, drawing)


@register.simple_tag
def notice_icon(level: str = "info") -> SafeString:
    """The icon of a notice of this level; Django's extra tags and debug count as info."""
    return icon(NOTICE_ICONS.get(str(level).split(" ")[-1], NOTICE_ICONS["info"]))


@register.simple_tag
def word(code: str, audience: str = words.TRADER, of: str = "") -> Any:
    """The word of a state or verdict for this audience."""
    return words.word_for(str(code), audience, of=of)


@register.simple_tag
def tone(code: str) -> str:
    """How a state is painted: neutral, info, good, warn, bad, wait."""
    return words.tone_of(str(code))


@register.simple_tag
def tone_icon(code: str) -> SafeString:
    """The shape that goes with a state, so that its colour never speaks alone."""
    return icon(CODE_ICONS.get(str(code)) or TONE_ICONS[words.tone_of(str(code))])


@register.simple_tag
def status_chip(code: str, audience: str = words.TRADER, of: str = "") -> SafeString:
    """A state as a chip: shape, colour and word."""
    return format_html(
        '<span class="sw-chip sw-tone-{}">{}{}</span>',
        words.tone_of(str(code)),
        tone_icon(code),
        words.word_for(str(code), audience, of=of),
    )


@register.simple_tag
def lane_chip(code: str) -> SafeString:
    """A risk channel: its own shape, colour and words. For officers; never on a trader's page before presentation."""
    return format_html('<span class="sw-lane sw-lane-{}">{}</span>', str(code), words.word_for(str(code), of="lane"))


@register.simple_tag
def when(value: datetime | date | None, style: str = "long", zone: str = "", with_zone: bool = False) -> str:
    """An absolute moment in `<time>`; styles long, short, date, short_date, time."""
    if value is None or value == "":
        return ""
    written = figures.moment(value, style, zone=zone, with_zone=with_zone)
    return format_html('<time datetime="{}">{}</time>', figures.iso(value), written)


@register.simple_tag
def duration(value: timedelta | int | None) -> str:
    """A length of time in words; seconds if a number."""
    return figures.duration(value)


@register.simple_tag
def mass(value: Decimal | str | None) -> str:
    """A mass in kilograms with its unit."""
    return figures.mass(value)


@register.simple_tag
def money(amount: Decimal | str | None, currency: str = "KZT") -> str:
    """An amount and its currency."""
    return figures.money(amount, currency)


@register.filter
def grouped(value: Decimal | str | None) -> str:
    """A number in thin groups."""
    return figures.number(value)


@register.filter
def numbers_of_pages(page: Page) -> list[int | str]:
    """The numbers of pages to link from this one: the first two, the nearest, the last two, and gaps."""
    return list(page.paginator.get_elided_page_range(page.number))


@register.inclusion_tag("components/clock.html")
def clock(
    due: datetime | None,
    state: str = "running",
    since: datetime | None = None,
    now: datetime | None = None,
    audience: str = words.TRADER,
) -> dict[str, Any]:
    """The time left until `due`: words, icon and bar. State: running, stopped (a question is open), waiting, done."""
    return {"clock": clocked.reading(due, state, since=since, now=now, audience=audience)}


@register.inclusion_tag("components/error_summary.html")
def fielderrors(*sources: Any, problems: Any = None) -> dict[str, Any]:
    """The error summary of forms, formsets and problems; nothing where there are no faults."""
    return {"faults": summary.faults_of(*sources, problems)}
