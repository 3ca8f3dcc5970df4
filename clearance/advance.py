"""The steps that need no person: route what is due, run out what has run out, settle. Safe to repeat at any moment."""

import logging
from datetime import timedelta
from typing import Any

from django.db import DatabaseError
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from clearance import asking, clock, moves, opening, record, settling
from clearance.acting import SYSTEM, Actor, acting_as
from clearance.headline import may_be_split
from clearance.models import Declaration, Grant, SignOff
from clearance.queues import WORKING
from clearance.record import Happened
from clearance.selectors import live_rows
from clearance.workflow import AT_WORK, ENDED, SignOffState, State

log = logging.getLogger(__name__)

FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=10)
BATCH = 100


def advance(declaration_id: int, *, wait: bool = True) -> bool:
    """Do whatever is due on one declaration; False when there is none, or (without `wait`) somebody else is at it.

    Idempotent: called twice, late or at the same time it does each thing once, because what is due is read under the lock.
    """
    with acting_as(SYSTEM) as system:
        declaration = (
            Declaration.objects.select_for_update(no_key=True, of=("self",), skip_locked=not wait)
            .select_related("company", "office")
            .filter(pk=declaration_id)
            .first()
        )
        if declaration is None:
            return False
        step(declaration, by=system)
        return True


def step(declaration: Declaration, *, by: Actor) -> None:
    """Do what is due on a locked declaration, as the system."""
    if State(declaration.state) in ENDED:
        if declaration.work_due_at is not None:
            moves.save(declaration, work_due_at=None)
        return
    rows = None
    changes: dict[str, Any] = {}
    if declaration.routing_due and declaration.state in AT_WORK:
        cause = "filed" if declaration.routed_version == 0 else "changed"
        rows, changes = asking.route(declaration, by=by, cause=cause)
    if declaration.work_due_at is not None:
        changes["work_due_at"] = declaration.work_due_at = None
    now = clock.now()
    if declaration.next_timer_at is not None and declaration.next_timer_at <= now:
        if changes:
            moves.save(declaration, **changes)
        rows, changes = None, {}
        run_out(declaration, by=by)
    settling.settle(declaration, rows, changes)


def run_out(declaration: Declaration, *, by: Actor) -> None:
    """The timer of a locked declaration has come: end what has waited too long, or look again later."""
    state = State(declaration.state)
    if state == State.DRAFT or (state == State.LODGED and declaration.presented_at is None):
        moves.make(declaration, "expire", by=by)
        return
    if state in AT_WORK:
        rows = live_rows(declaration)
        if may_be_split(rows):
            settling.refuse(declaration, rows)
            return
    if state in {State.RELEASED, State.RELEASED_WITH_CONDITIONS} and moves.what_stops(declaration, "close") is None:
        moves.make(declaration, "close", by=by)
        return
    moves.save(declaration, next_timer_at=moves.timer(declaration.state, clock.now()))


def due(limit: int = BATCH, *, older_than: timedelta = timedelta()) -> list[int]:
    """Declarations on which something is due, the longest waiting first."""
    now = clock.now()
    with acting_as(SYSTEM):
        return list(
            Declaration.objects.exclude(state__in=sorted(ENDED))
            .filter(Q(work_due_at__lte=now - older_than) | Q(next_timer_at__lte=now))
            .order_by(F("work_due_at").asc(nulls_last=True), "pk")
            .values_list("pk", flat=True)[:limit]
        )


def failed(declaration_id: int, error: Exception) -> None:
    """Put a step that failed off, longer each time, so that one bad declaration never starves the others."""
    log.error("advance failed", extra={"declaration": declaration_id}, exc_info=error)
    try:
        with acting_as(SYSTEM):
            declaration = moves.locked(pk=declaration_id)
            wait = min(FIRST_RETRY * 2 ** min(declaration.work_failures, 10), LONGEST_RETRY)
            changes: dict[str, Any] = {"work_failures": declaration.work_failures + 1}
            later = clock.now() + wait
            if declaration.work_due_at is not None:
                changes["work_due_at"] = later
            if declaration.next_timer_at is not None and declaration.next_timer_at <= clock.now():
                changes["next_timer_at"] = later
            moves.save(declaration, **changes)
    except DatabaseError:
        log.exception("could not put a failed step off", extra={"declaration": declaration_id})


def sweep(limit: int = BATCH, *, older_than: timedelta = timedelta()) -> int:
    """Do everything that is due and was not done by a task; returns how many declarations were advanced."""
    done = 0
    for declaration_id in due(limit, older_than=older_than):
        try:
            done += advance(declaration_id, wait=False)  # several sweeps at once share the work
        except Exception as error:  # whatever is wrong with one declaration, the others go on
            failed(declaration_id, error)
    return done


def warn(limit: int = BATCH) -> int:
    """Record 50, 80 and 100 % warnings of running clocks that have come; returns how many."""
    now = clock.now()
    with acting_as(SYSTEM):
        waiting = list(
            SignOff.objects.filter(state__in=["open", "claimed"], warn_at__lte=now, stopped_at=None)
            .order_by("warn_at", "pk")
            .values_list("pk", "declaration_id")[:limit]
        )
    count = 0
    for pk, declaration_id in waiting:
        with acting_as(SYSTEM) as system:
            declaration = moves.locked(pk=declaration_id)
            row = SignOff.objects.filter(
                pk=pk, state__in=["open", "claimed"], warn_at__lte=now, stopped_at=None
            ).first()
            if row is None:
                continue
            percent = next(step for step in (50, 80, 100) if step > row.warned)
            opening.warned(row, percent)
            row.save(update_fields=["warned", "overdue", "warn_at"])
            payload = {"signoff": str(row.uuid), "requirement": row.requirement, "percent": percent}
            kind = "signoff.overdue" if percent == 100 else "signoff.warning"
            event = Happened(kind, payload, public=False, agency=row.agency, office=row.office_id)
            record.write(declaration, system, [event])
            count += 1
    return count


def return_orphans(limit: int = BATCH) -> int:
    """Give claims back to the queue whose officer has no role there any more, as a grant ends by itself; returns how many."""
    with acting_as(SYSTEM):
        found = list(_orphans().order_by("claimed_at", "pk").values_list("pk", "declaration_id")[:limit])
    count = 0
    for pk, declaration_id in found:
        with acting_as(SYSTEM) as system:
            declaration = moves.locked(pk=declaration_id)
            row = _orphans().filter(pk=pk).first()
            if row is None:
                continue
            row.state, row.claimed_by, row.claimed_at = SignOffState.OPEN, None, None
            row.save(update_fields=["state", "claimed_by", "claimed_at"])
            payload = {"signoff": str(row.uuid), "requirement": row.requirement, "cause": "grant_ended"}
            event = Happened("signoff.given_back", payload, public=False, agency=row.agency, office=row.office_id)
            record.write(declaration, system, [event])
            count += 1
    return count


def _orphans() -> QuerySet[SignOff]:
    """Claimed sign-offs whose officer could not claim them now: the question the database asks at a claim."""
    grants = Grant.objects.in_force(clock.now()).filter(
        Q(agency=OuterRef("agency")) | Q(agency=OuterRef("executed_by")),
        Q(office__isnull=True) | Q(office=OuterRef("office")),
        user=OuterRef("claimed_by"),
        role__in=sorted(WORKING),
    )
    return SignOff.objects.filter(~Exists(grants), state=SignOffState.CLAIMED)
