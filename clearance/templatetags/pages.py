"""Template tags of the pages: names of agencies, kinds and papers, headlines, addresses of a content's pages."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clearance import clock, figures, sentences
from clearance.forms import choices
from clearance.laws import law_text
from clearance.models import Appeal, Declaration
from clearance.views import desk_rows, sections
from clearance.views.keeping import Kept
from clearance.wording import in_language, numbers_text
from clearance.workflow import State

register = template.Library()

SCANS: Mapping[str, str | Promise] = {
    "clean": _("checked for viruses"),
    "not_scanned": _("not checked for viruses"),
}
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


@register.filter
def law(text: str) -> str:
    """A legal basis in the reader's language."""
    return law_text(text)


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
def standing_of(declaration: Declaration) -> list[dict[str, Any]]:
    """Every sign-off of a declaration and where it stands, for `desk/signoff/others.html`."""
    return desk_rows.standing_of(declaration, now=clock.now())


@register.simple_tag
def paper_name(code: str) -> str:
    """The name of a kind of paper."""
    return choices.paper_name(str(code or ""))


@register.simple_tag
def packages_text(item: Mapping[str, Any]) -> str:
    """The packages of an item in words."""
    return choices.packages_text(item)


@register.simple_tag
def headline(stored: Mapping[str, Any]) -> str:
    """Who has the ball, in a sentence."""
    return sentences.headline_sentence(stored) if stored else ""


@register.simple_tag
def appeal_words(appeal: Appeal) -> Any:
    """Where an appeal stands."""
    return sentences.OUTCOMES.get(appeal.outcome) or sentences.APPEALS.get(appeal.state, "")


@register.simple_tag
def until(row: Declaration) -> str:
    """By when something is due, or how long a draft is kept; empty where no time runs."""
    due = sentences.moment_of((row.headline or {}).get("due"))
    if due is None:
        return ""
    if row.state != State.DRAFT:
        return format_html(
            ' <span class="sw-until">{}</span>', _("by %(moment)s") % {"moment": figures.moment(due, "short")}
        )
    days = max(0, (due - clock.now()).days)
    kept = ngettext("kept %(days)s more day", "kept %(days)s more days", days) % {"days": days}
    return format_html(' <span class="sw-until">{}</span>', kept)


@register.filter
def breaks_at_slashes(value: Any) -> str:
    """A long number may go on in the next line after a slash, and nowhere else."""
    return format_html_join(mark_safe("/<wbr>"), "{}", ((part,) for part in str(value).split("/")))


@register.filter
def address(kept: Kept, name: str) -> str:
    """The address of a page about a content."""
    return kept.url(name)


@register.simple_tag
def section_url(kept: Kept, name: str) -> str:
    """The address of a section of a content."""
    return sections.url_of(kept, name)


@register.simple_tag
def onward_url(kept: Kept, name: str) -> str:
    """The address where one goes on after a section."""
    return sections.onward(kept, name)


@register.simple_tag
def next_item_url(kept: Kept, count: int) -> str:
    """The address of the item after the last."""
    return kept.url("item", count + 1)


@register.simple_tag
def remove_url(kept: Kept, number: int) -> str:
    """The address that takes an item out."""
    return kept.url("remove_item", number)


@register.simple_tag
def remove_file_url(kept: Kept, uuid: Any) -> str:
    """The address that takes a file out of a draft."""
    return kept.url("remove_file", uuid)


@register.simple_tag
def scan_word(scan: str) -> Any:
    """What a virus scanner said of a file."""
    return SCANS.get(scan, scan)


@register.simple_tag
def export_url(kept: Kept, form: str) -> str:
    """The address of the items as a sheet, xlsx or csv."""
    return kept.url("items_export", form)


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
