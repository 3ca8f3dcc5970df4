"""Matching: which rules speak of a declaration and of which of its items. Pure, and the hot path.

Rules are shelved once for each kind of journey, by prefix of the commodity code; an item then costs one look-up for
each length of prefix, whatever the number of rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from clearance.conditions import Condition
from clearance.fact_registry import Bag, Facts, FactType
from clearance.journeys import Journey
from clearance.rules import CompiledBook, CompiledRule

ABSENT_NUMBER = "absent_number"
SHORT_CODE = "short_code"
SHELVES = 64


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


@dataclass(frozen=True, eq=False)
class Shelf:
    """The rules of some books that speak of one kind of journey; `plain` ones ask for nothing but the code."""

    of_the_whole: tuple[CompiledRule, ...]
    of_all_goods: tuple[CompiledRule, ...]
    plain: Mapping[str, tuple[CompiledRule, ...]]
    others: Mapping[str, tuple[CompiledRule, ...]]
    lengths: tuple[int, ...]

    @cached_property
    def by_short_code(self) -> Mapping[str, tuple[CompiledRule, ...]]:
        """Rules with a prefix that begins with a code too short to tell."""
        shorter: dict[str, dict[CompiledRule, None]] = {}
        for prefixes in (self.plain, self.others):
            for prefix, rules in prefixes.items():
                for length in range(2, len(prefix)):
                    shorter.setdefault(prefix[:length], {}).update(dict.fromkeys(rules))
        return {code: tuple(rules) for code, rules in shorter.items()}


@lru_cache(maxsize=SHELVES)
def shelf_of(books: tuple[CompiledBook, ...], journey: Journey) -> Shelf:
    """The shelf of these books for a journey; books never change, so neither does it."""
    whole: list[CompiledRule] = []
    all_goods: list[CompiledRule] = []
    plain: dict[str, list[CompiledRule]] = {}
    others: dict[str, list[CompiledRule]] = {}
    for rule in (rule for book in books for rule in book.rules if rule.limits.allow(journey)):
        if not rule.by_item:
            whole.append(rule)
        elif not rule.prefixes:
            all_goods.append(rule)
        else:
            shelf = others if rule.excluded or rule.of_items.clauses or rule.of_header.clauses else plain
            for prefix in rule.prefixes:
                shelf.setdefault(prefix, []).append(rule)
    return Shelf(
        of_the_whole=tuple(whole),
        of_all_goods=tuple(all_goods),
        plain={prefix: tuple(rules) for prefix, rules in plain.items()},
        others={prefix: tuple(rules) for prefix, rules in others.items()},
        lengths=tuple(sorted({len(prefix) for prefixes in (plain, others) for prefix in prefixes})),
    )


def matches_of(facts: Facts, books: tuple[CompiledBook, ...]) -> list[Match]:
    """Every rule of the books that holds or is unknown; each rule once."""
    shelf = shelf_of(books, Journey.of(facts.declaration))
    return _Matching(facts, shelf).matches()


class _Matching:
    """One matching of facts against a shelf."""

    def __init__(self, facts: Facts, shelf: Shelf) -> None:
        self.declaration = facts.declaration
        self.items: Mapping[int, Bag] = {item["number"]: item for item in facts.items}
        self.shelf = shelf
        self.answers: dict[int, bool | None] = {}
        self.held: dict[CompiledRule, list[int]] = {}
        self.unsure: dict[CompiledRule, list[int]] = {}
        self.short: set[CompiledRule] = set()

    def matches(self) -> list[Match]:
        """Every rule that holds or is unknown."""
        shelf, hits = self.shelf, self._hits()
        held = self.held
        for prefix, numbers in hits.items():
            for rule in shelf.plain.get(prefix, ()):
                if rule in held:
                    held[rule] = held[rule] + numbers
                else:
                    held[rule] = numbers
            for rule in shelf.others.get(prefix, ()):
                self._ask(rule, numbers)
        for rule in shelf.of_all_goods:
            self._ask(rule, self.items)
        self._ask_of_short_codes()
        found = [match for rule in shelf.of_the_whole if (match := self._whole(rule)) is not None]
        found += [
            Match(rule, holds=True, items=tuple(sorted(numbers)))
            for rule, numbers in held.items()
            if rule not in self.unsure
        ]
        return found + [self._unknown(rule, numbers) for rule, numbers in self.unsure.items()]

    def _hits(self) -> dict[str, list[int]]:
        """Items under each prefix of the shelf that one of their codes begins with."""
        hits: dict[str, list[int]] = {}
        plain, others, lengths = self.shelf.plain, self.shelf.others, self.shelf.lengths
        for number, item in self.items.items():
            code = item.get("hs", "")
            for length in lengths:
                prefix = code[:length]
                if prefix in hits:
                    hits[prefix].append(number)
                elif len(prefix) == length and (prefix in plain or prefix in others):
                    hits[prefix] = [number]
        return hits

    def _ask(self, rule: CompiledRule, numbers: Iterable[int], *, included: bool | None = True) -> None:
        """Ask a rule of items whose codes it includes, or may include when they are too short to tell."""
        header = self._header(rule.of_header)
        if header is False:
            return
        for number in numbers:
            item = self.items[number]
            excluded = _excluded(item.get("hs", ""), rule.excluded) if rule.excluded else False
            if excluded:
                continue
            answer = rule.of_items.answer(self.declaration, item) if rule.of_items.clauses else True
            if answer is False:
                continue
            if included is None or excluded is None:
                self.short.add(rule)
            sure = answer and header and included and excluded is False
            into = self.held if sure else self.unsure
            into[rule] = [*into.get(rule, ()), number]

    def _ask_of_short_codes(self) -> None:
        longest = self.shelf.lengths[-1] if self.shelf.lengths else 0
        for number, item in self.items.items():
            code = item.get("hs", "")
            if code and len(code) < longest:
                for rule in self.shelf.by_short_code.get(code, ()):
                    self._ask(rule, (number,), included=None)

    def _header(self, condition: Condition) -> bool | None:
        """The header's answer, once for each condition: equal conditions of a book are one object."""
        key = id(condition)
        if key not in self.answers:
            self.answers[key] = condition.answer(self.declaration)
        return self.answers[key]

    def _whole(self, rule: CompiledRule) -> Match | None:
        header = self._header(rule.of_header)
        if header is False:
            return None
        if header:
            return Match(rule, holds=True)
        absent = tuple(name for name in sorted(rule.of_header.reads()) if self._is_absent(rule, name))
        return Match(rule, holds=False, unknown=True, reason=ABSENT_NUMBER, absent=absent)

    def _unknown(self, rule: CompiledRule, unsure: list[int]) -> Match:
        held = self.held.get(rule, [])
        names = sorted(rule.of_header.reads() | rule.of_items.reads())
        lacking = [self.items[number] for number in unsure]
        absent = tuple(n for n in names if self._is_absent(rule, n) and any(n not in item for item in lacking))
        return Match(
            rule,
            holds=bool(held),
            items=tuple(sorted(held)),
            unknown=True,
            unknown_items=tuple(sorted(unsure)),
            reason=SHORT_CODE if rule in self.short and not absent else ABSENT_NUMBER,
            absent=absent,
        )

    def _is_absent(self, rule: CompiledRule, name: str) -> bool:
        terms = (term for part in (rule.of_header, rule.of_items) for clause in part.clauses for term in clause)
        return name not in self.declaration and any(t.name == name and t.fact.type is FactType.NUMBER for t in terms)


def _excluded(code: str, prefixes: tuple[str, ...]) -> bool | None:
    """Whether the code is among the excluded ones; None when it is too short to tell. A missing code is not."""
    if code.startswith(prefixes):
        return True
    return None if code and any(prefix.startswith(code) for prefix in prefixes) else False
