"""Until when papers are presented and an office acts: by the law on the road, by the station's schedule on the rails."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agencies.customs.arrival import hours
from clearance.models import Office
from tests.cast import Cast
from tests.corridor.helping import ASTANA

pytestmark = pytest.mark.django_db
MONDAY, FRIDAY = datetime(2026, 11, 23, 5, 0, tzinfo=UTC), datetime(2026, 11, 27, 17, 0, tzinfo=UTC)
ALTYNKOL, ALMATY = "KZ-ALTYNKOL", "KZ-ALMATY-CENTRE"
ROUND_OFF = MONDAY.replace(hour=9)
"""14:00 in Astana: the train comes at the very moment of a round."""

DUE = [
    ("papers", "30", ASTANA, MONDAY, "2026-11-23T08:00"),
    ("register", "30", ASTANA, MONDAY, "2026-11-23T06:00"),
    ("complete", "30", ASTANA, MONDAY, "2026-11-23T10:30"),
    ("papers", "20", ASTANA, MONDAY, "2026-11-23T15:00"),
    ("papers", "20", ASTANA, ROUND_OFF, "2026-11-24T03:00"),
    ("papers", "20", ASTANA, MONDAY.replace(hour=16), "2026-11-24T09:00"),
    ("papers", "20", ALTYNKOL, MONDAY, "2026-11-23T13:00"),
    ("papers", "20", ALTYNKOL, MONDAY.replace(hour=14), "2026-11-24T01:00"),
    ("papers", "20", ALMATY, MONDAY, "2026-11-23T17:00"),
    ("papers", "40", ASTANA, MONDAY, "2026-11-23T17:00"),
    ("register", "20", ASTANA, MONDAY, "2026-11-23T06:00"),
]
"""Step, mode, office, since and until, in UTC; Almaty's centre has no schedule of trains, and the default counts."""


def test_a_train_is_presented_by_its_stations_schedule_and_a_truck_by_the_law(cast: Cast) -> None:
    found = [
        (step, mode, office, since, f"{hours.due(step, mode=mode, office=office, since=since):%Y-%m-%dT%H:%M}")
        for step, mode, office, since, _until in DUE
    ]
    assert found == DUE


def test_every_station_named_in_the_hours_has_a_schedule_and_is_an_office(cast: Cast) -> None:
    today = date(2026, 11, 23)
    named = {row["office"] for row in hours._rows("hours") if row["unit"] == hours.ROUND}
    assert named == {row["office"] for row in hours._rows("schedule")}
    assert named <= set(Office.objects.values_list("pk", flat=True))
    assert all(hours._setting("schedule", today, office=office, mode="2")["rounds"] for office in named)


def test_where_the_office_is_closed_the_papers_count_from_its_opening(cast: Cast) -> None:
    due = hours.due("papers", mode="30", office=ALMATY, since=FRIDAY)
    opened = hours.due("papers", mode="30", office=ALMATY, since=due - timedelta(hours=3))
    assert due == opened
    assert due > FRIDAY + timedelta(hours=12)
