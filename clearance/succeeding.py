"""What an agency answered on the declaration before stands for the next one: the same goods, the same papers, as strictly.

Only where an officer answered, in the open, and somebody vouches that the goods stayed untouched in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from clearance import followers
from clearance.acting import as_system
from clearance.fact_registry import Facts, Scope, Source, core_facts
from clearance.followers import Step
from clearance.models import Declaration, RoutingRun, SignOff
from clearance.paper_check import PaperCheck
from clearance.papers import Paper
from clearance.plans import Need
from clearance.workflow import ALLOWING, Control, Refused, Sentence, SignOffState, Verdict, Visibility

STRICTNESS = [Control.DOCUMENTARY, Control.IDENTITY, Control.PHYSICAL, Control.LABORATORY]
SAME = ("description", "origin", "item_gross_kg", "item_net_kg", "item_packages", "undg")
"""Facts of an item that make it the same goods, beside what the declarant answered about it."""
IF_SAID = ("item_quantity", "item_unit")
"""Facts that may be said for the first time in the next declaration."""
CARRIED = ALLOWING - {Verdict.NOT_COMPETENT}


class Before:
    """The declaration before, as it stood when its goods were released: its answers, its facts."""

    def __init__(self, rows: Iterable[SignOff], then: Facts, now: Facts) -> None:
        self.then = _Goods(then)
        self.now = _Goods(now)
        self.rows: dict[tuple[str, str], list[SignOff]] = {}
        for row in rows:
            self.rows.setdefault((row.agency, row.requirement), []).append(row)

    def answer_to(self, need: Need) -> SignOff | None:
        """The strictest answer that stands for a need, or None where it must be asked anew."""
        if need.visibility != Visibility.PUBLIC:
            return None
        fitting = [row for row in self.rows.get((need.agency, need.requirement), ()) if self._stands_for(row, need)]
        return max(fitting, key=lambda row: strictness(row.control), default=None)

    def _stands_for(self, row: SignOff, need: Need) -> bool:
        if row.verdict not in CARRIED or row.verdicts_by_item or strictness(row.control) < strictness(need.control):
            return False
        if row.items and not (need.items and set(need.items) <= set(row.items)):
            return False
        looked_at = {tuple(paper["any_of"]) for paper in row.documents}
        if not {tuple(paper["any_of"]) for paper in need.documents} <= looked_at:
            return False
        items = need.items or tuple(sorted(self.now.by_number))
        return all(self._is_same(number) for number in items) and self._same_papers(need)

    def _is_same(self, number: int) -> bool:
        then, now = self.then.by_number.get(number), self.now.by_number[number]
        return then is not None and is_same_goods(then, now)

    def _same_papers(self, need: Need) -> bool:
        papers = [Paper(tuple(one["any_of"]), bool(one["required"])) for one in need.documents]
        return all(self.then.papers.given(one, need.items) == self.now.papers.given(one, need.items) for one in papers)


class _Goods:
    """The items of one declaration by number, and what papers they have."""

    def __init__(self, facts: Facts) -> None:
        self.by_number: Mapping[int, Mapping[str, Any]] = {item["number"]: item for item in facts.items}
        self.papers = PaperCheck(facts, self.by_number)


def is_same_goods(then: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether two items, as facts, are the same goods. A longer code of the same goods is no change."""
    answered = {
        name for name, fact in core_facts().items() if fact.scope is Scope.ITEM and fact.source is Source.ANSWER
    }
    return (
        str(now.get("hs", "")).startswith(str(then.get("hs") or "-"))
        and all(then.get(name) == now.get(name) for name in (*SAME, *answered))
        and all(then[name] == now.get(name) for name in IF_SAID if name in then)
    )


def strictness(control: str) -> int:
    """The place of a control among all, the strictest last."""
    return STRICTNESS.index(Control(control))


def before(declaration: Declaration, now: Facts) -> Before | None:
    """What stands of the declaration this one follows; None where it follows none or nobody vouches. Two statements."""
    if declaration.predecessor_id is None:
        return None
    earlier = Declaration.objects.select_related("company").get(pk=declaration.predecessor_id)
    if not followers.is_untouched(earlier):
        return None
    run = RoutingRun.objects.filter(declaration=earlier).order_by("-number").first()
    if run is None:
        return None
    rows = SignOff.objects.filter(
        declaration=earlier, state=SignOffState.DECIDED, decided_kind="officer", visibility=Visibility.PUBLIC
    )
    return Before(rows, Facts.from_json(run.facts), now)


def what_keeps(declaration: Declaration) -> Sentence | None:
    """Who keeps the goods of the declaration before from being declared further, and why; None where nobody does."""
    if declaration.predecessor_id is None:
        return None
    with as_system():
        return followers.objection(Step.GO_ON, declaration.predecessor)


def must_be_free(declaration: Declaration) -> None:
    """Refused where somebody keeps the goods of the declaration before."""
    if (sentence := what_keeps(declaration)) is not None:
        raise Refused("predecessor_stopped", sentence)
