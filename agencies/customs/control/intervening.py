"""Stepping in: a note, a call, a patrol, an inspection asked for, a stop; each with its reason, on the record."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from agencies.customs.alarms import acts as alarms
from agencies.customs.alarms import rights, stops
from agencies.customs.alarms.kinds import AlarmState
from agencies.customs.control import inspecting
from agencies.customs.control.kinds import Intervening
from agencies.customs.control.roles import Right, may
from agencies.customs.control.words import KINDS
from agencies.customs.models import Alarm, Intervention, Movement
from agencies.customs.transit.life import ENDED, State
from clearance.acts import (
    Actor,
    Happened,
    NotAllowed,
    NotFound,
    Problem,
    Problems,
    Refused,
    Sentence,
    clock,
    declaration_for,
    record,
)


def possible(actor: Actor, movement: Movement) -> list[Intervening]:
    """What the person can do about a movement now."""
    if State(movement.state) in ENDED:
        return []
    return [kind for kind in Intervening if what_keeps(actor, movement, kind) is None]


def intervene(
    actor: Actor, *, movement: UUID, kind: str, reason: str, alarm: UUID | None = None, legal_basis: str = ""
) -> Intervention:
    """Step in; NotFound, NotAllowed, Problems without a reason, Refused once the movement has ended."""
    found = locked(actor, movement)
    if kind not in KINDS:
        raise NotFound(kind)
    doing = Intervening(kind)
    if sentence := what_keeps(actor, found, doing):
        raise NotAllowed(sentence)
    if State(found.state) in ENDED:
        raise Refused("movement_ended", _("The movement has ended: nothing can be done about it any more."))
    reason = reason.strip()
    if not reason:
        raise Problems([Problem("reason_missing", "/reason", _("Enter the reason. It stays on record."))])
    cause = _alarm(found, alarm)
    if doing == Intervening.HOLD:
        stops.stop(actor, reference=found.declaration.reference, reason=reason, legal_basis=legal_basis)
    made = Intervention.objects.create(
        movement=found,
        declaration_id=found.declaration_id,
        company_id=found.company_id,
        alarm=cause,
        kind=doing,
        reason=reason,
        made_by_id=actor.person,
        made_at=clock.now(),
    )
    if doing == Intervening.INSPECTION:
        inspecting.order(found)
    said = Happened(f"control.{doing}", {"reason": reason}, public=False, agency="customs")
    record.write(found.declaration, actor, [said])
    if (
        cause is not None
        and cause.state != AlarmState.CLOSED
        and rights.what_keeps(actor, found, found.declaration) is None
    ):
        alarms.act_on(actor, uuid=cause.uuid, did=str(doing), reason=reason)
    return made


def locked(actor: Actor, uuid: UUID) -> Movement:
    """The movement with its declaration locked; NotFound for what the person may not see."""
    reference = Movement.objects.filter(uuid=uuid).values_list("declaration__reference", flat=True).first()
    if reference is None:
        raise NotFound(str(uuid))
    declaration = declaration_for(actor, reference)
    found = Movement.objects.get(uuid=uuid)
    found.declaration = declaration
    return found


def what_keeps(actor: Actor, movement: Movement, kind: Intervening) -> Sentence | None:
    """Why the person may not do it, or None."""
    if actor.is_barred_from(movement.company_id, movement.declaration.parties):
        return _("This is a declaration of your own company. A colleague must deal with it.")
    if not may(actor, Right(kind)):
        return _("Your role does not do this. Ask the head of the shift.")
    return rights.what_keeps(actor, movement, movement.declaration) if kind == Intervening.HOLD else None


def _alarm(movement: Movement, uuid: UUID | None) -> Alarm | None:
    if uuid is None:
        return None
    found = Alarm.objects.filter(movement=movement, uuid=uuid).first()
    if found is None:
        raise NotFound(str(uuid))
    return found
