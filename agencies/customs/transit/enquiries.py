"""An enquiry into goods that never arrived: the destination and the offices on the way say whether they have seen them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from agencies.customs.models import Enquiry, Movement
from agencies.customs.transit import moves, rights
from clearance.acts import Actor, NotAllowed, NotFound, Problem, Problems, clock, content_of, transit_content


def ask(movement: Movement) -> list[str]:
    """Ask the destination and every office of transit, each once; returns whom."""
    part = transit_content.part_of(content_of(movement.declaration))
    offices = list(dict.fromkeys([movement.destination_id, *(part.get("transit_offices") or ())]))
    now = clock.now()
    Enquiry.objects.bulk_create(
        [
            Enquiry(
                movement=movement,
                declaration=movement.declaration,
                company_id=movement.company_id,
                office_id=office,
                asked_at=now,
            )
            for office in offices
        ],
        ignore_conflicts=True,
    )
    return offices


def answer(actor: Actor, *, reference: str, office: str, was_seen: bool, answer: str) -> Enquiry:
    """An officer of an office that was asked answers for it; NotFound, NotAllowed, Problems."""
    movement = rights.movement_for(actor, reference)
    found = Enquiry.objects.filter(movement=movement, office=office, answered_at=None).first()
    if found is None:
        raise NotFound(reference)
    if actor.is_barred_from(movement.company_id, movement.declaration.parties) or not any(
        grant.agency == "customs" and grant.role in rights.WORKING and grant.office in (None, office)
        for grant in actor.grants
    ):
        raise NotAllowed(_("Only customs at the office that was asked can answer."))
    if not answer.strip():
        raise Problems([Problem("answer", "/answer", _("Say what the records of your office show."))])
    found.was_seen, found.answer = was_seen, answer.strip()[:300]
    found.answered_at, found.answered_by_id = clock.now(), actor.person
    found.save(update_fields=["was_seen", "answer", "answered_at", "answered_by"])
    moves.tell(movement, "movement.enquiry_answered", by=actor, public=False, office=office, was_seen=was_seen)
    return found
