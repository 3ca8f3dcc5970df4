"""Template tags of the pages: names of agencies, kinds and papers, headlines, addresses of a content's pages."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clearance import sentences
from clearance.forms import choices
from clearance.views import sections
from clearance.views.keeping import Kept
from clearance.wording import in_language, numbers_text

register = template.Library()

KINDS: Mapping[str, str | Promise] = {
    "import": _("Import"),
    "export": _("Export"),
    "transit": _("Transit"),
    "postal": _("Postal item"),
}


@register.filter
def words(text: str) -> list[str]:
    """Words of a text, for short closed lists in a template."""
    return text.split()


@register.simple_tag
def kind_word(code: str) -> Any:
    """The word of a kind of declaration."""
    return KINDS.get(code, code)


@register.simple_tag
def agency_name(code: str) -> str:
    """The name of an agency."""
    return sentences.agency_name(code)


@register.simple_tag
def requirement_title(one: Any) -> str:
    """What a sign-off is about."""
    return sentences.title_of(one.requirement, one.titles)


@register.simple_tag
def title_of(requirement: str) -> str:
    """The name of a requirement."""
    return sentences.title_of(requirement)


@register.simple_tag
def paper_name(code: str) -> str:
    """The name of a kind of paper."""
    return choices.paper_name(str(code or ""))


@register.simple_tag
def headline(stored: Mapping[str, Any]) -> str:
    """Who has the ball, in a sentence."""
    return sentences.headline_sentence(stored) if stored else ""


@register.filter
def address(kept: Kept, name: str) -> str:
    """The address of a page about a content."""
    return kept.url(name)


@register.simple_tag
def section_url(kept: Kept, name: str) -> str:
    """The address of a section of a content."""
    return sections.url_of(kept, name)


@register.simple_tag
def next_item_url(kept: Kept, rows: list[Any]) -> str:
    """The address of the item after the last."""
    return kept.url("item", len(rows) + 1)


@register.simple_tag
def entry_items(entry: Mapping[str, Any]) -> str:
    """The items an entry of a routing trace is about."""
    return numbers_text(entry.get("items") or ())


@register.simple_tag
def rule_title(row: Mapping[str, Any]) -> str:
    """What a row of a rulebook asks, in the reader's language."""
    return in_language({language: str(row.get(f"title_{language}", "")) for language in ("en", "ru", "kk")})


@register.simple_tag
def rule_text(row: Mapping[str, Any], what: str) -> str:
    """The goods or the condition of a row of a rulebook, as it is written there."""
    if what == "goods":
        without = row.get("hs_exclude")
        return str(row.get("hs_include", "")) + (f" − {without}" if without else "")
    return " ".join(filter(None, (str(row.get(name) or "") for name in ("origin_condition", "condition")))).replace(
        "*", ""
    )
