"""The break of gauge: goods go from wagon to wagon by a transfer list; what was before stays on record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from agencies.customs.models import Movement, Seal, Train, Transfer
from agencies.customs.transit import following, moves, seals
from agencies.customs.transit.life import UNDER_WAY, WHOLE, SealState, State
from clearance.acts import (
    Actor,
    NotAllowed,
    NotFound,
    Problem,
    Problems,
    Refused,
    as_system,
    clock,
    content_of,
    declaration_for,
    is_wagon,
    transit_content,
)

RAIL = "2"


@dataclass(frozen=True)
class Change:
    """One line of a transfer list: the wagon emptied, the one loaded, and its seals as they were found and put on."""

    old: str
    new: str
    seals_whole: bool = True
    new_seals: tuple[str, ...] = ()


def transfer(
    actor: Actor, *, reference: str, office: str, list_number: str, changes: Sequence[Change]
) -> list[Transfer]:
    """Write down a transfer list for one movement; NotFound, NotAllowed, Problems, Refused."""
    movement, declaration = of(actor, reference)
    if State(movement.state) not in UNDER_WAY:
        raise Refused("illegal_move", _("The goods are no longer on their way: they change no wagon."))
    if not _is_of(actor, office) or actor.is_barred_from(movement.company_id, declaration.parties):
        raise NotAllowed(_("Only customs at the office where the goods change wagons can do this."))
    if problems := _problems(movement, list_number, changes):
        raise Problems(problems)
    made = [_write(actor, movement, office, list_number, change) for change in changes]
    into = {change.old: change.new for change in changes}
    vehicles = list(dict.fromkeys(into.get(one, one) for one in movement.vehicles))
    moves.save(movement, vehicles=vehicles)
    moves.tell(
        movement,
        "movement.transferred",
        by=actor,
        list=list_number,
        office=office,
        wagons=[[change.old, change.new] for change in changes],
        broken=[change.old for change in changes if not change.seals_whole],
    )
    return made


def of(actor: Actor, reference: str) -> tuple[Movement, Any]:
    """The movement by rail of a declaration the person may see; NotFound."""
    declaration = declaration_for(actor, reference)
    movement = following.of(declaration)
    if movement is None or not movement.mode.startswith(RAIL):
        raise NotFound(reference)
    return movement, declaration


def train_of(movement: Movement) -> Train | None:
    """The train a movement's note came in."""
    return Train.objects.filter(notes__declaration=movement.declaration_id).first()


def may(actor: Actor, movement: Movement) -> bool:
    """Whether the person could write a transfer list for it somewhere."""
    is_moving = movement.mode.startswith(RAIL) and State(movement.state) in UNDER_WAY
    return is_moving and any(grant.agency == "customs" and grant.role in ("officer", "head") for grant in actor.grants)


def transfers_of(movement: Movement) -> list[Transfer]:
    """Every line written down for a movement, in order."""
    return list(Transfer.objects.filter(movement=movement).select_related("office").order_by("pk"))


def _write(actor: Actor, movement: Movement, office: str, list_number: str, change: Change) -> Transfer:
    old_seals = _old_seals(movement, change)
    for position, number in enumerate(change.new_seals):
        replaced = old_seals[position] if position < len(old_seals) else None
        if replaced is not None and not change.seals_whole:
            seals.end(actor, movement, replaced, "break", reason=str(_("Found broken at the break of gauge")))
        seals.affix(actor, movement, number=number, replaces=replaced.number if replaced else "", reason=list_number)
    with as_system():
        return Transfer.objects.create(
            movement=movement,
            declaration=movement.declaration,
            company_id=movement.company_id,
            office_id=office,
            list_number=list_number,
            old_wagon=change.old,
            new_wagon=change.new,
            seals_whole=change.seals_whole,
            old_seals=[seal.number for seal in old_seals],
            new_seals=list(change.new_seals),
            made_by_id=actor.person,
            made_at=clock.now(),
        )


def _old_seals(movement: Movement, change: Change) -> list[Seal]:
    """The seals of the old wagon, so far as the declaration tells which they are; with one wagon, all that are whole."""
    declared = declared_seals(movement, change.old)
    rows = Seal.objects.filter(movement=movement, state__in=[str(SealState(state)) for state in WHOLE]).order_by("pk")
    return [row for row in rows if row.number in declared or len(movement.vehicles) == 1]


def declared_seals(movement: Movement, wagon: str) -> set[str]:
    """The seals that were declared on a wagon, or on the box it carries."""
    content = content_of(movement.declaration)
    boxes = {one.get("container") for one in transit_content.wagons_of(content) if one.get("number") == wagon}
    return {number for number, _kind, on in transit_content.seals_of(content) if on and (on == wagon or on in boxes)}


def _problems(movement: Movement, list_number: str, changes: Sequence[Change]) -> list[Problem]:
    problems = []
    if not list_number.strip():
        problems.append(Problem("list_missing", "/list_number", _("Enter the number of the transfer list.")))
    if not changes:
        problems.append(Problem("no_wagons", "/wagons", _("Enter at least one wagon that was emptied.")))
    counted = Counter(change.old for change in changes)
    for place, change in enumerate(changes):
        at = f"/wagons/{place}"
        if change.old not in movement.vehicles or counted[change.old] > 1:
            message = _("Wagon {number} does not carry these goods, or is named twice.")
            problems.append(Problem("old_wagon", f"{at}/old", format_lazy(message, number=change.old or "–")))
        if not is_wagon(change.new) or change.new == change.old:
            message = _("Check wagon {number}: its check digit does not fit.")
            problems.append(Problem("new_wagon", f"{at}/new", format_lazy(message, number=change.new or "–")))
        if not change.seals_whole and not change.new_seals:
            message = _("Enter the new seal of wagon {number}: the old one was not whole.")
            problems.append(Problem("new_seals", f"{at}/new_seals", format_lazy(message, number=change.new)))
    return problems


def _is_of(actor: Actor, office: str) -> bool:
    return any(
        grant.agency == "customs" and grant.role in ("officer", "head") and grant.office in (None, office)
        for grant in actor.grants
    )
