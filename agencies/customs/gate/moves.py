"""The one door to a visit's state: check the table, save, keep the step, and record it on every declaration aboard."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.customs.gate.life import ENDED, MOVES, State
from agencies.customs.models import Carried, Slot, Visit, VisitStep
from clearance.acts import SYSTEM_ACTOR, Actor, Happened, NotFound, Refused, as_system, clock, locked, record

HIDDEN = frozenset({"vehicle.scanned"})
"""What a trader is not told: it would say that an inspection is planned."""


def lock(uuid: Any, *, coming: Callable[[Visit], list[Any]] | None = None) -> Visit:
    """The visit as far as the actor sees it, its declarations (and those `coming` aboard) locked first; NotFound."""
    seen = Visit.objects.filter(uuid=uuid).first()
    if seen is None:
        raise NotFound(str(uuid))
    goods = {one.pk for one in aboard(seen.pk)} | {one.pk for one in (coming(seen) if coming else ())}
    with as_system():
        for pk in sorted(goods):
            locked(pk=pk)
        # Who may only look at a visit and tick a check may still lock it.
        return Visit.objects.select_for_update(no_key=True, of=("self",)).select_related("office").get(pk=seen.pk)


def aboard(visit_id: int) -> list[Any]:
    """The declarations a visit carries now, in the order in which everybody locks them."""
    with as_system():
        rows = Carried.objects.filter(visit_id=visit_id, taken_off_at=None).order_by("declaration_id")
        return [one.declaration for one in rows.select_related("declaration")]


def make(visit: Visit, name: str, *, by: Actor, facts: dict[str, Any] | None = None, **changes: Any) -> Visit:
    """Make the move `name` on a locked visit; `changes` are saved with it."""
    move = MOVES[name]
    if State(visit.state) not in move.sources:
        raise Refused(
            "illegal_move",
            _("This can no longer be done: the visit has gone on. Reload the page to see where it stands."),
        )
    now = clock.now()
    changes |= {"state": str(move.target), "since": now}
    if move.target is State.GATE_IN:
        changes["gate_in_at"] = now
    if move.target is State.GATE_OUT:
        changes["gate_out_at"] = now
    Visit.objects.filter(pk=visit.pk).update(**changes)
    for field, value in changes.items():
        setattr(visit, field, value)
    if move.target in ENDED:
        Slot.objects.filter(visit=visit, takes_place=True).update(takes_place=False)
    keep(visit, name, by=by, facts=facts)
    tell(visit, move.event, by=by, payload=facts)
    return visit


def keep(visit: Visit, kind: str, *, by: Actor, facts: dict[str, Any] | None = None) -> VisitStep:
    """Keep what was done with a visit."""
    return VisitStep.objects.create(visit=visit, kind=kind, at=clock.now(), made_by_id=by.user_id, facts=facts or {})


def tell(
    visit: Visit, kind: str, *, by: Actor, payload: dict[str, Any] | None = None, goods: Iterable[Any] | None = None
) -> None:
    """Record what happened to a vehicle on every declaration aboard; who runs the site writes by the system's hand."""
    said = {"plate": visit.plate, "office": visit.office_id, **(payload or {})}
    happened = Happened(kind, said, public=kind not in HIDDEN, agency="customs", office=visit.office_id)
    with as_system():
        author = by if by.grants or by.own else SYSTEM_ACTOR
        record.write_many([(one, author, [happened]) for one in (aboard(visit.pk) if goods is None else goods)])
