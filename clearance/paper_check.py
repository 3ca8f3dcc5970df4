"""Which of the papers asked for are given, and which of those a registry knows, for one declaration. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from clearance.fact_registry import Bag, Facts
from clearance.papers import Paper, found_in_registry, given_papers, is_confirmed, is_given

NO_PAPERS: Bag = {}
PAPER_FACTS = ("item_documents", "item_papers")


class PaperCheck:
    """Answers about papers; items with the same papers are asked once."""

    def __init__(self, facts: Facts, by_number: Mapping[int, Bag]) -> None:
        self.declaration = facts.declaration
        self.registry = found_in_registry(facts.declaration)
        bags = {
            number: {name: item[name] for name in PAPER_FACTS if name in item} for number, item in by_number.items()
        }
        distinct: dict[tuple[frozenset[str], ...], Bag] = {}
        self.bags = {
            number: distinct.setdefault(tuple(bag.get(name, frozenset()) for name in PAPER_FACTS), bag)
            for number, bag in bags.items()
        }
        self.one_bag: Bag | None = next(iter(distinct.values())) if len(distinct) == 1 else None
        self.every_paper: Bag = {
            name: frozenset(text for bag in distinct.values() for text in bag.get(name, ())) for name in PAPER_FACTS
        }
        self._given: dict[tuple[Paper, int], bool] = {}

    def _bags(self, items: tuple[int, ...]) -> list[Bag]:
        """The different sets of papers of these items; for the declaration as a whole a paper of any item counts."""
        if not items:
            return [self.every_paper]
        if self.one_bag is not None:
            return [self.one_bag]
        return list({id(self.bags[number]): self.bags[number] for number in items}.values())

    def is_given(self, paper: Paper, items: tuple[int, ...]) -> bool:
        """Whether every one of the items has such a paper, its own or the header's."""
        for bag in self._bags(items):
            key = (paper, id(bag))
            if key not in self._given:
                self._given[key] = is_given(paper, self.declaration, bag)
            if not self._given[key]:
                return False
        return True

    def given(self, paper: Paper, items: tuple[int, ...]) -> frozenset[str]:
        """The papers given for it, as SLUG:NUMBER:DATE."""
        return frozenset(text for bag in self._bags(items) for text in given_papers(paper, self.declaration, bag))

    def is_confirmed(self, paper: Paper, items: tuple[int, ...]) -> bool:
        """Whether every one of the items has such a paper that a registry knows."""
        return all(is_confirmed(paper, self.declaration, bag, self.registry) for bag in self._bags(items))
