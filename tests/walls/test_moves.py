"""A declaration changes only by a recorded move of the table, attacked by straight SQL as the application's role."""

from itertools import pairwise

import pytest
from django.db import connection

from clearance import workflow
from clearance.models import Declaration
from clearance.services import trading
from tests.acting import FILING, decide, file, pay, present, row
from tests.cast import Cast
from tests.walls.attacks import accepted_apples, record_move, refused, settle_constraints, sql

pytestmark = pytest.mark.django_db


def test_the_moves_of_the_database_are_those_of_the_workflow(cast: Cast):
    with connection.cursor() as cursor:
        cursor.execute("select name, source, target from clearance_move")
        assert set(cursor.fetchall()) == workflow.pairs()


def test_the_application_cannot_add_a_move(cast: Cast):
    with refused("permission denied"):
        sql("insert into clearance_move values ('teleport', 'draft', 'released')")


def test_the_state_never_changes_without_a_recorded_move(cast: Cast):
    declaration = accepted_apples(cast)
    with cast.acting("system"), refused("changes only by a recorded move"):
        sql("update clearance_declaration set state = 'cancelled' where id = %s", declaration.pk)


def test_the_state_never_changes_by_a_move_the_table_does_not_have(cast: Cast):
    declaration = present(cast, pay(cast, file(cast)))
    with cast.acting("system"), refused("changes only by a recorded move"):
        record_move(declaration, "reopen", "released", "lodged")
        sql("update clearance_declaration set state = 'lodged' where id = %s", declaration.pk)


def test_a_recorded_move_must_become_the_state(cast: Cast):
    declaration = accepted_apples(cast)
    with cast.acting("system"), refused("does not follow from the events"):
        record_move(declaration, "withdraw", "accepted", "cancelled")
        settle_constraints()


def test_an_ended_declaration_accepts_no_move(cast: Cast):
    declaration = file(cast)
    with cast.acting("trader", scopes=FILING) as trader:
        trading.withdraw(trader, reference=declaration.reference, reason="Not needed")
    with cast.acting("system"), refused("changes only by a recorded move"):
        record_move(declaration, "accept", "cancelled", "accepted")
        sql("update clearance_declaration set state = 'accepted' where id = %s", declaration.pk)


def test_a_declaration_begins_as_a_draft(cast: Cast):
    declaration = file(cast)
    with cast.acting("system"), refused("begins as a draft"):
        copy = Declaration.objects.get(pk=declaration.pk)
        copy.pk, copy.uuid, copy.reference, copy.local_ref = None, "0" * 32, "KZ26-0000000-0", "other"
        copy.idempotency_key = None
        copy.save(force_insert=True)


@pytest.mark.parametrize("column", ["company_id", "reference", "kind"])
def test_a_declaration_keeps_its_company_reference_and_kind(cast: Cast, column: str):
    declaration = file(cast)
    value = {"company_id": cast.companies()["altyn_orda"], "reference": "KZ26-0000000-0", "kind": "export"}[column]
    with cast.acting("system"), refused("keeps its company"):
        sql(f"update clearance_declaration set {column} = %s where id = %s", value, declaration.pk)


def test_every_unfinished_declaration_has_a_next_timer(cast: Cast):
    declaration = accepted_apples(cast)
    with cast.acting("system"), refused("an_unfinished_declaration_has_a_next_timer"):
        sql("update clearance_declaration set next_timer_at = null where id = %s", declaration.pk)


def test_holders_follow_one_another_without_gap_or_overlap(cast: Cast):
    declaration = accepted_apples(cast)
    decide(cast, row(cast, declaration, "plant_health"))
    with cast.acting("system"), connection.cursor() as cursor:
        cursor.execute(
            "select holder, since, until from clearance_holderinterval where declaration_id = %s order by since, id",
            [declaration.pk],
        )
        intervals = cursor.fetchall()
    assert intervals[-1][2] is None
    for (_, _, until), (_, since, _) in pairwise(intervals):
        assert until == since
    assert all(before[0] != after[0] for before, after in pairwise(intervals))
    with cast.acting("system"), refused("one_holder_at_any_instant"):
        sql(
            "insert into clearance_holderinterval (declaration_id, company_id, holder, since) values (%s, %s, 'trader', now())",
            declaration.pk,
            declaration.company_id,
        )
