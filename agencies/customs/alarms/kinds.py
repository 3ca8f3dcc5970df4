"""Kinds of alarms, how grave they are, and where they stand. Pure."""

from enum import StrEnum


class Kind(StrEnum):
    """What can be wrong with a movement: first the seven abnormal situations of the law, then the portal's own."""

    SEAL_BROKEN = "SEAL_BROKEN"
    SEAL_TAMPER = "SEAL_TAMPER"
    ROUTE_DEVIATION = "ROUTE_DEVIATION"
    SEAL_FAULT = "SEAL_FAULT"
    SEAL_LOW_BATTERY = "SEAL_LOW_BATTERY"
    SIGNAL_LOST = "SIGNAL_LOST"
    SEAL_UNAUTHORISED = "SEAL_UNAUTHORISED"
    ROUTE_DEVIATION_NEAR = "ROUTE_DEVIATION_NEAR"
    LONG_STOP = "LONG_STOP"
    GEOFENCE_EXIT = "GEOFENCE_EXIT"
    WRONG_ZONE = "WRONG_ZONE"
    LATE_ETA = "LATE_ETA"
    OVERDUE = "OVERDUE"
    SPEED_IMPOSSIBLE = "SPEED_IMPOSSIBLE"
    GAP_JUMP = "GAP_JUMP"
    DUPLICATE_SEAL = "DUPLICATE_SEAL"
    WEIGHT_DROP = "WEIGHT_DROP"


class Severity(StrEnum):
    """How grave an alarm is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class AlarmState(StrEnum):
    """Where an alarm stands."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


SITUATIONS: dict[str, Kind] = {
    "01": Kind.SEAL_BROKEN,
    "02": Kind.SEAL_TAMPER,
    "03": Kind.ROUTE_DEVIATION,
    "04": Kind.SEAL_FAULT,
    "05": Kind.SEAL_LOW_BATTERY,
    "06": Kind.SIGNAL_LOST,
    "07": Kind.SEAL_UNAUTHORISED,
}
"""The codes of abnormal situations that navigation seals send (Collegium Decision 131 of 22 Aug 2023)."""
WORSENS: dict[Kind, Kind] = {Kind.ROUTE_DEVIATION: Kind.ROUTE_DEVIATION_NEAR}
"""An alarm of the second kind becomes one of the first: one incident stays one alarm."""
