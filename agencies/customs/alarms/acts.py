"""What officers do with an alarm: say that they deal with it, what they did, and close it; a critical one takes two."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.customs.alarms import rights, stops
from agencies.customs.alarms.kinds import AlarmState
from agencies.customs.models import Alarm, Stop
from clearance.acts import Actor, Happened, NotFound, Refused, clock, declaration_for, record


def acknowledge(actor: Actor, *, uuid: Any) -> Alarm:
    """The person deals with the alarm from now on; who is told second that it is taken reads by whom."""
    alarm = _mine(actor, uuid)
    if alarm.state == AlarmState.ACKNOWLEDGED:
        raise Refused(
            "acknowledged", _("%(person)s deals with this alarm already.") % {"person": alarm.acknowledged_by}
        )
    alarm.state = AlarmState.ACKNOWLEDGED
    alarm.acknowledged_by_id, alarm.acknowledged_at = actor.person, clock.now()
    alarm.save(update_fields=["state", "acknowledged_by", "acknowledged_at"])
    _tell(alarm, actor, "transit.alarm_acknowledged")
    return alarm


def act_on(actor: Actor, *, uuid: Any, did: str, reason: str) -> Alarm:
    """Record what was done about the alarm: `did` is a code of the control centre; the reason is never empty."""
    alarm = _mine(actor, uuid)
    reason = rights.reason_of(reason)
    if alarm.state == AlarmState.OPEN:
        alarm.state = AlarmState.ACKNOWLEDGED
        alarm.acknowledged_by_id, alarm.acknowledged_at = actor.person, clock.now()
        alarm.save(update_fields=["state", "acknowledged_by", "acknowledged_at"])
    _tell(alarm, actor, "transit.alarm_acted", did=did, reason=reason)
    return alarm


def close(actor: Actor, *, uuid: Any, reason: str) -> Alarm:
    """Close an alarm. Of a critical one the first person asks for it, and a second one closes it and lifts its stop."""
    alarm = _mine(actor, uuid)
    reason = rights.reason_of(reason)
    if not alarm.is_critical:
        return _closed(alarm, actor, reason)
    if alarm.lift_asked_by_id is None:
        return _ask(alarm, actor, reason)
    if alarm.lift_asked_by_id == actor.person:
        raise Refused(
            "same_person", _("You asked for this yourself. A critical alarm is lifted by two: a colleague must agree.")
        )
    closed = _closed(alarm, actor, reason)
    for placed in Stop.objects.select_related("declaration").filter(alarm=alarm, lifted_at=None):
        placed.declaration, placed.lift_asked_by_id = alarm.declaration, alarm.lift_asked_by_id
        stops.end(placed, actor, reason=reason)
    return closed


lift = close
"""Of a critical alarm one speaks of lifting."""


def _ask(alarm: Alarm, actor: Actor, reason: str) -> Alarm:
    alarm.lift_asked_by_id, alarm.lift_asked_at, alarm.lift_asked_why = actor.person, clock.now(), reason
    alarm.save(update_fields=["lift_asked_by", "lift_asked_at", "lift_asked_why"])
    _tell(alarm, actor, "transit.alarm_lift_asked", reason=reason)
    return alarm


def _closed(alarm: Alarm, actor: Actor, reason: str) -> Alarm:
    alarm.state, alarm.close_reason = AlarmState.CLOSED, reason
    alarm.closed_by_id, alarm.closed_at = actor.person, clock.now()
    alarm.save(update_fields=["state", "close_reason", "closed_by", "closed_at"])
    _tell(alarm, actor, "transit.alarm_closed", reason=reason)
    return alarm


def _mine(actor: Actor, uuid: Any) -> Alarm:
    """The alarm, with its declaration locked, for whoever may deal with it and while it is not closed."""
    reference = Alarm.objects.filter(uuid=uuid).values_list("declaration__reference", flat=True).first()
    if reference is None:
        raise NotFound(str(uuid))
    declaration = declaration_for(actor, reference)
    alarm = Alarm.objects.select_related("movement", "acknowledged_by").get(uuid=uuid)
    alarm.declaration = declaration
    rights.must_deal_with(actor, alarm.movement, declaration)
    if alarm.state == AlarmState.CLOSED:
        raise Refused("closed", _("This alarm is closed already. Reload the page to see by whom and why."))
    return alarm


def _tell(alarm: Alarm, actor: Actor, kind: str, **payload: Any) -> None:
    said = {"alarm": str(alarm.uuid), "kind": alarm.kind, **payload}
    record.write(alarm.declaration, actor, [Happened(kind, said, agency="customs", public=False)])
