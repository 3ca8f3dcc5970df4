"""The one door to a declaration's state: lock, check the table, record, save."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from clearance import clock, record
from clearance.acting import Actor, as_system
from clearance.models import Declaration, Question, SignOff
from clearance.record import Happened
from clearance.workflow import ENDED, MOVES, RELEASED, UNDECIDED, By, Refused, Sentence, SignOffState, State

# How long a declaration may stay in a state before the system looks at it again (architecture I-14).
TIMERS = {
    State.DRAFT: timedelta(days=30),
    State.LODGED: timedelta(days=30),  # Art. 114: goods of an advance declaration come within 30 calendar days
    State.ACCEPTED: timedelta(hours=1),
    State.RELEASED: timedelta(days=30),
    State.RELEASED_WITH_CONDITIONS: timedelta(days=30),
    State.REFUSED: timedelta(days=30),
}

MOMENTS = {
    "lodge": "lodged_at",
    "accept": "accepted_at",
    "release": "released_at",
    "release_with_conditions": "released_at",
}

NOBODY_WORKS_ON = ENDED | {State.REFUSED}

# `exactly_one_release_event` counts the kind, whichever way the goods were released.
KINDS = {"release": "declaration.released", "release_with_conditions": "declaration.released"}


def locked(**lookup: Any) -> Declaration:
    """The declaration, locked for this transaction; every act that writes begins here."""
    return Declaration.objects.select_for_update(no_key=True).get(**lookup)


def locked_in_order(keys: Collection[int]) -> dict[int, Declaration]:
    """Some declarations by key, all locked in one statement; in the order in which everybody locks several."""
    if not keys:
        return {}
    rows = Declaration.objects.select_for_update(no_key=True).filter(pk__in=set(keys)).order_by("pk")
    return {row.pk: row for row in rows}


def what_stops(declaration: Declaration, name: str) -> Sentence | None:
    """Why the move cannot be made now, or None; the hint on the disabled button and the error alike."""
    move = MOVES[name]
    if State(declaration.state) not in move.sources:
        return _("This can no longer be done: the declaration has moved on. Reload the page to see where it stands.")
    return move.guard(declaration)


def make(
    declaration: Declaration,
    name: str,
    *,
    by: Actor,
    payload: dict[str, Any] | None = None,
    fields: dict[str, Any] | None = None,
    events: tuple[Happened, ...] = (),
    agency: str = "",
) -> Declaration:
    """Make the move `name` on a locked declaration; `events` are recorded before it, `fields` saved with it.

    Raises Refused with the guard's sentence, and with `illegal_move` when the table has no such move from here.
    """
    move, now = MOVES[name], clock.now()
    _must_be_possible(declaration, name, by)
    source = declaration.state
    record.write(declaration, by, [*events, _happened(declaration, name, payload, agency)])
    if move.target in NOBODY_WORKS_ON and source != State.DRAFT:
        stop_work(declaration, at=now)
    changes = _changes_of(name, now) | (fields or {})
    if move.target in RELEASED:
        changes["released_version"] = declaration.version
    return save(declaration, **changes)


def make_many(
    declarations: Sequence[Declaration],
    name: str,
    *,
    by: Actor,
    payloads: Sequence[Mapping[str, Any]],
    fields: Mapping[str, Any],
) -> None:
    """Make the move `name` on many locked declarations at once: two statements, each checked and recorded like one.

    `payloads` go with the declarations one by one, `fields` are the same for all. Not for moves that end work under way.
    """
    move, now = MOVES[name], clock.now()
    if move.target in NOBODY_WORKS_ON:
        raise ValueError(f"{name} ends work under way: make it one by one.")
    for declaration in declarations:
        _must_be_possible(declaration, name, by)
    record.write_many(
        [
            (declaration, by, [_happened(declaration, name, payload, "")])
            for declaration, payload in zip(declarations, payloads, strict=True)
        ]
    )
    changes: dict[str, Any] = _changes_of(name, now) | dict(fields)
    saved = changes | ({"released_version": F("version")} if move.target in RELEASED else {})
    Declaration.objects.filter(pk__in=[declaration.pk for declaration in declarations]).update(**saved)
    for declaration in declarations:
        for field, value in changes.items():
            setattr(declaration, field, value)
        if move.target in RELEASED:
            declaration.released_version = declaration.version


def _must_be_possible(declaration: Declaration, name: str, by: Actor) -> None:
    move = MOVES[name]
    if sentence := what_stops(declaration, name):
        code = "illegal_move" if State(declaration.state) not in move.sources else f"cannot_{name}"
        raise Refused(code, sentence, state=declaration.state)
    if (move.who is By.SYSTEM) != by.system:
        raise Refused("illegal_move", _("Only the portal itself makes this move."), state=declaration.state)


def _happened(declaration: Declaration, name: str, payload: Mapping[str, Any] | None, agency: str) -> Happened:
    return Happened(
        KINDS.get(name, f"declaration.{name}"),
        {"move": name, **(payload or {})},
        moved=(declaration.state, str(MOVES[name].target)),
        agency=agency,
    )


def _changes_of(name: str, now: datetime) -> dict[str, Any]:
    """What the move changes beside `released_version`."""
    target = MOVES[name].target
    changes: dict[str, Any] = {"state": str(target), "next_timer_at": timer(target, now)}
    if name in MOMENTS:
        changes[MOMENTS[name]] = now
    if target in ENDED:
        changes |= {"ended_at": now, "work_due_at": None, "routing_due": False}
    return changes


def stop_work(declaration: Declaration, *, at: datetime) -> None:
    """Nothing is asked any more: undecided sign-offs leave the queues and open questions close."""
    with as_system():
        SignOff.objects.filter(declaration=declaration, state__in=sorted(UNDECIDED)).update(
            state=SignOffState.LAPSED, claimed_by=None, claimed_at=None
        )
        Question.objects.filter(declaration=declaration, answered_at=None, closed_at=None).update(closed_at=at)


def timer(state: str, now: datetime) -> datetime | None:
    """When the system looks at a declaration in `state` again; None for ended ones."""
    if State(state) in ENDED:
        return None
    return now + TIMERS[State(state)]


def save(declaration: Declaration, **changes: Any) -> Declaration:
    """Write `changes` to the locked row in one statement and to the object in hand."""
    Declaration.objects.filter(pk=declaration.pk).update(**changes)
    for name, value in changes.items():
        setattr(declaration, name, value)
    return declaration
