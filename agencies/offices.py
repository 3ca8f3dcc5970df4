"""Loading the offices: places, assumed hours, assumed coverage and the country's days; again and again, it adds only.

What an administrator has changed stays: offices take their facts from the file, hours are assumed only for an office
without any, coverage only where no row says otherwise, and a day that was edited is no longer the library's.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import holidays
from django.db import transaction

from clearance import calendars, registry
from clearance.clocks import DayKind
from clearance.models import CalendarDay, Coverage, Office, OfficeHours
from clearance.models.offices import Place

DATA = Path(__file__).resolve().parent / "data"
LIBRARY = "holidays"
# The only names the library builds of a date are those of days off moved from another day.
MOVED_DAY_OFF_RU = "Перенесённый выходной день"
COVERED_SINCE = dt.date(2020, 1, 1)
ROUTING_DESK = "routing_desk"
CONTROL_CENTRE = "control_centre"
# At road posts the officers of customs carry out transport control (handbook 10.1).
ROAD_POSTS = frozenset({"border_post", "special_zone"})
CARRIED_OUT_AT_ROAD_POSTS = {"transport": "customs"}
FACTS = [
    "type",
    "modes",
    "name_en",
    "name_ru",
    "name_kk",
    "neighbour",
    "latitude",
    "longitude",
    "official_code",
    "official_code_status",
    "impc",
    "electronic_queue",
    "parent",
]


@dataclass(frozen=True)
class Loaded:
    """How many rows were added (offices: how many there are)."""

    offices: int
    hours: int
    coverage: int
    days: int


@transaction.atomic
def load_offices(*, today: dt.date) -> Loaded:
    """Load offices, hours, coverage and the days of last, this and next year."""
    rows = list(_rows("offices.csv"))
    offices = _offices(rows)
    loaded = Loaded(
        offices=len(offices),
        hours=_hours(offices),
        coverage=_coverage(rows, agency_codes()),
        days=load_days(range(today.year - 1, today.year + 2)),
    )
    calendars.forget()
    return loaded


def agency_codes() -> list[str]:
    """Return the codes of the agencies that have a folder, and the routing desk."""
    return [*sorted(registry.agencies()), ROUTING_DESK]


def load_days(years: Iterable[int]) -> int:
    """Add the country's holidays and the weekend days worked for them; edited rows stay, estimates are renewed."""
    in_russian = {row["name_en"]: row["name_ru"] for row in _rows("holidays_ru.csv")}
    english = holidays.country_holidays("KZ", years=list(years), language="en_US")
    kazakh = holidays.country_holidays("KZ", years=list(years), language="kk")
    wanted: list[CalendarDay] = []
    for day, name in sorted(english.items()):
        plain, estimated = name.replace(" (observed)", ""), "estimated" in name
        plain = plain.replace(" (estimated)", "").replace(" (observed, estimated)", "")
        russian = "; ".join(in_russian.get(part, MOVED_DAY_OFF_RU) for part in plain.split("; "))
        if "observed" in name:
            russian = f"{russian} (перенос выходного дня)"
        wanted.append(_day(day, DayKind.HOLIDAY, name, russian, kazakh.get(day) or name, estimated=estimated))
    wanted.extend(
        _day(day, DayKind.WORKING, "Working day moved here", "Перенесённый рабочий день", "Ауыстырылған жұмыс күні")
        for day in sorted(english.weekend_workdays)
        if day.year in set(years)
    )
    # An estimate of last year's library may have become a date: only the library's own rows are renewed.
    CalendarDay.objects.filter(
        office__isnull=True, source=LIBRARY, is_estimated=True, day__year__in=list(years)
    ).exclude(day__in=[day.day for day in wanted]).delete()
    before = CalendarDay.objects.count()
    CalendarDay.objects.bulk_create(wanted, ignore_conflicts=True)
    calendars.forget()
    return CalendarDay.objects.count() - before


def _day(day: dt.date, kind: DayKind, en: str, ru: str, kk: str, *, estimated: bool = False) -> CalendarDay:
    return CalendarDay(
        day=day, kind=kind.value, name_en=en, name_ru=ru, name_kk=kk, source=LIBRARY, is_estimated=estimated
    )


def _offices(rows: list[dict[str, str]]) -> list[Office]:
    offices = [
        Office(
            code=row["code"],
            type=row["type"],
            modes=row["modes"].split("|"),
            name_en=row["name_en"],
            name_ru=row["name_ru"],
            name_kk=row["name_kk"],
            neighbour=row["neighbour"],
            latitude=Decimal(row["latitude"]),
            longitude=Decimal(row["longitude"]),
            official_code=row["official_code"],
            official_code_status=row["official_code_status"],
            impc=row["impc"],
            electronic_queue=row["electronic_queue"] == "1",
            parent_id=row["parent"] or None,
        )
        for row in rows
    ]
    Office.objects.bulk_create(offices, update_conflicts=True, unique_fields=["code"], update_fields=FACTS)
    return offices


def _hours(offices: list[Office]) -> int:
    known = set(OfficeHours.objects.values_list("office_id", flat=True))
    by_type: dict[str, list[dict[str, str]]] = {}
    for row in _rows("hours.csv"):
        by_type.setdefault(row["type"], []).append(row)
    made = [
        OfficeHours(
            office=office,
            weekday=int(weekday),
            opens=dt.time.fromisoformat(row["opens"]),
            closes=dt.time.fromisoformat(row["closes"]),
            is_default=True,
        )
        for office in offices
        if office.code not in known
        for row in by_type[office.type]
        for weekday in row["days"]
    ]
    OfficeHours.objects.bulk_create(made)
    return len(made)


def _coverage(rows: list[dict[str, str]], agencies: list[str]) -> int:
    centre = next(row["code"] for row in rows if row["type"] == CONTROL_CENTRE)
    offices = [row for row in rows if row["type"] != CONTROL_CENTRE]
    known = set(Coverage.objects.values_list("agency", "place", "customs_office_id"))
    made = [
        Coverage(
            agency=agency,
            place=place.value,
            customs_office_id=row["code"],
            office_id=_working_office(agency, place, row, centre),
            executed_by=_executed_by(agency, row),
            starts_on=COVERED_SINCE,
            is_default=True,
        )
        for agency in agencies
        for place in Place
        for row in offices
        if (agency, place.value, row["code"]) not in known
    ]
    Coverage.objects.bulk_create(made, batch_size=1000)
    return len(made)


def _working_office(agency: str, place: Place, row: dict[str, str], centre: str) -> str:
    if agency == ROUTING_DESK:
        return centre
    return row["exchange_office"] if place is Place.EXCHANGE else row["code"]


def _executed_by(agency: str, row: dict[str, str]) -> str:
    if row["type"] in ROAD_POSTS:
        return CARRIED_OUT_AT_ROAD_POSTS.get(agency, agency)
    return agency


def _rows(name: str) -> Iterable[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
