"""What a carrier asks leave for on the way: another destination (Art. 145), another vehicle (Art. 148)."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from agencies.customs.models import Leave, Movement, Seal
from agencies.customs.transit import limits, moves, rights
from agencies.customs.transit.life import UNDER_WAY, WHOLE, State, codes
from clearance.acts import (
    SYSTEM_ACTOR,
    Actor,
    NotFound,
    Problem,
    Problems,
    Refused,
    as_system,
    clock,
    is_office,
)

LONGEST_REASON = 300


def ask_destination(actor: Actor, *, reference: str, office: str, place: str, reason: str) -> Leave:
    """Somebody of the company asks to deliver elsewhere; customs decides by the next day. Problems, Refused."""
    movement = rights.movement_for(actor, reference)
    rights.must_be_of_the_company(actor, movement)
    problems = _of_reason(reason)
    if not is_office(office):
        problems.append(Problem("unknown_office", "/office", _("Name an office of the list of offices.")))
    elif office == movement.destination_id and not place.strip():
        problems.append(Problem("place", "/place", _("Enter the new place, or another office.")))
    elif office == movement.departure_id:
        problems.append(Problem("office", "/office", _("Select an office that is not the one of departure.")))
    if problems:
        raise Problems(problems)
    return _ask(movement, actor, kind="destination", reason=reason, office_id=office, place=place.strip()[:200])


def tranship(
    movement: Movement, *, vehicle: str, reason: str, place: str = "", by: Actor = SYSTEM_ACTOR, seals_whole: bool
) -> Leave:
    """Another vehicle: at once, on notice, where the seals are whole; else customs is asked. The declaration is locked."""
    vehicles = plates_in(vehicle)
    problems = _of_reason(reason)
    if not vehicles:
        problems.append(Problem("vehicle", "/vehicle", _("Enter the plate of the new vehicle.")))
    if problems:
        raise Problems(problems)
    given = {"kind": "transhipment", "reason": reason, "vehicle": "/".join(vehicles)[:60], "place": place.strip()[:200]}
    if not (seals_whole and are_whole(movement)):
        return _ask(movement, by, **given)
    with as_system():
        _must_be_under_way(movement)
        leave = _made(movement, by, state="noticed", **given)
        _change_vehicle(movement, leave, by)
    return leave


def tranship_as(actor: Actor, *, reference: str, **told: Any) -> Leave:
    """Somebody of the company tells of another vehicle, or asks for it."""
    movement = rights.movement_for(actor, reference)
    rights.must_be_of_the_company(actor, movement)
    return tranship(movement, by=actor, **told)


def decide(actor: Actor, *, reference: str, leave: UUID | str, is_granted: bool, reason: str) -> Leave:
    """Customs grants or refuses what was asked, with a reason; NotFound, NotAllowed, Problems, Refused."""
    movement = rights.movement_for(actor, reference)
    rights.must_be_customs(actor, movement)
    found = Leave.objects.filter(movement=movement, uuid=leave, state="asked").first()
    if found is None:
        raise NotFound(leave)
    if problems := _of_reason(reason):
        raise Problems(problems)
    _must_be_under_way(movement)
    found.state = "granted" if is_granted else "refused"
    found.decided_at, found.decided_by_id, found.decision = clock.now(), actor.person, reason.strip()
    found.save(update_fields=["state", "decided_at", "decided_by", "decision"])
    moves.tell(movement, f"movement.leave_{found.state}", by=actor, **_told(found), reason=found.decision)
    if is_granted and found.kind == "transhipment":
        _change_vehicle(movement, found, actor)
    if is_granted and found.kind == "destination" and is_in_region(movement, found):
        where = f"{found.office}, {found.place}".removesuffix(", ")
        moves.save(movement, place=where[:200])
        moves.tell(movement, "movement.place_changed", by=actor, place=movement.place)
    return found


def is_in_region(movement: Movement, leave: Leave) -> bool:
    """Whether the new place lies in the region of the office of destination: then only the place changes."""
    return leave.office_id == movement.destination_id or (
        leave.office is not None and leave.office.parent_id == movement.destination_id
    )


def are_whole(movement: Movement) -> bool:
    """Whether seals are on the goods, none failed without another in its place, and nobody reported a damaged one."""
    seals = Seal.objects.filter(movement=movement)
    failed = seals.filter(state__in=["lost", "broken"], replaced_by__isnull=True).exists()
    damaged = moves.open_incidents(movement).filter(kind__in=["seal_damaged", "unloading"]).exists()
    return seals.filter(state__in=codes(WHOLE)).exists() and not failed and not damaged


def plates_in(text: str) -> list[str]:
    """Plates of a vehicle and its trailers, in capitals."""
    return [part.upper() for part in re.split(r"[,;/]+", re.sub(r"\s+", "", text)) if part]


def _ask(movement: Movement, by: Actor, **given: Any) -> Leave:
    _must_be_under_way(movement)
    with as_system():
        if Leave.objects.filter(movement=movement, kind=given["kind"], state="asked").exists():
            raise Refused("asked_already", _("This was asked already. Customs has not decided yet."))
        leave = _made(movement, by, state="asked", due_at=_due(movement), **given)
        moves.tell(movement, "movement.leave_asked", by=by, **_told(leave))
    return leave


def _made(movement: Movement, by: Actor, **given: Any) -> Leave:
    given["reason"] = given["reason"].strip()
    return Leave.objects.create(
        movement=movement,
        declaration=movement.declaration,
        company_id=movement.company_id,
        asked_at=clock.now(),
        asked_by_id=None if by.system else by.person,
        **given,
    )


def _due(movement: Movement) -> datetime:
    """The end of the next day at the office of departure, by whose clock the day is counted."""
    zone = ZoneInfo(movement.departure.time_zone)
    day = clock.now().astimezone(zone).date() + timedelta(days=int(limits.setting("leave_days", clock.today())) + 1)
    return datetime.combine(day, time(), tzinfo=zone)


def _change_vehicle(movement: Movement, leave: Leave, by: Actor) -> None:
    before = movement.vehicles
    moves.save(movement, vehicles=leave.vehicle.split("/"))
    told: dict[str, Any] = {"vehicles": movement.vehicles, "before": before, "place": leave.place}
    moves.tell(movement, "movement.transhipped", by=by, **told)


def _told(leave: Leave) -> dict[str, Any]:
    return {
        "leave": str(leave.uuid),
        "kind": leave.kind,
        "destination": leave.office_id or "",
        "vehicle": leave.vehicle,
        "due": leave.due_at.isoformat() if leave.due_at else "",
    }


def _must_be_under_way(movement: Movement) -> None:
    if State(movement.state) not in UNDER_WAY:
        raise Refused("not_under_way", _("These goods are no longer on the way."))


def _of_reason(reason: str) -> list[Problem]:
    if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
        return [
            Problem("reason_missing", "/reason", _("Enter the reason in at most 300 characters. It stays on record."))
        ]
    return []
