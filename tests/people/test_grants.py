"""Granting needs two people, revoking one; and what the tables refuse even to straight SQL."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from agencies.services import approve_grant, ask_grant, found_administrator, revoke_grant
from clearance import clock
from clearance.models import Grant
from clearance.permissions import NotAllowed
from clearance.services.found import NotFound
from clearance.workflow import Refused
from portal.accounts.models import AccessEvent, ApiToken, User
from tests.people.conftest import AGENCY, acting, make_user

pytestmark = pytest.mark.django_db


def sql(statement: str, *values: object) -> None:
    """Run straight SQL as the application's role."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused_by(constraint: str, statement: str, *values: object) -> None:
    """Expect the database itself to refuse, by this constraint."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        sql(statement, *values)
    assert caught.value.__cause__.diag.constraint_name == constraint


INSERT = """
    insert into clearance_grant (user_id, agency, role, starts_at, granted_by_id, approved_by_id, approved_at, reason)
    values (%s, %s, %s, now(), %s, %s, %s, '')
"""


def test_an_officer_may_act_once_two_administrators_agreed(first_administrator, second_administrator):
    daniyar = make_user("daniyar")
    with acting(first_administrator) as actor:
        asked = ask_grant(actor, user_id=daniyar.pk, agency=AGENCY, role="officer", reason="New colleague")
    with acting(daniyar) as actor:
        assert not actor.is_officer
    with acting(second_administrator) as actor:
        approve_grant(actor, grant_id=asked.pk)
    with acting(daniyar) as actor:
        assert [(grant.agency, grant.role, grant.office) for grant in actor.grants] == [(AGENCY, "officer", None)]
    kinds = AccessEvent.objects.filter(person=daniyar).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["grant.asked", "grant.approved"]


def test_who_asked_cannot_approve(first_administrator, second_administrator):
    daniyar = make_user("daniyar")
    with acting(first_administrator) as actor:
        asked = ask_grant(actor, user_id=daniyar.pk, agency=AGENCY, role="officer")
    with acting(first_administrator) as actor, pytest.raises(NotAllowed, match="own request"):
        approve_grant(actor, grant_id=asked.pk)


def test_nobody_asks_for_themselves_nor_approves_for_themselves(first_administrator, second_administrator):
    with acting(first_administrator) as actor:
        with pytest.raises(NotAllowed, match="themselves"):
            ask_grant(actor, user_id=first_administrator.pk, agency=AGENCY, role="officer")
        asked = ask_grant(actor, user_id=second_administrator.pk, agency=AGENCY, role="officer")
    with acting(second_administrator) as actor, pytest.raises(NotAllowed, match="themselves"):
        approve_grant(actor, grant_id=asked.pk)


def test_an_administrator_manages_only_the_own_agency(cast, officer):
    with acting(cast.user("customs_admin")) as actor:
        with pytest.raises(NotAllowed):
            ask_grant(actor, user_id=make_user("jana").pk, agency=AGENCY, role="officer")
        with pytest.raises(NotFound):
            revoke_grant(actor, grant_id=Grant.objects.get(user=officer).pk)
        with pytest.raises(NotFound):
            approve_grant(actor, grant_id=Grant.objects.get(user=officer).pk)
    assert Grant.objects.get(user=officer).revoked_at is None


def test_an_administrator_of_one_office_manages_that_office_only(grant, office, officer):
    local = make_user("kamila")
    grant(local, "admin", office=office)
    with acting(local) as actor:
        asked = ask_grant(actor, user_id=make_user("jana").pk, agency=AGENCY, role="officer", office=office.code)
        assert asked.office_id == office.code
        with pytest.raises(NotAllowed):
            ask_grant(actor, user_id=make_user("lena").pk, agency=AGENCY, role="officer")
        with pytest.raises(NotAllowed):
            revoke_grant(actor, grant_id=Grant.objects.get(user=officer).pk)


def test_an_officer_grants_nothing(officer):
    with acting(officer) as actor, pytest.raises(NotAllowed):
        ask_grant(actor, user_id=make_user("jana").pk, agency=AGENCY, role="officer")


def test_a_token_grants_nothing(first_administrator):
    with acting(first_administrator, frozenset({"desk"})) as actor, pytest.raises(NotAllowed, match="browser"):
        ask_grant(actor, user_id=make_user("jana").pk, agency=AGENCY, role="officer")


@pytest.mark.parametrize("role", ["auditor", "routing_desk", "emperor"])
def test_an_agency_cannot_grant_a_role_that_is_not_its_own(first_administrator, role):
    with acting(first_administrator) as actor, pytest.raises(Refused):
        ask_grant(actor, user_id=make_user("jana").pk, agency=AGENCY, role=role)


def test_one_administrator_revokes_and_sessions_and_tokens_end_at_once(first_administrator, officer, client):
    officer.set_password("correct horse battery")
    officer.save()
    client.force_login(officer)
    assert client.get("/settings/").status_code == 200
    token = ApiToken.objects.create(
        user=officer, name="desk", digest="0" * 64, prefix="sw_0", scopes=["desk"],
        expires_at=clock.now() + dt.timedelta(days=1),
    )  # fmt: skip
    with acting(first_administrator) as actor:
        revoke_grant(actor, grant_id=Grant.objects.get(user=officer).pk, reason="Left")
    with acting(officer) as actor:
        assert not actor.is_officer
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert client.get("/settings/").status_code == 302


def test_revoking_twice_is_revoking_once(first_administrator, second_administrator, officer):
    pk = Grant.objects.get(user=officer).pk
    with acting(first_administrator) as actor:
        revoke_grant(actor, grant_id=pk)
    with acting(second_administrator) as actor:
        assert revoke_grant(actor, grant_id=pk).revoked_by == first_administrator
    assert AccessEvent.objects.filter(kind="grant.revoked").count() == 1


def test_declining_a_request_ends_nobodys_session(first_administrator, second_administrator):
    jana = make_user("jana")
    with acting(first_administrator) as actor:
        asked = ask_grant(actor, user_id=jana.pk, agency=AGENCY, role="officer")
    with acting(second_administrator) as actor:
        revoke_grant(actor, grant_id=asked.pk)
    jana.refresh_from_db()
    assert jana.sign_in_epoch == 0
    with acting(second_administrator) as actor, pytest.raises(Refused, match="declined"):
        approve_grant(actor, grant_id=asked.pk)


def test_a_revoked_administrator_cannot_go_on_in_a_transaction_that_began_before(
    first_administrator, second_administrator
):
    with acting(second_administrator) as before:
        Grant.objects.filter(user=second_administrator).update(revoked_at=clock.now(), revoked_by=first_administrator)
        with pytest.raises(NotAllowed):
            ask_grant(before, user_id=make_user("jana").pk, agency=AGENCY, role="officer")


def test_the_last_administrator_of_an_agency_cannot_be_removed(first_administrator, second_administrator):
    with acting(first_administrator) as actor:
        revoke_grant(actor, grant_id=Grant.objects.get(user=second_administrator).pk)
        with pytest.raises(Refused, match="without an end date"):
            revoke_grant(actor, grant_id=Grant.objects.get(user=first_administrator).pk)


def test_a_role_for_a_time_ends_by_itself(grant, first_administrator, second_administrator):
    daniyar = make_user("daniyar")
    grant(daniyar)
    sql("update clearance_grant set ends_at = clock_timestamp() where user_id = %s", daniyar.pk)
    with acting(daniyar) as actor:
        assert not actor.is_officer


def test_a_grant_that_starts_tomorrow_lets_nobody_act_today(first_administrator, second_administrator):
    daniyar, tomorrow = make_user("daniyar"), clock.now() + dt.timedelta(days=1)
    with acting(first_administrator) as actor:
        asked = ask_grant(actor, user_id=daniyar.pk, agency=AGENCY, role="officer", starts_at=tomorrow)
    with acting(second_administrator) as actor:
        approve_grant(actor, grant_id=asked.pk)
    with acting(daniyar) as actor:
        assert not actor.is_officer
    assert not Grant.objects.in_force(clock.now()).filter(user=daniyar).exists()
    assert Grant.objects.in_force(tomorrow).filter(user=daniyar).exists()


def test_a_person_who_no_longer_signs_in_acts_for_nobody(officer):
    User.objects.filter(pk=officer.pk).update(is_active=False)
    with acting(officer) as actor:
        assert not actor.is_officer


# What the tables refuse, with the Python of the services left out.


def test_sql_cannot_approve_an_own_grant(first_administrator):
    jana, boss = make_user("jana").pk, first_administrator.pk
    refused_by("nobody_approves_an_own_grant", INSERT, jana, AGENCY, "officer", boss, boss, clock.now())


def test_sql_cannot_grant_to_oneself(first_administrator, second_administrator):
    one, two = first_administrator.pk, second_administrator.pk
    refused_by("nobody_grants_to_oneself", INSERT, one, AGENCY, "head", one, None, None)
    refused_by("nobody_grants_to_oneself", INSERT, one, AGENCY, "head", two, one, clock.now())


def test_sql_cannot_approve_without_a_person_or_a_moment(first_administrator, second_administrator):
    jana, one, two = make_user("jana").pk, first_administrator.pk, second_administrator.pk
    name = "an_approval_has_a_person_and_a_moment"
    refused_by(name, INSERT, jana, AGENCY, "officer", one, None, clock.now())
    refused_by(name, INSERT, jana, AGENCY, "officer", one, two, None)
    refused_by(name, INSERT, jana, "forestry", "officer", None, None, clock.now())


def test_sql_cannot_revoke_without_a_person(officer):
    statement = "update clearance_grant set revoked_at = now() where user_id = %s"
    refused_by("a_revocation_has_a_person_and_a_moment", statement, officer.pk)


def test_sql_cannot_invent_a_role(first_administrator):
    jana = make_user("jana").pk
    refused_by("a_grant_is_of_a_known_role", INSERT, jana, AGENCY, "emperor", first_administrator.pk, None, None)


def test_sql_cannot_grant_a_role_twice(officer, first_administrator):
    name = "a_person_has_a_role_at_an_office_once"
    refused_by(name, INSERT, officer.pk, AGENCY, "officer", first_administrator.pk, None, None)


def test_sql_cannot_found_a_third_administrator(db):
    for name in ("aigerim", "bolat"):
        found_administrator(user=make_user(name), agency="forestry")
    jana = make_user("jana").pk
    refused_by("only_two_administrators_are_founded", INSERT, jana, "forestry", "admin", None, None, clock.now())


def test_sql_cannot_remove_the_last_administrator(db):
    last, boss = make_user("aigerim"), make_user("jana").pk
    found_administrator(user=last, agency="forestry")
    name, pk = "the_last_administrator_stays", last.pk
    where = "where user_id = %s"
    refused_by(name, f"update clearance_grant set revoked_at = now(), revoked_by_id = {boss} {where}", pk)
    refused_by(name, f"update clearance_grant set ends_at = now() + interval '1 day' {where}", pk)
    refused_by(name, "update accounts_user set is_active = false where id = %s", pk)


def test_sql_can_remove_one_of_two_administrators(first_administrator, second_administrator):
    sql(
        "update clearance_grant set revoked_at = now(), revoked_by_id = %s where user_id = %s",
        first_administrator.pk,
        second_administrator.pk,
    )
    administrators = Grant.objects.in_force(clock.now()).filter(agency=AGENCY, role="admin")
    assert [grant.user for grant in administrators] == [first_administrator]


@pytest.mark.parametrize(
    "change",
    [
        "role = 'head'",
        "agency = 'customs'",
        "office_id = 'KZ-TEST'",
        "starts_at = starts_at - interval '1 day'",
        "user_id = granted_by_id",
        "approved_at = approved_at + interval '1 hour'",
        "granted_by_id = approved_by_id, approved_by_id = granted_by_id",
    ],
)
def test_sql_cannot_widen_a_grant(officer, office, change):
    refused_by("a_grant_never_widens", f"update clearance_grant set {change} where user_id = %s", officer.pk)


def test_sql_cannot_bring_a_revoked_grant_back_nor_delete_one(officer, first_administrator):
    statement = "update clearance_grant set revoked_at = %s, revoked_by_id = %s where user_id = %s"
    sql(statement, clock.now(), first_administrator.pk, officer.pk)
    refused_by("a_grant_never_widens", statement, None, None, officer.pk)
    refused_by("a_grant_never_widens", "delete from clearance_grant where user_id = %s", officer.pk)


def test_sql_can_end_a_grant_earlier_but_not_later(officer):
    end = "update clearance_grant set ends_at = now() + interval '%s days' where user_id = %s"
    sql(end, 5, officer.pk)
    sql(end, 2, officer.pk)
    refused_by("a_grant_never_widens", end, 9, officer.pk)


def test_the_walls_cannot_be_switched_off_by_the_application(officer):
    for attempt in (
        "alter table clearance_grant disable trigger all",
        "drop trigger a_grant_never_widens on clearance_grant",
        "set session_replication_role = replica",
    ):
        with pytest.raises(Exception, match="permission denied|must be owner"), transaction.atomic():
            sql(attempt)
    sql("set local pgtrigger.ignore = '{clearance_grant}'")
    refused_by("a_grant_never_widens", "delete from clearance_grant where user_id = %s", officer.pk)
