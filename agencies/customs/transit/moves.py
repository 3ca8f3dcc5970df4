"""The one door to a movement's state: check the table, save, record on the declaration."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.customs.models import Incident, Movement
from agencies.customs.transit.life import ENDED, MOVES, UNDER_WAY, State
from clearance.acts import Actor, Happened, Refused, clock, record

GOING_ON = frozenset({"depart", "resume", "arrive", "complete", "prove"})
"""Moves that wait until every incident is resolved."""
GONE_ON = _("This can no longer be done: the movement has gone on. Reload the page to see where it stands.")


def make(
    movement: Movement, name: str, *, by: Actor, payload: dict[str, Any] | None = None, **changes: Any
) -> Movement:
    """Make the move `name` on a movement whose declaration is locked; `changes` are saved with it."""
    move = MOVES[name]
    if name in GOING_ON and open_incidents(movement).exists():
        raise Refused(
            "incident_open",
            _("An incident on the way is still open. Say first how it ended; then this can be done."),
        )
    if State(movement.state) not in move.sources:
        raise Refused("illegal_move", GONE_ON)
    now = clock.now()
    if move.target in ENDED:
        changes["ended_at"] = now
    if move.target not in UNDER_WAY:
        changes["next_look_at"] = None
    save(movement, state=str(move.target), **changes)
    tell(movement, f"movement.{name}", by=by, **(payload or {}))
    return movement


def make_all(
    movements: Sequence[Movement], name: str, *, by: Actor, payloads: Sequence[dict[str, Any]] = (), **changes: Any
) -> None:
    """Make the move `name` on many movements that can make it, with the same changes; two statements.

    Whoever calls has left out those with an open incident. Not for moves that end the way.
    """
    move = MOVES[name]
    if move.target in ENDED or move.target not in UNDER_WAY:
        raise ValueError(f"{name} ends the way: make it one by one.")
    if any(State(one.state) not in move.sources for one in movements):
        raise Refused("illegal_move", GONE_ON)
    changes["state"] = str(move.target)
    Movement.objects.filter(pk__in=[one.pk for one in movements]).update(**changes)
    for one in movements:
        for field, value in changes.items():
            setattr(one, field, value)
    given = payloads or [{} for _one in movements]
    tell_all([(one, f"movement.{name}", told) for one, told in zip(movements, given, strict=True)], by=by)


def save(movement: Movement, **changes: Any) -> None:
    """Write `changes` to the row and to the object in hand."""
    Movement.objects.filter(pk=movement.pk).update(**changes)
    for name, value in changes.items():
        setattr(movement, name, value)


def open_incidents(movement: Movement) -> QuerySet[Incident]:
    """Incidents of a movement that no officer has resolved yet."""
    return Incident.objects.filter(movement=movement, resolved_at=None)


def with_open_incidents(movements: Iterable[Movement]) -> set[int]:
    """The keys of the movements with an incident that no officer has resolved; one statement."""
    found = Incident.objects.filter(movement__in=list(movements), resolved_at=None)
    return set(found.values_list("movement_id", flat=True))


def tell_all(told: Iterable[tuple[Movement, str, dict[str, Any]]], *, by: Actor) -> None:
    """Record one event of each of several movements, for both offices; one statement."""
    record.write_many(
        [
            (
                one.declaration,
                by,
                [Happened(kind, {"offices": [one.departure_id, one.destination_id], **what}, agency="customs")],
            )
            for one, kind, what in told
        ]
    )


def tell(movement: Movement, kind: str, /, *, by: Actor, public: bool = True, **payload: Any) -> None:
    """Record what happened to a movement where everything else of its declaration is recorded; `offices` are both unless named."""
    payload.setdefault("offices", [movement.departure_id, movement.destination_id])
    record.write(movement.declaration, by, [Happened(kind, payload, agency="customs", public=public)])
