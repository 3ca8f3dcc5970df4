"""Rulebooks: rows of a closed vocabulary, checked as a whole and compiled to prefix maps. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from clearance.commodity import prefixes_of
from clearance.conditions import NEED_FACTS, Condition, ConditionError, parse_condition
from clearance.fact_registry import Fact, Scope, core_facts
from clearance.journeys import Limits
from clearance.papers import Paper, papers_asked
from clearance.rule_words import (
    ASKING,
    DEFAULT_CONFIDENCE,
    DIRECTIONS,
    Control,
    Fault,
    Kind,
    Status,
    Visibility,
    listed,
    word_faults,
)

RuleRow = Mapping[str, Any]
"""One rule as a JSON object with the columns of `rules.csv`."""


@dataclass(frozen=True)
class RuleError:
    """One fault of one row: `code` (a Fault) says what is wrong with the column, `text` quotes it."""

    rule: str
    column: str
    code: str
    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "code", Fault(self.code))

    def __str__(self) -> str:
        return f"{self.rule or '?'}, {self.column}: {self.code} ({self.text})"


class RulebookErrors(ValueError):
    """Every fault of a rulebook at once; a book with a fault is not compiled."""

    def __init__(self, errors: Sequence[RuleError]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(map(str, errors)))


@dataclass(frozen=True, eq=False)
class CompiledRule:
    """One rule ready to be asked: of the journey once, of the header once for each plan, of an item for each item."""

    rule: str
    agency: str
    row: RuleRow
    kind: Kind
    live: bool
    restricted: bool
    control: Control
    strictness: int
    limits: Limits
    of_header: Condition
    of_items: Condition
    prefixes: tuple[str, ...]
    excluded: tuple[str, ...]
    papers: tuple[Paper, ...]
    auto_when: Condition | None
    rests_on: frozenset[str]
    targets: tuple[str, ...]
    waivable: bool

    @property
    def by_item(self) -> bool:
        """Whether the rule asks about single items, not about the declaration as a whole."""
        return bool(self.prefixes or self.excluded or self.of_items.clauses)

    @cached_property
    def reads(self) -> frozenset[str]:
        """Names of the facts a match depends on."""
        codes = frozenset({"hs"}) if self.prefixes or self.excluded else frozenset()
        return self.limits.reads() | self.of_header.reads() | self.of_items.reads() | codes

    @cached_property
    def reads_in_order(self) -> tuple[str, ...]:
        """The same names in alphabetical order."""
        return tuple(sorted(self.reads))

    @cached_property
    def identity(self) -> tuple[str, str, str, str]:
        """Agency, stage, place and requirement: rules that share it ask for one and the same."""
        row = self.row
        return self.agency, row["stage"], row["place"], row["requirement"]

    @cached_property
    def order(self) -> tuple[str, str]:
        """Its place among the rules of all agencies."""
        return self.agency, self.rule


@dataclass(frozen=True, eq=False)
class CompiledBook:
    """One agency's rulebook, frozen, its rules in the order of their ids."""

    agency: str
    book_id: Any
    rules: tuple[CompiledRule, ...]
    known: Mapping[str, Fact] = field(repr=False)


def compile_book(
    agency: str, rows: Iterable[RuleRow], *, book_id: Any, known: Mapping[str, Fact] | None = None
) -> CompiledBook:
    """The rulebook ready for routing; raises RulebookErrors with every fault of every row."""
    known = known or core_facts()
    errors: list[RuleError] = []
    rules: list[CompiledRule] = []
    reading = _Reading(agency, known)
    for row in rows:
        rule, faults = reading.compiled(row)
        errors += faults
        if rule is not None and row.get("status") != Status.OFF:
            rules.append(rule)
    errors += _faults_between(rules)
    if errors:
        raise RulebookErrors(errors)
    rules.sort(key=lambda rule: rule.rule)
    return CompiledBook(agency=agency, book_id=book_id, rules=tuple(rules), known=known)


class _Reading:
    """One reading of a whole book: conditions and header tests written twice are made once."""

    def __init__(self, agency: str, known: Mapping[str, Fact]) -> None:
        self.agency = agency
        self.known = known
        self.known_to_needs = {**known, **NEED_FACTS}
        self.conditions: dict[tuple[str, bool], tuple[Condition, list[ConditionError]]] = {}
        self.limits: dict[Limits, Limits] = {}
        self.read_before: dict[tuple[Any, ...], tuple[Condition, Condition, list[tuple[str, str, str]]]] = {}

    def condition(self, text: str, *, of_need: bool = False) -> tuple[Condition, list[ConditionError]]:
        """The condition of `text`, and its faults."""
        key = (text, of_need)
        if key not in self.conditions:
            self.conditions[key] = parse_condition(text, self.known_to_needs if of_need else self.known)
        return self.conditions[key]

    def matches(self, row: RuleRow) -> tuple[Condition, Condition, list[tuple[str, str, str]]]:
        """What the row asks of the header, what of an item, and the faults; equal texts give the same objects."""
        internal = row.get("direction") == "internal"
        texts = {column: str(row.get(column) or "") for column in ("condition", "origin_condition")}
        key = (*texts.values(), internal)
        if key not in self.read_before:
            whole, faults = self.condition("internal=1")[0] if internal else Condition(), []
            for column, text in texts.items():
                parsed, wrong = self.condition(text)
                faults += [(column, error.code, error.text) for error in wrong]
                whole = whole.joined_with(parsed)
            self.read_before[key] = (*whole.split(), faults)
        return self.read_before[key]

    def compiled(self, row: RuleRow) -> tuple[CompiledRule | None, list[RuleError]]:
        """The rule of one row, or every fault of it."""
        name = str(row.get("rule_id") or "")
        faults = word_faults(row)
        of_header, of_items, wrong = self.matches(row)
        faults += wrong
        auto_when = None
        if str(row.get("auto_when") or "").strip():
            auto_when, unclear = self.condition(str(row["auto_when"]), of_need=True)
            faults += [("auto_when", error.code, error.text) for error in unclear]
        codes = {}
        for column in ("hs_include", "hs_exclude"):
            codes[column], unread = prefixes_of(str(row.get(column) or ""))
            faults += [(column, "commodity_code", part) for part in unread]
        papers, unread = papers_asked(str(row.get("required_documents") or ""))
        faults += [("required_documents", "document", part) for part in unread]
        rests_on = frozenset(str(row.get("rests_on") or "").replace(";", " ").split())
        faults += [("rests_on", "unknown_fact", unknown) for unknown in sorted(rests_on - self.known.keys())]
        if faults:
            return None, [RuleError(name, *fault) for fault in faults]
        limits = Limits(
            channel=str(row.get("channel") or "both"),
            directions=DIRECTIONS[row["direction"]],
            modes=listed(row.get("mode")),
            procedures=listed(row.get("procedures")),
        )
        control = Control(row["signoff_type"]) if row["kind"] in ASKING else Control.DOCUMENTARY
        rule = CompiledRule(
            rule=name,
            agency=str(row.get("executed_by") or self.agency),
            row=row,
            kind=Kind(row["kind"]),
            live=(row.get("status") or Status.LIVE) == Status.LIVE,
            restricted=row.get("visibility") == Visibility.RESTRICTED,
            control=control,
            strictness=control.strictness,
            limits=self.limits.setdefault(limits, limits),
            of_header=of_header,
            of_items=of_items,
            prefixes=_shortest(codes["hs_include"]),
            excluded=codes["hs_exclude"],
            papers=papers,
            auto_when=auto_when,
            rests_on=rests_on,
            targets=tuple(str(row.get("targets") or "").replace(";", " ").split()),
            waivable=row.get("waivable") == "yes",
        )
        faults = _faults_of(rule, self.known)
        return (None if faults else rule), [RuleError(name, *fault) for fault in faults]


def _faults_of(rule: CompiledRule, known: Mapping[str, Fact]) -> list[tuple[str, str, str]]:
    """What no single column can tell: what may be automatic, and what the public may read."""
    faults = []
    automatic = rule.auto_when
    if automatic is not None:
        if rule.control is not Control.DOCUMENTARY or rule.kind is not Kind.SIGN_OFF:
            faults.append(("auto_when", "only_documentary", rule.control.value))
        if rule.restricted:
            faults.append(("auto_when", "never_restricted", rule.rule))
        for name in sorted(automatic.reads()):
            if name in known and known[name].restricted:
                faults.append(("auto_when", "restricted_fact", name))
            if name in known and known[name].scope is Scope.ITEM and not rule.by_item:
                faults.append(("auto_when", "item_fact", name))
    if not rule.restricted:
        for name in sorted(rule.reads | rule.rests_on):
            if known[name].restricted:
                faults.append(("visibility", "restricted_fact", name))
    if rule.kind in (Kind.WAIVER, Kind.DOWNGRADE):
        if not rule.targets:
            faults.append(("targets", "missing", ""))
        if rule.restricted:
            faults.append(("visibility", "never_restricted", rule.rule))
        if rule.by_item:
            faults.append(("hs_include", "whole_declaration_only", rule.rule))
    return faults


def _faults_between(rules: Sequence[CompiledRule]) -> list[RuleError]:
    """Rule ids are unique; a requirement is wholly public or wholly restricted, and of one body."""
    errors: list[RuleError] = []
    seen: set[str] = set()
    visibility: dict[str, bool] = {}
    holder: dict[str, str] = {}
    for rule in rules:
        if rule.rule in seen:
            errors.append(RuleError(rule.rule, "rule_id", "repeated", rule.rule))
        seen.add(rule.rule)
        requirement = str(rule.row.get("requirement") or "")
        if requirement and visibility.setdefault(requirement, rule.restricted) is not rule.restricted:
            errors.append(RuleError(rule.rule, "visibility", "mixed_requirement", requirement))
        right_holder = str(rule.row.get("agency") or "")
        if requirement and holder.setdefault(requirement, right_holder) != right_holder:
            errors.append(RuleError(rule.rule, "agency", "mixed_requirement", requirement))
    return errors


def _shortest(prefixes: tuple[str, ...]) -> tuple[str, ...]:
    """Prefixes without those that a shorter one covers already."""
    all_of_them = set(prefixes)
    return tuple(p for p in prefixes if not any(p[:length] in all_of_them for length in range(len(p))))


def is_default(row: RuleRow) -> bool:
    """Whether the rule is our own default, to be told to the reader, and not read in a source."""
    flag = str(row.get("is_default") or "")
    return flag == "yes" or (flag == "" and row.get("confidence") in DEFAULT_CONFIDENCE)
