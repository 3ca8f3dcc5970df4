"""What a visit owes the site by the dated tariff. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from agencies.customs.gate import dated


@dataclass(frozen=True)
class Used:
    """What a visit used of the site."""

    office: str
    stayed: timedelta
    weighings: int = 0
    scans: int = 0
    is_fast: bool = False


@dataclass(frozen=True)
class Fee:
    """One line: how many of what at which price."""

    code: str
    names: dict[str, str]
    count: int
    price: Decimal

    @property
    def amount(self) -> Decimal:
        """What the line comes to, in KZT."""
        return self.count * self.price


def of(used: Used, on: date) -> list[Fee]:
    """The lines of a visit that began on that day, in the order of the tariff."""
    counts = {
        "visit": 1,
        "weighing": used.weighings,
        "scan": used.scans,
        "hour": int((Decimal(used.stayed / timedelta(hours=1))).to_integral_value(ROUND_CEILING)),
        "fast": int(used.is_fast),
    }
    found = []
    for row in dated.rows("tariff", on):
        count = counts[row["per"]] - int(row["free"])
        if row["office"] in (used.office, dated.EVERY) and count > 0:
            names = {language: row[f"name_{language}"] for language in ("en", "ru", "kk")}
            found.append(Fee(row["code"], names, count, Decimal(row["amount"])))
    return found
