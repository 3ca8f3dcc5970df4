"""Opening sign-offs and running their clocks: due times from the office's calendar, warnings, pauses."""

from collections.abc import Mapping
from datetime import datetime

from clearance import clocks
from clearance.calendars import calendar_of
from clearance.clocks import Deadline
from clearance.models import Declaration, SignOff
from clearance.workflow import SignOffState

PRESENTED = "presented"
ARRIVED = "arrived_at_destination"


def moments_of(declaration: Declaration, *, opened: datetime) -> dict[str, datetime | None]:
    """When each event a clock may start from happened; papers and the arrival at destination count from the opening."""
    return {
        "filed": max(declaration.lodged_at, opened) if declaration.lodged_at else opened,
        "registered": declaration.registered_at,
        "presented": declaration.presented_at,
        "papers": opened,
        ARRIVED: opened,
    }


def has_come(opens_on: str, declaration: Declaration) -> bool:
    """Whether the event a sign-off waits for has happened."""
    if opens_on == "filed":
        return True
    if opens_on == PRESENTED:
        return declaration.presented_at is not None
    return False


def open_row(row: SignOff, declaration: Declaration, *, at: datetime) -> None:
    """Open `row` (unsaved change): its clock starts, or runs as a target from now until its event comes."""
    row.state = SignOffState.OPEN
    row.opened_at = at
    if row.visibility == "restricted":
        row.announced_at = row.announced_at or at
    start_clock(row, moments_of(declaration, opened=at), at=at)


def start_clock(row: SignOff, moments: Mapping[str, datetime | None], *, at: datetime) -> None:
    """Set due and warning times of an open row (unsaved change).

    What came before the start is forgotten: a target that was missed, and of a pause that still lasts its first part.
    """
    calendar = calendar_of(row.office_id)
    deadline = Deadline(row.deadline_value, row.deadline_unit, row.clock_start, restarts=row.clock_start == "legal")
    start = deadline.starts_at(moments)
    row.clock_started_at = start
    counted_from = start or at
    row.due_at = clocks.due_at(counted_from, deadline.value, deadline.unit, calendar, restarts=deadline.restarts)
    row.warned, row.overdue = 0, False
    if row.stopped_at is not None:
        row.stopped_at = max(row.stopped_at, counted_from)
    _arm(row, counted_from)


def stop_clock(row: SignOff, *, at: datetime) -> None:
    """A question stops this clock and no other (unsaved change)."""
    row.stopped_at = at


def resume_clock(row: SignOff, *, at: datetime) -> None:
    """Move the due time by the pause (unsaved change)."""
    if row.stopped_at is None or row.due_at is None:
        return
    before = row.due_at
    row.due_at = clocks.moved_by_pause(row.due_at, row.stopped_at, at, row.deadline_unit, calendar_of(row.office_id))
    row.stopped_at = None
    if row.warn_at is not None:
        row.warn_at += row.due_at - before


def warned(row: SignOff, percent: int) -> None:
    """Note that `percent` was warned of and arm the next warning (unsaved change)."""
    row.warned = percent
    row.overdue = percent >= 100
    _arm(row, row.clock_started_at or row.opened_at)


def _arm(row: SignOff, start: datetime | None) -> None:
    if start is None or row.due_at is None:
        row.warn_at = None
        return
    times = clocks.warning_times(start, row.due_at, calendar_of(row.office_id), row.deadline_unit)
    row.warn_at = next((moment for percent, moment in sorted(times.items()) if percent > row.warned), None)
