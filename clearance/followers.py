"""What follows when something happens to a declaration: agencies hang their own part on it, in the same transaction.

An agency registers when it is ready; the core calls and knows nobody by name. Whatever a follower raises undoes the act.
"""

from __future__ import annotations

from collections.abc import Callable
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


Follower = Callable[[Any], None]
_FOLLOWERS: dict[Moment, list[Follower]] = {moment: [] for moment in Moment}
_COVERERS: dict[str, Coverer] = {}


def follow(moment: Moment, follower: Follower) -> None:
    """Call `follower` with the locked declaration whenever that happens."""
    _FOLLOWERS[moment].append(follower)


def tell(moment: Moment, declaration: Any) -> None:
    """Let everybody who follows do their part, as the system."""
    for follower in _FOLLOWERS[moment]:
        follower(declaration)


def cover_with(kind: str, coverer: Coverer) -> None:
    """Ask `coverer` when nothing but money keeps a declaration of `kind` from its release."""
    _COVERERS[kind] = coverer


def coverer_of(kind: str) -> Coverer | None:
    """Who keeps cover for declarations of this kind."""
    return _COVERERS.get(kind)
