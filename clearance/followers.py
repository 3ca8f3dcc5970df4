"""What follows when something happens to a declaration: agencies hang their own part on it, in the same transaction.

An agency registers when it is ready; the core calls and knows nobody by name. Whatever a follower raises undoes the act.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from django.utils.functional import Promise


class Moment(StrEnum):
    """What can be followed: a declaration is filed, the goods are released, something was done about released goods, they
    are at their destination, nothing is left to be answered there.
    """

    FILED = "filed"
    RELEASED = "released"
    SETTLED = "settled"
    ARRIVED = "arrived"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Cover:
    """What is set aside for a declaration: the amount in KZT and where it is kept."""

    amount: Decimal
    reference: str


class Coverer(Protocol):
    """Keeps what may secure the money of one kind of declaration."""

    def set_aside(self, declaration: Any) -> Cover | None:
        """Set aside what is due, for good; None where nothing that is kept is enough."""

    def what_lacks(self, declaration: Any) -> str | Promise | None:
        """Why nothing could be set aside, in words for the trader."""


class Step(StrEnum):
    """What somebody may object to: that the goods arrive at their destination, and that they are declared further."""

    ARRIVE = "arrive"
    GO_ON = "go_on"


@dataclass(frozen=True)
class Note:
    """What somebody holds in hand as a proof of release: whether it is genuine, and for which declaration."""

    is_genuine: bool
    standing: str
    reference: str = ""


Follower = Callable[[Any], None]
Together = Callable[[Sequence[Any]], None]
Objector = Callable[[Any], str | Promise | None]
Voucher = Callable[[Any], bool | None]
_TOGETHER: dict[Follower, Together] = {}
_FOLLOWERS: dict[Moment, list[Follower]] = {moment: [] for moment in Moment}
_OBJECTORS: dict[Step, list[Objector]] = {step: [] for step in Step}
_VOUCHERS: list[Voucher] = []
_COVERERS: dict[str, Coverer] = {}
_NOTES: list[Callable[[str], Note | None]] = []


def follow(moment: Moment, follower: Follower, *, together: Together | None = None) -> None:
    """Call `follower` with the locked declaration whenever that happens; `together` does the same for many at once."""
    _FOLLOWERS[moment].append(follower)
    if together is not None:
        _TOGETHER[follower] = together


def tell(moment: Moment, declaration: Any) -> None:
    """Let everybody who follows do their part, as the system."""
    for follower in _FOLLOWERS[moment]:
        follower(declaration)


def tell_together(moment: Moment, declarations: Sequence[Any]) -> None:
    """Tell of many locked declarations; who follows one by one is told one by one."""
    for follower in _FOLLOWERS[moment]:
        together = _TOGETHER.get(follower)
        if together is not None:
            together(declarations)
            continue
        for declaration in declarations:
            follower(declaration)


def object_to(step: Step, objector: Objector) -> None:
    """Ask `objector` before the step is taken with a declaration; it answers with a sentence that says who and why."""
    _OBJECTORS[step].append(objector)


def objection(step: Step, declaration: Any) -> str | Promise | None:
    """The first sentence that keeps a declaration from a step; None where nobody objects."""
    answers = (objector(declaration) for objector in _OBJECTORS[step])
    return next((sentence for sentence in answers if sentence is not None), None)


def vouch_with(voucher: Voucher) -> None:
    """Ask `voucher` whether goods stayed untouched from the release of a declaration on; None is no answer."""
    _VOUCHERS.append(voucher)


def is_untouched(declaration: Any) -> bool:
    """Whether somebody vouches for the goods of a released declaration, and nobody says otherwise."""
    answers = {voucher(declaration) for voucher in _VOUCHERS}
    return True in answers and False not in answers


def cover_with(kind: str, coverer: Coverer) -> None:
    """Ask `coverer` when nothing but money keeps a declaration of `kind` from its release."""
    _COVERERS[kind] = coverer


def coverer_of(kind: str) -> Coverer | None:
    """Who keeps cover for declarations of this kind."""
    return _COVERERS.get(kind)


def read_notes_with(reader: Callable[[str], Note | None]) -> None:
    """Ask `reader` what a scanned or typed text is; it answers None for what is no note at all."""
    _NOTES.append(reader)


def note_of(text: str) -> Note | None:
    """The release note that a scanned or typed text stands for, if it is one."""
    return next((note for reader in _NOTES if (note := reader(text)) is not None), None)
