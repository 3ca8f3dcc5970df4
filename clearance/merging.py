"""Merging: rules that ask for the same requirement at the same stage and place become one need. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from clearance.fact_registry import Bag, Facts, value_as_json
from clearance.fingerprints import Fingerprints
from clearance.matching import Match
from clearance.paper_check import PaperCheck
from clearance.papers import Paper
from clearance.plans import DocumentNeed, Need, Step, VisitCheck
from clearance.rule_words import LANGUAGES, MINUTES_AT_MOST, Blocks, Control, OpensOn, Place, Visibility
from clearance.rules import CompiledRule, is_default

BLOCKS_FIRST = list(Blocks)
OPENS_FIRST = list(OpensOn)


class Gathering:
    """Turns groups of matches of one plan into needs, steps and visit checks; what groups share is worked out once."""

    def __init__(self, facts: Facts, fingerprints: Fingerprints) -> None:
        self.facts = facts
        self.fingerprints = fingerprints
        self.by_number: Mapping[int, Bag] = fingerprints.by_number

    @cached_property
    def papers(self) -> PaperCheck:
        """The papers of this declaration."""
        return PaperCheck(self.facts, self.by_number)

    def because(self, match: Match) -> dict[str, Any]:
        """What made one rule match: `{rule, facts, items}`; values that differ by item are listed once each."""
        values: dict[str, Any] = {}
        declaration = self.facts.declaration
        for name in match.rule.reads_in_order:
            if name in declaration:
                values[name] = value_as_json(declaration[name])
                continue
            held = {self.by_number[number].get(name) for number in match.items} - {None}
            if len(held) == 1:
                values[name] = value_as_json(held.pop())
            elif held:
                values[name] = sorted((value_as_json(value) for value in held), key=str)
        return {"rule": match.rule.rule, "facts": values, "items": list(match.items)}

    def step(self, group: Sequence[Match]) -> Step:
        """The step a group of matches asks for."""
        return Step(**self._asked(group))

    def visit_check(self, group: Sequence[Match]) -> VisitCheck:
        """The visit check a group of matches asks for."""
        return VisitCheck(**self._asked(group))

    def need(self, group: Sequence[Match]) -> Need:
        """The sign-off a group of matches asks for: strictest control, all papers and items, shortest deadline."""
        asked = self._asked(group)
        rules = [match.rule for match in group]
        narrowed = all(rule.rests_on for rule in rules)
        return Need(
            **asked,
            escalate_to="|".join(
                sorted(
                    {w for rule in rules for w in _escalations(rule)},
                    key=lambda control: list(Control).index(Control(control)),
                )
            ),
            auto=asked["control"] == Control.DOCUMENTARY and all(self._decides_itself(match) for match in group),
            stop=any(rule.row.get("stop") == "yes" for rule in rules),
            follow_up=any(rule.row.get("follow_up") == "yes" for rule in rules),
            visibility=Visibility.RESTRICTED if rules[0].restricted else Visibility.PUBLIC,
            waivable=all(rule.waivable for rule in rules),
            fingerprint=self.fingerprints.of(
                control=asked["control"],
                items=asked["items"],
                reads={name for rule in rules for name in rule.reads},
                papers=self._papers_given(group),
                rests_on=frozenset(name for rule in rules for name in rule.rests_on) if narrowed else None,
            ),
        )

    def documents(self, matches: Iterable[Match]) -> tuple[DocumentNeed, ...]:
        """Every paper asked for, with who asks; public and restricted askers apart."""
        gathered: dict[tuple[tuple[str, ...], str], dict[str, Any]] = {}
        for match in matches:
            rule = match.rule
            visibility = Visibility.RESTRICTED if rule.restricted else Visibility.PUBLIC
            for paper in rule.papers:
                one = gathered.setdefault(
                    (paper.any_of, visibility.value),
                    {"required": False, "given": True, "items": set(), "requirements": set(), "rules": set()},
                )
                one["required"] |= paper.required
                one["given"] &= self.papers.is_given(paper, match.items)
                one["items"].update(match.items)
                one["requirements"].add(rule.row["requirement"])
                one["rules"].add(rule.rule)
        return tuple(
            DocumentNeed(
                any_of=any_of,
                required=one["required"],
                given=one["given"],
                items=tuple(sorted(one["items"])),
                requirements=tuple(sorted(one["requirements"])),
                rules=tuple(sorted(one["rules"])),
                visibility=visibility,
            )
            for (any_of, visibility), one in sorted(gathered.items())
        )

    def _asked(self, group: Sequence[Match]) -> dict[str, Any]:
        """The fields common to needs, steps and visit checks."""
        group = sorted(group, key=lambda match: match.rule.rule)
        rules = [match.rule for match in group]
        lead = max(rules, key=lambda rule: rule.strictness)
        whole = any(not match.items for match in group)
        soonest = min(rules, key=_length_of_deadline).row
        papers = {paper for rule in rules for paper in rule.papers}
        required = {paper.any_of for paper in papers if paper.required}
        return {
            "agency": lead.agency,
            "stage": lead.row["stage"],
            "place": self._place(lead.row["place"]),
            "requirement": lead.row["requirement"],
            "right_holder": str(lead.row.get("agency") or ""),
            "control": lead.control.value,
            "items": () if whole else tuple(sorted({number for match in group for number in match.items})),
            "blocks": min((rule.row["blocks"] for rule in rules), key=BLOCKS_FIRST.index),
            "opens_on": _opening(rules),
            "clock_start": soonest["clock_start"],
            "deadline_value": int(soonest["sla_value"]),
            "deadline_unit": soonest["sla_unit"],
            "deadline_source": soonest.get("sla_source") or "default",
            "documents": tuple(p.as_json() for p in sorted(papers) if p.required or p.any_of not in required),
            "missing_documents": tuple(sorted({paper.any_of for match in group for paper in self._missing(match)})),
            "rules": tuple(rule.rule for rule in rules),
            "titles": {language: lead.row[f"title_{language}"] for language in LANGUAGES},
            "because": tuple(self.because(match) for match in group),
            "legal_basis": "; ".join(dict.fromkeys(str(rule.row["legal_basis"]) for rule in rules)),
            "is_default": any(is_default(rule.row) for rule in rules),
        }

    def _place(self, written: str) -> str:
        """The border is the office of exchange for mail, the exit for exports, the entry for the rest."""
        if written != Place.BORDER:
            return written
        if self.facts.declaration.get("channel") == "post":
            return Place.EXCHANGE.value
        return (Place.EXIT if self.facts.declaration.get("direction") == "export" else Place.ENTRY).value

    def _missing(self, match: Match) -> list[Paper]:
        return [p for p in match.rule.papers if p.required and not self.papers.is_given(p, match.items)]

    def _papers_given(self, group: Sequence[Match]) -> set[str]:
        return {
            text for match in group for paper in match.rule.papers for text in self.papers.given(paper, match.items)
        }

    def _decides_itself(self, match: Match) -> bool:
        """Whether `auto_when` holds for every item the rule covers; an absent number leaves it to a person."""
        condition = match.rule.auto_when
        if condition is None:
            return False
        declaration = {
            **self.facts.declaration,
            "documents_complete": not self._missing(match),
            "documents_confirmed": bool(match.rule.papers)
            and all(self.papers.is_confirmed(paper, match.items) for paper in match.rule.papers),
        }
        bags = [self.by_number[number] for number in match.items] or [{}]
        return all(condition.answer(declaration, bag) is True for bag in bags)


def _length_of_deadline(rule: CompiledRule) -> tuple[int, str, str]:
    row = rule.row
    return int(row["sla_value"]) * MINUTES_AT_MOST[row["sla_unit"]], row["sla_unit"], rule.rule


def _opening(rules: Sequence[CompiledRule]) -> str:
    """The opening event of the strictest controls: a box cannot be opened before it is there."""
    strictest = max(rule.strictness for rule in rules)
    return str(min((rule.row["opens_on"] for rule in rules if rule.strictness == strictest), key=OPENS_FIRST.index))


def _escalations(rule: CompiledRule) -> list[str]:
    return [word for word in str(rule.row.get("escalate_to") or "").split("|") if word]
