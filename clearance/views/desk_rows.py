"""Rows of the queue as they are shown: time left, case, lane, transport, who else must sign, who has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clearance import clocked
from clearance.acting import Actor
from clearance.models import Declaration, SignOff
from clearance.selectors import live_rows
from clearance.sentences import agency_letter, agency_name, title_of
from clearance.words import LANE
from clearance.workflow import NEEDS_FINDING, SignOffState

ICONS: Mapping[str, str] = {
    "10": "box-seam",
    "20": "train-freight-front",
    "30": "truck",
    "31": "truck",
    "40": "airplane",
    "50": "mailbox",
}


def rows_of(rows: Iterable[SignOff], actor: Actor, *, now: datetime) -> list[dict[str, Any]]:
    """Each sign-off as a row."""
    return [_row(row, actor, now) for row in rows]


def state_of(row: SignOff) -> str:
    """The code whose word and colour show where a sign-off stands."""
    if row.state == SignOffState.DECIDED:
        return str(row.verdict)
    return "question" if row.stopped_at else str(row.state)


def letters_of(rows: Iterable[SignOff]) -> list[dict[str, str]]:
    """One letter an agency with its state; of several rows of an agency the one furthest from done."""
    rank = {"refused": 0, "question": 1, "open": 2, "claimed": 3, "waiting": 4}
    best: dict[str, str] = {}
    for row in rows:
        state = state_of(row)
        if row.agency not in best or rank.get(state, 9) < rank.get(best[row.agency], 9):
            best[row.agency] = state
    return [{"letter": agency_letter(code), "name": agency_name(code), "state": state} for code, state in best.items()]


def standing_of(declaration: Declaration, *, now: datetime) -> list[dict[str, Any]]:
    """Every sign-off of a declaration that still counts, as `desk/signoff/others.html` shows it."""
    return [
        {
            "row": row,
            "agency": agency_name(row.agency),
            "title": title_of(row.requirement, row.titles),
            "state": state_of(row),
            "clock": clock_of(row, now),
        }
        for row in live_rows(declaration)
    ]


def clock_of(row: SignOff, now: datetime) -> clocked.Reading:
    """The clock of a sign-off as an officer reads it."""
    if row.state == SignOffState.WAITING:
        return clocked.reading(None, clocked.WAITING)
    if row.state == SignOffState.DECIDED:
        return clocked.reading(row.due_at, clocked.DONE)
    state = clocked.STOPPED if row.stopped_at else clocked.RUNNING
    return clocked.reading(row.due_at, state, since=row.clock_started_at or row.opened_at, now=now, audience="officer")


def _row(row: SignOff, actor: Actor, now: datetime) -> dict[str, Any]:
    lane = getattr(row, "lane", "") or ""
    return {
        "row": row,
        "declaration": row.declaration,
        "title": title_of(row.requirement, row.titles),
        "more": len(rows_of_card(row)) - 1,
        "clock": _short(clock_of(row, now)),
        "lane": lane if lane in LANE else "",
        "icon": ICONS.get(row.declaration.border_mode, "truck"),
        "letters": letters_of(getattr(row, "of_the_case", [row])),
        "is_mine": row.claimed_by_id == actor.user_id and row.state == SignOffState.CLAIMED,
        "officer": row.claimed_by.get_full_name() if row.claimed_by_id and row.claimed_by else "",
        "since": row.claimed_at,
        "since_style": "time" if row.claimed_at and _is_today(row.claimed_at, now) else "short_date",
        "is_changed": bool(getattr(row, "is_changed", False) or row.difference),
        "stops": row.declaration.open_holds,
        "is_restricted": row.visibility == "restricted",
        "needs_finding": row.control in NEEDS_FINDING,
    }


def _short(clock: clocked.Reading) -> clocked.Reading:
    """A clock that stands still in the words of a narrow column; its icon says that it is stopped."""
    return replace(clock, words=_("waiting for the trader")) if clock.level == "stopped" else clock


def _is_today(moment: datetime, now: datetime) -> bool:
    return timezone.localdate(moment) == timezone.localdate(now)


def rows_of_card(row: SignOff) -> list[SignOff]:
    """The undecided rows of the card among what was read of the case."""
    return [
        one
        for one in getattr(row, "of_the_case", [row])
        if (one.executed_by, one.office_id) == (row.executed_by, row.office_id) and one.state in ("open", "claimed")
    ] or [row]
