"""Offices, their hours and the country's days, loaded again and again without undoing what people changed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from agencies.days import remove_day, set_day
from agencies.offices import agency_codes, load_offices
from clearance import calendars, clocks
from clearance.calendars import calendar_of, shortened
from clearance.clocks import Span
from clearance.models import CalendarDay, Coverage, Office, OfficeHours
from clearance.models.offices import Place
from clearance.permissions import NotAllowed
from clearance.validation import form
from clearance.validation.findings import Findings
from tests.people.conftest import acting

pytestmark = pytest.mark.django_db
NAMELESS = {"opens": None, "closes": None, "name_en": "x", "name_ru": "x", "name_kk": "x"}
TODAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _fresh_calendars(db):
    calendars.forget()
    yield
    calendars.forget()


def local(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{text}+05:00")


def refused_by(constraint: str, statement: str, *values: object) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    assert caught.value.__cause__.diag.constraint_name == constraint


def test_every_office_has_three_names_hours_and_coverage_for_every_agency_and_place():
    load_offices(today=TODAY)
    assert Office.objects.count() == 32
    assert set(OfficeHours.objects.values_list("office_id", flat=True)) == set(
        Office.objects.values_list("pk", flat=True)
    )
    covered = set(Coverage.objects.values_list("agency", "place", "customs_office_id"))
    offices = Office.objects.exclude(type="control_centre").values_list("pk", flat=True)
    assert covered == {
        (agency, place, office) for agency in agency_codes() for place in Place.values for office in offices
    }
    assert not Coverage.objects.filter(is_default=False).exists()


def test_every_office_can_be_named_in_a_declaration():
    load_offices(today=TODAY)
    for code in Office.objects.values_list("pk", flat=True):
        findings = Findings({})
        named = dict.fromkeys(("office", "border_office", "destination_office"), code)
        form.check(findings, {**named, "transit": {"transit_offices": [code]}}, TODAY)
        assert not findings.problems, code


def test_loading_twice_changes_nothing():
    load_offices(today=TODAY)
    again = load_offices(today=TODAY)
    assert (again.hours, again.coverage, again.days) == (0, 0, 0)


def test_what_people_changed_survives_loading():
    load_offices(today=TODAY)
    OfficeHours.objects.filter(office="KZ-ALMATY-CENTRE").exclude(weekday=0).delete()
    CalendarDay.objects.filter(day=dt.date(2026, 12, 16)).update(kind="working", source="manual")
    row = Coverage.objects.filter(agency="customs", place="entry", customs_office="KZ-NURJOLY")
    row.update(office="KZ-KHORGOS-DRYPORT", is_default=False)
    load_offices(today=TODAY)
    assert set(OfficeHours.objects.filter(office="KZ-ALMATY-CENTRE").values_list("weekday", flat=True)) == {0}
    assert CalendarDay.objects.get(office=None, day=dt.date(2026, 12, 16)).kind == "working"
    assert row.get().office_id == "KZ-KHORGOS-DRYPORT"


def test_the_command_says_what_it_loaded(capsys):
    call_command("load_offices", "--json")
    assert '"offices": 32' in capsys.readouterr().out


def test_customs_carries_out_transport_control_at_road_posts_only():
    load_offices(today=TODAY)
    rows = dict(
        Coverage.objects.filter(agency="transport", place="entry").values_list("customs_office_id", "executed_by")
    )
    assert (rows["KZ-NURJOLY"], rows["KZ-ALTYNKOL"], rows["KZ-ALMATY-CENTRE"]) == ("customs", "transport", "transport")


def test_mail_is_worked_at_an_office_of_exchange():
    load_offices(today=TODAY)
    rows = dict(
        Coverage.objects.filter(agency="customs", place="exchange").values_list("customs_office_id", "office_id")
    )
    assert (rows["KZ-ALMATY-CENTRE"], rows["POST-ALA"], rows["KZ-ASTANA-LC"]) == ("POST-ALA", "POST-ALA", "POST-AST")


def test_a_centre_keeps_the_holidays_and_a_border_post_does_not():
    load_offices(today=TODAY)
    independence = local("2026-12-16T10:00")
    assert calendar_of("KZ-NURJOLY").is_open(independence)
    assert not calendar_of("KZ-ALMATY-CENTRE").is_open(independence)
    assert not calendar_of(None).is_open(independence)
    due = clocks.due_at(local("2026-12-15T16:00"), 4, "working_hour", calendar_of("KZ-ALMATY-CENTRE"), restarts=True)
    assert due == local("2026-12-17T13:00")


def test_the_country_knows_its_moved_days_off_in_three_languages():
    load_offices(today=TODAY)
    day = CalendarDay.objects.get(office=None, day=dt.date(2026, 5, 11))
    assert (day.kind, day.source) == ("holiday", "holidays")
    assert day.name_ru.startswith("День Победы")
    assert day.name_kk.startswith("Жеңіс күні")
    assert CalendarDay.objects.get(office=None, day=dt.date(2026, 5, 27)).is_estimated
    assert CalendarDay.objects.get(office=None, day=dt.date(2025, 1, 5)).kind == "working"
    assert calendar_of("KZ-ALMATY-CENTRE").is_open(local("2025-01-05T10:00"))


def test_an_office_closes_for_a_day_of_its_own_and_due_times_follow_at_once(cast):
    load_offices(today=TODAY)
    day = {"day": dt.date(2026, 11, 24), "opens": None, "closes": None, "name_en": "S", "name_ru": "С", "name_kk": "С"}
    assert calendar_of("KZ-NURJOLY").is_open(local("2026-11-24T10:00"))
    with acting(cast.user("customs_admin")) as actor:
        kept = set_day(actor, office="KZ-NURJOLY", kind="holiday", **day)
        assert not calendar_of("KZ-NURJOLY").is_open(local("2026-11-24T10:00"))
        assert calendar_of("KZ-ALTYNKOL").is_open(local("2026-11-24T10:00"))
        remove_day(actor, day_id=kept.pk)
        assert calendar_of("KZ-NURJOLY").is_open(local("2026-11-24T10:00"))
        set_day(actor, office=None, kind="short", **day)
    centre = calendar_of("KZ-ALMATY-CENTRE")
    assert centre.closing_on(dt.date(2026, 11, 24)) == local("2026-11-24T17:30")


@pytest.mark.parametrize("name", ["plant_health_admin", "customs_officer", "trader", "customs_head"])
def test_only_administrators_of_customs_keep_the_countrys_days(cast, name):
    with acting(cast.user(name)) as actor, pytest.raises(NotAllowed):
        set_day(
            actor,
            office=None,
            day=TODAY,
            kind="holiday",
            opens=None,
            closes=None,
            name_en="x",
            name_ru="x",
            name_kk="x",
        )


def test_a_change_by_another_process_is_seen_once_the_stamp_is_looked_at(monkeypatch):
    load_offices(today=TODAY)
    assert calendar_of("KZ-NURJOLY").is_open(local("2026-11-24T10:00"))
    CalendarDay.objects.create(office_id="KZ-NURJOLY", day=dt.date(2026, 11, 24), kind="holiday")
    assert calendar_of("KZ-NURJOLY").is_open(local("2026-11-24T10:00"))
    monkeypatch.setattr(calendars, "LOOK_AGAIN_AFTER", 0)
    assert not calendar_of("KZ-NURJOLY").is_open(local("2026-11-24T10:00"))


def test_calendars_cost_one_statement_when_nothing_changed_and_none_in_between(django_assert_num_queries, monkeypatch):
    calendar_of("KZ-NURJOLY")
    with django_assert_num_queries(0):
        calendar_of("KZ-ALTYNKOL")
    monkeypatch.setattr(calendars, "LOOK_AGAIN_AFTER", 0)
    with django_assert_num_queries(1):
        calendar_of("KZ-ALTYNKOL")


def test_a_short_day_ends_an_hour_early():
    nine, one, five = dt.time(9), dt.time(13), dt.time(17)
    assert shortened((Span(nine, one), Span(dt.time(14), five))) == (Span(nine, one), Span(dt.time(14), dt.time(16)))
    assert shortened((Span(nine, one), Span(dt.time(14), dt.time(15)))) == (Span(nine, one),)
    assert shortened((Span(dt.time(0), dt.time(0)),)) == (Span(dt.time(0), dt.time(23)),)
    assert shortened(()) == ()


def test_sql_cannot_put_two_offices_on_one_control_at_once(office):
    insert = """
        insert into clearance_coverage
            (agency, place, customs_office_id, office_id, executed_by, starts_on, ends_on, is_default)
        values ('x', 'entry', 'KZ-TEST', 'KZ-TEST', 'x', %s, %s, false)
    """
    with connection.cursor() as cursor:
        cursor.execute(insert, ["2026-01-01", "2026-06-01"])
        cursor.execute(insert, ["2026-06-01", None])
    refused_by("one_working_office_for_a_control_at_a_time", insert, "2026-05-01", "2026-05-02")
    refused_by("one_working_office_for_a_control_at_a_time", insert, "2027-01-01", None)
    refused_by("coverage_ends_after_it_starts", insert, "2025-05-02", "2025-05-01")


def test_sql_cannot_break_hours_and_days(office):
    hours = """
        insert into clearance_officehours (office_id, weekday, opens, closes, is_default)
        values ('KZ-TEST', %s, %s, %s, false)
    """
    refused_by("a_week_has_seven_days", hours, 7, "09:00", "18:00")
    refused_by("an_office_closes_after_it_opens", hours, 1, "18:00", "09:00")
    with connection.cursor() as cursor:
        cursor.execute(hours, [1, "09:00", "00:00"])
    refused_by("an_office_opens_once_at_a_time", hours, 1, "09:00", "12:00")
    day = """
        insert into clearance_calendarday
            (office_id, day, kind, opens, closes, name_en, name_ru, name_kk, source, is_estimated)
        values (%s, '2031-01-01', %s, %s, %s, '', '', '', '', false)
    """
    refused_by("a_day_is_holiday_working_or_short", day, "KZ-TEST", "odd", None, None)
    name = "hours_of_a_day_come_in_pairs_and_never_on_a_holiday"
    refused_by(name, day, "KZ-TEST", "short", "09:00", None)
    refused_by(name, day, "KZ-TEST", "holiday", "09:00", "12:00")
    with connection.cursor() as cursor:
        cursor.execute(day, [None, "holiday", None, None])
    refused_by("a_day_is_described_once_for_an_office", day, None, "working", None, None)


def test_an_office_is_named_in_the_readers_language(office):
    assert (office.name_in("ru"), office.name_in("kk-KZ"), office.name_in("de")) == ("Т", "Т", "T")
