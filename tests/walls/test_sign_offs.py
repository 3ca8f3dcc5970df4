"""A sign-off and its decision are what they say, attacked by straight SQL as the application's role."""

import json
from contextlib import nullcontext
from typing import Any
from uuid import uuid4

import pytest

from clearance import advance
from clearance.models import RoutingRun, SignOff, Version
from clearance.services import trading
from tests.acting import FILING, decide, file, finding, present, row
from tests.cast import Cast
from tests.goods import APPLES, CERAMICS, imports, item
from tests.walls.attacks import accepted_apples, refused, settle_constraints, sql

pytestmark = pytest.mark.django_db
DECIDED_BY = (
    "verdict = 'approved', decided_kind = 'officer', decided_by_id = %s, decided_at = now(), claimed_by_id = null,"
    " claimed_at = null, finding = %s"
)


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


def test_an_officer_needs_a_grant_for_what_was_carried_undecided_too(cast: Cast):
    declaration = present(cast, file(cast, imports(APPLES, CERAMICS)))
    changed = imports(APPLES, {**CERAMICS, "description": "Ceramic tiles, unglazed"})
    with cast.acting("trader", scopes=FILING) as trader:
        trading.amend(trader, reference=declaration.reference, content=changed, version=1)
    advance.advance(declaration.pk)
    one = row(cast, declaration, "plant_health")
    assert one.carried_from_id is not None
    for state, how in (("claimed", "claimed_by_id = %s, claimed_at = now()"), ("decided", DECIDED_BY)):
        with cast.acting("system"), refused("no grant for this agency"):
            given = [cast.ids()["veterinary_officer"], *([json.dumps(finding())] if state == "decided" else [])]
            sql(f"update clearance_signoff set state = '{state}', {how} where id = %s", *given, one.pk)


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


def test_sign_offs_decided_by_the_system_are_never_physical_or_restricted(cast: Cast):
    declaration = file(cast)
    with cast.acting("system"):
        assert not SignOff.objects.filter(decided_kind="system", control__in=["physical", "laboratory"]).exists()
    with cast.acting("system"), refused("what_an_officer_must_see|keeps what it asks"):
        sql("update clearance_signoff set visibility = 'restricted' where declaration_id = %s", declaration.pk)


def copied(one: SignOff, version: int, cause: str, fingerprint: str) -> None:
    """What somebody would write who wanted a decision to serve for other goods."""
    run = RoutingRun.objects.filter(declaration_id=one.declaration_id).latest("number")
    run.pk, run.number, run.version, run.cause = None, run.number + 1, version, cause
    run.save(force_insert=True)
    sql("update clearance_signoff set state = 'lapsed' where id = %s", one.pk)
    one.pk, one.uuid, one.carried_from_id, one.run, one.version = None, uuid4(), one.pk, run, version
    one.fingerprint = fingerprint
    one.save(force_insert=True)


@pytest.mark.parametrize(
    ("cause", "change", "allowed"),
    [
        ("split", {}, True),
        ("changed", {}, False),
        ("split", {"dispatch_country": "UZ"}, False),
        ("split", {"items": [item(1, {**APPLES, "origin": "UZ"})]}, False),
        ("split", {"items": [item(1, APPLES), item(3, APPLES)]}, False),
    ],
)
def test_a_decision_serves_fewer_goods_after_a_split_and_never_others(
    cast: Cast, cause: str, change: dict[str, Any], allowed: bool
):
    declaration = present(cast, file(cast, imports(APPLES, CERAMICS)))
    one = decide(cast, row(cast, declaration, "plant_health"))
    with cast.acting("system"), nullcontext() if allowed else refused("repeats the one it comes from"):
        first = Version.objects.get(declaration=declaration)
        content = {**first.content, "items": first.content["items"][:1], **change}
        Version.objects.create(
            declaration=declaration, company_id=declaration.company_id, number=2, content=content, digest="0" * 64,
            signed_by_id=first.signed_by_id, signature={},
        )  # fmt: skip
        sql("update clearance_declaration set version = 2, routed_version = 2 where id = %s", declaration.pk)
        copied(SignOff.objects.get(pk=one.pk), 2, cause, "another")
