"""Sentences for what routing answers: why a sign-off is asked, until when, which papers, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from clearance import registry
from clearance.conditions import Condition, Term
from clearance.fact_registry import FactType
from clearance.fact_tables import document_names
from clearance.laws import law_text
from clearance.rules import RuleError

LANGUAGES = ("en", "ru", "kk")

VALUES: Mapping[tuple[str, str], str | Promise] = {
    ("direction", "import"): _("import"),
    ("direction", "export"): _("export"),
    ("direction", "transit"): _("transit"),
    ("channel", "cargo"): _("cargo"),
    ("channel", "post"): _("mail"),
    ("mode", "road"): _("road"),
    ("mode", "rail"): _("rail"),
    ("mode", "air"): _("air"),
    ("mode", "sea"): _("sea"),
    ("mode", "post"): _("mail"),
    ("item_type", "letter"): _("letter"),
    ("lane", "green"): _("green"),
    ("lane", "yellow"): _("yellow"),
    ("lane", "red"): _("red"),
    ("lane", "blue"): _("blue"),
}
"""Words for coded values of facts; other values are shown as they are."""

REASONS: Mapping[str, str | Promise] = {
    "nobody_asked": _("No rule says who must agree, so the routing desk decides."),
    "absent_number": _("A number that a rule needs is not given, so the routing desk decides."),
    "short_code": _("The commodity code is too short to tell whether a rule applies, so the routing desk decides."),
}

COMPARED: Mapping[str, str | Promise] = {
    "=": _("%(fact)s: %(value)s"),
    "!=": _("%(fact)s: not %(value)s"),
    "<": _("%(fact)s: less than %(value)s"),
    "<=": _("%(fact)s: at most %(value)s"),
    ">": _("%(fact)s: more than %(value)s"),
    ">=": _("%(fact)s: at least %(value)s"),
}
"""How a rule compares a fact with a value."""

RULE_FAULTS: Mapping[str, str | Promise] = {
    "unknown_fact": _("Rule %(rule)s, column %(column)s: there is no fact named “%(text)s”."),
    "syntax": _("Rule %(rule)s, column %(column)s: “%(text)s” is not a condition."),
    "flag_value": _("Rule %(rule)s, column %(column)s: a flag is compared with 0 or 1, not as in “%(text)s”."),
    "number_value": _("Rule %(rule)s, column %(column)s: “%(text)s” needs a number."),
    "operator": _("Rule %(rule)s, column %(column)s: only numbers can be greater or less, not as in “%(text)s”."),
    "commodity_code": _(
        "Rule %(rule)s, column %(column)s: “%(text)s” is not a commodity code or a range of equal length."
    ),
    "document": _("Rule %(rule)s, column %(column)s: “%(text)s” is not a kind of paper."),
    "word": _("Rule %(rule)s, column %(column)s: the word “%(text)s” is not one of this column."),
    "missing": _("Rule %(rule)s: fill in the column %(column)s."),
    "only_documentary": _("Rule %(rule)s: only a check of papers can decide itself; take auto_when away."),
    "never_restricted": _("Rule %(rule)s, column %(column)s: a restricted rule may not do this."),
    "restricted_fact": _(
        "Rule %(rule)s, column %(column)s: a public rule may not read the restricted fact “%(text)s”."
    ),
    "item_fact": _("Rule %(rule)s, column %(column)s: “%(text)s” is a fact of an item, but the rule is about no item."),
    "whole_declaration_only": _("Rule %(rule)s: a waiver speaks of the whole declaration, not of single goods."),
    "repeated": _("Rule %(rule)s is in the rulebook twice."),
    "mixed_requirement": _(
        "Rule %(rule)s, column %(column)s: the requirement “%(text)s” is used otherwise by another rule."
    ),
}


def language() -> str:
    """The reader's language, one of three."""
    active = (get_language() or "en")[:2]
    return active if active in LANGUAGES else "en"


def in_language(texts: Mapping[str, str]) -> str:
    """The reader's one of three texts; English where it is missing."""
    return texts.get(language()) or texts.get("en", "")


def because_text(because: Iterable[Mapping[str, Any]]) -> str:
    """All reasons of a sign-off in sentences, each once."""
    return " ".join(dict.fromkeys(because_sentence(entry) for entry in because))


def because_sentence(entry: Mapping[str, Any]) -> str:
    """One `{rule, facts, items}` in a sentence; a reason of the routing desk is one already."""
    reason = entry.get("reason")
    if reason:
        return str(REASONS.get(reason, REASONS["nobody_asked"]))
    facts = [fact_text(name, value) for name, value in sorted(entry.get("facts", {}).items(), key=_goods_first)]
    items: Sequence[int] = entry.get("items", ())
    if not facts:
        return gettext("This is asked of every declaration.")
    if not items:
        return gettext("Because of the declaration: %(facts)s.") % {"facts": "; ".join(facts)}
    return ngettext("Because of item %(items)s: %(facts)s.", "Because of items %(items)s: %(facts)s.", len(items)) % {
        "items": numbers_text(items),
        "facts": "; ".join(facts),
    }


def fact_text(name: str, value: Any) -> str:
    """A fact with its value: “commodity code 0808108006”, or for a flag just what it says."""
    fact = registry.facts().get(name)
    phrase = in_language(fact.phrases) if fact and fact.phrases else name
    if fact and fact.type is FactType.FLAG and value is True:
        return phrase
    return gettext("%(fact)s %(value)s") % {"fact": phrase, "value": value_text(name, value)}


def condition_text(condition: Condition) -> str:
    """When a rule holds, in words: clauses that must all hold, each with its alternatives; empty for always."""
    clauses = [either([term_text(term) for term in clause]) for clause in condition.clauses]
    return "; ".join(clauses)


def term_text(term: Term) -> str:
    """One comparison in words: “the goods are for sowing”, “value, EUR: more than 200”."""
    phrase = in_language(term.fact.phrases) if term.fact.phrases else term.name
    if term.fact.type is FactType.FLAG:
        is_so = term.value is (term.operator == "=")
        return phrase if is_so else gettext("not if %(fact)s") % {"fact": phrase}
    return str(COMPARED[term.operator]) % {"fact": phrase, "value": value_text(term.name, str(term.value))}


def wide_goods_text(prefixes: Sequence[str], excluded: Sequence[str]) -> str:
    """The codes a rule speaks of, runs of neighbours joined, and those it leaves out; empty for all goods."""
    if not prefixes:
        return gettext("all goods except %(codes)s") % {"codes": codes_text(excluded)} if excluded else ""
    if not excluded:
        return codes_text(prefixes)
    return gettext("%(codes)s, except %(excluded)s") % {"codes": codes_text(prefixes), "excluded": codes_text(excluded)}


def codes_text(codes: Sequence[str]) -> str:
    """Codes with runs of neighbours of equal length joined: 0601, 0701–0709."""
    runs: list[list[str]] = []
    for code in sorted(codes):
        if runs and len(code) == len(runs[-1][-1]) and int(code) == int(runs[-1][-1]) + 1:
            runs[-1].append(code)
        else:
            runs.append([code])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def value_text(name: str, value: Any) -> str:
    """A value of a fact in words where it is a code, several apart by commas."""
    if isinstance(value, Mapping):
        return str(value.get("number", ""))
    if isinstance(value, list | tuple):
        return ", ".join(value_text(name, one) for one in value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(VALUES.get((name, str(value)), value))


def numbers_text(numbers: Sequence[int]) -> str:
    """Item numbers with runs joined: 1–3, 7."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def deadline_text(value: int, unit: str) -> str:
    """A length of time in words."""
    words = {
        "minute": ngettext("%(count)d minute", "%(count)d minutes", value),
        "hour": ngettext("%(count)d hour", "%(count)d hours", value),
        "working_hour": ngettext("%(count)d working hour", "%(count)d working hours", value),
        "working_day": ngettext("%(count)d working day", "%(count)d working days", value),
        "calendar_day": ngettext("%(count)d calendar day", "%(count)d calendar days", value),
    }
    return words[unit] % {"count": value}


def default_note(*, is_default: bool, deadline_source: str = "law") -> str:
    """What a reader must be told of a rule or a deadline that is our own default; empty for one read in a source."""
    if is_default:
        return gettext("This rule is a default of the portal.")
    if deadline_source == "default":
        return gettext("The deadline is a default of the portal.")
    return ""


def paper_text(any_of: Iterable[str]) -> str:
    """The names of the kinds of paper that will do."""
    names = document_names()
    return either([in_language(names[kind]) if kind in names else kind for kind in any_of])


def either(words: Sequence[str]) -> str:
    """“a, b or c” in the reader's language."""
    if len(words) < 2:
        return "".join(words)
    return gettext("%(all_but_last)s or %(last)s") % {"all_but_last": ", ".join(words[:-1]), "last": words[-1]}


def rule_fault_sentence(error: RuleError) -> str:
    """One fault of a rulebook for the administrator who publishes it."""
    return str(RULE_FAULTS[error.code]) % {"rule": error.rule or "?", "column": error.column, "text": error.text}


def worded(explanation: Mapping[str, Any]) -> dict[str, Any]:
    """An explanation with `title`, `agency_name`, `because_text` and `deadline_text` in the reader's language added."""
    return {
        **explanation,
        "agencies": [
            {**one, "name": in_language(one["names"]), "sign_offs": [_worded(asked) for asked in one["sign_offs"]]}
            for one in explanation["agencies"]
        ],
        "steps": [_worded(asked) for asked in explanation["steps"]],
        "visit_checks": [_worded(asked) for asked in explanation["visit_checks"]],
        "documents": [{**paper, "text": _papers(paper["any_of"])} for paper in explanation["documents"]],
        "unplaced": [{**one, "text": str(REASONS[one["reason"]])} for one in explanation["unplaced"]],
    }


def _worded(asked: Mapping[str, Any]) -> dict[str, Any]:
    deadline = asked["deadline"]
    return {
        **asked,
        "agency_name": in_language(asked["agency_names"]),
        "right_holder_name": in_language(asked["in_the_name_of"]["names"]) if asked["in_the_name_of"] else "",
        "title": in_language(asked["titles"]),
        "because_text": because_text(asked["because"]),
        "deadline_text": deadline_text(deadline["value"], deadline["unit"]),
        "legal_basis": law_text(asked["legal_basis"]),
        "default_note": default_note(is_default=asked["is_default"], deadline_source=deadline["source"]),
        "missing_text": [_papers(kinds) for kinds in asked["missing_documents"]],
    }


def _papers(kinds: Iterable[Mapping[str, Any]]) -> str:
    return either([in_language(kind["names"]) for kind in kinds])


def _goods_first(fact: tuple[str, Any]) -> tuple[bool, str]:
    """Commodity codes before everything else: they are what a trader knows best."""
    return fact[0] != "hs", fact[0]
