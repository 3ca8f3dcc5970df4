"""What the gate says of a vehicle: go, wait (who and why, until when), or the inspection bay. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from agencies.customs.gate.life import AHEAD, State

FREE_TO_GO = frozenset({"released", "released_with_conditions", "closed"})


class Word(StrEnum):
    """The one big word."""

    GO = "go"
    WAIT = "wait"
    BAY = "bay"


class Why(StrEnum):
    """Why a vehicle does not go, the gravest first."""

    UNKNOWN = "unknown"
    NOTE = "note"
    REFUSED = "refused"
    STOPPED = "stopped"
    INSPECTION = "inspection"
    HELD = "held"
    CHECK_FAILED = "check_failed"
    NOT_PRESENTED = "not_presented"
    ASKED = "asked"
    PENDING = "pending"
    MONEY = "money"
    CHECK = "check"
    EARLY = "early"
    TO_ZONE = "to_zone"
    IN_ZONE = "in_zone"
    SCALES = "scales"


ORDER = {why: place for place, why in enumerate(Why)}


@dataclass(frozen=True)
class Reason:
    """One reason: who has it (an agency's code, `trader` or `gate`), of which declaration, until when, in whose words."""

    why: Why
    who: str = "customs"
    reference: str = ""
    until: datetime | None = None
    title: str = ""
    text: str = ""


@dataclass(frozen=True)
class Halt:
    """A hold or a stop that is not lifted."""

    who: str
    until: datetime | None
    text: str = ""
    is_named: bool = True


@dataclass(frozen=True)
class Asked:
    """A sign-off that keeps the goods and is not answered."""

    who: str
    title: str
    until: datetime | None = None
    is_physical: bool = False
    is_open: bool = True
    is_named: bool = True


@dataclass(frozen=True)
class Goods:
    """One declaration aboard."""

    reference: str
    state: str
    is_here: bool = True
    arrives: bool = False
    """In transit to this very office, and its arrival is not recorded."""
    money_due: bool = False
    holds: tuple[Halt, ...] = ()
    stops: tuple[Halt, ...] = ()
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Check:
    """A visit check that is not passed."""

    who: str
    title: str
    failed: bool = False
    text: str = ""


@dataclass(frozen=True)
class Vehicle:
    """The visit, where there is one."""

    state: State | None = None
    slot_at: datetime | None = None
    checks: tuple[Check, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Answer:
    """The word and every reason, the gravest first."""

    word: Word
    reasons: tuple[Reason, ...] = field(default=())

    @property
    def main(self) -> Reason | None:
        """What is said beside the word."""
        return self.reasons[0] if self.reasons else None


def answer(vehicle: Vehicle, goods: Sequence[Goods], *, now: datetime) -> Answer:
    """The answer for a vehicle and what it carries."""
    if vehicle.note:
        return Answer(Word.WAIT, (Reason(Why.NOTE, text=vehicle.note),))
    if vehicle.state is None and not goods:
        return Answer(Word.WAIT, (Reason(Why.UNKNOWN, who="gate"),))
    found = list(_before_the_gate(vehicle, goods, now) if vehicle.state in AHEAD else _inside(vehicle, goods))
    found.sort(key=lambda one: ORDER[one.why])
    if not found:
        return Answer(Word.GO)
    return Answer(Word.BAY if found[0].why is Why.INSPECTION else Word.WAIT, tuple(found))


def _before_the_gate(vehicle: Vehicle, goods: Sequence[Goods], now: datetime) -> list[Reason]:
    """Only what keeps a vehicle from the site: the queue, a stop on the road, goods that were refused."""
    found = [reason for one in goods for reason in (*_refused(one), *_stopped(one))]
    slot_at = vehicle.slot_at
    is_early = slot_at is not None and slot_at > now
    if vehicle.state is State.BOOKED:
        found.append(Reason(Why.EARLY if is_early else Why.TO_ZONE, who="gate", until=slot_at if is_early else None))
    elif vehicle.state is State.WAITING_ZONE:
        found.append(Reason(Why.IN_ZONE, who="gate", until=slot_at if is_early else None))
    return found


def _inside(vehicle: Vehicle, goods: Sequence[Goods]) -> list[Reason]:
    found = [reason for one in goods for reason in _of_goods(one)]
    for check in vehicle.checks:
        why = Why.CHECK_FAILED if check.failed else Why.CHECK
        found.append(Reason(why, who=check.who, title=check.title, text=check.text))
    if vehicle.state is State.GATE_IN:
        found.append(Reason(Why.SCALES, who="gate"))
    return found


def _of_goods(goods: Goods) -> list[Reason]:
    found = [*_refused(goods), *_stopped(goods)]
    for hold in goods.holds:
        found.append(_halted(Why.HELD, hold, goods))
    for one in goods.asked:
        if not one.is_named:
            found.append(Reason(Why.PENDING, who="customs", reference=goods.reference))
        elif one.is_open:
            why = Why.INSPECTION if one.is_physical else Why.ASKED
            found.append(Reason(why, who=one.who, reference=goods.reference, until=one.until, title=one.title))
    is_free = goods.state in FREE_TO_GO
    if goods.arrives or not (is_free or goods.is_here):
        found.append(Reason(Why.NOT_PRESENTED, reference=goods.reference))
    if not is_free and goods.money_due:
        found.append(Reason(Why.MONEY, who="trader", reference=goods.reference))
    if not found and not is_free:
        found.append(Reason(Why.PENDING, reference=goods.reference))
    return found


def _refused(goods: Goods) -> list[Reason]:
    return [Reason(Why.REFUSED, reference=goods.reference)] if goods.state == "refused" else []


def _stopped(goods: Goods) -> list[Reason]:
    return [_halted(Why.STOPPED, stop, goods) for stop in goods.stops]


def _halted(why: Why, halt: Halt, goods: Goods) -> Reason:
    if not halt.is_named:
        return Reason(Why.PENDING, reference=goods.reference)
    return Reason(why, who=halt.who, reference=goods.reference, until=halt.until, text=halt.text)
