"""The system's own moves, made the moment nothing stops them: accept, release, refuse; and the headline after every act."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from clearance import clock, followers, moves, securing, succeeding
from clearance.acting import Actor, as_system
from clearance.followers import Moment
from clearance.headline import headline_of, may_be_split
from clearance.models import Declaration, SignOff
from clearance.selectors import live_rows, open_holds, open_questions
from clearance.workflow import AT_WORK, RELEASED, Blocks, SignOffState, State, Verdict

SYSTEM = Actor(system=True)
COUNTERS = ("open_blocking", "undecided_blocking", "undecided_accept", "open_holds", "open_follow_up")
TIME_TO_CHOOSE_A_SPLIT = timedelta(days=3)
FOLLOWING = {Blocks.DEPARTURE, Blocks.DISCHARGE, Blocks.DELIVERY, Blocks.NONE}


def settle(
    declaration: Declaration, signoffs: Sequence[SignOff] | None = None, pending: dict[str, Any] | None = None
) -> Declaration:
    """Make every move of the system that nothing stops, then say who has the ball. The declaration is locked.

    `signoffs`: all live rows as they are now, if the system itself has them in hand. `pending`: changes the caller has
    made on the object and leaves to be saved here, so that an act costs one update.
    """
    if signoffs is None:
        declaration.refresh_from_db(fields=COUNTERS)
    else:
        count(declaration, signoffs)
    securing.secure(declaration)
    if next_move(declaration) is not None:
        if pending:
            moves.save(declaration, **pending)
            pending = None
        with as_system():
            while (name := next_move(declaration)) is not None:
                if not _make(declaration, name):
                    break
                securing.secure(declaration)
    if signoffs is None or declaration.state not in AT_WORK:
        signoffs = live_rows(declaration)
    if declaration.state in RELEASED:
        with as_system():
            followers.tell(Moment.SETTLED, declaration)
            if not declaration.open_follow_up:
                followers.tell(Moment.ANSWERED, declaration)
    return show(declaration, signoffs, pending)


def settle_together(declarations: Sequence[Declaration]) -> None:
    """Settle locked declarations of which only answers or the goods lacked: a constant number of statements.

    Nothing is held or asked about them, no money is open, nothing is refused or on conditions.
    """
    with as_system():
        count_again(declarations)
        for name in ("accept", "release"):
            able = [one for one in declarations if next_move(one) == name]
            payloads = [{"version": one.version} if name == "release" else {} for one in able]
            if able:
                moves.make_many(able, name, by=SYSTEM, payloads=payloads, fields={})
            if able and name == "release":
                followers.tell_together(Moment.RELEASED, able)
        released = [one for one in declarations if one.state in RELEASED]
        if released:
            followers.tell_together(Moment.SETTLED, released)
            followers.tell_together(Moment.ANSWERED, [one for one in released if not one.open_follow_up])
        _show_together(declarations)


def _show_together(declarations: Sequence[Declaration]) -> None:
    """Work out all headlines and holders, and write them; two statements."""
    now = clock.now()
    rows: dict[int, list[SignOff]] = {one.pk: [] for one in declarations}
    for row in SignOff.objects.filter(declaration__in=rows).exclude(state=SignOffState.LAPSED).order_by("id"):
        rows[row.declaration_id].append(row)
    for one in declarations:
        one.headline = headline_of(one, rows[one.pk], [], [], now=now)
        if one.headline["holder"] != one.holder:
            one.holder, one.holder_since = one.headline["holder"], max(now, one.holder_since)
    Declaration.objects.bulk_update(declarations, ["headline", "holder", "holder_since"])


def count_again(declarations: Sequence[Declaration]) -> None:
    """Read the counters that the triggers keep, for all at once."""
    found = Declaration.objects.filter(pk__in=[one.pk for one in declarations]).values("pk", *COUNTERS)
    counted = {values["pk"]: values for values in found}
    for one in declarations:
        for name in COUNTERS:
            setattr(one, name, counted[one.pk][name])


def count(declaration: Declaration, rows: Sequence[SignOff]) -> None:
    """Set the counters on the object as the triggers have set them in the table; `rows` are all live ones."""
    standing = [row for row in rows if not row.allows]
    declaration.open_blocking = sum(row.blocks == Blocks.RELEASE for row in standing)
    declaration.undecided_blocking = sum(row.blocks == Blocks.RELEASE and row.is_undecided for row in standing)
    declaration.undecided_accept = sum(row.blocks == Blocks.ACCEPT for row in standing)
    declaration.open_follow_up = sum(Blocks(row.blocks) in FOLLOWING for row in standing)


def next_move(declaration: Declaration) -> str | None:
    """The move the system can make now; refusals are looked at only when something was refused."""
    state = State(declaration.state)
    if state == State.LODGED and moves.what_stops(declaration, "accept") is None:
        return "accept"
    if (
        state == State.ACCEPTED
        and moves.what_stops(declaration, "release") is None
        and succeeding.what_keeps(declaration) is None
    ):
        return "release"
    if state in AT_WORK and moves.what_stops(declaration, "refuse") is None:
        return "refuse"
    return None


def _make(declaration: Declaration, name: str) -> bool:
    if name == "accept":
        moves.make(declaration, "accept", by=SYSTEM)
        return True
    rows = live_rows(declaration)
    if name == "release":
        conditions = [row for row in rows if row.verdict == Verdict.APPROVED_WITH_CONDITIONS and row.follow_up]
        follow_ups = any(row.is_undecided and row.blocks == Blocks.NONE and row.follow_up for row in rows)
        way = "release_with_conditions" if conditions or follow_ups else "release"
        moves.make(declaration, way, by=SYSTEM, payload={"version": declaration.version})
        followers.tell(Moment.RELEASED, declaration)
        return False
    refused = [row for row in rows if row.verdict == Verdict.REFUSED and row.blocks == Blocks.RELEASE]
    at_once = any(row.stops_others for row in refused)
    if not at_once and (declaration.undecided_blocking or may_be_split(rows)):
        return False
    refuse(declaration, rows)
    return False


def refuse(declaration: Declaration, rows: Sequence[SignOff]) -> None:
    """Refuse release with every reason in one go."""
    refused = [row for row in rows if row.verdict == Verdict.REFUSED]
    reasons = [
        {"agency": row.agency, "requirement": row.requirement, "reason": row.reason, "items": row.items}
        for row in refused
    ]
    moves.make(declaration, "refuse", by=SYSTEM, payload={"reasons": reasons})


def show(declaration: Declaration, signoffs: Sequence[SignOff], pending: dict[str, Any] | None = None) -> Declaration:
    """Work out the headline and the holder, and write them if they changed, with the caller's pending changes."""
    now = clock.now()
    questions = open_questions(declaration) if any(row.stopped_at for row in signoffs) else []
    holds = open_holds(declaration) if declaration.open_holds else []
    headline = headline_of(declaration, signoffs, questions, holds, now=now)
    changes: dict[str, Any] = dict(pending or {})
    if headline["code"] == "split_choice" and declaration.headline.get("code") != "split_choice":
        changes["next_timer_at"] = now + TIME_TO_CHOOSE_A_SPLIT
        headline["due"] = changes["next_timer_at"].isoformat()
    if headline != declaration.headline:
        changes["headline"] = headline
    if headline["holder"] != declaration.holder:
        changes |= {"holder": headline["holder"], "holder_since": max(now, declaration.holder_since)}
    if changes:
        moves.save(declaration, **changes)
    return declaration
