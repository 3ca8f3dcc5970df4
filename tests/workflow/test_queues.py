"""Queues: what an officer may take, in which order, and how many there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clearance import queues
from clearance.services import deciding
from clearance.worklist import cards, counting
from clearance.worklist.cards import Asked
from tests.acting import file, present, row
from tests.cast import Cast
from tests.goods import APPLES, imports

pytestmark = pytest.mark.django_db


def test_counts_are_those_of_the_views_in_one_statement(cast: Cast):
    for _ in range(3):
        present(cast, file(cast, imports(APPLES)))
    with cast.acting("plant_health_officer") as officer:
        deciding.take_next(officer)
        with CaptureQueriesContext(connection) as context:
            counted = counting.counts(officer)
        assert len(context) == 1
        assert counted == {view: len(cards.page(officer, Asked(view=view)).rows) for view in cards.VIEWS}
        assert counted["all"] == 3
        assert counted["mine"] == 1


def test_an_officer_of_one_office_takes_nothing_of_another(cast: Cast):
    present(cast, file(cast, imports(APPLES)))
    with cast.acting("nurjoly_officer") as officer:
        assert list(queues.queue(officer)) == []
        assert deciding.take_next(officer) is None


def test_the_next_one_is_overdue_first_then_risk_then_due(cast: Cast):
    declarations = [present(cast, file(cast, imports(APPLES))) for _ in range(3)]
    rows = [row(cast, declaration, "plant_health") for declaration in declarations]
    with cast.acting("system"):
        type(rows[0]).objects.filter(pk=rows[2].pk).update(risk=5)
        type(rows[0]).objects.filter(pk=rows[1].pk).update(overdue=True)
    with cast.acting("plant_health_officer") as officer:
        taken = [deciding.take_next(officer) for _ in range(4)]
    assert [one.pk if one else None for one in taken] == [rows[1].pk, rows[2].pk, rows[0].pk, None]


def test_what_waits_for_the_trader_is_not_handed_out(cast: Cast):
    declaration = present(cast, file(cast, imports(APPLES)))
    with cast.acting("plant_health_officer") as officer:
        deciding.ask(officer, sign_off=str(row(cast, declaration, "plant_health").uuid), text="Which orchard?")
        assert deciding.take_next(officer) is None
        assert counting.counts(officer)["waiting_for_trader"] == 1
