"""The record, the walls and the rulebooks stand, attacked by straight SQL as the application's role."""

import pytest
from django.db import connection

from clearance.models import Event
from tests.acting import file, fresh, pay, present
from tests.cast import Cast
from tests.walls.attacks import accepted_apples, refused, release, sql

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "update clearance_event set payload = '{}'",
        "delete from clearance_event",
        "truncate clearance_event",
        "update clearance_version set content = '{}'",
        "delete from clearance_version",
        "update clearance_routingrun set trace = '[]'",
        "delete from clearance_declaration",
        "delete from clearance_signoff",
        "update clearance_payment set amount = 1",
    ],
)
def test_the_record_is_insert_and_read_only(cast: Cast, statement: str):
    present(cast, pay(cast, file(cast)))
    with cast.acting("system"), refused("permission denied|append-only"):
        sql(statement)


@pytest.mark.parametrize(
    "switch",
    [
        "alter table clearance_event disable trigger all",
        "drop trigger chain_events on clearance_event",
        "set session_replication_role = replica",
        "alter table clearance_declaration disable row level security",
        "set role portal_owner",
        "drop policy seen on clearance_declaration",
    ],
)
def test_the_application_cannot_switch_a_wall_off(cast: Cast, switch: str):
    with refused("permission denied|must be owner"):
        sql(switch)


def test_no_setting_makes_a_trigger_look_away(cast: Cast):
    declaration = accepted_apples(cast)
    with cast.acting("system"), refused("not everything allows the release"):
        sql("select set_config('pgtrigger.ignore', '{guard_declaration}', true)")
        sql("select set_config('sw.ignore', 'on', true)")
        release(declaration)


def test_a_published_rulebook_is_frozen_with_its_rules(cast: Cast):
    with refused("frozen"):
        sql("update clearance_rulebook set starts_at = now()")
    with refused("frozen"):
        sql("delete from clearance_rule")
    with refused("frozen"):
        sql(
            "insert into clearance_rule (rulebook_id, rule_id, row) select id, 'X-1', '{}' from clearance_rulebook limit 1"
        )


def test_the_same_person_never_publishes_alone(cast: Cast):
    author = cast.ids()["author"]
    with refused("a_published_rulebook_has_two_persons_and_a_start"):
        sql(
            "insert into clearance_rulebook (agency, number, starts_at, note, author_id, approved_by_id, published_at, digest)"
            " values ('customs', 99, now(), '', %s, %s, now(), '')",
            author,
            author,
        )


def test_events_are_numbered_and_chained_by_the_database(cast: Cast):
    declaration = present(cast, pay(cast, file(cast)))
    with cast.acting("system"), connection.cursor() as cursor:
        cursor.execute(
            "select e.hash = sw_event_hash(e), e.digest = sw_event_digest(e),"
            " e.previous = coalesce(lag(e.hash) over (order by e.seq), ''), e.recorded_at is not null"
            " from clearance_event e where declaration_id = %s order by seq",
            [declaration.pk],
        )
        assert all(all(row) for row in cursor.fetchall())
        assert Event.objects.filter(declaration=declaration).latest("seq").hash == fresh(cast, declaration).last_hash
