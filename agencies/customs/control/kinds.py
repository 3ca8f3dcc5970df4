"""How the control centre can step in. Pure."""

from enum import StrEnum


class Intervening(StrEnum):
    """What somebody of the control centre does about a movement."""

    NOTE = "note"
    CALL = "call"
    PATROL = "patrol"
    INSPECTION = "inspection"
    HOLD = "hold"
