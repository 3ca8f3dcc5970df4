"""Which place of an hour a booking gets: shares kept free for those they are meant for. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from agencies.customs.gate.dated import Row

HOURS = 24
SHARES = {"priority": "priority_share", "post": "post_share", "fast": "fast_share"}
GROUNDS = ("live_animals", "perishables", "dangerous", "export", "humanitarian", "military")


@dataclass(frozen=True)
class Capacity:
    """What one office takes in an hour, and which shares of a day are kept."""

    per_hour: int
    shares: dict[str, Decimal]

    @classmethod
    def of(cls, row: Row) -> Capacity:
        """From a row of `capacity.csv`."""
        return cls(int(row["per_hour"]), {kind: Decimal(row[name]) for kind, name in SHARES.items()})

    @property
    def kept(self) -> int:
        """Places of each hour that ordinary bookings leave free."""
        return min(
            self.per_hour - 1,
            int((sum(self.shares.values(), Decimal(0)) * self.per_hour).to_integral_value(ROUND_CEILING)),
        )

    def most_of_a_day(self, kind: str) -> int:
        """How many bookings of a preferred kind a day takes; at least one."""
        return max(1, int((self.shares[kind] * self.per_hour * HOURS).to_integral_value(ROUND_FLOOR)))

    def place(self, kind: str, taken: Collection[int], *, of_kind_today: int) -> int | None:
        """The first free place for a booking of `kind`; None when the hour, or the share of the day, is full."""
        ordinary = range(self.per_hour - self.kept)
        if kind == "ordinary":
            wanted = list(ordinary)
        elif of_kind_today >= self.most_of_a_day(kind):
            return None
        else:
            wanted = [*range(len(ordinary), self.per_hour), *ordinary]
        return next((place for place in wanted if place not in taken), None)
