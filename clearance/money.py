"""The money position of a version: what the declared charges come to, and whether it is paid or secured."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from clearance.workflow import SETTLED_MONEY, Kind, Money

CURRENCY = "KZT"

# Procedures under which charges fall due at release (handbook 2.2); under the others nothing is due at that moment.
CHARGED_PROCEDURES = frozenset({"40", "51", "53", "60", "91", "90"})


@dataclass(frozen=True)
class Position:
    """Where the money stands: `amount` is None while it is unknown, and unknown counts as due."""

    position: Money
    amount: Decimal | None
    currency: str = CURRENCY


def assess(
    content: Mapping[str, Any],
    *,
    duty_due: bool = False,
    postal_duty: Decimal | None = None,
    cover_needed: bool = False,
    transit_debt: Decimal | None = None,
) -> Position:
    """The position of a freshly filed version.

    `duty_due`: for post, whether the item is above the norm or of a business (a fact of routing); `postal_duty` is what
    it then owes, where that is known without an officer. `cover_needed` and `transit_debt` say the same of a transit.
    """
    kind = content.get("kind")
    if kind == Kind.EXPORT:
        return Position(Money.NOTHING_DUE, Decimal(0))
    if kind == Kind.TRANSIT:
        # Duties fall due at the destination; until then a guarantee covers them, or nothing needs to.
        if not cover_needed:
            return Position(Money.NOTHING_DUE, Decimal(0))
        return Position(Money.UNKNOWN if transit_debt is None else Money.DUE, transit_debt)
    if kind == Kind.POSTAL and not duty_due:
        return Position(Money.NOTHING_DUE, Decimal(0))
    if kind == Kind.IMPORT and content.get("procedure") not in CHARGED_PROCEDURES:
        return Position(Money.NOTHING_DUE, Decimal(0))
    declared = _declared(content)
    if declared is None and kind == Kind.POSTAL:
        declared = postal_duty
    if declared is None:
        return Position(Money.UNKNOWN, None)
    return Position(Money.NOTHING_DUE if declared == 0 else Money.DUE, declared)


def after_payments(due: Position, payments: Iterable[tuple[str, Decimal]]) -> Position:
    """The position once `payments` (kind, amount in KZT) are counted; enough money settles it, paid before secured.

    An unknown amount is settled by any recorded payment: the cashier who records it has seen the assessment.
    """
    if due.position in SETTLED_MONEY:
        return due
    payments = list(payments)
    if not payments:
        return due
    paid = sum((amount for kind, amount in payments if kind == "paid"), Decimal(0))
    total = sum((amount for _, amount in payments), Decimal(0))
    if total < (due.amount or Decimal(0)):
        return due
    enough_paid = paid >= due.amount if due.amount is not None else paid > 0
    return Position(Money.PAID if enough_paid else Money.SECURED, due.amount, due.currency)


def _declared(content: Mapping[str, Any]) -> Decimal | None:
    """The sum of the declared charges, or None where an item declares none."""
    total = Decimal(0)
    for item in content.get("items", ()):
        charges = item.get("charges")
        if not charges:
            return None
        for charge in charges:
            try:
                total += Decimal(str(charge.get("amount", "")))
            except InvalidOperation:
                return None
    return total.quantize(Decimal("0.01"))
