"""When a deadline runs out: one table over weekends, holidays, shifted and short days, early filing and questions.

Local times of May 2026 in Almaty (UTC+5); 1 May is a Friday. The centre works Monday to Friday 9:00-13:00 and
14:30-18:30. 1 and 7 May are holidays, the 6th is short, Monday the 11th is free for Saturday the 16th.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from clearance.clocks import Calendar, Deadline, NeverOpen, Span, due_at, moved_by_pause, round_the_clock

MORNING = Span(dt.time(9), dt.time(13))
AFTERNOON = Span(dt.time(14, 30), dt.time(18, 30))
CENTRE = Calendar(
    "Asia/Almaty",
    ((MORNING, AFTERNOON),) * 5 + ((), ()),
    {
        dt.date(2026, 5, 1): (),
        dt.date(2026, 5, 6): (MORNING,),
        dt.date(2026, 5, 7): (),
        dt.date(2026, 5, 11): (),
        dt.date(2026, 5, 16): (MORNING, AFTERNOON),
    },
)
POST = round_the_clock()


def may(text: str) -> dt.datetime:
    """Read 'day hour:minute' of May 2026 in Almaty (day 0 is 30 April)."""
    day, clock = text.split()
    hour, minute = clock.split(":")
    midnight = dt.datetime(2026, 4, 30, tzinfo=dt.timezone(dt.timedelta(hours=5))) + dt.timedelta(days=int(day))
    return midnight + dt.timedelta(hours=int(hour), minutes=int(minute))


DUE = [
    # start, value, unit, calendar, restarts, due
    ("minutes run on the wall clock", "4 10:00", 30, "minute", CENTRE, False, "4 10:30"),
    ("minutes run over a weekend midnight", "2 23:50", 20, "minute", CENTRE, False, "3 00:10"),
    ("hours run on after closing", "4 18:00", 4, "hour", CENTRE, False, "4 22:00"),
    ("hours run through a holiday", "0 20:00", 24, "hour", CENTRE, False, "1 20:00"),
    ("a working hour in the morning", "4 09:00", 1, "working_hour", CENTRE, False, "4 10:00"),
    ("a working hour over lunch", "4 12:30", 1, "working_hour", CENTRE, False, "4 15:00"),
    ("a working hour from lunch", "4 13:30", 1, "working_hour", CENTRE, False, "4 15:30"),
    ("a working hour over night", "4 18:00", 1, "working_hour", CENTRE, False, "5 09:30"),
    ("over a weekend and a free Monday", "8 18:00", 1, "working_hour", CENTRE, False, "12 09:30"),
    ("from before opening", "4 07:00", 1, "working_hour", CENTRE, False, "4 10:00"),
    ("from a Saturday", "2 12:00", 1, "working_hour", CENTRE, False, "4 10:00"),
    ("due at closing, not at the next opening", "4 17:30", 1, "working_hour", CENTRE, False, "4 18:30"),
    ("half a working hour", "4 09:00", Decimal("0.5"), "working_hour", CENTRE, False, "4 09:30"),
    ("the release clock over lunch", "4 10:00", 4, "working_hour", CENTRE, True, "4 15:30"),
    ("exactly four hours left", "4 14:30", 4, "working_hour", CENTRE, True, "4 18:30"),
    ("a minute less than four hours left", "4 14:31", 4, "working_hour", CENTRE, True, "5 13:00"),
    ("the same without the rule", "4 14:31", 4, "working_hour", CENTRE, False, "5 09:01"),
    ("a short day just long enough", "6 09:00", 4, "working_hour", CENTRE, True, "6 13:00"),
    ("a short day too short, then a holiday", "6 09:30", 4, "working_hour", CENTRE, True, "8 13:00"),
    ("restart over a weekend and a free Monday", "8 16:00", 4, "working_hour", CENTRE, True, "12 13:00"),
    ("a Saturday worked for a Monday", "16 10:00", 4, "working_hour", CENTRE, True, "16 15:30"),
    ("restart on a Saturday worked for a Monday", "15 17:00", 4, "working_hour", CENTRE, True, "16 13:00"),
    ("a border post works at night", "2 03:00", 4, "working_hour", POST, True, "2 07:00"),
    ("a border post works over midnight into a holiday", "0 22:00", 4, "working_hour", POST, True, "1 02:00"),
    ("after closing the count starts at opening", "4 20:00", 4, "working_hour", CENTRE, True, "5 13:00"),
    ("before opening the count starts at opening", "4 08:00", 4, "working_hour", CENTRE, True, "4 13:00"),
    ("on a Sunday the count starts on Monday", "3 12:00", 4, "working_hour", CENTRE, True, "4 13:00"),
    ("one working day", "4 10:00", 1, "working_day", CENTRE, False, "5 18:30"),
    ("one working day over a free Monday", "8 10:00", 1, "working_day", CENTRE, False, "12 18:30"),
    ("one working day ending on a short one", "5 10:00", 1, "working_day", CENTRE, False, "6 13:00"),
    ("one working day over a holiday", "6 10:00", 1, "working_day", CENTRE, False, "8 18:30"),
    ("one working day from a Saturday", "2 10:00", 1, "working_day", CENTRE, False, "4 18:30"),
    ("one working day to a shifted Saturday", "15 10:00", 1, "working_day", CENTRE, False, "16 18:30"),
    ("ten working days", "4 10:00", 10, "working_day", CENTRE, False, "19 18:30"),
    (
        "one working day of a border post ends at midnight",
        "2 10:00",
        1,
        "working_day",
        POST,
        False,
        "3 24:00",
    ),
    ("calendar days ending on a holiday move on", "4 10:00", 3, "calendar_day", CENTRE, False, "8 18:30"),
    ("calendar days ending on a short day", "4 10:00", 2, "calendar_day", CENTRE, False, "6 13:00"),
    ("calendar days ending on a weekend move on", "4 10:00", 5, "calendar_day", CENTRE, False, "12 18:30"),
    ("no days at all end today", "4 10:00", 0, "working_day", CENTRE, False, "4 18:30"),
    ("no days at all, after closing", "4 19:00", 0, "working_day", CENTRE, False, "5 18:30"),
    ("no days at all, on a Saturday", "2 10:00", 0, "calendar_day", CENTRE, False, "4 18:30"),
    ("thirty calendar days", "4 10:00", 30, "calendar_day", CENTRE, False, "34 18:30"),
]

PAUSES = [
    # due, paused, resumed, unit, calendar, new due
    ("minutes move by the whole wait", "4 10:30", "4 10:10", "4 11:10", "minute", CENTRE, "4 11:30"),
    ("hours move by the night too", "4 22:00", "4 20:00", "5 08:00", "hour", CENTRE, "5 10:00"),
    ("open hours left are kept", "4 15:30", "4 11:00", "5 10:00", "working_hour", CENTRE, "5 13:00"),
    (
        "an answer at night counts from opening",
        "4 15:30",
        "4 11:00",
        "5 22:00",
        "working_hour",
        CENTRE,
        "6 12:00",
    ),
    ("an answer over lunch", "4 15:30", "4 12:30", "4 13:30", "working_hour", CENTRE, "4 16:00"),
    (
        "a pause while closed changes nothing",
        "5 09:30",
        "4 20:00",
        "5 08:00",
        "working_hour",
        CENTRE,
        "5 09:30",
    ),
    (
        "a pause after the due time changes nothing",
        "4 15:30",
        "4 16:00",
        "5 10:00",
        "working_hour",
        CENTRE,
        "4 15:30",
    ),
    ("a working day left is kept", "5 18:30", "4 11:00", "8 12:00", "working_day", CENTRE, "12 18:30"),
    (
        "an answer on the same day moves no day",
        "5 18:30",
        "4 11:00",
        "4 15:00",
        "working_day",
        CENTRE,
        "5 18:30",
    ),
    (
        "on the last day open hours are kept",
        "5 18:30",
        "5 15:30",
        "6 10:00",
        "working_day",
        CENTRE,
        "6 13:00",
    ),
    ("the last night of a border post", "3 24:00", "3 23:00", "4 06:00", "working_day", POST, "4 07:00"),
    ("calendar days left are kept", "12 18:30", "8 10:00", "12 10:00", "calendar_day", CENTRE, "16 18:30"),
    (
        "an answer to a calendar clock on a Saturday",
        "6 13:00",
        "5 10:00",
        "9 10:00",
        "calendar_day",
        CENTRE,
        "12 18:30",
    ),
]

STARTS = [
    # profile, moments, due
    ("not presented yet", (4, "working_hour", "legal", True), {"registered": "4 10:00"}, None),
    ("not registered yet", (4, "working_hour", "legal", True), {"presented": "4 10:00"}, None),
    (
        "filed early, presented on a short day",
        (4, "working_hour", "legal", True),
        {"filed": "4 09:50", "registered": "4 10:00", "presented": "6 09:30"},
        "8 13:00",
    ),
    (
        "presented first, registered later",
        (4, "working_hour", "legal", True),
        {"presented": "4 10:00", "registered": "5 11:00"},
        "5 16:30",
    ),
    ("filed on a Sunday", (1, "working_hour", "filed", False), {"filed": "3 12:00"}, "4 10:00"),
    ("filed early, counted from presentation", (2, "hour", "presented", False), {"filed": "4 09:00"}, None),
    (
        "filed early and presented at night",
        (2, "hour", "presented", False),
        {"filed": "4 09:00", "presented": "9 23:00"},
        "9 25:00",
    ),
    ("papers not received", (1, "working_day", "papers", False), {"presented": "4 09:00"}, None),
    ("papers received", (1, "working_day", "papers", False), {"papers": "6 09:00"}, "8 18:30"),
]


@pytest.mark.parametrize(
    ("start", "value", "unit", "calendar", "restarts", "due"), [c[1:] for c in DUE], ids=[c[0] for c in DUE]
)
def test_a_deadline_runs_out_when_the_table_says(start, value, unit, calendar, restarts, due):
    found = due_at(may(start), value, unit, calendar, restarts=restarts)
    assert found == may(due)
    assert found.tzinfo is dt.UTC


@pytest.mark.parametrize(
    ("due", "paused", "resumed", "unit", "calendar", "new_due"),
    [c[1:] for c in PAUSES],
    ids=[c[0] for c in PAUSES],
)
def test_a_question_stops_the_clock(due, paused, resumed, unit, calendar, new_due):
    found = moved_by_pause(may(due), may(paused), may(resumed), unit, calendar)
    assert found == may(new_due)
    assert found.tzinfo is dt.UTC


@pytest.mark.parametrize(("profile", "moments", "due"), [c[1:] for c in STARTS], ids=[c[0] for c in STARTS])
def test_a_deadline_is_counted_from_its_event(profile, moments, due):
    found = Deadline(*profile).due_of({event: may(at) for event, at in moments.items()}, CENTRE)
    assert found == (may(due) if due else None)


@pytest.mark.parametrize(
    ("start", "value", "unit", "calendar", "due"),
    [
        ("2024-02-29T14:00", 4, "working_hour", CENTRE, "2024-03-01T08:00"),
        ("2024-02-29T14:00", 6, "working_hour", POST, "2024-02-29T20:00"),
        ("2024-02-29T05:00", 1, "working_day", CENTRE, "2024-03-01T13:30"),
        ("2024-02-28T05:00", 1, "working_day", CENTRE, "2024-02-29T12:30"),
    ],
)
def test_the_country_moving_its_clocks_is_read_from_zone_data(start, value, unit, calendar, due):
    """On 1 March 2024 Almaty went from UTC+6 to UTC+5; all times here are UTC."""
    at = dt.datetime.fromisoformat
    assert due_at(at(start + "+00:00"), value, unit, calendar) == at(due + "+00:00")


def test_an_office_that_never_opens_has_no_due_times():
    closed = Calendar("Asia/Almaty", ((),) * 7)
    with pytest.raises(NeverOpen):
        due_at(may("4 10:00"), 1, "working_hour", closed)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a zone"):
        due_at(dt.datetime(2026, 5, 4, 10), 1, "hour", CENTRE)


def test_half_a_day_is_refused():
    with pytest.raises(ValueError, match="counted whole"):
        due_at(may("4 10:00"), Decimal("0.5"), "working_day", CENTRE)


def test_the_tables_hold_at_least_forty_cases():
    assert len(DUE) + len(PAUSES) + len(STARTS) >= 40
