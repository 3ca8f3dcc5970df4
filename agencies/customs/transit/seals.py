"""Seals on goods: put on, heard from, replaced, taken off; every step is an event of the movement."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.customs.alarms import raising
from agencies.customs.alarms.kinds import Kind
from agencies.customs.models import Device, Movement, Seal
from agencies.customs.tracking.kinds import Source
from agencies.customs.tracking.numbers import plain_number
from agencies.customs.tracking.stream import StoredPoint
from agencies.customs.transit import moves
from agencies.customs.transit.life import LIVE, SEAL_MOVES, WHOLE, SealState, codes
from clearance.acts import SYSTEM_ACTOR, Actor, Problem, Problems, Refused, clock, locked_in_order

FROM_THE_MOVEMENT = ("state", "movement", "declaration", "company", "affixed_at", "affixed_by")
BETWEEN = re.compile(r"[\s,;/]+")


def numbers_in(text: str) -> list[str]:
    """The numbers of seals in a text, in capitals, each once."""
    return list(dict.fromkeys(part.upper()[:20] for part in BETWEEN.split(text) if part))


def found_on(movement: Movement, numbers: Mapping[str, str], *, by: Actor = SYSTEM_ACTOR) -> None:
    """Seals the papers or a control name, with their kinds, are on the goods now; one of other goods is told, not taken over."""
    found_on_all([(movement, numbers)], by=by)


def found_on_all(found: Sequence[tuple[Movement, Mapping[str, str]]], *, by: Actor = SYSTEM_ACTOR) -> None:
    """The same for many movements: a constant number of statements but for seals that are on other goods."""
    wanted = [
        (
            movement,
            {number.upper()[:20]: kind for number, kind in numbers.items() if number.upper() not in movement.seals},
        )
        for movement, numbers in found
    ]
    numbers = {number for _movement, of in wanted for number in of}
    if not numbers:
        return
    live = {row.number: row for row in Seal.objects.filter(number__in=numbers, state__in=codes(LIVE))}
    taken = {number for number, row in live.items() if row.movement_id is not None}
    rows: list[Seal] = []
    fresh: dict[int, list[str]] = {}
    doubled: list[tuple[Movement, list[str]]] = []
    for movement, of in wanted:
        new = fresh[movement.pk] = [number for number in of if number not in taken]
        if again := sorted(set(of) - set(new)):
            doubled.append((movement, again))
        taken |= set(new)
        rows += [_on(movement, live.get(number) or Seal(number=number, kind=of[number]), by) for number in new]
        movement.seals = [*movement.seals, *new]
    Seal.objects.bulk_update([row for row in rows if row.pk], FROM_THE_MOVEMENT)
    Seal.objects.bulk_create([row for row in rows if not row.pk])
    for movement, again in doubled:
        moves.tell(movement, "movement.seal_doubled", by=by, numbers=again)
        raising.raise_for(movement, Kind.DUPLICATE_SEAL, facts={"seal": ", ".join(again)})
    put_on = [(movement, fresh[movement.pk]) for movement, _of in wanted if fresh[movement.pk]]
    moves.tell_all([(one, "movement.seal_affixed", {"numbers": new}) for one, new in put_on], by=by)


def _on(movement: Movement, seal: Seal, by: Actor) -> Seal:
    for field, value in {"state": str(SealState.AFFIXED), **_of(movement, by)}.items():
        setattr(seal, field, value)
    return seal


def affix(
    actor: Actor, movement: Movement, *, number: str, kind: str = "mechanical", replaces: str = "", reason: str = ""
) -> Seal:
    """An officer puts on a seal, in place of another where `replaces` names its number; Problems."""
    number, replaces = number.strip().upper(), replaces.strip().upper()
    problems = []
    row = Seal.objects.filter(number=number, state__in=codes(LIVE)).first()
    if not number or len(number) > 20:
        problems.append(Problem("number", "/number", _("Enter the number of the seal, at most 20 characters.")))
    elif row is not None and row.movement_id is not None:
        problems.append(Problem("number", "/number", _("This seal is on other goods. Check its number.")))
    if kind not in Seal.KINDS:
        problems.append(Problem("kind", "/kind", _("Select the kind of the seal.")))
    old = Seal.objects.filter(movement=movement, number=replaces).order_by("-pk").first() if replaces else None
    if replaces and (old is None or hasattr(old, "replaced_by")):
        problems.append(
            Problem("replaces", "/replaces", _("Name a seal of this movement that has no other in its place."))
        )
    if problems:
        raise Problems(problems)
    if old is not None and SealState(old.state) in WHOLE:
        end(actor, movement, old, "remove", reason=reason)
    return _put_on(movement, number, kind, actor, stock=row, replaces=old)


def end(actor: Actor, movement: Movement, seal: Seal, name: str, *, reason: str = "") -> Seal:
    """A seal is taken off, lost or broken (`remove`, `lose`, `break`); Problems, Refused."""
    if name in {"lose", "break"} and not reason.strip():
        raise Problems([Problem("reason_missing", "/reason", _("Enter the reason. It stays on record."))])
    make(seal, name, ended_at=clock.now(), reason=reason.strip())
    moves.tell(movement, f"movement.seal_{seal.state}", by=actor, numbers=[seal.number], reason=seal.reason)
    movement.seals = [number for number in movement.seals if number != seal.number]
    return seal


def take_off(movement: Movement, *, by: Actor) -> None:
    """The movement has ended: whatever seals were whole are off."""
    whole = Seal.objects.filter(movement=movement, state__in=codes(WHOLE))
    numbers = list(whole.order_by("pk").values_list("number", flat=True))
    if numbers:
        whole.update(state=str(SealState.REMOVED), ended_at=clock.now())
        moves.tell(movement, "movement.seal_removed", by=by, numbers=numbers)


def hand_over(movement: Movement, successor: Movement) -> None:
    """The seals stay on the goods; they are of the movement that follows from now on."""
    Seal.objects.filter(movement=movement, state__in=codes(WHOLE)).update(
        movement=successor, declaration=successor.declaration
    )


def hear(points: Sequence[StoredPoint]) -> None:
    """Seals whose own devices have sent a message report from now on; follows the stream of positions."""
    said = {(one.movement_id, one.device_id) for one in points if one.source == Source.SEAL}
    if not said:
        return
    waiting = list(
        Seal.objects.select_related("movement")
        .filter(movement__in={movement for movement, _ in said}, state=str(SealState.AFFIXED), kind="navigation")
        .order_by("movement_id", "pk")
    )
    if not waiting:
        return
    numbers = dict(Device.objects.filter(pk__in={device for _, device in said}).values_list("pk", "seal_number"))
    heard = {(movement, numbers[device]) for movement, device in said}
    new = [row for row in waiting if (row.movement_id, plain_number(row.number)) in heard]
    declarations = locked_in_order([row.declaration_id for row in new if row.declaration_id])
    for row in new:
        reports = Seal.objects.filter(pk=row.pk, state=str(SealState.AFFIXED)).update(state=str(SealState.REPORTING))
        if reports and row.movement is not None:
            row.movement.declaration = declarations[row.movement.declaration_id]
            moves.tell(row.movement, "movement.seal_reporting", by=SYSTEM_ACTOR, numbers=[row.number])


def take_in(actor: Actor, *, office: str, numbers: Iterable[str], kind: str) -> list[Seal]:
    """New seals come into the stock of an office; Problems."""
    wanted = list(numbers)
    taken = Seal.objects.filter(number__in=wanted, state__in=codes(LIVE)).values_list("number", flat=True)
    if not wanted or kind not in Seal.KINDS:
        raise Problems([Problem("numbers", "/numbers", _("Enter the numbers of the seals and their kind."))])
    if taken:
        raise Problems(
            [Problem("numbers", "/numbers", _("Already in use: %(numbers)s.") % {"numbers": ", ".join(taken)})]
        )
    return Seal.objects.bulk_create(Seal(number=number, kind=kind, office_id=office) for number in wanted)


def make(seal: Seal, name: str, **changes: Any) -> Seal:
    """Make a move of `SEAL_MOVES`; Refused."""
    move = SEAL_MOVES[name]
    if SealState(seal.state) not in move.sources:
        raise Refused("illegal_move", _("This can no longer be done with this seal. Reload the page."))
    for field, value in {"state": str(move.target), **changes}.items():
        setattr(seal, field, value)
    seal.save(update_fields=["state", *changes])
    return seal


def _put_on(
    movement: Movement, number: str, kind: str, by: Actor, *, stock: Seal | None = None, replaces: Seal | None = None
) -> Seal:
    of = _of(movement, by)
    if stock is not None:
        seal = make(stock, "affix", replaces=replaces, **of)
    else:
        seal = Seal.objects.create(number=number, kind=kind, state=str(SealState.AFFIXED), replaces=replaces, **of)
    movement.seals = [*movement.seals, number]
    told: dict[str, Any] = {"numbers": [number], "replaces": replaces.number if replaces else ""}
    moves.tell(movement, "movement.seal_affixed", by=by, **told)
    return seal


def _of(movement: Movement, by: Actor) -> dict[str, Any]:
    """What a seal has from the movement it is put on."""
    return {
        "movement": movement,
        "declaration": movement.declaration,
        "company_id": movement.company_id,
        "affixed_at": clock.now(),
        "affixed_by_id": None if by.system else by.person,
    }
