"""The ledger: the only place that writes entries. Whoever calls holds the lock of the guarantee or lets the database take it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from agencies.customs.guarantees.accounts import WAYS, Act
from agencies.customs.models import Entry, Guarantee
from clearance.acts import clock


def post(
    guarantee: Guarantee,
    act: Act,
    amount: Decimal,
    *,
    declaration: Any = None,
    by: int | None = None,
    reason: str = "",
    basis: Sequence[Mapping[str, Any]] = (),
) -> Entry:
    """Write one entry of `amount` KZT; the database keeps the balances and refuses what would go below zero."""
    source, target = WAYS[act]
    return Entry.objects.create(
        guarantee=guarantee,
        company_id=guarantee.company_id,
        declaration=declaration,
        act=str(act),
        source=str(source),
        target=str(target),
        amount=amount,
        made_by_id=by,
        made_at=clock.now(),
        reason=reason,
        basis=list(basis),
    )


def set_aside_for(declaration: Any) -> Entry | None:
    """What was set aside for a declaration."""
    found: Entry | None = (
        Entry.objects.filter(declaration=declaration, act=str(Act.RESERVE)).select_related("guarantee").first()
    )
    return found


def move_all(declaration: Any, act: Act, *, by: int | None = None, reason: str = "") -> Entry | None:
    """Move whatever a declaration holds in the account that `act` takes from; None when that is nothing."""
    reserved = set_aside_for(declaration)
    amount = held_by(declaration)[WAYS[act][0]]
    if reserved is None or not amount:
        return None
    return post(reserved.guarantee, act, amount, declaration=declaration, by=by, reason=reason)


def held_by(declaration: Any) -> Mapping[str, Decimal]:
    """What a declaration holds in each account of its guarantee."""
    held: dict[str, Decimal] = defaultdict(Decimal)
    for source, target, amount in Entry.objects.filter(declaration=declaration).values_list(
        "source", "target", "amount"
    ):
        held[source] -= amount
        held[target] += amount
    return held
