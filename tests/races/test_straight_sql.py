"""The same races by straight SQL, past every check in Python: it may be refused or deadlock, it never violates."""

import json
import os

import psycopg
import pytest

from clearance.models import Declaration, Event, Hold, SignOff
from tests.acting import file, finding, fresh, pay, present, row
from tests.cast import Cast
from tests.goods import APPLES, imports
from tests.races.running import TRIALS, straight, together
from tests.walls.attacks import MOVE

pytestmark = [pytest.mark.slow, pytest.mark.races]

DECIDE = """update clearance_signoff set state = 'decided', verdict = %s, decided_kind = 'officer', decided_by_id = %s,
  decided_at = now(), finding = %s, reason = 'straight' where id = %s"""
CLAIM = "update clearance_signoff set state = 'claimed', claimed_by_id = %s, claimed_at = now() where id = %s and state = 'open'"
RELEASE = """update clearance_declaration set state = 'released', released_version = version, released_at = now(),
  money_position = 'paid', open_blocking = 0, undecided_blocking = 0, open_holds = 0 where id = %s"""
HOLD = """insert into clearance_hold (uuid, declaration_id, company_id, agency, office_id, placed_by_id, placed_at,
  public_reason, language, legal_basis, review_at, visibility, lift_reason)
  values (gen_random_uuid(), %s, %s, 'plant_health', 'KZ-NURJOLY', %s, now(), 'x', 'en', 'x', now(), 'public', '')"""
NEXT_VERSION = (
    "update clearance_declaration set version = version + 1, routing_due = true, work_due_at = now() where id = %s"
)


def violations(cast: Cast, declaration: Declaration) -> list[str]:
    """What must never be, looked for in the rows themselves."""
    after = fresh(cast, declaration)
    with cast.acting("system"):
        live = list(SignOff.objects.filter(declaration=declaration).exclude(state="lapsed"))
        holds = Hold.objects.filter(declaration=declaration, lifted_at=None).count()
        releases = Event.objects.filter(declaration=declaration, kind="declaration.released").count()
        last = Event.objects.filter(declaration=declaration, moved_to__isnull=False).latest("seq").moved_to
    found = []
    if last != after.state:
        found.append(f"state {after.state} does not follow from {last}")
    if releases > 1:
        found.append("released twice")
    if after.state == "released":
        found += [f"{one} does not allow" for one in live if one.blocks == "release" and not one.allows]
        found += [
            f"{one} is of another version" for one in live if one.blocks == "release" and one.version != after.version
        ]
        found += ["a hold is open"] * holds
        found += ["not routed"] * (after.routed_version != after.version)
    return found


def test_straight_sql_never_violates(committed_cast: Cast) -> None:
    cast = committed_cast
    ids = cast.ids()
    for trial in range(TRIALS):
        declaration = present(cast, pay(cast, file(cast, imports(APPLES))))
        one = row(cast, declaration, "plant_health")
        looked = json.dumps(finding())
        decide = [(DECIDE, (verdict, ids[f"plant_health_{who}"], looked, one.pk))
                  for verdict, who in (("approved", "officer"), ("refused", "second"))]  # fmt: skip
        claims = [(CLAIM, (ids[f"plant_health_{who}"], one.pk)) for who in ("officer", "second")]
        pay_load = json.dumps({"move": "release"})
        move = (
            MOVE,
            (declaration.pk, declaration.company_id, "declaration.released", pay_load, "accepted", "released"),
        )
        release = (move, (RELEASE, (declaration.pk,)))
        hold = (HOLD, (declaration.pk, declaration.company_id, ids["plant_health_officer"]))
        mixes = (
            [(decide[0],), release, (hold,)],
            [(decide[0],), (decide[1],), release],
            [(decide[0], *release), (decide[1],), (hold,)],
            [(claims[0],), (claims[1],), (decide[0], *release)],
            [(decide[0], *release), ((NEXT_VERSION, (declaration.pk,)),), release],
        )
        outcomes = together(
            *(lambda statements=statements: straight(*statements) for statements in mixes[trial % len(mixes)])
        )
        assert all(outcome.error is None for outcome in outcomes)
        assert violations(cast, declaration) == []


def test_the_look_out_sees_a_violation_when_the_wall_is_away(committed_cast: Cast) -> None:
    """The control: with the guard dropped by the owner, the same statements do violate, and are seen."""
    cast = committed_cast
    declaration = present(cast, pay(cast, file(cast, imports(APPLES))))
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner, owner.cursor() as cursor:
        cursor.execute("drop trigger guard_declaration on clearance_declaration")
        cursor.execute("alter table clearance_declaration drop constraint released_only_when_nothing_blocks")
    pay_load = json.dumps({"move": "release"})
    move = (MOVE, (declaration.pk, declaration.company_id, "declaration.released", pay_load, "accepted", "released"))
    assert straight(move, (RELEASE, (declaration.pk,)))
    assert any("does not allow" in sentence for sentence in violations(cast, declaration))
