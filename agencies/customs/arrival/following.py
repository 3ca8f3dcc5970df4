"""What customs does of its own when goods are at their destination, and when nothing is left to be answered there."""

from __future__ import annotations

from typing import Any

from agencies.customs.arrival import by_itself, steps, unloading
from agencies.customs.models import Movement
from agencies.customs.transit.life import State
from clearance.acts import SYSTEM, acting_as, advance, look_again, waiting_for_the_one_before


def begin(declaration: Any) -> None:
    """The arrival is confirmed: its steps are written down, and what is clean completes by itself."""
    movement = _of(declaration)
    if movement is None or movement.state != State.ARRIVED:
        return
    steps.notice(movement, by="officer", at=movement.arrived_at)
    by_itself.complete(movement)


def keep_remarks(declaration: Any) -> None:
    """Everything is answered: what the officer found at unloading is kept before the seals come off."""
    movement = _of(declaration)
    if movement is not None and movement.state in (State.ARRIVED, State.PRESENTED):
        unloading.keep(movement)


def end(declaration: Any) -> None:
    """The transit is completed: time runs for the next declaration, and the one that waits is looked at again."""
    movement = _of(declaration)
    if movement is None or movement.state != State.COMPLETED:
        return
    if steps.ended(movement):
        look_again(declaration)


def release_those_who_waited(*, inline: bool) -> int:
    """Look again at declarations that a stop on the movement before kept from release; returns how many."""
    with acting_as(SYSTEM):
        waiting = waiting_for_the_one_before()
    return sum(advance(pk, wait=False) for pk in waiting)


def _of(declaration: Any) -> Movement | None:
    if declaration.kind != "transit":
        return None
    movement = Movement.objects.select_related("destination").filter(declaration=declaration).first()
    if movement is not None:
        movement.declaration = declaration
    return movement
