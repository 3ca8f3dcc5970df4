"""How a movement follows its declaration: it begins with the release, arrives with the goods, ends when all is answered."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from agencies.customs.guarantees import ledger
from agencies.customs.guarantees.accounts import Act
from agencies.customs.models import Movement, Seal
from agencies.customs.transit import limits, moves, redirecting, seals
from agencies.customs.transit.life import UNDER_WAY, State
from clearance.acts import (
    SYSTEM_ACTOR,
    answered_of,
    as_system,
    clock,
    contents_of,
    forms_of,
    offices_of,
    transit_content,
)

SEALINGS = ("customs.sealing", "customs.navigation_seal")


def begin(declaration: Any) -> None:
    """A released transit is under way from now on, with its time limit."""
    begin_all([declaration])


def begin_all(declarations: Sequence[Any]) -> None:
    """Released transits are under way; a constant number of statements but for those that take another's place."""
    transits = [one for one in declarations if one.kind == "transit"]
    if not transits:
        return
    contents = contents_of(transits)
    ends = {code for one in transits for code in (one.office_id, contents[one.pk]["destination_office"])}
    offices = offices_of(ends)
    with as_system():
        following = redirecting.leaves_of(transits)
        leaves = {one.pk: redirecting.leave_to_follow(one) for one in transits if one.pk in following}
        movements = [_movement(one, contents[one.pk], offices, leaves.get(one.pk)) for one in transits]
        Movement.objects.bulk_create(movements)
        moves.tell_all([(one, "movement.begun", _told(one)) for one in movements], by=SYSTEM_ACTOR)
        fresh = [one for one in movements if one.predecessor_id is None]
        seals.found_on_all(
            [
                (one, {n: kind for n, kind, _on in transit_content.seals_of(contents[one.declaration_id])})
                for one in fresh
            ]
        )
        for movement in movements:
            if leave := leaves.get(movement.declaration_id):
                redirecting.take_the_place(movement, leave.movement)


def _movement(declaration: Any, content: Mapping[str, Any], offices: Mapping[str, Any], leave: Any) -> Movement:
    departure, destination = offices[declaration.office_id], offices[content["destination_office"]]
    mode, today, now = declaration.border_mode, clock.today(), declaration.released_at
    ends = limits.point_of(departure), limits.point_of(destination)
    km = limits.way_between(departure.pk, destination.pk, mode, today, ends=ends).km
    limit_at = now + timedelta(days=limits.days_of(mode, km, today))
    return Movement(
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


def _told(movement: Movement) -> dict[str, Any]:
    return {
        "destination": movement.destination_id,
        "limit": movement.limit_at.isoformat(),
        "km": movement.km,
        "exempt": movement.exempt,
    }


def set_ready(declaration: Any) -> None:
    """Nothing keeps the goods any more: the seals that were put on are known, and they may set off."""
    set_all_ready([declaration])


def set_all_ready(declarations: Sequence[Any]) -> None:
    """The same for many; a constant number of statements but for those that took another's place."""
    of = {one.pk: one for one in declarations if one.kind == "transit"}
    waiting = list(Movement.objects.filter(declaration__in=of, state=State.RELEASED).order_by("pk")) if of else []
    answered = answered_of([of[one.declaration_id] for one in waiting], blocks="departure") if waiting else set()
    ready = [one for one in waiting if one.declaration_id in answered]
    if not ready:
        return
    for movement in ready:
        movement.declaration = of[movement.declaration_id]
    # Seals of goods that are on their way already went over with them.
    fresh = [one for one in ready if one.predecessor_id is None]
    forms = forms_of([one.declaration for one in fresh], SEALINGS)
    for requirement in SEALINGS:
        put_on = [(one, forms.get((one.declaration_id, requirement)) or {}) for one in fresh]
        seals.found_on_all([(one, _seals_in(form)) for one, form in put_on])
    moves.make_all(ready, "seal", by=SYSTEM_ACTOR, payloads=[{"seals": one.seals} for one in ready])
    for movement in ready:
        if movement.predecessor_id is not None and movement.departed_at is not None:
            moves.make(movement, "stop" if moves.open_incidents(movement).exists() else "depart", by=SYSTEM_ACTOR)


def _seals_in(form: Mapping[str, Any]) -> dict[str, str]:
    """The seals that an officer wrote down, with their kind."""
    kind = str(form.get("seal_kind", "mechanical"))
    return dict.fromkeys(seals.numbers_in(str(form.get("seal_numbers", ""))), kind) if kind in Seal.KINDS else {}


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
