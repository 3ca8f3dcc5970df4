"""What the public rules in force ask, rule by rule and in words: for pages about goods and about procedures.

Restricted rules and dry runs are left out at the door, so that nothing behind it can show one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import pgettext_lazy

from clearance import registry, rulebooks
from clearance.laws import law_text
from clearance.models import Rulebook
from clearance.rule_words import Kind
from clearance.rules import CompiledRule, is_default
from clearance.sentences import BLOCKS, CONTROLS, agency_name, title_of
from clearance.wording import condition_text, deadline_text, default_note, in_language, paper_text, wide_goods_text

DIRECTION_WORDS = {
    "import": pgettext_lazy("direction", "import"),
    "export": pgettext_lazy("direction", "export"),
    "transit": pgettext_lazy("direction", "transit"),
}
ALL_DIRECTIONS = tuple(DIRECTION_WORDS)


@dataclass(frozen=True)
class Paper:
    """A paper that is looked at, in words."""

    text: str
    required: bool


@dataclass(frozen=True)
class Asks:
    """What one public rule asks, in the reader's language."""

    rule: CompiledRule
    agency: str
    holder: str
    what: str
    title: str
    control: str
    blocks: str
    directions: tuple[str, ...]
    goods: str
    when: str
    papers: tuple[Paper, ...]
    deadline: str
    legal_basis: str
    note: str
    is_automatic: bool


def public_rules(at: datetime) -> list[CompiledRule]:
    """Every live rule the public may read, of the books in force."""
    _ids, books = rulebooks.in_force(at)
    return [rule for book in books for rule in book.rules if rule.live and not rule.restricted]


def books_in_force(at: datetime) -> list[Rulebook]:
    """The published rulebooks in force, with the moment each began; one statement."""
    ids = rulebooks.numbers_in_force(at)
    return list(Rulebook.objects.filter(pk__in=ids.values()).order_by("agency"))


def about_goods(rules: Iterable[CompiledRule], code: str) -> list[Asks]:
    """What is asked of goods of a code, or of some of the codes under it, by the direction they move in."""
    asked = [rule for rule in rules if rule.kind is Kind.SIGN_OFF and rule.prefixes and _concerns(rule, code)]
    return [worded(rule) for rule in sorted(asked, key=lambda rule: rule.order)]


def _concerns(rule: CompiledRule, code: str) -> bool:
    if any(code.startswith(excluded) for excluded in rule.excluded):
        return False
    return any(code.startswith(prefix) or prefix.startswith(code) for prefix in rule.prefixes)


def worded(rule: CompiledRule) -> Asks:
    """One rule in words."""
    row = rule.row
    holder = registry.right_holder_of(row["requirement"])
    condition = rule.of_header.joined_with(rule.of_items)
    return Asks(
        rule=rule,
        agency=agency_name(rule.agency),
        holder=in_language(holder) if holder else "",
        what=title_of(row["requirement"]),
        title=in_language({one: row.get(f"title_{one}", "") for one in ("en", "ru", "kk")}),
        control=str(CONTROLS[rule.control.value]),
        blocks=str(BLOCKS.get(row["blocks"], "")),
        directions=tuple(str(DIRECTION_WORDS[one]) for one in ALL_DIRECTIONS if one in _directions(rule)),
        goods=wide_goods_text(rule.prefixes, rule.excluded),
        when=condition_text(condition),
        papers=papers_of(rule),
        deadline=deadline_text(int(row["sla_value"]), row["sla_unit"]),
        legal_basis=law_text(row["legal_basis"]),
        note=default_note(is_default=is_default(row), deadline_source=row.get("sla_source") or ""),
        is_automatic=rule.auto_when is not None,
    )


def papers_of(rule: CompiledRule) -> tuple[Paper, ...]:
    """The papers a rule asks for."""
    return tuple(Paper(paper_text(paper.any_of), paper.required) for paper in rule.papers)


def by_agency(asked: Sequence[Asks]) -> list[tuple[str, list[Asks]]]:
    """The same, agency by agency."""
    groups: dict[str, list[Asks]] = {}
    for one in asked:
        groups.setdefault(one.agency, []).append(one)
    return list(groups.items())


def _directions(rule: CompiledRule) -> frozenset[str]:
    return rule.limits.directions or frozenset(ALL_DIRECTIONS)
