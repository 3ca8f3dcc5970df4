"""Template tags of the tariff: names of codes, units and rates as a reader knows them."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from clearance import clock, figures, registry, sentences
from clearance.forms import choices
from clearance.reading import procedures
from clearance.reference import rates
from clearance.reference.tariff import Code

register = template.Library()


@register.simple_tag
def code_name(code: Code) -> SafeString:
    """The name of a code, marked with its language; the headings on the way to it go before, smaller."""
    lead = format_html('<span class="sw-muted sw-code-path" lang="{}">{}</span>', code.language, code.lead)
    name = format_html('<span lang="{}">{}</span>', code.language, code.last)
    return format_html("{}{}", name, lead) if code.lead else name


@register.simple_tag
def unit_name(unit: str) -> str:
    """A unit of measure in the reader's language where we know it."""
    return choices.unit_name(unit)


@register.simple_tag
def rate_text(rate: str) -> str:
    """A rate of duty: a bare number is per cent."""
    return rates.written(rate)


@register.simple_tag
def vat_rate() -> str:
    """The rate of value added tax today."""
    return f"{rates.charge('vat', clock.today()).normalize():f}%"


@register.simple_tag
def customs_fee() -> str:
    """The customs fee of a declaration today."""
    return figures.money(rates.charge("fee", clock.today()), "KZT")


@register.simple_tag
def book_name(agency: str) -> str:
    """Whose rulebook: an agency's, or the one for all."""
    return str(_("For all agencies")) if agency not in registry.agencies() else sentences.agency_name(agency)


@register.simple_tag
def procedure_name(code: str) -> str:
    """A procedure in the reader's language."""
    return procedures.name_of(code)
