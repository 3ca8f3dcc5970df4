"""What a holder should know of a guarantee before it is used up: what keeps it, for how long, and what comes free when."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from agencies.customs.guarantees.accounts import Act
from agencies.customs.models import Entry, Guarantee, Movement
from agencies.customs.transit.life import ENDED, State, codes
from clearance.acts import clock

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Kept:
    """Cover that a movement keeps: how much, and what is to be feared of it (late, debt, long or nothing)."""

    movement: Movement
    amount: Decimal
    fear: str


@dataclass(frozen=True)
class Outlook:
    """What keeps a guarantee, and what will be free when what is expected has arrived."""

    kept: list[Kept]
    expected: Decimal
    free_then: Decimal
    is_nearly_used: bool
    percent: int

    @property
    def feared(self) -> list[Kept]:
        """Movements that may lock the guarantee."""
        return [one for one in self.kept if one.fear]


def of(guarantee: Guarantee) -> Outlook:
    """The outlook of one guarantee: two statements."""
    now, today = clock.now(), clock.today()
    amounts = dict(
        Entry.objects.filter(guarantee=guarantee, act=str(Act.RESERVE)).values_list("declaration_id", "amount")
    )
    standing = Movement.objects.filter(declaration__in=amounts).exclude(state__in=codes(ENDED))
    long = now - timedelta(days=int(setting("long_days", today)))
    kept = [
        Kept(one, amounts[one.declaration_id], _fear(one, is_long=one.released_at <= long))
        for one in standing.select_related("declaration", "destination").order_by("limit_at", "pk")
    ]
    expected = sum((one.amount for one in kept if one.fear in ("", "long")), Decimal(0))
    return Outlook(
        kept,
        expected,
        guarantee.available + expected,
        is_nearly_used(guarantee.available, guarantee.ceiling, today),
        _percent(guarantee.available, guarantee.ceiling),
    )


def is_nearly_used(available: Decimal, ceiling: Decimal, on: date) -> bool:
    """Whether so much of a guarantee is in use that its holder is warned."""
    return ceiling > 0 and (ceiling - available) * 100 >= ceiling * setting("nearly_used_percent", on)


def setting(name: str, on: date) -> Decimal:
    """A dated setting of `warnings.csv`; raises LookupError for one that does not hold on that day."""
    for row in _rows():
        if (
            row["name"] == name
            and row["valid_from"] <= on.isoformat()
            and not (row["valid_to"] and row["valid_to"] <= on.isoformat())
        ):
            return Decimal(row["value"])
    raise LookupError(f"{name} has no value on {on}.")


def _percent(available: Decimal, ceiling: Decimal) -> int:
    return int((ceiling - available) * 100 / ceiling) if ceiling else 0


def _fear(movement: Movement, *, is_long: bool) -> str:
    if movement.state in (State.ENQUIRY, State.DEBT):
        return str(movement.state)
    if movement.overdue:
        return "late"
    if movement.state == State.INCIDENT:
        return "incident"
    return "long" if is_long else ""


@cache
def _rows() -> list[dict[str, Any]]:
    with (HERE / "warnings.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
