"""The papers that the rules in force ask for these goods, each with its state: what a declarant still has to bring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clearance import clock, deriving, rulebooks
from clearance.explaining import explain
from clearance.fact_registry import Facts
from clearance.fact_tables import slug_of, with_kinds
from clearance.models import Document
from clearance.paper_check import PaperCheck
from clearance.papers import Paper
from clearance.routing import plan
from clearance.wording import in_language, numbers_text, paper_text

KNOWN, DECLARED, FILE_ONLY, MISSING = "known", "declared", "file_only", "missing"
WELCOME, AT_THE_BORDER = "welcome", "at_the_border"

WORDS: Mapping[str, str | Promise] = {
    KNOWN: _("Found in the register"),
    DECLARED: _("Number entered"),
    FILE_ONLY: _("File kept, number not entered"),
    MISSING: _("Not here yet"),
    WELCOME: _("Only if you have it"),
    AT_THE_BORDER: _("The driver shows it at the border"),
}
TONES: Mapping[str, str] = {
    KNOWN: "good", DECLARED: "good", FILE_ONLY: "warn", MISSING: "warn", WELCOME: "neutral", AT_THE_BORDER: "neutral",
}  # fmt: skip
ICONS: Mapping[str, str] = {
    KNOWN: "check-circle-fill", DECLARED: "check-lg", FILE_ONLY: "paperclip", MISSING: "file-earmark-x",
    WELCOME: "circle", AT_THE_BORDER: "truck",
}  # fmt: skip
ORDER = (MISSING, FILE_ONLY, DECLARED, KNOWN, WELCOME, AT_THE_BORDER)
MOST_NUMBERS = 10
"""Numbers of items that are told one by one."""


@dataclass(frozen=True)
class Needed:
    """One paper that is asked for: any of these kinds will do. `items` is empty where it is about all of them."""

    any_of: tuple[str, ...]
    state: str
    items: tuple[int, ...]
    is_of_goods: bool
    asked_by: tuple[str, ...]
    given: tuple[str, ...]
    files: tuple[Document, ...]

    @property
    def name(self) -> str:
        return paper_text(self.any_of)

    @property
    def kind(self) -> str:
        """The kind to offer where one is to be added."""
        return self.any_of[0]

    @property
    def word(self) -> str:
        return str(WORDS[self.state])

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def icon(self) -> str:
        return ICONS[self.state]

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in (MISSING, FILE_ONLY)

    @property
    def agencies(self) -> str:
        """Who asks, in words."""
        return ", ".join(self.asked_by)

    @property
    def item_numbers(self) -> str:
        """The numbers of its items; "" where they are too many to read."""
        return numbers_text(self.items) if len(self.items) <= MOST_NUMBERS else ""


def can_tell(content: Mapping[str, Any]) -> bool:
    """Whether code, origin and mode of at least one item are known, so that the rules can answer."""
    has_mode = bool(content.get("border_mode")) or content.get("kind") == "postal"
    return has_mode and any(item.get("commodity_code") and item.get("origin") for item in content.get("items") or ())


def papers_needed(content: Mapping[str, Any], files: Iterable[Document] = ()) -> list[Needed]:
    """What public rules ask of this content, the missing first; three statements at most."""
    _ids, books = rulebooks.in_force(clock.now())
    facts = deriving.facts_to_explain(content)
    told = explain(plan(facts, books))
    check = PaperCheck(facts, {item["number"]: item for item in facts.items})
    names = _who_asks(told)
    at_the_border = {asked["requirement"] for asked in told["visit_checks"]}
    found = [_needed(one, facts, check, names, at_the_border, list(files)) for one in told["documents"]]
    return sorted(found, key=lambda one: (ORDER.index(one.state), one.name))


def papers_of_item(
    content: Mapping[str, Any], item: Mapping[str, Any], files: Iterable[Document] = ()
) -> list[Needed] | None:
    """What is asked for the goods of one item as it stands; None while code, origin or mode are not known."""
    alone = {**content, "items": [{**item, "number": 1}]}
    if not can_tell(alone):
        return None
    return [one for one in papers_needed(alone, files) if one.is_of_goods]


def _who_asks(told: Mapping[str, Any]) -> dict[str, str]:
    """The name of who asks, by requirement."""
    asking = [asked for agency in told["agencies"] for asked in agency["sign_offs"]]
    return {
        asked["requirement"]: in_language(asked["agency_names"])
        for asked in [*asking, *told["steps"], *told["visit_checks"]]
    }


def _needed(
    one: Mapping[str, Any],
    facts: Facts,
    check: PaperCheck,
    names: Mapping[str, str],
    at_the_border: Set[str],
    files: Sequence[Document],
) -> Needed:
    kinds = tuple(kind["code"] for kind in one["any_of"])
    paper, items = Paper(kinds, required=one["required"]), tuple(one["items"])
    kept = tuple(file for file in files if not with_kinds([slug_of(file.type)]).isdisjoint(kinds))
    if one["given"]:
        state = KNOWN if check.is_confirmed(paper, items) else DECLARED
    elif kept:
        state = FILE_ONLY
    elif at_the_border >= set(one["requirements"]):
        state = AT_THE_BORDER  # papers of the driver and the vehicle, not of the goods
    else:
        state = MISSING if one["required"] else WELCOME
    given = sorted({text.split(":", 2)[1] for text in check.given(paper, items)})
    asked_by = tuple(dict.fromkeys(names[one_of] for one_of in one["requirements"] if one_of in names))
    is_of_goods, covers_all = bool(items), len(items) == len(facts.items)
    return Needed(kinds, state, () if covers_all else items, is_of_goods, asked_by, tuple(given), kept)
