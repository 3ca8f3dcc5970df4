"""What is shown of goods on the way; a constant number of questions however much happened."""

from __future__ import annotations

from typing import Any

from agencies.customs.models import Movement
from agencies.customs.transit import incidents, redirecting, rights, stages, words
from clearance.acts import Actor, pictures_of


def page_of(actor: Actor, movement: Movement) -> dict[str, Any]:
    """Everything about a movement that this person may see."""
    pictures = pictures_of(movement.declaration, incidents.PHOTO)
    of_company = rights.is_of_the_company(actor, movement)
    return {
        "movement": movement,
        "steps": stages.steps_of(movement.declaration, movement),
        "seals": movement.seal_rows.select_related("replaces"),
        "incidents": [
            (one, pictures.get(str(one.uuid), ())) for one in movement.incidents.select_related("resolved_by")
        ],
        "leaves": [(one, words.of_leave(one)) for one in movement.leaves.select_related("office", "successor")],
        "escorts": movement.escorts.all() if actor.is_officer else (),
        "enquiries": movement.enquiries.select_related("office") if actor.is_officer else (),
        "onward": redirecting.granted(movement) if of_company else None,
        "first": _first(movement),
        "next": _next(movement),
        "is_officer": actor.is_officer and not of_company,
    }


def _first(movement: Movement) -> Any:
    return Movement.objects.select_related("declaration").filter(successor=movement).first()


def _next(movement: Movement) -> Any:
    return Movement.objects.select_related("declaration").filter(predecessor=movement).first()
