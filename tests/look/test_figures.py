"""Moments, durations, numbers, masses, money and clocks, as three languages write them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from clearance import clocked, figures
from clearance.clock import at

NBSP = "\u00a0"
MOMENT = datetime(2027, 3, 27, 9, 40, tzinfo=UTC)  # 14:40 in Almaty


@pytest.mark.parametrize(
    ("language", "value", "written"),
    [
        ("en", "18420", f"18{NBSP}420"),
        ("en", "1240.50", f"1{NBSP}240.5"),
        ("ru", "1240.50", f"1{NBSP}240,5"),
        ("kk", "0.125", "0,125"),
        ("en", "-12", "\u221212"),
        ("en", "1E+3", f"1{NBSP}000"),
        ("en", None, ""),
    ],
)
def test_numbers(language: str, value: str | None, written: str) -> None:
    with translation.override(language):
        assert figures.number(value) == written


def test_money_has_decimals_only_where_there_is_a_fraction() -> None:
    assert figures.money("1284300.00", "KZT") == f"1{NBSP}284{NBSP}300{NBSP}KZT"
    assert figures.money(Decimal("12.5"), "USD") == f"12.50{NBSP}USD"
    assert figures.money(None) == ""


def test_a_mass_carries_its_unit() -> None:
    assert figures.mass("18420") == f"18{NBSP}420 kg"


@pytest.mark.parametrize(
    ("length", "written"),
    [
        (timedelta(minutes=22), "22 min"),
        (timedelta(hours=1, minutes=35), "1 h 35 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(days=3, hours=4, minutes=10), "3 d 4 h"),
        (timedelta(days=1), "1 d"),
        (timedelta(seconds=20), "less than a minute"),
        (5400, "1 h 30 min"),
        (None, ""),
    ],
)
def test_durations(length: timedelta | int | None, written: str) -> None:
    assert figures.duration(length) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "27 March 2027, 14:40"), ("ru", "27 марта 2027, 14:40")],
)
def test_moments_are_absolute_and_in_24_hours(language: str, written: str) -> None:
    with translation.override(language):
        assert figures.moment(MOMENT) == written


def test_short_moments_and_days() -> None:
    assert figures.moment(MOMENT, "short") == "27.03.2027 14:40"
    assert figures.moment(MOMENT, "time") == "14:40"
    assert figures.moment(date(2027, 3, 27)) == "27 March 2027"
    assert figures.moment(date(2027, 3, 27), "short") == "27.03.2027"


def test_the_zone_is_named_when_the_readers_differs_from_the_services() -> None:
    with timezone.override(ZoneInfo("Europe/Berlin")):
        assert figures.moment(MOMENT, "short") == "27.03.2027 10:40 (UTC+1)"
        assert figures.moment(MOMENT, "short", zone="Asia/Almaty") == "27.03.2027 14:40 (UTC+5)"
    assert figures.moment(MOMENT, "short", zone="Asia/Almaty") == "27.03.2027 14:40"


def test_a_document_always_names_the_zone() -> None:
    assert figures.moment(MOMENT, "short", with_zone=True) == "27.03.2027 14:40 (UTC+5)"


def test_zones_are_said_as_people_say_them() -> None:
    assert figures.zone_name(MOMENT) == "UTC"
    assert figures.zone_name(MOMENT.astimezone(ZoneInfo("Asia/Kolkata"))) == "UTC+5:30"
    assert figures.zone_name(MOMENT.astimezone(ZoneInfo("America/New_York"))) == "UTC\u22124"


@pytest.mark.parametrize(
    ("due", "state", "words", "level", "percent"),
    [
        (timedelta(hours=1, minutes=35), "running", "1 h 35 min left", "ok", 60),
        (timedelta(minutes=40), "running", "40 min left", "soon", 78),
        (timedelta(minutes=-22), "running", "22 min over", "over", 100),
        (timedelta(hours=1), "stopped", "clock stopped — waiting for you", "stopped", 71),
        (timedelta(hours=1), "waiting", "clock not started", "none", None),
        (None, "running", "no deadline", "none", None),
    ],
)
def test_clocks(due: timedelta | None, state: str, words: str, level: str, percent: int | None) -> None:
    since = MOMENT - timedelta(minutes=145)
    with at(MOMENT):
        read = clocked.reading(None if due is None else MOMENT + due, state, since=since)
    assert (read.words, read.level, read.percent) == (words, level, percent)


def test_a_clock_without_a_start_is_soon_in_its_last_hour() -> None:
    assert clocked.reading(MOMENT + timedelta(minutes=59), now=MOMENT).level == "soon"
    assert clocked.reading(MOMENT + timedelta(minutes=61), now=MOMENT).level == "ok"


def test_the_officer_reads_who_is_waited_for() -> None:
    read = clocked.reading(MOMENT, "stopped", now=MOMENT, audience="officer")
    assert read.words == "clock stopped — waiting for the trader"
