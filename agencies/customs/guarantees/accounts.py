"""The accounts of a guarantee and what may move between them. Pure."""

from enum import StrEnum


class Account(StrEnum):
    """Where an amount of a guarantee lies: outside, free to be used, set aside for a movement, or called in."""

    COVER = "cover"
    AVAILABLE = "available"
    RESERVED = "reserved"
    CLAIMED = "claimed"


class Act(StrEnum):
    """What moves an amount from one account to another."""

    RAISE = "raise"
    LOWER = "lower"
    RESERVE = "reserve"
    FREE = "free"
    CLAIM = "claim"
    RESTORE = "restore"
    WRITE_OFF = "write_off"


WAYS: dict[Act, tuple[Account, Account]] = {
    Act.RAISE: (Account.COVER, Account.AVAILABLE),
    Act.LOWER: (Account.AVAILABLE, Account.COVER),
    Act.RESERVE: (Account.AVAILABLE, Account.RESERVED),
    Act.FREE: (Account.RESERVED, Account.AVAILABLE),
    Act.CLAIM: (Account.RESERVED, Account.CLAIMED),
    Act.RESTORE: (Account.CLAIMED, Account.AVAILABLE),
    Act.WRITE_OFF: (Account.CLAIMED, Account.COVER),
}
"""From where to where; the database keeps the same table and a test compares the two."""

OF_A_MOVEMENT = frozenset(Act) - {Act.RAISE, Act.LOWER}
"""What is done for one declaration; the rest is between customs and the guarantor."""
