"""Reading a rulebook with suspicion: what does not compile, never holds, adds nothing, or no longer does as its example."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from clearance import commodity, registry
from clearance.conditions import Term
from clearance.examples import answered, expected_of, facts_of_example
from clearance.fact_registry import FactType
from clearance.fact_tables import document_names
from clearance.reference.knowing import unknown_of
from clearance.reference.tariff import editions
from clearance.routing import plan
from clearance.rule_words import ASKING, MINUTES_AT_MOST, Kind, Status
from clearance.rules import CompiledBook, CompiledRule, RulebookErrors, RuleRow, compile_book
from clearance.validation import lists

COUNTRY_FACTS = frozenset({"origin", "dispatch_country", "destination_country", "trading_country"})


class Level(StrEnum):
    """How much a finding matters: an error stops publishing, a warning asks to look again."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing to look at: `code` says what, `facts` what the sentence about it names."""

    level: Level
    code: str
    rule: str
    column: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def findings(agency: str, rows: Sequence[RuleRow], others: Sequence[CompiledBook], on: date) -> list[Finding]:
    """Everything to look at in a book, errors first; `others` are the books of the other agencies in force."""
    found = [*_faults(agency, rows), *_codes(agency, rows, on), *_goods(rows, on), *_titles(rows)]
    rules = _compiled(agency, rows)
    found += [one for rule in rules for one in _never(rule)]
    found += _add_nothing(rules)
    if not any(one.level is Level.ERROR for one in found):
        found += _examples(agency, rows, others)
    order = list(Level)
    return sorted(found, key=lambda one: (order.index(one.level), one.rule, one.code))


def _faults(agency: str, rows: Sequence[RuleRow]) -> Iterator[Finding]:
    try:
        compile_book(agency, rows, book_id=0, known=registry.facts())
    except RulebookErrors as wrong:
        for error in wrong.errors:
            yield Finding(Level.ERROR, error.code, error.rule, error.column, {"text": error.text})


def _compiled(agency: str, rows: Sequence[RuleRow]) -> list[CompiledRule]:
    """The rules that compile by themselves and are looked at."""
    rules: list[CompiledRule] = []
    for row in rows:
        try:
            rules += compile_book(agency, [row], book_id=0, known=registry.facts()).rules
        except RulebookErrors:
            continue
    return rules


def _codes(agency: str, rows: Sequence[RuleRow], on: date) -> Iterator[Finding]:
    """Codes that nothing knows: requirements, papers, procedures, countries."""
    procedures, papers = lists.rows("procedures", on), document_names()
    for row in rows:
        rule, wanted = str(row["rule_id"]), str(row.get("requirement") or "")
        if row.get("kind") in ASKING and wanted and registry.requirement(wanted) is None:
            yield Finding(Level.ERROR, "unknown_requirement", rule, "requirement", {"text": wanted})
        elif wanted and agency in registry.agencies() and not wanted.startswith(f"{agency}."):
            yield Finding(Level.ERROR, "foreign_requirement", rule, "requirement", {"text": wanted})
        for code in str(row.get("procedures") or "*").split("|"):
            if code.strip() not in procedures and code.strip() not in ("*", "any"):
                yield Finding(Level.WARNING, "unknown_procedure", rule, "procedures", {"text": code.strip()})
        for part in str(row.get("required_documents") or "").split(";"):
            for kind in filter(None, (kind.strip() for kind in part.strip().removesuffix("?").split("|"))):
                if kind not in papers:
                    yield Finding(Level.WARNING, "unknown_paper", rule, "required_documents", {"text": kind})
    for compiled in _compiled(agency, rows):
        for term in _terms(compiled):
            if term.name in COUNTRY_FACTS and str(term.value) not in lists.countries():
                yield Finding(Level.WARNING, "unknown_country", compiled.rule, "condition", {"text": str(term.value)})


def _goods(rows: Sequence[RuleRow], on: date) -> Iterator[Finding]:
    """Commodity codes that the tariff in force does not have, with the nearest it has; of a range, its ends."""
    written = [
        (str(row["rule_id"]), column, code)
        for row in rows
        for column in ("hs_include", "hs_exclude")
        for code in commodity.written_in(str(row.get(column) or ""))
    ]
    unknown = unknown_of(editions(on), {code for _rule, _column, code in written})
    for rule, column, code in written:
        if code in unknown:
            near = unknown[code]
            facts = {"near": near.written, "name": near.name} if near else {}
            told = "unknown_code_near" if near else "unknown_code"
            yield Finding(Level.WARNING, told, rule, column, {"text": code, **facts})


def _titles(rows: Sequence[RuleRow]) -> Iterator[Finding]:
    for row in rows:
        for one, other in (("en", "ru"), ("en", "kk"), ("ru", "kk")):
            text = str(row.get(f"title_{one}") or "").strip()
            if text and text == str(row.get(f"title_{other}") or "").strip():
                yield Finding(Level.WARNING, "same_title", str(row["rule_id"]), f"title_{other}", {"text": text})


def _never(rule: CompiledRule) -> Iterator[Finding]:
    """Conditions that contradict each other or the journey, and goods that are all taken out again."""
    if rule.prefixes and rule.excluded and all(code.startswith(rule.excluded) for code in rule.prefixes):
        yield Finding(Level.WARNING, "all_goods_excluded", rule.rule, "hs_exclude")
    sure = [clause[0] for part in (rule.of_header, rule.of_items) for clause in part.clauses if len(clause) == 1]
    by_name: dict[str, list[Term]] = {}
    for term in sure:
        by_name.setdefault(term.name, []).append(term)
    journey = {"direction": rule.limits.directions, "mode": rule.limits.modes, "procedure": rule.limits.procedures}
    for name, terms in by_name.items():
        if not _possible(terms, journey.get(name) or frozenset()):
            yield Finding(Level.WARNING, "never_holds", rule.rule, "condition", {"fact": name})


def _possible(terms: Sequence[Term], allowed: frozenset[str]) -> bool:
    """Whether one value can answer all of these comparisons."""
    kind = terms[0].fact.type
    if kind is FactType.NUMBER:
        return _number_possible(terms)
    wanted = {term.value for term in terms if term.operator == "="}
    unwanted = {term.value for term in terms if term.operator == "!="}
    if kind is FactType.FLAG:
        wanted |= {not value for value in unwanted}
        unwanted = set()
    if kind is FactType.SET:
        return wanted.isdisjoint(unwanted)
    if allowed and wanted and not wanted <= allowed:
        return False
    return len(wanted) <= 1 and wanted.isdisjoint(unwanted) and (not allowed or not allowed <= unwanted)


def _number_possible(terms: Sequence[Term]) -> bool:
    low: tuple[Decimal, bool] | None = None
    high: tuple[Decimal, bool] | None = None
    for term in terms:
        if term.operator in (">", ">=", "="):
            bound = (term.value, term.operator == ">")
            low = bound if low is None else max(low, bound)
        if term.operator in ("<", "<=", "="):
            end = (term.value, term.operator == "<")
            high = end if high is None else min(high, end, key=lambda one: (one[0], not one[1]))
    if low is None or high is None:
        return True
    if low[0] == high[0]:
        holds = not low[1] and not high[1]
        return holds and not any(term.operator == "!=" and term.value == low[0] for term in terms)
    return bool(low[0] < high[0])


def _add_nothing(rules: Sequence[CompiledRule]) -> Iterator[Finding]:
    """Rules whose every match another rule answers at least as strictly: they never change who is asked."""
    asking = [rule for rule in rules if rule.kind is Kind.SIGN_OFF and rule.row.get("status", "live") != Status.OFF]
    for rule in asking:
        for other in asking:
            if other is rule or other.identity != rule.identity or not _covers(other, rule):
                continue
            twins = _covers(rule, other)
            if not twins or other.rule < rule.rule:
                code = "twin" if twins else "adds_nothing"
                yield Finding(Level.WARNING, code, rule.rule, "", {"other": other.rule})
                break


def _covers(wide: CompiledRule, narrow: CompiledRule) -> bool:
    """Whether `wide` asks for at least as much, of at least everything that `narrow` speaks of."""
    return (
        wide.live >= narrow.live
        and _journeys_cover(wide, narrow)
        and _goods_cover(wide, narrow)
        and set(wide.of_header.clauses) <= set(narrow.of_header.clauses)
        and set(wide.of_items.clauses) <= set(narrow.of_items.clauses)
        and wide.strictness >= narrow.strictness
        and set(narrow.papers) <= set(wide.papers)
        and _minutes(wide) <= _minutes(narrow)
        and wide.auto_when == narrow.auto_when
        and all(wide.row.get(name) == narrow.row.get(name) for name in ("blocks", "stop", "follow_up"))
    )


def _journeys_cover(wide: CompiledRule, narrow: CompiledRule) -> bool:
    pairs = (
        (wide.limits.directions, narrow.limits.directions),
        (wide.limits.modes, narrow.limits.modes),
        (wide.limits.procedures, narrow.limits.procedures),
    )
    channels = wide.limits.channel in ("both", narrow.limits.channel)
    return channels and all(not one or (bool(other) and other <= one) for one, other in pairs)


def _goods_cover(wide: CompiledRule, narrow: CompiledRule) -> bool:
    if wide.prefixes and not (narrow.prefixes and all(code.startswith(wide.prefixes) for code in narrow.prefixes)):
        return False
    if wide.by_item != narrow.by_item:
        return False
    return all(narrow.excluded and code.startswith(narrow.excluded) for code in wide.excluded)


def _minutes(rule: CompiledRule) -> int:
    return int(rule.row["sla_value"]) * MINUTES_AT_MOST[rule.row["sla_unit"]]


def _terms(rule: CompiledRule) -> Iterator[Term]:
    parts = (rule.of_header, rule.of_items, *([rule.auto_when] if rule.auto_when else []))
    return (term for part in parts for clause in part.clauses for term in clause)


def _examples(agency: str, rows: Sequence[RuleRow], others: Iterable[CompiledBook]) -> Iterator[Finding]:
    """Worked examples of the agency that this book answers otherwise than they say."""
    book = compile_book(agency, rows, book_id=0, known=registry.facts())
    books = sorted([*(one for one in others if one.agency != agency), book], key=lambda one: one.agency)
    try:
        examples = registry.examples_of(agency)
    except registry.UnknownAgency:
        return
    for example in examples:
        answer = answered(
            plan(facts_of_example(example, registry.facts()), books), agency if agency in registry.agencies() else None
        )
        expected = expected_of(example)
        for column in expected:
            if answer[column] != expected[column]:
                facts: dict[str, Any] = {"name": example["name"], "part": column}
                facts |= {"expected": expected[column], "answered": answer[column]}
                yield Finding(Level.WARNING, "example", "", column, facts)
