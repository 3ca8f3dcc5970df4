"""Who may do what in the control centre: one table. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from agencies.customs.alarms.rights import AT_AN_OFFICE, AT_THE_CENTRE
from clearance.acts import Actor


class Right(StrEnum):
    """What is done there."""

    LOOK = "look"
    SEE_RISK = "see_risk"
    NOTE = "note"
    CALL = "call"
    PATROL = "patrol"
    INSPECTION = "inspection"
    HOLD = "hold"
    ANSWER_ALARMS = "answer_alarms"
    HAND_OVER = "hand_over"


ON_DUTY = frozenset({"dispatcher", "image_reader", "risk_officer", "shift_head"})
"""The roles of the centre itself. Officers and heads of customs look in, and act where it says so."""

MAY: Mapping[Right, frozenset[str]] = {
    Right.LOOK: ON_DUTY | {"officer", "head"},
    Right.SEE_RISK: frozenset({"risk_officer", "shift_head", "officer", "head"}),
    Right.NOTE: ON_DUTY | {"officer", "head"},
    Right.CALL: frozenset({"dispatcher", "shift_head", "head"}),
    Right.PATROL: frozenset({"dispatcher", "shift_head", "head"}),
    Right.INSPECTION: frozenset({"dispatcher", "image_reader", "risk_officer", "shift_head", "head"}),
    Right.HOLD: AT_THE_CENTRE | AT_AN_OFFICE,
    Right.ANSWER_ALARMS: AT_THE_CENTRE | AT_AN_OFFICE,
    Right.HAND_OVER: frozenset({"dispatcher", "shift_head"}),
}


def may(actor: Actor, right: Right) -> bool:
    """Whether a role of the person in customs gives the right; at which office, the act itself asks."""
    return any(grant.agency == "customs" and grant.role in MAY[right] for grant in actor.grants)
