"""Who deals with alarms and stops: customs at either office of the movement, and the control centre; never of an own company."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.customs.models import Movement
from clearance.acts import Actor, NotAllowed, Problem, Problems, Sentence

AT_AN_OFFICE = frozenset({"officer", "head"})
AT_THE_CENTRE = frozenset({"dispatcher", "shift_head"})
"""They watch every movement, wherever their own office is."""


def what_keeps(actor: Actor, movement: Movement, declaration: Any) -> Sentence | None:
    """Why the person may not deal with alarms of this movement, or None."""
    if actor.is_barred_from(movement.company_id, declaration.parties):
        return _("This is a declaration of your own company. A colleague must deal with it.")
    offices = {None, movement.departure_id, movement.destination_id}
    for grant in actor.grants:
        if grant.agency == "customs" and (
            grant.role in AT_THE_CENTRE or (grant.role in AT_AN_OFFICE and grant.office in offices)
        ):
            return None
    return _("Alarms are dealt with by the control centre and by customs at either office of the movement.")


def must_deal_with(actor: Actor, movement: Movement, declaration: Any) -> None:
    """NotAllowed for everybody else."""
    if (sentence := what_keeps(actor, movement, declaration)) is not None:
        raise NotAllowed(sentence)


def reason_of(text: str) -> str:
    """What was given as a reason; Problems where nothing was."""
    if not text.strip():
        raise Problems([Problem("reason_missing", "/reason", _("Enter the reason. It stays on record."))])
    return text.strip()[:300]
