"""Matching: which rules of a book speak of a declaration and of which of its items. Pure, and the hot path."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from clearance.fact_registry import Bag, Facts, FactType
from clearance.rules import CompiledBook, CompiledRule

ABSENT_NUMBER = "absent_number"
SHORT_CODE = "short_code"


@dataclass(frozen=True)
class Match:
    """One rule that holds, or that could not be answered; `items` is empty for the declaration as a whole."""

    rule: CompiledRule
    holds: bool
    items: tuple[int, ...] = ()
    unknown: bool = False
    unknown_items: tuple[int, ...] = ()
    reason: str = ""
    absent: tuple[str, ...] = ()


def matches_of(facts: Facts, book: CompiledBook) -> list[Match]:
    """Every rule of the book that holds or is unknown; each rule once."""
    declaration = facts.declaration
    answers: dict[Any, bool | None] = {}
    held: dict[CompiledRule, list[int]] = {}
    unsure: dict[CompiledRule, list[int]] = {}
    short: set[CompiledRule] = set()
    found: list[Match] = []
    everywhere = []
    for rule in book.everywhere:
        header = _answer_once(rule, declaration, answers)
        if header is False:
            continue
        if rule.by_item:
            everywhere.append(rule)
        else:
            found.append(_whole(rule, header, declaration))
    by_code: dict[str, tuple[list[CompiledRule], list[tuple[CompiledRule, bool | None]]]] = {}
    for item in facts.items:
        code, number = item.get("hs", ""), item["number"]
        if code not in by_code:
            by_code[code] = _candidates(code, book, everywhere, declaration, answers, short)
        certain, others = by_code[code]
        for rule in certain:
            if rule in held:
                held[rule].append(number)
            else:
                held[rule] = [number]
        for rule, so_far in others:
            answer = rule.of_items.answer(declaration, item)
            if answer is False:
                continue
            (held if answer and so_far else unsure).setdefault(rule, []).append(number)
    for rule in held.keys() | unsure.keys():
        found.append(_of_items(rule, held.get(rule, []), unsure.get(rule, []), declaration, facts, rule in short))
    return found


def _answer_once(rule: CompiledRule, declaration: Bag, answers: dict[Any, bool | None]) -> bool | None:
    """The header's answer; rules that ask the same of the header share one test object."""
    key = id(rule.header)
    if key not in answers:
        answers[key] = rule.header.answer(declaration)
    return answers[key]


def _candidates(
    code: str,
    book: CompiledBook,
    everywhere: Iterable[CompiledRule],
    declaration: Bag,
    answers: dict[Any, bool | None],
    short: set[CompiledRule],
) -> tuple[list[CompiledRule], list[tuple[CompiledRule, bool | None]]]:
    """Rules that certainly speak of an item with this code, and rules to be asked of it, with the answer so far."""
    certain: list[CompiledRule] = []
    others: list[tuple[CompiledRule, bool | None]] = []
    by_prefix = book.by_prefix
    speaking = [rule for n in book.lengths if n <= len(code) for rule in by_prefix.get(code[:n], ())]
    listed = [(rule, True) for rule in (*speaking, *everywhere)]
    if code and book.lengths and len(code) < book.lengths[-1]:
        listed += [(rule, None) for rule in book.by_short_code.get(code, ()) if rule not in speaking]
    for rule, included in listed:
        key = id(rule.header)
        header = answers[key] if key in answers else _answer_once(rule, declaration, answers)
        if header is False:
            continue
        excluded = _excluded(code, rule.excluded) if rule.excluded else False
        if excluded:
            continue
        if included is None or excluded is None:
            short.add(rule)
            others.append((rule, None))
        elif header is None or rule.of_items.clauses:
            others.append((rule, header))
        else:
            certain.append(rule)
    return certain, others


def _excluded(code: str, prefixes: tuple[str, ...]) -> bool | None:
    """Whether the code is among the excluded ones; None when it is too short to tell. A missing code is not."""
    if code.startswith(prefixes):
        return True
    return None if code and any(prefix.startswith(code) for prefix in prefixes) else False


def _whole(rule: CompiledRule, header: bool | None, declaration: Bag) -> Match:
    if header:
        return Match(rule, holds=True)
    absent = tuple(name for name in sorted(rule.header.condition.reads()) if _is_absent(rule, name, declaration))
    return Match(rule, holds=False, unknown=True, reason=ABSENT_NUMBER, absent=absent)


def _of_items(
    rule: CompiledRule, held: list[int], unsure: list[int], declaration: Bag, facts: Facts, is_short: bool
) -> Match:
    if not unsure:
        return Match(rule, holds=True, items=tuple(sorted(held)))
    of_those = [item for item in facts.items if item["number"] in set(unsure)]
    names = sorted(rule.header.condition.reads() | rule.of_items.reads())
    absent = tuple(n for n in names if _is_absent(rule, n, declaration) and any(n not in item for item in of_those))
    return Match(
        rule,
        holds=bool(held),
        items=tuple(sorted(held)),
        unknown=True,
        unknown_items=tuple(sorted(unsure)),
        reason=SHORT_CODE if is_short and not absent else ABSENT_NUMBER,
        absent=absent,
    )


def _is_absent(rule: CompiledRule, name: str, declaration: Bag) -> bool:
    conditions = (rule.header.condition, rule.of_items)
    terms = (term for condition in conditions for clause in condition.clauses for term in clause)
    return name not in declaration and any(t.name == name and t.fact.type is FactType.NUMBER for t in terms)
