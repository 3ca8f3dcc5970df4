"""Procedures as pages for everybody, told by the public rules in force: steps, who is asked, papers, times, offices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clearance import clock
from clearance.forms.choices import named
from clearance.models import Office, Rulebook
from clearance.money import CHARGED_PROCEDURES
from clearance.reading import asking
from clearance.reading.asking import Asks, Paper
from clearance.reading.hours import hours_text
from clearance.rule_words import ASKING, Kind, Stage
from clearance.rules import CompiledRule
from clearance.validation import lists

POST = "post"
NO_PROCEDURE = "00"
DIRECTIONS: Mapping[str, str | Promise] = {
    "import": _("Goods come into Kazakhstan"),
    "export": _("Goods leave Kazakhstan"),
    "transit": _("Goods pass under customs control"),
    POST: _("Goods come by mail"),
}
WHO: Mapping[str, str | Promise] = {
    "import": _("A registered company whose goods they are, or a customs broker with its delegation."),
    "export": _("A registered company whose goods they are, or a customs broker with its delegation."),
    "transit": _(
        "The owner of the goods, the carrier, or a freight forwarder, as a registered company or by a broker."
    ),
    POST: _("The postal operator files for the addressee. The addressee answers questions and pays what is due."),
}
PURPOSES: Mapping[str, str | Promise] = {
    "10": _("Goods leave for good and are not meant to return."),
    "21": _("Goods go abroad to be processed or repaired, and their products come back."),
    "23": _("Goods leave for a time, for an exhibition or a job, and come back unchanged."),
    "31": _("Goods brought in earlier leave again, without duties."),
    "40": _("Goods stay in the country and may be used and sold freely once duties are paid."),
    "51": _("Goods are brought in to be processed, and their products leave again."),
    "53": _("Goods are brought in for a time, for an exhibition or a job, and leave again unchanged."),
    "60": _("Goods that left earlier come back without duties."),
    "70": _("Goods wait in a customs warehouse; duties fall due when they leave it for the market."),
    "77": _("Goods are kept and used in a free warehouse without duties."),
    "78": _("Goods are kept and used in a free customs zone without duties."),
    "80": _("Goods pass from one customs office to another under customs control, without duties."),
    "90": _("Goods of special kinds, such as ships' stores and supplies of missions."),
    "91": _("Goods are processed in the country first, and duties are paid on the products."),
    "93": _("Goods are destroyed under the eyes of customs, without duties."),
    "94": _("Goods are handed to the state without payment."),
    "96": _("Goods are sold to travellers in duty-free shops."),
    POST: _("Letters and parcels from abroad; most are released without anybody having to do anything."),
}
AFTER_RELEASE = frozenset({Stage.EXPORT_DEPARTURE, Stage.TRANSIT_ARRIVAL, Stage.POST_DELIVERY, Stage.POST_RETURN})
"""Stages of the journey that begin when the goods are released."""
OFFICES: Mapping[str, frozenset[str]] = {
    POST: frozenset({"exchange_office"}),
    "": frozenset(
        {"border_post", "rail_border_station", "airport", "seaport", "inland_customs", "inland_centre", "special_zone"}
    ),
}
"""Types of offices where a procedure is dealt with: those of the post, and all others."""


@dataclass(frozen=True)
class Procedure:
    """A procedure that has a page: its code, name and the directions goods move in under it."""

    code: str
    name: str
    directions: tuple[str, ...]

    @property
    def shown_code(self) -> str:
        """The code as a declaration writes it; the post has none of its own."""
        return "" if self.code == POST else self.code

    @property
    def purpose(self) -> str:
        """What it is for, in a sentence."""
        return str(PURPOSES.get(self.code, ""))

    @property
    def direction_words(self) -> list[str]:
        """What happens to the goods."""
        return [str(DIRECTIONS[one]) for one in self.directions]

    @property
    def who(self) -> list[str]:
        """Who may ask for it."""
        return list(dict.fromkeys(str(WHO[one]) for one in self.directions))

    @property
    def is_charged(self) -> bool:
        """Whether charges may fall due at release."""
        return self.code == POST or (self.code in CHARGED_PROCEDURES and "import" in self.directions)


@dataclass(frozen=True)
class Told:
    """The page of a procedure: what the public rules in force ask under it."""

    procedure: Procedure
    steps: Sequence[Asks]
    later: Sequence[Asks]
    always: Sequence[Asks]
    sometimes: Sequence[Asks]
    of_goods: Sequence[tuple[str, list[Asks]]]
    passing: Sequence[Asks]
    papers: Sequence[Paper]
    offices: Sequence[tuple[str, str]]
    books: Sequence[Rulebook]

    @property
    def since(self) -> datetime | None:
        """When the newest of these rulebooks began to hold."""
        return max((book.starts_at for book in self.books if book.starts_at), default=None)


def procedures() -> list[Procedure]:
    """Every procedure with a page, those of one direction together, the post last."""
    today = clock.today()
    found = [
        Procedure(code, named(row), tuple(one for one in DIRECTIONS if one in lists.kinds_of(code, today)))
        for code, row in lists.rows("procedures", today).items()
        if code != NO_PROCEDURE
    ]
    return [*found, Procedure(POST, gettext("Import by mail"), (POST,))]


def by_direction() -> list[tuple[str, list[Procedure]]]:
    """The procedures under what happens to the goods; one of two directions is in both."""
    found = procedures()
    return [(str(words), [one for one in found if code in one.directions]) for code, words in DIRECTIONS.items()]


def procedure(code: str) -> Procedure | None:
    """One procedure, if it has a page."""
    return next((one for one in procedures() if one.code == code), None)


def name_of(code: str) -> str:
    """The name of a procedure with its code."""
    found = procedure(code)
    return " ".join(filter(None, (found.shown_code, found.name))) if found else code


def told(one: Procedure, *, at: datetime) -> Told:
    """What is asked under a procedure."""
    rules = [rule for rule in asking.public_rules(at) if rule.kind in ASKING and _is_under(rule, one)]
    steps = sorted((rule for rule in rules if rule.kind is Kind.STEP), key=_stage)
    asked = [rule for rule in rules if rule.kind is Kind.SIGN_OFF]
    of_goods = [rule for rule in asked if rule.prefixes or rule.excluded]
    general = sorted((rule for rule in asked if rule not in of_goods), key=_stage)
    always = [rule for rule in general if not _is_conditional(rule)]
    return Told(
        procedure=one,
        steps=_worded(rule for rule in steps if rule.row["stage"] not in AFTER_RELEASE),
        later=_worded(rule for rule in steps if rule.row["stage"] in AFTER_RELEASE),
        always=_worded(always),
        sometimes=_worded(rule for rule in general if _is_conditional(rule)),
        of_goods=asking.by_agency(_worded(sorted(of_goods, key=lambda rule: rule.order))),
        passing=_worded(rule for rule in rules if rule.kind is Kind.VISIT_CHECK),
        papers=_papers([*(rule for rule in steps if not _is_conditional(rule)), *always]),
        offices=_offices(one),
        books=asking.books_in_force(at),
    )


def _is_under(rule: CompiledRule, one: Procedure) -> bool:
    limits = rule.limits
    if one.code == POST:
        return limits.channel in ("both", "post") and (not limits.directions or "import" in limits.directions)
    if limits.channel not in ("both", "cargo") or (limits.procedures and one.code not in limits.procedures):
        return False
    return not limits.directions or bool(limits.directions & set(one.directions))


def _is_conditional(rule: CompiledRule) -> bool:
    return bool(rule.of_header.clauses or rule.of_items.clauses)


def _stage(rule: CompiledRule) -> tuple[int, tuple[str, str]]:
    return list(Stage).index(Stage(rule.row["stage"])), rule.order


def _worded(rules: Iterable[CompiledRule]) -> list[Asks]:
    return [asking.worded(rule) for rule in rules]


def _papers(rules: Iterable[CompiledRule]) -> list[Paper]:
    """Papers asked for whatever the goods are, each once, required ones first."""
    found: dict[str, Paper] = {}
    for rule in rules:
        for paper in asking.papers_of(rule):
            if paper.text not in found or paper.required:
                found[paper.text] = paper
    return sorted(found.values(), key=lambda paper: not paper.required)


def _offices(one: Procedure) -> list[tuple[str, str]]:
    """Names and hours of the offices; two statements."""
    types = OFFICES.get(one.code, OFFICES[""])
    found = Office.objects.filter(type__in=types).prefetch_related("hours").order_by("type", "code")
    return [(str(office), hours_text(office.hours.all())) for office in found]
