"""Warnings at 50, 80 and 100 %, time left, and what holds for every pause."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearance.clocks import (
    Calendar,
    Span,
    counts_from,
    due_at,
    is_overdue,
    left,
    moved_by_pause,
    round_the_clock,
    warning_times,
)
from tests.clocks.test_due_times import CENTRE, POST, may

UNITS = ["minute", "hour", "working_hour", "working_day", "calendar_day"]
moments = st.datetimes(dt.datetime(2026, 4, 20), dt.datetime(2026, 6, 20), timezones=st.just(dt.UTC))
waits = st.timedeltas(dt.timedelta(), dt.timedelta(days=12))
calendars = st.sampled_from([CENTRE, POST])


def test_warnings_of_a_wall_clock_are_at_half_four_fifths_and_the_end():
    assert warning_times(may("4 18:00"), may("4 23:00"), CENTRE, "hour") == {
        50: may("4 20:30"),
        80: may("4 22:00"),
        100: may("4 23:00"),
    }


def test_warnings_of_working_hours_fall_into_opening_hours():
    assert warning_times(may("4 12:00"), may("4 18:30"), CENTRE, "working_hour") == {
        50: may("4 16:00"),
        80: may("4 17:30"),
        100: may("4 18:30"),
    }


def test_warnings_do_not_count_the_time_a_question_was_open():
    assert warning_times(may("4 09:00"), may("4 21:00"), CENTRE, "hour", pauses=[(may("4 10:00"), may("4 12:00"))]) == {
        50: may("4 16:00"),
        80: may("4 19:00"),
        100: may("4 21:00"),
    }


def test_a_clock_due_at_once_warns_at_once():
    assert set(warning_times(may("4 09:00"), may("4 09:00"), CENTRE, "hour").values()) == {may("4 09:00")}


def test_time_left_counts_open_hours_and_turns_negative():
    assert left(may("4 17:30"), may("5 10:00"), "working_hour", CENTRE) == dt.timedelta(hours=2)
    assert left(may("5 12:00"), may("5 10:00"), "working_hour", CENTRE) == dt.timedelta(hours=-2)
    assert left(may("4 17:30"), may("5 10:00"), "hour", CENTRE) == dt.timedelta(hours=16, minutes=30)


def test_a_stopped_clock_keeps_what_was_left_and_is_never_overdue():
    paused = may("4 17:30")
    assert left(may("9 10:00"), may("5 10:00"), "working_hour", CENTRE, paused_at=paused) == dt.timedelta(hours=2)
    assert not is_overdue(may("9 10:00"), may("5 10:00"), paused_at=paused)
    assert is_overdue(may("9 10:00"), may("5 10:00"))


def test_overlapping_hours_are_open_once():
    doubled = Calendar("Asia/Almaty", ((Span(dt.time(9), dt.time(12)), Span(dt.time(11), dt.time(13))),) * 7)
    assert doubled.open_between(may("4 00:00"), may("4 24:00")) == dt.timedelta(hours=4)


def test_a_clock_cannot_resume_before_it_stopped():
    with pytest.raises(ValueError, match="resumes after"):
        moved_by_pause(may("4 12:00"), may("4 11:00"), may("4 10:00"), "hour", CENTRE)


@given(
    start=moments,
    value=st.integers(0, 20),
    unit=st.sampled_from(UNITS),
    calendar=calendars,
    until=waits,
    wait=waits,
)
def test_a_question_never_shortens_a_deadline_and_longer_waits_move_it_further(
    start, value, unit, calendar, until, wait
):
    due = due_at(start, value, unit, calendar)
    paused = start + until
    once = moved_by_pause(due, paused, paused + wait, unit, calendar)
    longer = moved_by_pause(due, paused, paused + wait + dt.timedelta(hours=30), unit, calendar)
    assert start <= due <= once <= longer


@given(start=moments, value=st.integers(1, 20), restarts=st.booleans(), calendar=calendars)
def test_working_hours_given_are_working_hours_open(start, value, restarts, calendar):
    due = due_at(start, value, "working_hour", calendar, restarts=restarts)
    begins = counts_from(start, value, "working_hour", calendar, restarts=restarts)
    assert calendar.open_between(begins, due) == dt.timedelta(hours=value)


@given(start=moments, value=st.integers(1, 20), unit=st.sampled_from(UNITS), calendar=calendars)
def test_warnings_come_in_order_between_start_and_due(start, value, unit, calendar):
    due = due_at(start, value, unit, calendar)
    warnings = warning_times(start, due, calendar, unit)
    assert start <= warnings[50] <= warnings[80] <= warnings[100] == due


@given(start=moments, end=moments)
def test_a_border_post_is_open_all_the_time(start, end):
    assert round_the_clock().open_between(start, end) == max(end - start, dt.timedelta())
