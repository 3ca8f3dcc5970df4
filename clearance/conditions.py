"""The small closed language of rule conditions: clauses joined by `&`, alternatives inside a clause by `|`. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from clearance.fact_registry import Bag, Fact, FactType, Scope, Source

Answer = bool | None
"""True, False, or None when a number needed for the answer is absent."""

TERM = re.compile(r"^\s*([a-z][a-z0-9_]*)\s*(<=|>=|!=|=|<|>)\s*([^<>=!&|]*?)\s*$")
WRITTEN_FLAGS = {"1": True, "0": False}
EMPTY: Bag = {}

NEED_FACTS: Mapping[str, Fact] = {
    name: Fact(name=name, type=FactType.FLAG, source=Source.DERIVED)
    for name in ("documents_complete", "documents_confirmed")
}
"""Facts of a need itself, for `auto_when` only: required papers are present; papers asked are in a loaded registry."""


@dataclass(frozen=True)
class ConditionError:
    """One fault of a condition: `code` is unknown_fact, syntax, flag_value, number_value or operator."""

    code: str
    text: str


@dataclass(frozen=True)
class Term:
    """One comparison of a fact with a written value."""

    name: str
    operator: str
    value: Any
    fact: Fact

    def answer(self, declaration: Bag, item: Bag = EMPTY) -> Answer:
        """Absent flags, texts and sets are empty; a comparison with an absent number is unknown."""
        held = (item if self.fact.scope is Scope.ITEM else declaration).get(self.name)
        kind = self.fact.type
        if kind is FactType.FLAG:
            return (bool(held) is self.value) is (self.operator == "=")
        if kind is FactType.TEXT:
            return ((held or "") == self.value) is (self.operator == "=")
        if kind is FactType.SET:
            return (self.value in (held or ())) is (self.operator == "=")
        return None if held is None else NUMBER_OPERATORS[self.operator](held, self.value)


NUMBER_OPERATORS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "=": lambda held, value: held == value,
    "!=": lambda held, value: held != value,
    "<": lambda held, value: held < value,
    "<=": lambda held, value: held <= value,
    ">": lambda held, value: held > value,
    ">=": lambda held, value: held >= value,
}


@dataclass(frozen=True)
class Condition:
    """Clauses that must all hold; within a clause one alternative is enough."""

    clauses: tuple[tuple[Term, ...], ...] = ()

    def answer(self, declaration: Bag, item: Bag = EMPTY) -> Answer:
        """False as soon as one clause is false, else unknown if one is unknown, else true."""
        result: Answer = True
        for clause in self.clauses:
            held = any_of(clause, declaration, item)
            if held is False:
                return False
            if held is None:
                result = None
        return result

    def reads(self) -> frozenset[str]:
        """Names of the facts the condition looks at."""
        return frozenset(term.name for clause in self.clauses for term in clause)

    def split(self) -> tuple[Condition, Condition]:
        """The clauses that need no item, and those that do."""
        with_items = tuple(c for c in self.clauses if any(term.fact.scope is Scope.ITEM for term in c))
        return Condition(tuple(c for c in self.clauses if c not in with_items)), Condition(with_items)

    def joined_with(self, other: Condition) -> Condition:
        """Both conditions at once."""
        return Condition(self.clauses + other.clauses)


def any_of(clause: tuple[Term, ...], declaration: Bag, item: Bag) -> Answer:
    """True if one alternative is true, else unknown if one is unknown, else false."""
    result: Answer = False
    for term in clause:
        held = term.answer(declaration, item)
        if held:
            return True
        if held is None:
            result = None
    return result


def parse_condition(text: str, known: Mapping[str, Fact]) -> tuple[Condition, list[ConditionError]]:
    """The condition written in `text` and every fault found in it; the empty text and `*` always hold."""
    if text.strip() in ("", "*"):
        return Condition(), []
    clauses, errors = [], []
    for written in text.split("&"):
        terms = []
        for alternative in written.split("|"):
            term = _term(alternative, known)
            if isinstance(term, ConditionError):
                errors.append(term)
            else:
                terms.append(term)
        clauses.append(tuple(terms))
    return Condition(tuple(clauses)), errors


def _term(text: str, known: Mapping[str, Fact]) -> Term | ConditionError:
    found = TERM.match(text)
    if not found:
        return ConditionError("syntax", text.strip())
    name, operator, written = found.groups()
    fact = known.get(name)
    if fact is None:
        return ConditionError("unknown_fact", name)
    if fact.type is FactType.NUMBER:
        try:
            return Term(name, operator, Decimal(written), fact)
        except InvalidOperation:
            return ConditionError("number_value", text.strip())
    if operator not in ("=", "!="):
        return ConditionError("operator", text.strip())
    if fact.type is FactType.FLAG:
        if written not in WRITTEN_FLAGS:
            return ConditionError("flag_value", text.strip())
        return Term(name, operator, WRITTEN_FLAGS[written], fact)
    return Term(name, operator, written, fact)
