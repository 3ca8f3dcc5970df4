"""The day by which papers are dated is the country's, at every hour."""

from datetime import UTC, datetime

import pytest

from clearance import clock
from clearance.services import filing
from tests.goods import imports


@pytest.mark.django_db
@pytest.mark.parametrize(("hour", "said"), [(18, ["document_of_the_future"]), (20, [])])
def test_a_paper_of_today_is_taken_at_one_in_the_morning(hour: int, said: list[str]) -> None:
    content = imports()
    content["documents"][0]["date"] = "2026-11-23"
    with clock.at(datetime(2026, 11, 22, hour, tzinfo=UTC)):  # in Almaty five hours later
        assert [problem.code for problem in filing.problems_of(content)] == said
