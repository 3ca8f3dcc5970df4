"""Who may do what with a movement: customs at either office, heads where it is about a debt, the trader for its own goods."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.customs.models import Movement
from clearance.acts import Actor, NotAllowed, NotFound, Sentence, declaration_for

WORKING = frozenset({"officer", "head"})
HEADS = frozenset({"head"})


def movement_for(actor: Actor, reference: str) -> Movement:
    """The movement of a declaration the actor may see, the declaration locked; NotFound."""
    declaration = declaration_for(actor, reference)
    found = Movement.objects.filter(declaration=declaration).first()
    if found is None:
        raise NotFound(reference)
    found.declaration = declaration
    return found


def what_keeps_customs(actor: Actor, movement: Movement, roles: frozenset[str] = WORKING) -> Sentence | None:
    """Why the person may not act for customs on a movement, or None."""
    if actor.is_barred_from(movement.company_id, movement.declaration.parties):
        return _("This is a declaration of your own company. A colleague must deal with it.")
    offices = {None, movement.departure_id, movement.destination_id}
    if any(grant.agency == "customs" and grant.role in roles and grant.office in offices for grant in actor.grants):
        return None
    if roles == HEADS:
        return _("Only a head of customs decides on a debt.")
    return _("Only customs at the office of departure or of destination can do this.")


def must_be_customs(actor: Actor, movement: Movement) -> None:
    """NotAllowed for whoever is not customs at either office."""
    if sentence := what_keeps_customs(actor, movement):
        raise NotAllowed(sentence)


def must_be_of_the_company(actor: Actor, movement: Movement) -> None:
    """NotAllowed for whoever does not act for the company of the declaration."""
    if not is_of_the_company(actor, movement):
        raise NotAllowed(_("Only the declarant or the carrier can ask for this."))


def is_of_the_company(actor: Actor, movement: Movement) -> bool:
    """Whether the person files for the company of the declaration."""
    member: Any = actor.member_of(movement.company_id)
    return member is not None and member.role != "viewer"
