"""Another destination that was granted: a transit that follows the first one, and takes over its cover and its seals (Art. 145)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.customs.guarantees import ledger
from agencies.customs.guarantees.accounts import Act
from agencies.customs.models import Leave, Movement
from agencies.customs.transit import leaves, moves, rights, seals
from agencies.customs.transit.life import BEFORE_THE_WAY, UNDER_WAY, State
from clearance.acts import (
    SYSTEM_ACTOR,
    Actor,
    Problem,
    Problems,
    Refused,
    as_system,
    begin_after,
    clock,
    content_of,
    end_work,
    locked,
    take_over,
)

OF_THE_FIRST = ("local_ref", "arrival_expected", "destination_office", "goods_location")
"""What the transit that follows says of its own."""
MAY_DIFFER = frozenset(
    {*OF_THE_FIRST, "documents", "unmapped", "guarantees", "transport", "transit", "additional_information"}
)


def begin(actor: Actor, *, reference: str) -> Any:
    """A draft of the transit that follows, filled in; the same one where it is begun already. NotAllowed, Refused."""
    movement = rights.movement_for(actor, reference)
    rights.must_be_of_the_company(actor, movement)
    leave = granted(movement)
    if leave is None:
        raise Refused("no_leave", _("Customs has not granted another destination for these goods."))
    if leave.successor_id is not None:
        return leave.successor
    first = movement.declaration
    day = clock.day_of(first.registered_at or first.lodged_at or clock.now())
    content = content_after(
        content_of(first), destination=leave.office_id or "", place=leave.place,
        before=(first.registration_number or first.reference, day.isoformat()),
    )  # fmt: skip
    papers = frozenset(str(one.get("type")) for one in content["documents"])
    draft = begin_after(actor, reference=reference, content=content, papers=papers)
    with as_system():
        Leave.objects.filter(pk=leave.pk).update(successor=draft)
    return draft


def content_after(first: Mapping[str, Any], *, destination: str, place: str, before: tuple[str, str]) -> dict[str, Any]:
    """The content of the transit that follows: the same goods and papers to another office. Pure."""
    new = {name: deepcopy(value) for name, value in first.items() if name not in OF_THE_FIRST}
    new["destination_office"] = destination
    if place:
        new["goods_location"] = place
    number, day = before
    new["documents"] = [*new.get("documents", ()), {"type": "TRANSIT_DECLARATION", "number": number, "date": day}]
    return new


def granted(movement: Movement) -> Leave | None:
    """The other destination that was granted to a movement under way and needs a transit of its own."""
    if State(movement.state) not in UNDER_WAY:
        return None
    found = Leave.objects.filter(movement=movement, kind="destination", state="granted").select_related(
        "office", "successor"
    )
    return next((one for one in found.order_by("-pk") if not leaves.is_in_region(movement, one)), None)


def is_filed(declaration: Any) -> None:
    """A transit that follows another is filed: the goods are the same, and they are in the hands of customs already."""
    if declaration.kind != "transit":
        return
    with as_system():
        leave = leave_of(declaration)
        if leave is None:
            return
        first = content_of(leave.movement.declaration)
        new = content_of(declaration)
    if leave.decided_by_id is None or new.get("destination_office") != leave.office_id:
        raise Problems([Problem("destination", "/destination_office", _("Leave was given for another destination."))])
    if _goods(first) != _goods(new):
        raise Problems(
            [Problem("other_goods", "/items", _("Only the destination may change: the goods stay as they were."))]
        )
    with as_system():
        take_over(declaration, by=leave.decided_by_id)


def leave_of(declaration: Any) -> Leave | None:
    """The leave by which a declaration follows a movement."""
    found: Leave | None = (
        Leave.objects.filter(successor=declaration, state="granted").select_related("movement__declaration").first()
    )
    return found


def leaves_of(declarations: Sequence[Any]) -> set[int]:
    """The keys of those declarations that follow a movement; one statement."""
    return set(Leave.objects.filter(successor__in=declarations, state="granted").values_list("successor_id", flat=True))


def leave_to_follow(declaration: Any) -> Leave | None:
    """The leave by which a declaration takes the place of a movement under way, that one locked; the system's."""
    leave = leave_of(declaration)
    if leave is None:
        return None
    first = locked(pk=leave.movement.declaration_id)
    leave.movement.refresh_from_db()
    leave.movement.declaration = first
    return leave if State(leave.movement.state) in UNDER_WAY else None


def free_the_first(declaration: Any) -> bool:
    """Free the cover of the transit a declaration takes the place of; the caller sets aside again or takes it back."""
    leave = leave_to_follow(declaration)
    return leave is not None and ledger.move_all(leave.movement.declaration, Act.FREE) is not None


def take_the_place(successor: Movement, first: Movement) -> None:
    """The first transit ends in the one that follows: seals, open incidents and the way so far go over."""
    was_on_the_way = State(first.state) not in BEFORE_THE_WAY
    seals.hand_over(first, successor)
    moves.open_incidents(first).update(movement=successor, declaration=successor.declaration)
    ledger.move_all(first.declaration, Act.FREE)
    moves.make(first, "redirect", by=SYSTEM_ACTOR, payload={"next": successor.declaration.reference})
    end_work(first.declaration)
    successor.refresh_from_db(fields=["seals"])
    if was_on_the_way:
        moves.save(successor, departed_at=first.departed_at or clock.now())


def _goods(content: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in content.items() if name not in MAY_DIFFER}
