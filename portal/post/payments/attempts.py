"""One way to the provider and back: begun for what is due, ended once by the provider's signed word."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from clearance import clock, money, moves
from clearance.acting import as_system
from clearance.models import Declaration
from clearance.services import paying
from clearance.services.found import NotFound
from clearance.workflow import AT_WORK, SETTLED_MONEY, Refused
from portal.post.models import Attempt, AttemptState
from portal.post.payments.providers import Forged, Provider, provider

HAS_MONEY = frozenset({AttemptState.PAID, AttemptState.TOO_MUCH})


def may_pay(declaration: Declaration) -> bool:
    """Whether the amount is known, still due, and somebody takes it online."""
    return (
        declaration.state in AT_WORK
        and declaration.money_position not in SETTLED_MONEY
        and bool(declaration.money_amount)
        and provider() is not None
    )


def begin(declaration_id: int) -> str:
    """The address at which the payer pays; pressed twice, it is the same attempt."""
    taker = provider()
    with as_system():
        declaration = moves.locked(pk=declaration_id)
        if taker is None or not may_pay(declaration):
            raise Refused("nothing_to_pay", _("Nothing is to be paid for this item online now."))
        attempt = Attempt.objects.filter(declaration=declaration, state=AttemptState.BEGUN).first()
        if attempt is not None and (attempt.amount, attempt.provider) != (declaration.money_amount, taker.name):
            _end(attempt, AttemptState.DECLINED)
            attempt = None
        if attempt is None:
            attempt = Attempt.objects.create(
                declaration=declaration,
                company_id=declaration.company_id,
                provider=taker.name,
                amount=declaration.money_amount or Decimal(0),
                currency=money.CURRENCY,
                begun_at=clock.now(),
            )
    return taker.address(attempt)


def receive(name: str, body: bytes, headers: Mapping[str, str]) -> Attempt:
    """Believe a signed message of the provider, once: the second changes nothing. Raises Forged, NotFound."""
    taker: Provider | None = provider()
    if taker is None or taker.name != name:
        raise NotFound(name)
    answer = taker.read(body, headers)
    with as_system():
        seen = Attempt.objects.filter(uuid=answer.attempt, provider=name).first()
        if seen is None:
            raise Forged
        moves.locked(pk=seen.declaration_id)  # the declaration first, as every act does
        attempt = Attempt.objects.select_for_update().get(pk=seen.pk)
        if (attempt.amount, attempt.currency) != (answer.amount, answer.currency):
            raise Forged
        if attempt.state in HAS_MONEY:
            return attempt
        attempt.provider_reference = answer.reference
        if not answer.is_paid:
            return _end(attempt, AttemptState.DECLINED)
        return _end(attempt, _count(attempt))


def _count(attempt: Attempt) -> AttemptState:
    """Record the money; where nothing is due any more it is kept apart, to be given back."""
    declaration = Declaration.objects.get(pk=attempt.declaration_id)
    if declaration.state not in AT_WORK or declaration.money_position in SETTLED_MONEY:
        return AttemptState.TOO_MUCH
    reference = f"{attempt.provider}:{attempt.uuid}"
    paying.paid_online(declaration.pk, amount=attempt.amount, payment_reference=reference, provider=attempt.provider)
    return AttemptState.PAID


def _end(attempt: Attempt, state: AttemptState) -> Attempt:
    attempt.state, attempt.ended_at = state, clock.now()
    attempt.save(update_fields=["state", "ended_at", "provider_reference"])
    return attempt
