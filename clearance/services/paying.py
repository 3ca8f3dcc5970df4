"""Money: customs' cashier or a provider of payments says what was paid; enough of it lets the release go on."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from clearance import money, moves, record, registry, settling
from clearance.acting import Actor, as_system
from clearance.content import Problem, Problems
from clearance.models import Declaration, Payment
from clearance.permissions import NotAllowed, has_role_for
from clearance.record import Happened
from clearance.services import found
from clearance.workflow import AT_WORK, Money, Refused


def pay(
    actor: Actor, *, reference: str, amount: Decimal, currency: str, payment_reference: str, kind: str
) -> tuple[Declaration, bool]:
    """Record a payment or a security in KZT; the same payment reference twice is one. Returns whether it was new."""
    declaration = found.declaration(actor, reference)
    if actor.scopes is not None and "desk" not in actor.scopes:
        raise NotAllowed(_("This token may not act for an agency. Use a token with the scope “desk”."))
    if not any(has_role_for(actor, declaration, role="cashier", agency=agency) for agency in registry.leading()):
        raise NotAllowed(_("Only the cashier of customs records payments."))
    if problems := _problems(amount, currency, payment_reference, kind):
        raise Problems(problems)
    return _recorded(
        declaration, actor, amount=amount, currency=currency, payment_reference=payment_reference, kind=kind
    )


def paid_online(
    declaration_id: int, *, amount: Decimal, payment_reference: str, provider: str
) -> tuple[Declaration, bool]:
    """Record what a provider of payments has confirmed; the same payment reference twice is one. The system's own act."""
    with as_system():
        declaration = moves.locked(pk=declaration_id)
        return _recorded(
            declaration,
            settling.SYSTEM,
            amount=amount,
            currency=money.CURRENCY,
            payment_reference=payment_reference,
            kind="paid",
            provider=provider,
        )


def _recorded(
    declaration: Declaration,
    actor: Actor,
    *,
    amount: Decimal,
    currency: str,
    payment_reference: str,
    kind: str,
    provider: str = "",
) -> tuple[Declaration, bool]:
    """Keep the payment, count it, and let the locked declaration go on."""
    before = Payment.objects.filter(declaration=declaration, reference=payment_reference).first()
    if before is not None:
        if (before.amount, before.kind) != (amount, kind):
            raise Refused("same_payment", _("This payment reference was recorded with another amount or kind."))
        return declaration, False
    if declaration.state not in AT_WORK:
        raise Refused("illegal_move", _("Money is recorded for filed declarations that are not yet released."))
    Payment.objects.create(
        declaration=declaration,
        company_id=declaration.company_id,
        kind=kind,
        amount=amount,
        currency=currency,
        reference=payment_reference,
        recorded_by_id=None if provider else actor.person,
        provider=provider,
    )
    payments = Payment.objects.filter(declaration=declaration).values_list("kind", "amount")
    due = money.Position(Money(declaration.money_position), declaration.money_amount, declaration.money_currency)
    position = money.after_payments(due, payments)
    payload = {"kind": kind, "amount": str(amount), "currency": currency, "position": position.position}
    record.write(declaration, actor, [Happened(f"charges.{kind}", payload)])
    moves.save(declaration, money_position=position.position)
    return settling.settle(declaration), True


def _problems(amount: Decimal, currency: str, payment_reference: str, kind: str) -> list[Problem]:
    problems = []
    if (
        not amount.is_finite()
        or amount <= 0
        or amount != amount.quantize(Decimal("0.01"))
        or amount >= Decimal(10) ** 16
    ):
        problems.append(Problem("amount", "/amount", _("Enter an amount above zero with at most two decimals.")))
    if currency != money.CURRENCY:
        problems.append(Problem("currency", "/currency", _("Duties and taxes are paid in KZT.")))
    if not payment_reference.strip() or len(payment_reference) > 80:
        problems.append(Problem("reference", "/reference", _("Enter the payment reference, at most 80 characters.")))
    if kind not in {"paid", "secured"}:
        problems.append(Problem("kind", "/kind", _("Say whether the amount is paid or secured.")))
    return problems
