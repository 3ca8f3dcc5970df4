"""Fingerprints: what a decision rests on, in one hash that is the same for the same facts in any order. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from clearance.fact_registry import Bag, Fact, Facts, RestsOn, Scope, plain_number, value_as_json


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


# Texts hold only single spaces, so no separator can be part of a value.
BETWEEN_FACTS, BETWEEN_MEMBERS = "\x1f", "\x1e"


def _plain(value: Any) -> str:
    if isinstance(value, frozenset):
        return BETWEEN_MEMBERS.join(sorted(value))
    return plain_number(value) if isinstance(value, Decimal) else str(value)


class Fingerprints:
    """Fingerprints of the needs of one set of facts; what several needs share is worked out once."""

    def __init__(self, facts: Facts, known: Mapping[str, Fact]) -> None:
        self.facts = facts
        self.known = known
        self.by_number = {item["number"]: item for item in facts.items}
        self._headers: dict[bool, str] = {}
        self._items: dict[int, str] = {}
        self._own = {name for name, fact in known.items() if fact.rests_on is RestsOn.ITEM and not fact.restricted}

    def of(
        self,
        *,
        control: str,
        items: tuple[int, ...],
        reads: Iterable[str],
        papers: Iterable[str],
        rests_on: frozenset[str] | None,
    ) -> str:
        """The fingerprint of a need: its control, facts its rules read, papers given for it, and what it rests on.

        `items` empty means the declaration as a whole: totals and every item count. `rests_on` narrows the rest to the
        named facts.
        The control counts because a look at papers is no answer to a demand to open the box.
        """
        covered = items or tuple(sorted(self.by_number))
        named = sorted({*reads, *(rests_on or ())})
        declaration = self.facts.declaration
        read = {n: value_as_json(declaration[n]) for n in named if n in declaration}
        parts = [control, _text(sorted(papers)), _text(read)]
        if rests_on is None:
            parts.append(self._header(whole=not items))
            parts += [self._item(number) for number in covered]
            own = [n for n in named if n not in self._own and self._of_item(n)]
        else:
            own = [n for n in named if self._of_item(n)]
        if own:
            parts += [_text([number, self._named(number, own)]) for number in covered]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def _of_item(self, name: str) -> bool:
        fact = self.known.get(name)
        return fact is not None and fact.scope is Scope.ITEM

    def _named(self, number: int, names: Iterable[str]) -> dict[str, Any]:
        item = self.by_number[number]
        return {name: value_as_json(item[name]) for name in names if name in item}

    def _header(self, *, whole: bool) -> str:
        """Public header facts that count by default; totals only for the declaration as a whole."""
        if whole not in self._headers:
            counted = {RestsOn.HEADER, RestsOn.TOTAL} if whole else {RestsOn.HEADER}
            self._headers[whole] = _text(
                {
                    name: value_as_json(value)
                    for name, value in self.facts.declaration.items()
                    if name in self.known and self.known[name].rests_on in counted and not self.known[name].restricted
                }
            )
        return self._headers[whole]

    def _item(self, number: int) -> str:
        """A short hash of the public facts of one item, made once."""
        if number not in self._items:
            item: Bag = self.by_number[number]
            own = self._own
            pairs = sorted(f"{name}={_plain(value)}" for name, value in item.items() if name in own)
            self._items[number] = hashlib.sha256(f"{number}\x1f{BETWEEN_FACTS.join(pairs)}".encode()).hexdigest()
        return self._items[number]
