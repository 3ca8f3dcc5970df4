"""Customs and a whole train: what keeps it from leaving, its arrival and its completion, in one act but for the exceptions.

Notes of which nothing but this lacks are done together, in a constant number of statements; the others one by one, as on
their own pages. One that is held, or that another officer works on, holds up no other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.customs.alarms import stops
from agencies.customs.arrival.unloading import CLEAN
from agencies.customs.models import Consigned, Movement, Train
from agencies.customs.transit import acts as movements
from agencies.customs.transit import following, rights
from agencies.customs.transit import moves as steps
from agencies.customs.transit.life import BEFORE_THE_WAY, State, codes
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
    contents_of,
    decide,
    decide_together,
    declaration_for,
    may_answer,
    may_decide,
    open_rows_of,
    place_hold,
    present,
    present_together,
    standing_of,
    transit_content,
)

AT_WORK = frozenset({"lodged", "accepted"})
OPEN = frozenset({"open", "claimed"})
BEFORE_LEAVING = frozenset({"accept", "release", "departure"})
STEPS = BEFORE_LEAVING | {"discharge"}
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
    notes = _notes(train)
    fresh = [one for one in notes if one.declaration.presented_at is None and one.declaration.state in AT_WORK]
    found = standing_of(actor, [one.declaration_id for one in fresh])
    try:
        with transaction.atomic():
            done = {one.pk for one in present_together(actor, list(found.values()), office=train.departure_id)}
    except (Refused, NotAllowed, Problems):
        done = set()
    return _each(actor, fresh, {}, done, lambda one: _present(actor, train, one))


def at_destination(actor: Actor, train: Train) -> Done:
    """The train stands at the office of destination: every note that is on its way there has arrived."""
    return _each(actor, _notes(train), {}, (), lambda one: _arrive(actor, train, one))


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
    notes = _notes(train)
    known = {one.note for one in notes}
    problems += [
        Problem("unknown_note", f"/{note}", _("Note %(note)s is not in this train.") % {"note": note})
        for note in exceptions
        if note not in known
    ]
    if problems:
        raise Problems(problems)
    done = _decide_together(actor, [one for one in notes if one.note not in exceptions], place.strip())
    return _each(actor, notes, exceptions, done, lambda one: _decide(actor, one, place.strip()))


def set_off(actor: Actor, train: Train) -> Done:
    """The train leaves: every note that is released and sealed is on its way."""
    notes = _notes(train)
    found = standing_of(actor, [one.declaration_id for one in notes])
    moving = list(Movement.objects.filter(declaration__in=found, state__in=codes(BEFORE_THE_WAY)).order_by("pk"))
    for movement in moving:
        movement.declaration = found[movement.declaration_id].declaration
    kept = stops.stopped(moving) | steps.with_open_incidents(moving)
    ready = [
        one
        for one in moving
        if one.state == State.SEALED and one.pk not in kept and rights.what_keeps_customs(actor, one) is None
    ]
    if ready:
        steps.make_all(ready, "depart", by=actor, departed_at=clock.now())
    waiting = {one.declaration_id for one in moving}
    return _each(
        actor,
        [one for one in notes if one.declaration_id in waiting],
        {},
        {one.declaration_id for one in ready},
        lambda one: _set_off(actor, one),
    )


def _notes(train: Train) -> list[Consigned]:
    return list(Consigned.objects.filter(train=train).select_related("declaration").order_by("place"))


def _decide_together(actor: Actor, notes: Sequence[Consigned], place: str) -> set[int]:
    """Approve at once what is open on the notes of which nothing else lacks; the keys of their declarations."""
    found = standing_of(actor, [one.declaration_id for one in notes])
    stopped = stops.stopped_declarations(found)
    plain = {pk: one for pk, one in found.items() if one.is_plain and pk not in stopped}
    contents = contents_of([one.declaration for one in plain.values()])
    answers = []
    for pk, one in plain.items():
        rows = [row for row in one.rows if row.state in OPEN and row.agency == "customs" and row.blocks in STEPS]
        is_for_all = all(row.blocks in BEFORE_LEAVING and row.requirement not in NOT_FOR_ALL for row in rows)
        given = {row.pk: _approval(contents[pk], row, place) for row in rows}
        if given and is_for_all and may_answer(actor, one, given):
            answers.append((one, given))
    if answers:
        decide_together(actor, answers)
    return {one.declaration.pk for one, _given in answers}


def _each(
    actor: Actor,
    notes: Sequence[Consigned],
    exceptions: Mapping[str, str],
    done: Collection[int],
    make: Callable[[Consigned], bool],
) -> Done:
    """What was done for all at once, then note by note whatever is left: the exceptions, and what is not plain."""
    answer = Done(len(done))
    for one in notes:
        if one.declaration_id in done:
            continue
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
        rows = [row for row in open_rows_of(declaration) if row.agency == "customs" and row.blocks in STEPS]
        if not rows:
            return made
        for row in rows:
            if row.requirement in NOT_FOR_ALL:
                raise Refused("by_itself", _("This note is to be inspected. Decide it on its own page."))
            decide(actor, sign_off=str(row.uuid), decision=_approval(content_of(declaration), row, place))
            made = True
    return made


def _approval(content: Mapping[str, Any], row: Any, place: str) -> Decision:
    """A yes with what its control asks for: the wagons were looked at on the train, the seals are those declared."""
    seals = transit_content.seals_of(content)
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
