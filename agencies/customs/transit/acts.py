"""What customs' officers do with a movement: let it set off, take a proof of delivery, call in or settle a debt."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from agencies.customs.guarantees import ledger
from agencies.customs.guarantees.accounts import Act
from agencies.customs.models import Movement
from agencies.customs.transit import moves, rights, seals
from agencies.customs.transit.life import ENDED, MOVES, State
from clearance.acts import (
    Actor,
    NotAllowed,
    NotFound,
    Problem,
    Problems,
    Refused,
    Sentence,
    clock,
)

LABELS: Mapping[str, Sentence] = {
    "depart": _("The goods set off"),
    "prove": _("Delivery is proved"),
    "claim": _("Call in the debt"),
    "write_off": _("The debt is settled"),
}
"""Acts of officers; arrival and completion follow from the declaration."""
ENTRIES: Mapping[str, tuple[Act, ...]] = {
    "prove": (Act.FREE, Act.RESTORE),
    "claim": (Act.CLAIM,),
    "write_off": (Act.WRITE_OFF,),
}
"""What each does to the cover."""
OF_HEADS = frozenset({"claim", "write_off"})
WITH_REASON = frozenset({"prove", "claim", "write_off"})


def possible(actor: Actor, movement: Movement) -> list[tuple[str, Sentence, bool]]:
    """What the person can do with a movement now: act, label, and whether it needs a reason."""
    state = State(movement.state)
    return [
        (name, label, name in WITH_REASON)
        for name, label in LABELS.items()
        if state in MOVES[name].sources and what_keeps(actor, movement, name) is None
    ]


def act(actor: Actor, *, reference: str, name: str, reason: str = "") -> Movement:
    """Make one of the acts of `LABELS`; NotFound, NotAllowed, Problems, Refused."""
    movement = rights.movement_for(actor, reference)
    if name not in LABELS:
        raise NotFound(reference)
    if sentence := what_keeps(actor, movement, name):
        raise NotAllowed(sentence)
    reason = reason.strip()
    if name in WITH_REASON and not reason:
        raise Problems([Problem("reason_missing", "/reason", _("Enter the reason. It stays on record."))])
    if name == "depart":
        return _depart(actor, movement)
    moves.make(movement, name, by=actor, payload={"reason": reason})
    if State(movement.state) in ENDED:
        seals.take_off(movement, by=actor)
    for entry in ENTRIES[name]:
        ledger.move_all(movement.declaration, entry, by=actor.person, reason=reason)
    return movement


def _depart(actor: Actor, movement: Movement) -> Movement:
    if movement.state == State.RELEASED:
        raise Refused("not_sealed", _("An agency must still agree before the goods may set off."))
    return moves.make(movement, "depart", by=actor, departed_at=clock.now())


def what_keeps(actor: Actor, movement: Movement, name: str) -> Sentence | None:
    """Why the person may not do it, or None: it is for customs at either office, and a debt is for heads."""
    return rights.what_keeps_customs(actor, movement, rights.HEADS if name in OF_HEADS else rights.WORKING)
