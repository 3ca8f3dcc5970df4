"""The steps of an arrival: notice, papers, registration; who has the ball at each, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.customs.arrival import hours, stopping
from agencies.customs.models import Movement, Presentation
from agencies.customs.transit import moves
from agencies.customs.transit.life import UNDER_WAY, State
from clearance.acts import SYSTEM_ACTOR, Actor, Refused, Sentence, as_system, clock, control_of, successor_of

COMPLETION = "customs.transit_completion"
LOOKED_INTO = frozenset({"physical", "laboratory"})
HOLDERS = {"carrier": _("The carrier"), "office": _("The office of destination"), "declarant": _("The declarant")}
OVER = frozenset({State.COMPLETED, State.DEBT, State.WRITTEN_OFF})


@dataclass(frozen=True)
class Ball:
    """Whose turn it is, what is expected, and until when."""

    who: str
    expected: Sentence
    until: datetime | None

    @property
    def holder(self) -> Sentence:
        return HOLDERS[self.who]

    @property
    def is_late(self) -> bool:
        return self.until is not None and self.until < clock.now()


def of(movement: Movement) -> Presentation | None:
    """What is written down of an arrival."""
    found: Presentation | None = Presentation.objects.filter(movement=movement).first()
    return found


def notice(movement: Movement, *, by: str, at: datetime | None = None, seals_said: str = "") -> Presentation:
    """The goods are at the destination, says the trader, the carrier or an officer; the first word counts."""
    with as_system():
        known = of(movement)
        if known is not None:
            if seals_said and not known.seals_said:
                _save(known, seals_said=seals_said)
            return known
        stopping.must_be_free(movement)
        if State(movement.state) in OVER:
            raise Refused("illegal_move", _("The movement has ended. There is nothing to tell."))
        now = at or clock.now()
        made: Presentation = Presentation.objects.create(
            movement=movement,
            declaration_id=movement.declaration_id,
            company_id=movement.company_id,
            arrived_at=now,
            noticed_by=by,
            seals_said=seals_said,
            papers_due_at=hours.due("papers", mode=movement.mode, office=movement.destination_id, since=now),
        )
        if by != "officer":
            moves.tell(movement, "movement.noticed", by=SYSTEM_ACTOR, by_whom=by, seals=seals_said)
        return made


def hand_in(movement: Movement, *, by: str, actor: Actor = SYSTEM_ACTOR) -> Presentation:
    """The papers are with the office; it has an hour to register them. Twice is once."""
    step = notice(movement, by=by)
    if step.papers_at is not None:
        return step
    with as_system():
        now = clock.now()
        due = hours.due("register", mode=movement.mode, office=movement.destination_id, since=now)
        _save(step, papers_at=now, register_due_at=due)
        moves.tell(movement, "movement.papers", by=actor, by_whom=by, due=due.isoformat())
    return step


def register(movement: Movement, *, actor: Actor = SYSTEM_ACTOR, by: str = "officer") -> Presentation:
    """The office has registered the papers; from here on it has four working hours to complete."""
    if State(movement.state) not in (State.ARRIVED, State.PRESENTED):
        raise Refused("not_arrived", _("The arrival is not confirmed yet. Confirm it on the page of the declaration."))
    step = hand_in(movement, by=by, actor=actor)
    if step.registered_at is not None:
        return step
    with as_system():
        now = clock.now()
        due = hours.due("complete", mode=movement.mode, office=movement.destination_id, since=now)
        _save(step, registered_at=now, registered_by_id=actor.user_id, complete_due_at=due)
        if movement.state == State.ARRIVED:
            moves.make(movement, "present", by=actor, payload={"due": due.isoformat()}, presented_at=now)
    return step


def ended(movement: Movement) -> bool:
    """The transit is completed: the time to declare the goods further begins, as the system; whether it began now.

    Who has completed it had the papers, whether or not somebody wrote that down.
    """
    step = of(movement)
    if step is None or step.declare_due_at is not None:
        return False
    since = movement.ended_at or clock.now()

    def due(name: str) -> datetime:
        return hours.due(name, mode=movement.mode, office=movement.destination_id, since=since)

    changes: dict[str, Any] = {"declare_due_at": due("declare")}
    if step.papers_at is None:
        changes |= {"papers_at": since, "register_due_at": due("register")}
    if step.registered_at is None:
        changes |= {"registered_at": since, "complete_due_at": due("complete")}
    _save(step, **changes)
    return True


def ball(movement: Movement, step: Presentation | None) -> Ball | None:
    """Who has the ball now; None where nothing more is expected of anybody."""
    if step is None:
        if State(movement.state) in UNDER_WAY:
            return Ball("carrier", _("bring the goods to the office of destination"), movement.limit_at)
        return None
    if movement.state == State.COMPLETED:
        after = successor_of(movement.declaration)
        if step.declare_due_at is None or (after is not None and after.lodged_at is not None):
            return None
        return Ball("declarant", _("declare the goods further or put them in storage"), step.declare_due_at)
    if State(movement.state) in OVER:
        return None
    if step.papers_at is None:
        return Ball("carrier", _("hand in the papers"), step.papers_due_at)
    if step.registered_at is None:
        return Ball("office", _("register the papers"), step.register_due_at)
    if control_of(movement.declaration, COMPLETION) in LOOKED_INTO:
        until = hours.due("inspect", mode=movement.mode, office=movement.destination_id, since=step.registered_at)
        return Ball("office", _("inspect the goods and complete the transit"), until)
    return Ball("office", _("complete the transit"), step.complete_due_at)


def _save(step: Presentation, **changes: Any) -> None:
    Presentation.objects.filter(pk=step.pk).update(**changes)
    for name, value in changes.items():
        setattr(step, name, value)
