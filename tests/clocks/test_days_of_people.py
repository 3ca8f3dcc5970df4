"""Days that count for a person or an office are the country's and the office's, not those of UTC."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from agencies.customs.arrival import hours
from agencies.customs.gate import charging
from agencies.customs.tracking import limits
from clearance import asking, calendars, clock
from clearance.models import Declaration, Office
from clearance.reading import owing
from clearance.services import appealing, filing
from clearance.validation import law
from clearance.validation.findings import Findings
from portal.post import addressee
from tests.acting import FILING
from tests.cast import Cast
from tests.goods import imports

LATE = datetime(2026, 12, 31, 18, 30, tzinfo=UTC)
"""23:30 of the last day of the year in Almaty."""
PAST_MIDNIGHT = datetime(2026, 12, 31, 19, 30, tzinfo=UTC)
"""00:30 of the new year in Almaty, by UTC still the old one."""
TWO_YEARS = [
    {"name": "ancient_days", "value": "2026", "valid_from": "2026-01-01", "valid_to": "2027-01-01"},
    {"name": "ancient_days", "value": "2027", "valid_from": "2027-01-01", "valid_to": ""},
]
NAMES = {"name_en": "T", "name_ru": "Т", "name_kk": "Т"}
DAYS = ((LATE, date(2026, 12, 31)), (PAST_MIDNIGHT, date(2027, 1, 1)))


@pytest.mark.parametrize(("moment", "day"), DAYS)
def test_what_is_dated_by_the_day_is_dated_by_the_country_s(
    moment: datetime, day: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[date] = []

    def note(name: str, on: date, **_more: Any) -> Any:
        asked.append(on)
        raise LookupError

    assert owing.day_of(moment) == day
    monkeypatch.setattr(appealing.lists, "limit", note)
    monkeypatch.setattr(addressee, "limit", note)
    monkeypatch.setattr(hours, "_setting", note)
    monkeypatch.setattr(charging.fees, "of", note)
    refused = SimpleNamespace(state="decided", verdict="refused", decided_at=moment)
    parcel = SimpleNamespace(presented_at=moment, state="accepted")
    visit = SimpleNamespace(gate_in_at=moment, gate_out_at=moment, office_id="KZ-NURJOLY", slot=None)
    for asks in (
        lambda: appealing.until(refused),  # type: ignore[arg-type]
        lambda: addressee.kept_until(parcel),  # type: ignore[arg-type]
        lambda: hours.due("papers", mode="3", office="", since=moment),
        lambda: charging.fees_of(visit, []),  # type: ignore[arg-type]
    ):
        with pytest.raises(LookupError):
            asks()
    assert asked == [day] * 4
    monkeypatch.setattr(limits, "rows", lambda _table: TWO_YEARS)
    assert limits.setting("ancient_days", moment) == day.year


@pytest.mark.django_db
@pytest.mark.parametrize(("moment", "day"), DAYS)
def test_a_registration_number_has_the_day_of_its_office(moment: datetime, day: date) -> None:
    declaration = Declaration(pk=7, office=Office.objects.get(code="KZ-NURJOLY"))
    assert asking.registration_number(declaration, {}, moment).split("/")[1] == f"{day:%d%m%y}"
    farther_east = Office(code="KZ-TEST", type="border_post", modes=["road"], time_zone="Asia/Vladivostok", **NAMES)
    farther_east.save()
    calendars.forget()
    declaration = Declaration(pk=7, office=farther_east)
    assert asking.registration_number(declaration, {}, LATE).split("/")[1] == "010127"


@pytest.mark.parametrize(
    ("arrival", "said"),
    [
        ("2027-01-30T18:59:00+00:00", []),
        ("2027-01-30T19:00:00+00:00", ["arrival_too_late"]),
        ("2027-01-30T23:59:00", []),
    ],
)
def test_thirty_days_until_the_goods_come_end_at_midnight_in_almaty(arrival: str, said: list[str]) -> None:
    findings = Findings({})
    law._arrival(findings, {"kind": "import", "arrival_expected": arrival}, date(2026, 12, 31))
    assert [one.code for one in findings.problems] == said


@pytest.mark.django_db
@pytest.mark.parametrize(("moment", "day"), DAYS)
def test_a_reference_has_the_year_of_its_country(cast: Cast, moment: datetime, day: date) -> None:
    with clock.at(moment), cast.acting("trader", scopes=FILING) as trader:
        draft = filing.save_draft(trader, company_id=cast.companies()["silk_road"], content=imports()).declaration
    assert draft.reference.startswith(f"KZ{day:%y}-")
