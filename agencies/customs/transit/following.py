"""How a movement follows its declaration: it begins with the release, arrives with the goods, ends when all is answered."""

from datetime import timedelta
from typing import Any

from agencies.customs.guarantees import ledger
from agencies.customs.guarantees.accounts import Act
from agencies.customs.models import Movement, Seal
from agencies.customs.transit import limits, moves, redirecting, seals
from agencies.customs.transit.life import UNDER_WAY, State
from clearance.acts import (
    SYSTEM_ACTOR,
    answers_of,
    as_system,
    clock,
    content_of,
    is_answered,
    office_of,
    transit_content,
)

SEALINGS = ("customs.sealing", "customs.navigation_seal")


def begin(declaration: Any) -> None:
    """A released transit is under way from now on, with its time limit."""
    if declaration.kind != "transit":
        return
    content, now = content_of(declaration), declaration.released_at
    departure, destination = office_of(declaration.office_id), office_of(content["destination_office"])
    mode = declaration.border_mode
    ends = limits.point_of(departure), limits.point_of(destination)
    km = limits.way_between(departure.pk, destination.pk, mode, clock.today(), ends=ends).km
    limit_at = now + timedelta(days=limits.days_of(mode, km, clock.today()))
    with as_system():
        leave = redirecting.leave_to_follow(declaration)
        movement = Movement.objects.create(
            declaration=declaration,
            company_id=declaration.company_id,
            mode=mode,
            departure=departure,
            destination=destination,
            km=km,
            limit_at=limit_at,
            vehicles=transit_content.signs_of(content),
            exempt=why_exempt(declaration, mode) if declaration.money_position == "nothing_due" else "",
            released_at=now,
            next_look_at=limit_at,
            predecessor=leave.movement if leave else None,
        )
        moves.tell(
            movement,
            "movement.begun",
            by=SYSTEM_ACTOR,
            destination=destination.pk,
            limit=limit_at.isoformat(),
            km=km,
            exempt=movement.exempt,
        )
        if leave is not None:
            redirecting.take_the_place(movement, leave.movement)
        else:
            seals.found_on(movement, {number: kind for number, kind, _on in transit_content.seals_of(content)})


def set_ready(declaration: Any) -> None:
    """Nothing keeps the goods any more: the seals that were put on are known, and they may set off."""
    movement = of(declaration)
    if movement is None or movement.state != State.RELEASED or not is_answered(declaration, blocks="departure"):
        return
    if movement.predecessor_id is None:  # seals of goods that are on their way already went over with them
        for requirement in SEALINGS:
            put_on = answers_of(declaration, requirement)
            kind = str(put_on.get("seal_kind", "mechanical"))
            if kind in Seal.KINDS:
                numbers = seals.numbers_in(str(put_on.get("seal_numbers", "")))
                seals.found_on(movement, dict.fromkeys(numbers, kind))
    moves.make(movement, "seal", by=SYSTEM_ACTOR, payload={"seals": movement.seals})
    if movement.predecessor_id is not None and movement.departed_at is not None:
        moves.make(movement, "stop" if moves.open_incidents(movement).exists() else "depart", by=SYSTEM_ACTOR)


def arrive(declaration: Any) -> None:
    """The goods are at an office of destination; a second word of it changes nothing."""
    movement = of(declaration)
    if movement is None or State(movement.state) not in UNDER_WAY:
        return
    now = clock.now()
    moves.make(
        movement,
        "arrive",
        by=SYSTEM_ACTOR,
        arrived_at=now,
        departed_at=movement.departed_at or movement.released_at,
    )


def complete(declaration: Any) -> None:
    """Nothing is left to be answered at the destination: the movement ends and its cover is free again."""
    movement = of(declaration)
    if movement is None or movement.state not in (State.ARRIVED, State.PRESENTED):
        return
    if movement.state == State.ARRIVED:  # who has answered had the papers
        moves.make(movement, "present", by=SYSTEM_ACTOR, presented_at=clock.now())
    moves.make(movement, "complete", by=SYSTEM_ACTOR)
    seals.take_off(movement, by=SYSTEM_ACTOR)
    ledger.move_all(declaration, Act.FREE)


def of(declaration: Any) -> Movement | None:
    """The movement of a declaration."""
    if declaration.kind != "transit":
        return None
    found: Movement | None = Movement.objects.filter(declaration=declaration).first()
    if found is not None:
        found.declaration = declaration
    return found


def why_exempt(declaration: Any, mode: str) -> str:
    """Why no guarantee was asked for (Art. 146), as a code."""
    if declaration.company.aeo_type:
        return "aeo"
    return {"2": "rail", "4": "air"}.get(mode[:1], "small")
