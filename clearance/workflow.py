"""The life of a declaration: its states, the verdicts, and every move between states, as one table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What a rule asks for is what its sign-off carries: one set of words for both.
from clearance.rule_words import Blocks as Blocks
from clearance.rule_words import Control as Control
from clearance.rule_words import Visibility as Visibility

Sentence = str | Promise


class Refused(Exception):
    """An act the workflow does not allow now; `sentence` says why and what to do, in the reader's language."""

    def __init__(self, code: str, sentence: Sentence, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.facts = facts

    def __str__(self) -> str:
        return str(self.sentence)


class Kind(StrEnum):
    """What can be declared; every kind shares one workflow."""

    IMPORT = "import"
    EXPORT = "export"
    TRANSIT = "transit"
    POSTAL = "postal"


class State(StrEnum):
    """Few states; each exists because somebody behaves differently in it."""

    DRAFT = "draft"
    LODGED = "lodged"
    ACCEPTED = "accepted"
    RELEASED = "released"
    RELEASED_WITH_CONDITIONS = "released_with_conditions"
    REFUSED = "refused"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


ENDED = frozenset({State.CLOSED, State.CANCELLED, State.EXPIRED})
RELEASED = frozenset({State.RELEASED, State.RELEASED_WITH_CONDITIONS})
AT_WORK = frozenset({State.LODGED, State.ACCEPTED})


class SignOffState(StrEnum):
    """The life of a sign-off; lapsed means that it is no longer asked."""

    WAITING = "waiting"
    OPEN = "open"
    CLAIMED = "claimed"
    DECIDED = "decided"
    LAPSED = "lapsed"


UNDECIDED = frozenset({SignOffState.WAITING, SignOffState.OPEN, SignOffState.CLAIMED})
LIVE = UNDECIDED | {SignOffState.DECIDED}


class Verdict(StrEnum):
    """What an agency answers; not competent hands the question to the routing desk."""

    APPROVED = "approved"
    APPROVED_WITH_CONDITIONS = "approved_with_conditions"
    REFUSED = "refused"
    NOT_COMPETENT = "not_competent"


ALLOWING = frozenset({Verdict.APPROVED, Verdict.APPROVED_WITH_CONDITIONS, Verdict.NOT_COMPETENT})


NEEDS_FINDING = frozenset({Control.PHYSICAL, Control.LABORATORY})


class Money(StrEnum):
    """Where the money of the filed version stands; unknown is due."""

    UNKNOWN = "unknown"
    DUE = "due"
    NOTHING_DUE = "nothing_due"
    SECURED = "secured"
    PAID = "paid"


SETTLED_MONEY = frozenset({Money.NOTHING_DUE, Money.SECURED, Money.PAID})


class AppealState(StrEnum):
    """Where an appeal against a refusal stands."""

    FILED = "filed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    DECIDED = "decided"


class Outcome(StrEnum):
    """What an appeal led to."""

    UPHELD = "upheld"
    PARTLY = "partly"
    REJECTED = "rejected"


class Scan(StrEnum):
    """What a virus scanner said of a file before it was kept; what it found something in is never kept."""

    CLEAN = "clean"
    NOT_SCANNED = "not_scanned"


class By(StrEnum):
    """Who may make a move."""

    TRADER = "trader"
    OFFICER = "officer"
    SYSTEM = "system"


class Standing(Protocol):
    """What guards look at; a declaration row answers to it."""

    state: str
    version: int
    routed_version: int
    routing_due: bool
    needs_presentation: bool
    presented_at: datetime | None
    open_blocking: int
    undecided_blocking: int
    undecided_accept: int
    open_holds: int
    open_follow_up: int
    money_position: str
    disposal: str


Guard = Callable[[Standing], Sentence | None]


def _routed(case: Standing) -> Sentence | None:
    if case.routing_due or case.routed_version != case.version:
        return _("The portal is still working out which agencies must agree. This takes a few seconds.")
    return None


def _presented(case: Standing) -> Sentence | None:
    if case.needs_presentation and case.presented_at is None:
        return _("The goods have not been presented yet. Release follows their arrival.")
    return None


def may_accept(case: Standing) -> Sentence | None:
    """Acceptance: routed, goods presented, nothing that blocks acceptance is open."""
    if reason := _routed(case) or _presented(case):
        return reason
    if case.undecided_accept:
        return _("An agency must agree before the declaration can be accepted.")
    return None


def may_release(case: Standing) -> Sentence | None:
    """Release: the one condition on which goods leave (architecture section 4)."""
    if reason := _routed(case) or _presented(case):
        return reason
    if case.open_holds:
        return _("A hold is open. It must be lifted before release.")
    if case.undecided_blocking:
        return _("Not every agency has answered yet.")
    if case.open_blocking:
        return _("An agency has refused. The goods cannot be released.")
    if case.money_position not in SETTLED_MONEY:
        return _("Duties and taxes have not been paid or secured yet.")
    return None


def may_refuse(case: Standing) -> Sentence | None:
    """Refusal: something was refused, on the version as it was routed."""
    if reason := _routed(case):
        return reason
    if not case.open_blocking or case.open_blocking == case.undecided_blocking:
        return _("No agency has refused.")
    return None


def may_withdraw(case: Standing) -> Sentence | None:
    """Withdrawal: nothing holds the goods."""
    if case.open_holds:
        return _("A hold is open. The declaration cannot be withdrawn until it is lifted.")
    return None


def may_close(case: Standing) -> Sentence | None:
    """Closing: nothing is left to follow up."""
    if case.open_follow_up:
        return _("A follow-up check is still open.")
    return None


def may_dispose(case: Standing) -> Sentence | None:
    """Disposal: what happens to the goods is on record."""
    if not case.disposal:
        return _("Say first what happens to the goods: re-export, destruction or forfeit.")
    return None


def _always(case: Standing) -> Sentence | None:
    return None


@dataclass(frozen=True)
class Move:
    """One allowed change of state; the guard's sentence is the error, the hint and the "what is missing" line."""

    name: str
    sources: frozenset[State]
    target: State
    who: By
    guard: Guard = _always


def _move(name: str, sources: set[State], target: State, who: By, guard: Guard = _always) -> Move:
    return Move(name, frozenset(sources), target, who, guard)


MOVES: dict[str, Move] = {
    move.name: move
    for move in (
        _move("lodge", {State.DRAFT}, State.LODGED, By.TRADER),
        _move("discard", {State.DRAFT}, State.CANCELLED, By.TRADER),
        _move("accept", {State.LODGED}, State.ACCEPTED, By.SYSTEM, may_accept),
        _move("release", {State.ACCEPTED}, State.RELEASED, By.SYSTEM, may_release),
        _move(
            "release_with_conditions",
            {State.ACCEPTED},
            State.RELEASED_WITH_CONDITIONS,
            By.SYSTEM,
            may_release,
        ),
        _move("refuse", {State.LODGED, State.ACCEPTED}, State.REFUSED, By.SYSTEM, may_refuse),
        _move("refuse_registration", {State.LODGED}, State.CANCELLED, By.OFFICER),
        _move("withdraw", {State.LODGED, State.ACCEPTED}, State.CANCELLED, By.TRADER, may_withdraw),
        _move("expire", {State.DRAFT, State.LODGED}, State.EXPIRED, By.SYSTEM),
        _move("recall", {State.RELEASED_WITH_CONDITIONS}, State.REFUSED, By.OFFICER),
        _move("dispose", {State.REFUSED}, State.CLOSED, By.OFFICER, may_dispose),
        _move("close", {State.RELEASED, State.RELEASED_WITH_CONDITIONS}, State.CLOSED, By.SYSTEM, may_close),
    )
}


def pairs() -> set[tuple[str, str, str]]:
    """Every (move, from, to); the database keeps the same table and a test compares the two."""
    return {(move.name, str(source), str(move.target)) for move in MOVES.values() for source in move.sources}
