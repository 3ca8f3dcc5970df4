"""The answer to "what will I need?": who is asked and how long it takes, papers, charges, by the rules in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from clearance import clock, deriving, registry, rulebooks
from clearance.explaining import explain
from clearance.models import Rulebook
from clearance.money import CHARGED_PROCEDURES
from clearance.reading import owing
from clearance.reading.asking import books_in_force
from clearance.reckoning import Charge, Reckoned
from clearance.reference import tariff
from clearance.reference.tariff import Code
from clearance.routing import plan
from clearance.rule_words import MINUTES_AT_MOST
from clearance.sentences import BLOCKS, CONTROLS, title_of
from clearance.wording import worded


@dataclass(frozen=True)
class Answer:
    """Everything a trader asks before a declaration is begun."""

    agencies: Sequence[Mapping[str, Any]]
    sign_offs: Sequence[Mapping[str, Any]]
    steps: Sequence[Mapping[str, Any]]
    visit_checks: Sequence[Mapping[str, Any]]
    papers: Sequence[Mapping[str, Any]]
    unplaced: Sequence[Mapping[str, Any]]
    needs_no_hand: bool
    longest: str
    goods: Code | None
    reckoned: Reckoned | None
    is_charged: bool
    books: Sequence[Rulebook]

    @property
    def duty(self) -> Decimal | None:
        """The duty, where it can be told."""
        return self.reckoned.sum_of(Charge.DUTY) if self.reckoned else None

    @property
    def vat(self) -> Decimal | None:
        """The value added tax, where it can be told."""
        return self.reckoned.sum_of(Charge.VAT) if self.reckoned else None


def answer_for(content: Mapping[str, Any], *, at: datetime) -> Answer:
    """What the public rules in force at a moment ask of a content, in the reader's language."""
    _ids, books = rulebooks.in_force(at)
    told = worded(explain(plan(deriving.facts_to_explain(content), books)))
    sign_offs = [
        {**one, "agency_name": agency["name"], "what": title_of(one["requirement"]), **_how(one)}
        for agency in told["agencies"]
        for one in agency["sign_offs"]
    ]
    slow = [one for one in sign_offs if not one["automatic"] and one["blocks"] != "none"]
    item = content["items"][0]
    goods = _goods(item["commodity_code"], at)
    is_charged = content["kind"] == "postal" or content["procedure"] in CHARGED_PROCEDURES
    return Answer(
        agencies=told["agencies"],
        sign_offs=sorted(sign_offs, key=_minutes),
        steps=[{**one, **_how(one)} for one in told["steps"]],
        visit_checks=[{**one, **_how(one)} for one in told["visit_checks"]],
        papers=[{**paper, "for": _for_what(paper)} for paper in told["documents"]],
        unplaced=told["unplaced"],
        needs_no_hand=told["needs_no_hand"],
        longest=max(slow, key=_minutes)["deadline_text"] if slow else "",
        goods=goods,
        reckoned=owing.reckoned(content, clock.day_of(at)) if item.get("customs_value") else None,
        is_charged=is_charged,
        books=books_in_force(at),
    )


def _how(one: Mapping[str, Any]) -> dict[str, str]:
    return {"control_text": str(CONTROLS.get(one["control"], "")), "blocks_text": str(BLOCKS.get(one["blocks"], ""))}


def _minutes(one: Mapping[str, Any]) -> int:
    return int(one["deadline"]["value"]) * MINUTES_AT_MOST[one["deadline"]["unit"]]


def _for_what(paper: Mapping[str, Any]) -> list[str]:
    """What looks at a paper: the requirements by name, each once."""
    return list(dict.fromkeys(title_of(code) for code in paper["requirements"] if registry.requirement(code)))


def _goods(code: str, at: datetime) -> Code | None:
    """The code as the tariff knows it, or the nearest one above it."""
    known = tariff.editions(clock.day_of(at))
    family = tariff.family(known, code)
    return family.get(code) or next(iter(reversed(tariff.path_of(family, code))), None)
