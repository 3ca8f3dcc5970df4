"""Routing: `plan(facts, rulebooks)` says which sign-offs, steps and visit checks a declaration needs, and why. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from operator import attrgetter
from typing import Any

from clearance.fact_registry import Facts, core_facts
from clearance.fingerprints import Fingerprints
from clearance.matching import Match, matches_of
from clearance.merging import Gathering
from clearance.plans import Asked, DocumentNeed, Need, Plan, Step, Unplaced, VisitCheck
from clearance.rule_words import Control, Kind, Outcome, Visibility
from clearance.rules import CompiledBook

__all__ = ["Asked", "DocumentNeed", "Need", "Plan", "Step", "Unplaced", "VisitCheck", "plan"]


def plan(facts: Facts, books: Sequence[CompiledBook]) -> Plan:
    """What the rulebooks ask of a declaration with these facts; the order of books, rules and items never matters.

    Waivers come first, then every rule that matches, then downgrades; a dry run is only told in the trace.
    """
    matches = sorted(matches_of(facts, tuple(books)), key=attrgetter("rule.order"))
    known = {name: fact for book in books for name, fact in book.known.items()} or core_facts()
    gathering = Gathering(facts, Fingerprints(facts, known))
    waivers = [match for match in matches if match.rule.kind is Kind.WAIVER and match.holds and match.rule.live]
    downgrades = [match for match in matches if match.rule.kind is Kind.DOWNGRADE and match.holds and match.rule.live]
    trace: list[Mapping[str, Any]] = []
    unplaced: list[Unplaced] = []
    asking: dict[tuple[Any, ...], list[Match]] = {}
    for match in matches:
        rule = match.rule
        entry: dict[str, Any] = {
            "rule": rule.rule,
            "agency": rule.agency,
            "kind": rule.row["kind"],
            "result": Outcome.MATCHED.value,
            "items": list(match.items),
        }
        if match.unknown:
            entry["unknown"] = {"reason": match.reason, "facts": list(match.absent), "items": list(match.unknown_items)}
            if rule.live and rule.kind not in (Kind.WAIVER, Kind.DOWNGRADE):
                unplaced.append(_unplaced(match))
        if not match.holds:
            entry["result"] = Outcome.UNKNOWN.value
        elif not rule.live:
            entry["result"] = Outcome.DRY_RUN.value
            entry["because"] = gathering.because(match)
        elif rule.kind in (Kind.WAIVER, Kind.DOWNGRADE):
            entry["because"] = gathering.because(match)
        elif by := _waiver_of(match, waivers):
            entry.update(result=Outcome.WAIVED.value, by=by)
        else:
            asking.setdefault((rule.kind, *rule.identity), []).append(match)
        trace.append(entry)
    needs = tuple(_downgraded(gathering.need(group), downgrades, trace) for group in _of(Kind.SIGN_OFF, asking))
    return Plan(
        needs=needs,
        steps=tuple(gathering.step(group) for group in _of(Kind.STEP, asking)),
        visit_checks=tuple(gathering.visit_check(group) for group in _of(Kind.VISIT_CHECK, asking)),
        documents=gathering.documents([match for group in asking.values() for match in group]),
        unplaced=tuple(unplaced),
        trace=tuple(trace),
    )


def _of(kind: Kind, asking: Mapping[tuple[Any, ...], list[Match]]) -> list[list[Match]]:
    """Groups of one kind, in the order of their identity."""
    return [asking[key] for key in sorted(key for key in asking if key[0] is kind)]


def _unplaced(match: Match) -> Unplaced:
    rule = match.rule
    return Unplaced(
        rule=rule.rule,
        agency=rule.agency,
        reason=match.reason,
        facts=match.absent,
        items=match.unknown_items,
        visibility=Visibility.RESTRICTED if rule.restricted else Visibility.PUBLIC,
    )


def _waiver_of(match: Match, waivers: Sequence[Match]) -> str:
    """The first waiver that lifts what this rule asks; only a public rule that says so may be waived."""
    rule = match.rule
    if rule.restricted or not rule.waivable:
        return ""
    return next((w.rule.rule for w in waivers if _targets(w, rule.row["requirement"])), "")


def _targets(match: Match, requirement: str) -> bool:
    return any(fnmatchcase(requirement, target) for target in match.rule.targets)


def _downgraded(need: Need, downgrades: Sequence[Match], trace: list[Mapping[str, Any]]) -> Need:
    """The need with a control one kind lighter if a downgrade speaks of it; papers are always looked at."""
    by = next((d.rule.rule for d in downgrades if _targets(d, need.requirement)), "")
    lightest = Control(need.control) is Control.DOCUMENTARY
    if not by or lightest or not need.waivable or need.visibility == Visibility.RESTRICTED:
        return need
    control = list(Control)[Control(need.control).strictness - 1]
    trace.append(
        {
            "rule": by,
            "agency": need.agency,
            "kind": Kind.DOWNGRADE.value,
            "result": Outcome.DOWNGRADED.value,
            "requirement": need.requirement,
        }
    )
    return replace(need, control=control.value)
