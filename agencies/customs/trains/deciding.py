"""Customs and a whole train: what keeps it from leaving, its arrival and its completion, in one act but for the exceptions.

Each note is decided by itself, as on its own page: one that is held, or that another officer works on, holds up no other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.customs.alarms import stops
from agencies.customs.arrival.unloading import CLEAN
from agencies.customs.models import Consigned, Train
from agencies.customs.transit import acts as movements
from agencies.customs.transit import following
from agencies.customs.transit.life import BEFORE_THE_WAY, State
from clearance.acts import (
    Actor,
    Decision,
    NotAllowed,
    NotFound,
    Problem,
    Problems,
    Refused,
    Sentence,
    clock,
    content_of,
    decide,
    declaration_for,
    may_decide,
    open_rows_of,
    place_hold,
    present,
    transit_content,
)

AT_WORK = frozenset({"lodged", "accepted"})
WITH_FINDING = frozenset({"physical", "identity", "laboratory"})
BASIS = "EAEU Customs Code Art. 143, 341"
SEALED = frozenset({"customs.sealing", "customs.navigation_seal"})
COMPLETION = "customs.transit_completion"
NOT_FOR_ALL = frozenset({"customs.inspection", "customs.laboratory", "customs.intellectual_property"})
"""What is looked at note by note: nobody says it of a whole train."""


@dataclass
class Done:
    """What became of the notes: how many it was done for, and why not for the others, by note."""

    done: int = 0
    left: dict[str, str] = field(default_factory=dict)


def arrived(actor: Actor, train: Train) -> Done:
    """The train stands at the office of departure: every note that is filed is presented there."""
    return _each(actor, train, {}, lambda one: _present(actor, train, one))


def at_destination(actor: Actor, train: Train) -> Done:
    """The train stands at the office of destination: every note that is on its way there has arrived."""
    return _each(actor, train, {}, lambda one: _arrive(actor, train, one))


def decide_all(actor: Actor, train: Train, *, place: str, exceptions: Mapping[str, str]) -> Done:
    """Decide what is open for customs on every note; those excepted are held, each for its reason (by note number).

    `place` is where the officer looked at wagons and seals; Problems.
    """
    problems = [
        Problem("reason_missing", f"/{note}", _("Enter why note %(note)s is held.") % {"note": note})
        for note, reason in exceptions.items()
        if not reason.strip()
    ]
    if not place.strip():
        problems.append(Problem("place_missing", "/place", _("Enter where the wagons and seals were looked at.")))
    known = set(Consigned.objects.filter(train=train).values_list("note", flat=True))
    problems += [
        Problem("unknown_note", f"/{note}", _("Note %(note)s is not in this train.") % {"note": note})
        for note in exceptions
        if note not in known
    ]
    if problems:
        raise Problems(problems)
    return _each(actor, train, exceptions, lambda one: _decide(actor, one, place.strip()))


def set_off(actor: Actor, train: Train) -> Done:
    """The train leaves: every note that is released and sealed is on its way."""
    return _each(actor, train, {}, lambda one: _set_off(actor, one))


def _each(actor: Actor, train: Train, exceptions: Mapping[str, str], make: Callable[[Consigned], bool]) -> Done:
    answer = Done()
    for one in Consigned.objects.filter(train=train).select_related("declaration").order_by("place"):
        try:
            with transaction.atomic():
                made = _hold(actor, one, exceptions[one.note]) if one.note in exceptions else make(one)
            answer.done += made and one.note not in exceptions
        except (Refused, NotAllowed, Problems, NotFound) as refusal:
            answer.left[one.note] = _why(refusal)
    return answer


def _why(refusal: Exception) -> str:
    if isinstance(refusal, Problems):
        return "; ".join(str(problem.message) for problem in refusal.problems)
    sentence: Sentence = getattr(refusal, "sentence", "") or _("This note may not be seen by you.")
    return str(sentence)


def _present(actor: Actor, train: Train, one: Consigned) -> bool:
    if one.declaration.presented_at is not None or one.declaration.state not in AT_WORK:
        return False
    present(actor, reference=one.declaration.reference, office=train.departure_id)
    return True


def _arrive(actor: Actor, train: Train, one: Consigned) -> bool:
    movement = following.of(one.declaration)
    if movement is None or movement.state != State.EN_ROUTE or movement.destination_id != train.destination_id:
        return False
    if stops.is_stopped(movement):
        raise Refused("held", _("A stop is open on this note."))
    present(actor, reference=one.declaration.reference, office=train.destination_id)
    return True


def _hold(actor: Actor, one: Consigned, reason: str) -> bool:
    """Before the release a stop on the declaration, after it one on the movement; what is open on it stays open."""
    declaration = declaration_for(actor, one.declaration.reference)
    movement = following.of(declaration)
    if movement is not None:
        stops.stop(actor, reference=one.declaration.reference, reason=reason, legal_basis=BASIS)
        return True
    rows = [row for row in open_rows_of(declaration) if may_decide(actor, row, declaration) is None]
    if not rows:
        raise Refused("nothing_open", _("Customs has nothing open on this note: it cannot be held here."))
    place_hold(actor, sign_off=str(rows[0].uuid), public_reason=reason, legal_basis=BASIS)
    return True


def _decide(actor: Actor, one: Consigned, place: str) -> bool:
    """Approve what is open now and what opens by it, until nothing of customs is left."""
    made = False
    for _round in range(4):
        declaration = declaration_for(actor, one.declaration.reference)
        movement = following.of(declaration)
        if declaration.open_holds or (movement is not None and stops.is_stopped(movement)):
            raise Refused("held", _("A stop is open on this note."))
        rows = [
            row
            for row in open_rows_of(declaration)
            if row.agency == "customs" and row.blocks in ("accept", "release", "departure", "discharge")
        ]
        if not rows:
            return made
        for row in rows:
            if row.requirement in NOT_FOR_ALL:
                raise Refused("by_itself", _("This note is to be inspected. Decide it on its own page."))
            decide(actor, sign_off=str(row.uuid), decision=_approval(declaration, row, place))
            made = True
    return made


def _approval(declaration: Any, row: Any, place: str) -> Decision:
    """A yes with what its control asks for: the wagons were looked at on the train, the seals are those declared."""
    seals = transit_content.seals_of(content_of(declaration))
    numbers = [number for number, _kind, _on in seals]
    finding = None
    if row.control in WITH_FINDING:
        finding = {
            "place": place,
            "at": clock.now().isoformat(),
            "items": {str(number): "conform" for number in row.items},
            "seals": numbers,
        }
    kind = next((kind for _number, kind, _on in seals), "none")
    form = {"seal_kind": kind, "seal_numbers": ", ".join(numbers)[:200]} if row.requirement in SEALED else {}
    if row.requirement == COMPLETION:
        form = {"result": CLEAN}
    return Decision("approved", finding=finding, form=form, version=row.version)


def _set_off(actor: Actor, one: Consigned) -> bool:
    movement = following.of(one.declaration)
    if movement is None or State(movement.state) not in BEFORE_THE_WAY:
        return False
    if stops.is_stopped(movement):
        raise Refused("held", _("A stop is open on this note."))
    movements.act(actor, reference=one.declaration.reference, name="depart")
    return True
