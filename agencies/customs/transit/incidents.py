"""Incidents on the way: anybody who is there reports one, and the movement stands until an officer says how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from agencies.customs.models import Incident, Movement
from agencies.customs.transit import moves, rights
from agencies.customs.transit.life import MOVES, UNDER_WAY, State
from clearance.acts import (
    SYSTEM_ACTOR,
    Actor,
    NotFound,
    Problem,
    Problems,
    Refused,
    as_system,
    clock,
    keep_file,
)

Photograph = tuple[str, bytes]
"""Name and content of a picture."""
MOST_PHOTOGRAPHS = 6
PHOTO = "INCIDENT_PHOTO"
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def report(
    movement: Movement,
    *,
    kind: str,
    text: str,
    reported_as: str,
    by: Actor = SYSTEM_ACTOR,
    place: str = "",
    point: tuple[Decimal, Decimal] | None = None,
    happened_at: datetime | None = None,
    photographs: Sequence[Photograph] = (),
) -> Incident:
    """Record an incident of a movement whose declaration is locked; Problems, Refused.

    Who has no account (`reported_as` driver or carrier) acts as the system. `point`: latitude and longitude in degrees.
    """
    now = clock.now()
    if problems := _problems(kind, text, photographs, happened_at, now):
        raise Problems(problems)
    if State(movement.state) not in UNDER_WAY:
        raise Refused("not_under_way", _("These goods are no longer on the way. Tell the office where they are."))
    with as_system():
        incident = Incident.objects.create(
            movement=movement,
            declaration=movement.declaration,
            company_id=movement.company_id,
            kind=kind,
            text=text.strip(),
            place=place.strip()[:200],
            latitude=point[0] if point else None,
            longitude=point[1] if point else None,
            happened_at=happened_at or now,
            reported_at=now,
            reported_as=reported_as,
            reported_by_id=None if by.system else by.person,
        )
        payload: dict[str, Any] = {"incident": str(incident.uuid), "kind": kind, "reported_as": reported_as}
        if State(movement.state) in MOVES["stop"].sources:
            moves.make(movement, "stop", by=by, payload=payload, departed_at=movement.departed_at or now)
        else:
            moves.tell(movement, "movement.stop", by=by, **payload)
        for picture in photographs:
            _keep(incident, *picture, by=by)
    return incident


def report_as(actor: Actor, *, reference: str, **told: Any) -> Incident:
    """A person with an account reports: an officer of customs, or somebody of the company."""
    movement = rights.movement_for(actor, reference)
    if rights.is_of_the_company(actor, movement):
        return report(movement, by=actor, reported_as="trader", **told)
    rights.must_be_customs(actor, movement)
    return report(movement, by=actor, reported_as="officer", **told)


def resolve(actor: Actor, *, reference: str, incident: UUID | str, reason: str) -> Incident:
    """An officer says how an incident ended; after the last one the goods go on. NotFound, NotAllowed, Problems."""
    movement = rights.movement_for(actor, reference)
    rights.must_be_customs(actor, movement)
    found = Incident.objects.filter(movement=movement, uuid=incident, resolved_at=None).first()
    if found is None:
        raise NotFound(incident)
    if not reason.strip():
        raise Problems([Problem("reason_missing", "/reason", _("Enter the reason. It stays on record."))])
    found.resolved_at, found.resolved_by_id, found.resolution = clock.now(), actor.person, reason.strip()[:300]
    found.save(update_fields=["resolved_at", "resolved_by", "resolution"])
    payload: dict[str, Any] = {"incident": str(found.uuid), "kind": found.kind, "reason": found.resolution}
    if movement.state == State.INCIDENT and not moves.open_incidents(movement).exists():
        moves.make(movement, "resume", by=actor, payload=payload)
    else:
        moves.tell(movement, "movement.resume", by=actor, **payload)
    return found


def _keep(incident: Incident, name: str, data: bytes, *, by: Actor) -> None:
    """Keep one picture; what is wrong with it is said by its name."""
    try:
        keep_file(by, incident.declaration, name=name, data=data, type=PHOTO, number=str(incident.uuid))
    except Problems as faults:
        told = [format_lazy("{name}: {why}", name=name[:60], why=one.message) for one in faults.problems]
        raise Problems([Problem("photographs", "/photographs", sentence) for sentence in told]) from faults


def _problems(
    kind: str, text: str, photographs: Sequence[Photograph], happened_at: datetime | None, now: datetime
) -> list[Problem]:
    problems = []
    if kind not in Incident.KINDS:
        problems.append(Problem("kind", "/kind", _("Select what happened.")))
    if not text.strip():
        problems.append(Problem("text_missing", "/text", _("Say in a few words what happened.")))
    if happened_at is not None and (happened_at.tzinfo is None or happened_at > now):
        problems.append(Problem("happened_at", "/happened_at", _("Enter a time that is not in the future.")))
    if len(photographs) > MOST_PHOTOGRAPHS:
        problems.append(
            Problem("photographs", "/photographs", _("Send at most %(most)s pictures.") % {"most": MOST_PHOTOGRAPHS})
        )
    for name, data in photographs[:MOST_PHOTOGRAPHS]:
        if not data.startswith(PICTURES):
            sentence = format_lazy(_("The file {name} must be a JPEG or PNG picture."), name=name[:60])
            problems.append(Problem("photographs", "/photographs", sentence))
    return problems
