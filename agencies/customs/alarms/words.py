"""The words of alarms and stops."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agencies.customs.alarms.kinds import AlarmState, Kind, Severity

Words = Mapping[str, str | Promise]

KINDS: Words = {
    Kind.SEAL_BROKEN: _("Seal broken"),
    Kind.SEAL_TAMPER: _("Housing of the seal broken"),
    Kind.ROUTE_DEVIATION: _("Left the route"),
    Kind.SEAL_FAULT: _("Seal out of order"),
    Kind.SEAL_LOW_BATTERY: _("Battery of the seal is low"),
    Kind.SIGNAL_LOST: _("No signal"),
    Kind.SEAL_UNAUTHORISED: _("Unauthorised act on the seal"),
    Kind.ROUTE_DEVIATION_NEAR: _("Beside the corridor"),
    Kind.LONG_STOP: _("Stands too long"),
    Kind.GEOFENCE_EXIT: _("Left the control zone without leave"),
    Kind.WRONG_ZONE: _("In the control zone of another office"),
    Kind.LATE_ETA: _("Will be late"),
    Kind.OVERDUE: _("The time limit has passed"),
    Kind.SPEED_IMPOSSIBLE: _("Impossible speed"),
    Kind.GAP_JUMP: _("Seen again far away"),
    Kind.DUPLICATE_SEAL: _("Seal on two movements"),
    Kind.WEIGHT_DROP: _("Lighter than before"),
}
SEVERITIES: Words = {
    Severity.LOW: _("low"),
    Severity.MEDIUM: _("medium"),
    Severity.HIGH: _("high"),
    Severity.CRITICAL: _("critical"),
}
STATES: Words = {
    AlarmState.OPEN: _("Nobody deals with it yet"),
    AlarmState.ACKNOWLEDGED: _("Somebody deals with it"),
    AlarmState.CLOSED: _("Closed"),
}
REASONS: Words = {"look_at_seal": _("Customs must look at the seal.")}
"""Public reasons of stops that an alarm places: no more than who stops must know."""
CLOSED_BY_ITSELF: Words = {"arrived": _("It was over, and the goods have arrived.")}
