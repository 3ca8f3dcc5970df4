"""What must always hold, attacked by straight SQL as the application's role: the database refuses each time."""

import json
from contextlib import contextmanager
from itertools import pairwise

import pytest
from django.db import DatabaseError, connection, transaction

from clearance import workflow
from clearance.models import Declaration, Event, SignOff
from clearance.services import filing, stopping, trading
from tests.acting import FILING, decide, file, finding, fresh, pay, present, row, rows
from tests.cast import Cast
from tests.goods import APPLES, imports

pytestmark = pytest.mark.django_db

MOVE = """insert into clearance_event (declaration_id, company_id, kind, payload_version, payload, moved_from, moved_to,
  actor_kind, actor_id, agency, office, is_public, occurred_at, digest, previous, hash)
  values (%s, %s, %s, 1, %s, %s, %s, 'system', null, '', '', true, now(), '', '', '')"""


@contextmanager
def refused(match: str):
    """The block is refused by the database with these words."""
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        yield


def sql(statement: str, *params: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.rowcount


def record_move(declaration: Declaration, name: str, source: str, target: str, kind: str = "declaration.move") -> None:
    sql(MOVE, declaration.pk, declaration.company_id, kind, f'{{"move": "{name}"}}', source, target)


def release(declaration: Declaration) -> None:
    """What somebody would write who wanted to release past every check of the application."""
    record_move(declaration, "release", declaration.state, "released", "declaration.released")
    sql(
        "update clearance_declaration set state = 'released', released_version = version, released_at = now(),"
        " money_position = 'paid', presented_at = now(), open_blocking = 0, undecided_blocking = 0, open_holds = 0,"
        " routing_due = false, routed_version = version where id = %s",
        declaration.pk,
    )


def settle_constraints() -> None:
    sql("set constraints all immediate")


def accepted_apples(cast: Cast) -> Declaration:
    return present(cast, pay(cast, file(cast, imports(APPLES))))


def test_the_moves_of_the_database_are_those_of_the_workflow(cast: Cast):
    with connection.cursor() as cursor:
        cursor.execute("select name, source, target from clearance_move")
        assert set(cursor.fetchall()) == workflow.pairs()


def test_the_application_cannot_add_a_move(cast: Cast):
    with refused("permission denied"):
        sql("insert into clearance_move values ('teleport', 'draft', 'released')")


def test_nothing_is_released_while_an_agency_has_not_allowed_it(cast: Cast):
    declaration = accepted_apples(cast)
    with cast.acting("system"), refused("not everything allows the release"):
        release(declaration)


def test_nothing_is_released_after_a_refusal(cast: Cast):
    declaration = accepted_apples(cast)
    one = row(cast, declaration, "plant_health")
    decide(cast, one, "approved", verdicts_by_item={1: "approved"})
    other = present(cast, pay(cast, file(cast, imports(APPLES, APPLES))))
    decide(
        cast, row(cast, other, "plant_health"), verdicts_by_item={1: "approved", 2: "refused"}, reason="Codling moth"
    )
    with cast.acting("system"), refused("not everything allows the release"):
        release(other)


def test_nothing_is_released_under_a_hold_the_actor_cannot_see(cast: Cast):
    declaration = present(cast, file(cast, imports(APPLES)))
    with cast.acting("plant_health_officer") as officer:
        stopping.place_hold(
            officer,
            sign_off=str(row(cast, declaration, "plant_health").uuid),
            public_reason="Pest alert",
            legal_basis="Order 15-08/590",
        )
    decide(cast, row(cast, declaration, "plant_health"))
    declaration = fresh(cast, declaration)
    with cast.acting("system"):
        sql("update clearance_hold set visibility = 'restricted'")
    with cast.acting("customs_officer"), refused("not everything allows the release|actor"):
        release(declaration)
    with cast.acting("system"), refused("not everything allows the release"):
        release(declaration)


def test_an_unrouted_declaration_is_never_released(cast: Cast):
    with cast.acting("trader", scopes=FILING) as trader:
        filed = filing.file(trader, company_id=cast.companies()["silk_road"], content=imports()).declaration
    with cast.acting("system"), refused("was never routed"):
        record_move(filed, "accept", "lodged", "accepted")
        sql("update clearance_declaration set state = 'accepted', accepted_at = now() where id = %s", filed.pk)
        release(fresh(cast, filed))


@pytest.mark.parametrize(
    ("column", "value"),
    [("money_position", "due"), ("presented_at", None), ("routing_due", True), ("open_holds", 1)],
)
def test_a_released_row_keeps_what_release_needed(cast: Cast, column: str, value: object):
    declaration = present(cast, pay(cast, file(cast)))
    assert declaration.state == "released"
    with cast.acting("system"), refused("released_only_when_nothing_blocks|due_routing_is_due_work"):
        sql(f"update clearance_declaration set {column} = %s where id = %s", value, declaration.pk)


def test_there_is_exactly_one_release_event(cast: Cast):
    declaration = present(cast, pay(cast, file(cast)))
    with cast.acting("system"), refused("exactly_one_release_event"):
        record_move(declaration, "release", "released", "released", "declaration.released")


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


def test_an_officer_needs_a_grant_of_this_moment(cast: Cast):
    declaration = accepted_apples(cast)
    one = row(cast, declaration, "plant_health")
    update = (
        "update clearance_signoff set state = 'decided', verdict = 'approved', decided_kind = 'officer',"
        " decided_by_id = %s, decided_at = now(), finding = %s where id = %s"
    )
    with cast.acting("system"), refused("no grant for this agency"):
        sql(update, cast.ids()["veterinary_officer"], json.dumps(finding()), one.pk)
    with cast.acting("system"), refused("no grant for this agency"):
        sql("update clearance_grant set revoked_at = now(), revoked_by_id = granted_by_id where user_id = %s",
            cast.ids()["plant_health_officer"])  # fmt: skip
        sql(update, cast.ids()["plant_health_officer"], json.dumps(finding()), one.pk)


def test_nobody_decides_on_an_own_company(cast: Cast):
    declaration = accepted_apples(cast)
    one = row(cast, declaration, "plant_health")
    officer = cast.ids()["plant_health_officer"]
    sql(
        "insert into accounts_membership (user_id, company_id, role, may_sign, active) values (%s, %s, 'viewer', false, true)",
        officer,
        cast.companies()["silk_road"],
    )
    with cast.acting("system"), refused("nobody decides on an own company"):
        sql(
            "update clearance_signoff set state = 'claimed', claimed_by_id = %s, claimed_at = now() where id = %s",
            officer,
            one.pk,
        )


def test_a_decision_stands(cast: Cast):
    declaration = present(cast, file(cast, imports(APPLES)))
    one = decide(cast, row(cast, declaration, "plant_health"))
    with cast.acting("system"), refused("a decision stands"):
        sql("update clearance_signoff set verdict = 'refused', reason = 'changed my mind' where id = %s", one.pk)


def test_a_decision_on_one_version_never_serves_the_next(cast: Cast):
    declaration = accepted_apples(cast)
    one = row(cast, declaration, "plant_health")
    with cast.acting("system"), refused("a decision belongs to the current version"):
        sql("update clearance_declaration set version = 2, routing_due = true, work_due_at = now() where id = %s",
            declaration.pk)  # fmt: skip
        sql(
            "update clearance_signoff set state = 'decided', verdict = 'approved', decided_kind = 'officer',"
            " decided_by_id = %s, decided_at = now(), finding = %s where id = %s",
            cast.ids()["plant_health_officer"],
            json.dumps(finding()),
            one.pk,
        )


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("state = 'decided', verdict = null", "a_decided_sign_off_has_a_verdict"),
        ("state = 'decided', verdict = 'approved', decided_at = now(), decided_kind = 'system'",
         "a_physical_control_has_a_finding|what_an_officer_must_see_is_never_automatic"),
        ("state = 'decided', verdict = 'refused', decided_at = now(), decided_kind = 'system', reason = ''",
         "a_refusal_has_a_reason|a_physical|what_an_officer"),
        ("rules = '{}'", "a_sign_off_has_a_rule_or_a_person"),
        ("state = 'claimed'", "a_claimed_sign_off_has_an_officer"),
        ("due_at = null", "an_open_sign_off_has_a_clock"),
        ("verdict = 'maybe'", "a_decided_sign_off_has_a_verdict"),
        ("fingerprint = ''", "keeps what it asks"),
        ("state = 'asleep'", "sign_off_state_is_known|a_decided_sign_off_has_a_verdict"),
    ],
)  # fmt: skip
def test_a_sign_off_says_what_it_must(cast: Cast, change: str, constraint: str):
    declaration = accepted_apples(cast)
    one = row(cast, declaration, "plant_health")
    with cast.acting("system"), refused(constraint):
        sql(f"update clearance_signoff set {change} where id = %s", one.pk)


@pytest.mark.parametrize("column", ["public_reason", "legal_basis", "agency"])
def test_a_hold_has_owner_reason_law_and_review(cast: Cast, column: str):
    declaration = accepted_apples(cast)
    values = {"public_reason": "Alert", "legal_basis": "Order", "agency": "plant_health", column: ""}
    with cast.acting("system"), refused("a_hold_has_owner_reason_law_and_review"):
        sql(
            "insert into clearance_hold (uuid, declaration_id, company_id, agency, office_id, owner_id, placed_by_id,"
            " placed_at, public_reason, language, legal_basis, review_at, visibility, lift_reason) values"
            " (gen_random_uuid(), %s, %s, %s, 'KZ-NURJOLY', null, %s, now(), %s, 'en', %s, now(), 'public', '')",
            declaration.pk, declaration.company_id, values["agency"], cast.ids()["plant_health_officer"],
            values["public_reason"], values["legal_basis"],
        )  # fmt: skip


def test_not_competent_is_handed_on_or_refused(cast: Cast):
    declaration = accepted_apples(cast)
    one = row(cast, declaration, "plant_health")
    with cast.acting("system"), refused("handed to the routing desk"):
        sql(
            "update clearance_signoff set state = 'decided', verdict = 'not_competent', decided_kind = 'officer',"
            " decided_by_id = %s, decided_at = now(), reason = 'not ours' where id = %s",
            cast.ids()["plant_health_officer"],
            one.pk,
        )
        settle_constraints()


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


def test_counters_are_those_of_the_rows_after_a_whole_life(cast: Cast):
    declaration = accepted_apples(cast)

    def counted() -> tuple[int, int]:
        found = rows(cast, declaration)
        blocking = [one for one in found if one.blocks == "release" and not one.allows]
        return len(blocking), sum(one.is_undecided for one in blocking)

    standing = fresh(cast, declaration)
    assert (standing.open_blocking, standing.undecided_blocking) == counted() == (1, 1)
    decide(cast, row(cast, declaration, "plant_health"))
    standing = fresh(cast, declaration)
    assert (standing.open_blocking, standing.undecided_blocking) == counted() == (0, 0)


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


def test_sign_offs_decided_by_the_system_are_never_physical_or_restricted(cast: Cast):
    declaration = file(cast)
    with cast.acting("system"):
        assert not SignOff.objects.filter(decided_kind="system", control__in=["physical", "laboratory"]).exists()
    with cast.acting("system"), refused("what_an_officer_must_see|keeps what it asks"):
        sql("update clearance_signoff set visibility = 'restricted' where declaration_id = %s", declaration.pk)
