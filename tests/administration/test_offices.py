"""Offices, days, deadlines and places: kept by who may, from a day to come, with what it means shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from agencies.administration.deadlines import examples
from agencies.models import DeadlineProfile, OfficeContact
from clearance import calendars, clock, places
from clearance.calendars import USUAL_WEEK, calendar_from
from clearance.models import CalendarDay, Coverage, OfficeHours
from clearance.reasons.models import ListedReason
from tests.administration.conftest import AGENCY

pytestmark = pytest.mark.django_db
WEEK = {f"day_{number}": "09:00-13:00, 14.30-18:30" for number in range(5)} | {"day_5": "", "day_6": ""}
URL = f"/agency/where/{AGENCY}/KZ-NURJOLY/"
COVER = f"/agency/places/{AGENCY}/entry/KZ-NURJOLY/"


@pytest.fixture(autouse=True)
def calendars_read_anew() -> None:
    calendars.forget()


def test_customs_keeps_the_hours_of_an_office_and_others_read_them(
    signed: Callable[[str], Client], admin: Client
) -> None:
    customs = signed("customs_admin")
    answer = customs.post("/agency/where/customs/KZ-NURJOLY/", {"act": "hours", **WEEK})
    assert answer.status_code == 302
    assert OfficeHours.objects.filter(office="KZ-NURJOLY").count() == 10
    assert "09:00-13:00, 14:30-18:30" in admin.get(URL).text
    admin.post(URL, {"act": "hours", **WEEK, "day_0": "10:00-11:00"})
    assert OfficeHours.objects.filter(office="KZ-NURJOLY", opens="10:00").count() == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("nine to five", "Write hours like"),
        ("13:00-09:00", "Closing must be later"),
        ("09:00-13:00, 12:00-15:00", "the hours overlap"),
        ("25:00-26:00", "Write hours like"),
    ],
)
def test_hours_that_cannot_be_are_said_at_the_day(signed: Callable[[str], Client], typed: str, said: str) -> None:
    page = signed("customs_admin").post("/agency/where/customs/KZ-NURJOLY/", {"act": "hours", **WEEK, "day_2": typed})
    assert said in page.text
    assert typed in page.text, "nothing typed is lost"


def test_an_office_is_never_left_without_hours(signed: Callable[[str], Client]) -> None:
    nothing = {f"day_{number}": "" for number in range(7)}
    page = signed("customs_admin").post("/agency/where/customs/KZ-NURJOLY/", {"act": "hours", **nothing})
    assert "Enter the hours of at least one day" in page.text


def test_an_agency_says_how_it_is_reached(admin: Client) -> None:
    admin.post(URL, {"act": "contact", "phone": "+7 728 1 23 45", "email": "nurjoly@example.kz", "where_en": "Hall 2"})
    assert OfficeContact.objects.get(agency=AGENCY, office="KZ-NURJOLY").phone == "+7 728 1 23 45"
    page = admin.post(URL, {"act": "contact", "email": "nowhere"})
    assert "an @ and a domain" in page.text


def test_a_day_is_moved_and_the_old_date_is_as_in_any_week(signed: Callable[[str], Client], admin: Client) -> None:
    customs = signed("customs_admin")
    day = {"day": "05.01.2027", "kind": "holiday", "name_en": "Day", "name_ru": "День", "name_kk": "Күн"}
    customs.post("/agency/days/", day)
    kept = CalendarDay.objects.get(office=None, day="2027-01-05")
    assert admin.get(f"/agency/days/{kept.pk}/").status_code == 404
    customs.post(f"/agency/days/{kept.pk}/", {**day, "day": "06.01.2027"})
    assert not CalendarDay.objects.filter(office=None, day="2027-01-05").exists()
    assert CalendarDay.objects.get(office=None, day="2027-01-06").name_en == "Day"


def test_three_examples_say_what_a_deadline_means() -> None:
    zone = ZoneInfo("Asia/Almaty")
    calendar = calendar_from("Asia/Almaty", USUAL_WEEK, [], [])
    now = dt.datetime(2026, 11, 23, 8, 0, tzinfo=zone)
    shown = [(one.starts, one.due) for one in examples(4, "working_hour", calendar, now)]
    assert shown[0] == (dt.datetime(2026, 11, 27, 17, 30, tzinfo=zone), dt.datetime(2026, 11, 30, 12, 0, tzinfo=zone))
    assert shown[1] == (dt.datetime(2026, 11, 24, 10, 0, tzinfo=zone), dt.datetime(2026, 11, 24, 15, 30, tzinfo=zone))
    assert len(shown) == 3
    hours = examples(24, "hour", calendar, now)
    assert hours[0].due == dt.datetime(2026, 11, 28, 17, 30, tzinfo=zone), "hours run on the wall clock"


def test_a_profile_is_looked_at_kept_and_picked_by_a_rule(admin: Client, draft) -> None:  # type: ignore[no-untyped-def]
    given = {"name_en": "Perishable", "value": "3", "unit": "working_hour", "clock_start": "presented", "office": ""}
    page = admin.post(f"/agency/deadlines/{AGENCY}/new/", {**given, "act": "look"})
    assert len(page.context["examples"]) == 3
    assert not DeadlineProfile.objects.exists()
    admin.post(f"/agency/deadlines/{AGENCY}/new/", {**given, "act": "save"})
    kept = DeadlineProfile.objects.get(agency=AGENCY)
    home = admin.get(f"/agency/home/{AGENCY}/").text
    assert "Russian is missing" in home
    assert "Kazakh is missing" in home
    from tests.administration.conftest import address
    from tests.administration.test_rule_form import typed

    rule = draft.rules.get(rule_id="PHY-002")
    admin.post(address(draft, f"rules/{rule.pk}/"), typed(rule, act="save", profile=str(kept.pk)))
    rule.refresh_from_db()
    assert (rule.row["sla_value"], rule.row["sla_unit"], rule.row["clock_start"]) == ("3", "working_hour", "presented")
    admin.post(f"/agency/deadlines/{AGENCY}/{kept.code}/", {"act": "end", "sure": "on"})
    assert not DeadlineProfile.objects.exists()


def test_a_profile_needs_a_name_and_another_agency_finds_none(admin: Client, signed: Callable[[str], Client]) -> None:
    given = {"value": "3", "unit": "hour", "clock_start": "filed", "act": "save"}
    assert "at least one language" in admin.post(f"/agency/deadlines/{AGENCY}/new/", given).text
    assert signed("customs_admin").get(f"/agency/deadlines/{AGENCY}/new/").status_code == 404


def test_a_place_is_covered_anew_from_a_day_to_come(admin: Client) -> None:
    day = (clock.now() + dt.timedelta(days=10)).date()
    given = {"office": "KZ-ALMATY-CENTRE", "executed_by": "customs", "starts_on": day.strftime("%d.%m.%Y")}
    assert admin.post(COVER, given).status_code == 302

    def desk(on: dt.date) -> places.Desk:
        content = {"border_office": "KZ-NURJOLY", "office": "KZ-NURJOLY"}
        return places.desks(content, [(AGENCY, "entry")], on=on, fallback="KZ-NURJOLY")[AGENCY, "entry"]

    assert desk(clock.now().date()) == places.Desk("KZ-NURJOLY", AGENCY)
    assert desk(day) == places.Desk("KZ-ALMATY-CENTRE", "customs")
    to_come = Coverage.objects.get(agency=AGENCY, place="entry", customs_office="KZ-NURJOLY", starts_on=day)
    assert admin.post(f"/agency/places/{AGENCY}/{to_come.pk}/").status_code == 302
    assert desk(day) == places.Desk("KZ-NURJOLY", AGENCY)


def test_a_place_is_never_covered_backwards(admin: Client, signed: Callable[[str], Client]) -> None:
    given = {"office": "KZ-ALMATY-CENTRE", "executed_by": AGENCY, "starts_on": "01.02.2020"}
    assert "choose a day that is still to come" in admin.post(COVER, given).text
    running = Coverage.objects.get(agency=AGENCY, place="entry", customs_office="KZ-NURJOLY")
    assert admin.post(f"/agency/places/{AGENCY}/{running.pk}/").status_code == 409
    assert signed("customs_admin").post(f"/agency/places/customs/{running.pk}/").status_code == 404
    assert Coverage.objects.get(pk=running.pk).ends_on is None


def test_a_reason_is_reworded_by_its_own_agency(admin: Client, signed: Callable[[str], Client]) -> None:
    url = f"/agency/reasons/{AGENCY}/refusal/paper_missing/"
    admin.post(url, {"title_en": "The certificate is missing", "is_offered": "on"})
    kept = ListedReason.objects.get(agency=AGENCY)
    assert (kept.code, kept.title_en, kept.changed_by.username) == (
        "paper_missing",
        "The certificate is missing",
        "plant_health_admin",
    )
    assert "Russian is missing" in admin.get(f"/agency/reasons/{AGENCY}/").text
    assert "at least one language" in admin.post(url, {"title_en": ""}).text
    assert signed("veterinary_admin").post(url, {"title_en": "x"}).status_code == 404
    admin.post(f"/agency/reasons/{AGENCY}/hold/", {"title_ru": "Ждём лабораторию", "is_offered": "on"})
    assert ListedReason.objects.filter(agency=AGENCY, use="hold").count() == 1
    assert admin.get(f"/agency/reasons/{AGENCY}/lunch/").status_code == 404
