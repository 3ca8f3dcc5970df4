"""What customs does with a guarantee: register it, raise or lower what it covers, withdraw it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.customs.guarantees import ledger
from agencies.customs.guarantees.accounts import Act
from agencies.customs.models import Guarantee
from clearance.acts import Actor, NotAllowed, NotFound, Problem, Problems, Refused, clock, company_with_bin

MAY = frozenset({"cashier", "head"})
MOST = Decimal(10) ** 13


def register(
    actor: Actor,
    *,
    number: str,
    bin: str,
    kind: str,
    form: str,
    guarantor: str,
    amount: Decimal,
    valid_from: date,
    valid_to: date | None = None,
) -> Guarantee:
    """Register a guarantee of a company, with what it covers from the first day; Problems, NotAllowed."""
    _may(actor)
    number = number.strip().upper()
    company = company_with_bin(bin)
    problems = []
    if company is None:
        problems.append(Problem("unknown_company", "/bin", _("Enter the BIN of a registered company.")))
    if Guarantee.objects.filter(number=number).exists():
        problems.append(Problem("number_taken", "/number", _("A guarantee of this number is registered already.")))
    if valid_to is not None and valid_to < valid_from:
        problems.append(Problem("valid_to", "/valid_to", _("Enter a last day that is not before the first.")))
    problems += _of_amount(amount)
    if problems or company is None:
        raise Problems(problems)
    if company.pk in actor.barred_companies:
        raise NotAllowed(_("This is a guarantee of your own company. A colleague must deal with it."))
    guarantee = Guarantee.objects.create(
        number=number,
        company=company,
        kind=kind,
        form=form,
        guarantor=guarantor.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
        registered_by_id=actor.person,
        registered_at=clock.now(),
    )
    ledger.post(guarantee, Act.RAISE, amount, by=actor.person)
    guarantee.refresh_from_db()
    return guarantee


def change(actor: Actor, *, uuid: Any, act: str, amount: Decimal, reason: str) -> Guarantee:
    """Raise or lower what a guarantee covers; it is never lowered below what is in use."""
    _may(actor)
    guarantee = _locked(uuid)
    problems = _of_amount(amount)
    if act not in (Act.RAISE, Act.LOWER):
        problems.append(Problem("act", "/act", _("Select whether it covers more or less.")))
    if not reason.strip():
        problems.append(Problem("reason_missing", "/reason", _("Enter the reason. It stays on record.")))
    if act == Act.LOWER and amount > guarantee.available:
        problems.append(Problem("in_use", "/amount", _("Enter no more than what is free: the rest is in use.")))
    if problems:
        raise Problems(problems)
    ledger.post(guarantee, Act(act), amount, by=actor.person, reason=reason.strip())
    guarantee.refresh_from_db()
    return guarantee


def withdraw(actor: Actor, *, uuid: Any) -> Guarantee:
    """From now on the guarantee covers nothing new; what it covers already it goes on covering."""
    _may(actor)
    guarantee = _locked(uuid)
    if guarantee.withdrawn_at is not None:
        raise Refused("withdrawn", _("This guarantee is withdrawn already."))
    guarantee.withdrawn_at = clock.now()
    guarantee.save(update_fields=["withdrawn_at"])
    return guarantee


def _locked(uuid: Any) -> Guarantee:
    found = Guarantee.objects.select_for_update(no_key=True).filter(uuid=uuid).first()
    if found is None:
        raise NotFound(str(uuid))
    return found


def _may(actor: Actor) -> None:
    if not any(grant.agency == "customs" and grant.role in MAY for grant in actor.grants):
        raise NotAllowed(_("Guarantees are kept by the cashier and the heads of customs."))


def _of_amount(amount: Decimal) -> list[Problem]:
    if amount <= 0 or amount != amount.quantize(Decimal("0.01")) or amount >= MOST:
        return [Problem("amount", "/amount", _("Enter an amount above zero with at most two decimals."))]
    return []
