"""Goods under escort (Art. 343): ordered on one of five grounds, arranged within the hours of the law, ended with a reason."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from agencies.customs.models import Escort, Movement
from agencies.customs.transit import limits, moves, rights
from clearance.acts import Actor, NotFound, Problem, Problems, Refused, clock

TRUSTED = frozenset({"1", "3"})
"""Operators of these types are not escorted for other signs of a breach."""


def order(actor: Actor, *, reference: str, ground: str, reason: str) -> Escort:
    """Customs decides that goods go under escort; NotAllowed, Problems, Refused."""
    movement = rights.movement_for(actor, reference)
    rights.must_be_customs(actor, movement)
    problems = _of_reason(reason)
    if ground not in Escort.GROUNDS:
        problems.append(Problem("ground", "/ground", _("Select the ground of the escort.")))
    if ground == "signs" and movement.declaration.company.aeo_type in TRUSTED:
        problems.append(
            Problem("ground", "/ground", _("An authorised operator of type 1 or 3 is not escorted on this ground."))
        )
    if problems:
        raise Problems(problems)
    if of(movement) is not None:
        raise Refused("escorted", _("An escort is ordered already."))
    now = clock.now()
    escort = Escort.objects.create(
        movement=movement,
        declaration=movement.declaration,
        company_id=movement.company_id,
        ground=ground,
        reason=reason.strip(),
        ordered_by_id=actor.person,
        ordered_at=now,
        arrange_by=now + timedelta(hours=int(limits.setting("escort_hours", clock.today()))),
    )
    moves.tell(
        movement, "movement.escort_ordered", by=actor, public=False, ground=ground, due=escort.arrange_by.isoformat()
    )
    return escort


def arrange(actor: Actor, *, reference: str, escorted_by: str) -> Escort:
    """Who goes with the goods; NotAllowed, NotFound, Problems."""
    movement, escort = _standing(actor, reference)
    if escort.arranged_at is not None:
        raise Refused("arranged", _("This escort is arranged already."))
    if not escorted_by.strip():
        raise Problems([Problem("escorted_by", "/escorted_by", _("Enter who goes with the goods."))])
    escort.escorted_by, escort.arranged_by_id, escort.arranged_at = escorted_by.strip()[:200], actor.person, clock.now()
    escort.save(update_fields=["escorted_by", "arranged_by", "arranged_at"])
    moves.tell(movement, "movement.escort_arranged", by=actor, public=False, escorted_by=escort.escorted_by)
    return escort


def end(actor: Actor, *, reference: str, reason: str) -> Escort:
    """The escort goes no further; NotAllowed, NotFound, Problems."""
    movement, escort = _standing(actor, reference)
    if problems := _of_reason(reason):
        raise Problems(problems)
    escort.ended_at, escort.end_reason = clock.now(), reason.strip()
    escort.save(update_fields=["ended_at", "end_reason"])
    moves.tell(movement, "movement.escort_ended", by=actor, public=False, reason=escort.end_reason)
    return escort


def of(movement: Movement) -> Escort | None:
    """The escort that goes with a movement, or shall."""
    found: Escort | None = Escort.objects.filter(movement=movement, ended_at=None).first()
    return found


def _standing(actor: Actor, reference: str) -> tuple[Movement, Escort]:
    movement = rights.movement_for(actor, reference)
    rights.must_be_customs(actor, movement)
    escort = of(movement)
    if escort is None:
        raise NotFound(reference)
    return movement, escort


def _of_reason(reason: str) -> list[Problem]:
    if reason.strip() and len(reason.strip()) <= 300:
        return []
    return [Problem("reason_missing", "/reason", _("Enter the reason in at most 300 characters. It stays on record."))]
