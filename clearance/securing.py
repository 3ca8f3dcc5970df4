"""Cover for what is due: asked for at the moment nothing else keeps the goods, so that none is set aside in vain."""

from clearance import followers, moves, record
from clearance.acting import Actor, as_system
from clearance.followers import Cover
from clearance.models import Declaration, Payment
from clearance.record import Happened
from clearance.workflow import SETTLED_MONEY, Money, State, may_release

SYSTEM = Actor(system=True)
PROVIDER = "guarantee"


def secure(declaration: Declaration) -> None:
    """Set aside what is due for a locked declaration, where somebody keeps cover for it and it is enough."""
    coverer = followers.coverer_of(declaration.kind)
    if coverer is None or declaration.state != State.ACCEPTED or not _only_money_lacks(declaration):
        return
    with as_system():
        cover = coverer.set_aside(declaration)
        if cover is not None:
            _settled_by(declaration, cover)


def _only_money_lacks(declaration: Declaration) -> bool:
    """Whether the declaration would be released if its money were settled."""
    position = declaration.money_position
    if position in SETTLED_MONEY:
        return False
    declaration.money_position = Money.SECURED
    lacks = may_release(declaration)
    declaration.money_position = position
    return lacks is None


def _settled_by(declaration: Declaration, cover: Cover) -> None:
    if not cover.amount:
        event = Happened("charges.waived", {"ground": cover.reference}, by_system=True)
        record.write(declaration, SYSTEM, [event])
        moves.save(declaration, money_position=Money.NOTHING_DUE)
        return
    Payment.objects.create(
        declaration=declaration,
        company_id=declaration.company_id,
        kind="secured",
        amount=cover.amount,
        currency=declaration.money_currency,
        reference=cover.reference,
        provider=PROVIDER,
    )
    payload = {
        "kind": "secured",
        "amount": str(cover.amount),
        "currency": declaration.money_currency,
        "position": Money.SECURED,
        "reference": cover.reference,
    }
    record.write(declaration, SYSTEM, [Happened("charges.secured", payload, by_system=True)])
    moves.save(declaration, money_position=Money.SECURED)
