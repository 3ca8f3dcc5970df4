"""Joining and leaving a company, delegating to a broker, and who decides on registrations."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from clearance import clock
from clearance.permissions import NotAllowed
from clearance.services.found import NotFound
from clearance.workflow import Refused
from portal.accounts.models import AccessEvent, Company, Delegation, Membership, User
from portal.accounts.services import companies, delegations
from tests.people.conftest import acting, confirm, make_user

pytestmark = pytest.mark.django_db

NEW_BIN = "010940000162"


def refused_by(constraint: str, statement: str, *values: object) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    assert caught.value.__cause__.diag.constraint_name == constraint


def invite(actor, company, email="daniyar@example.kz", **more):
    asked = {"full_name": "Daniyar", "role": "declarant", "may_sign": False, **more}
    return companies.invite_colleague(actor, company_id=company.pk, email=email, **asked)


def test_an_invited_person_files_only_after_accepting(trader, company):
    daniyar = make_user("daniyar")
    with acting(trader) as actor:
        invitation = invite(actor, company)
    with acting(daniyar) as actor:
        assert actor.companies == frozenset()
        companies.answer_invitation(actor, membership_id=invitation.pk, accept=True)
    with acting(daniyar) as actor:
        assert actor.companies == {company.pk}


def test_nobody_is_made_a_member_unasked(trader, company, officer):
    """An officer may not act on goods of an own company: a trader must not be able to choose who decides."""
    with acting(trader) as actor:
        invite(actor, company, email=officer.email)
    with acting(officer) as actor:
        assert actor.member_of(company.pk) is None


def test_who_declined_can_be_asked_again(trader, company):
    daniyar = make_user("daniyar")
    with acting(trader) as actor:
        invitation = invite(actor, company)
    with acting(daniyar) as actor:
        companies.answer_invitation(actor, membership_id=invitation.pk, accept=False)
        with pytest.raises(Refused, match="no longer open"):
            companies.answer_invitation(actor, membership_id=invitation.pk, accept=True)
    with acting(trader) as actor:
        assert invite(actor, company).pk == invitation.pk


def test_a_stranger_cannot_answer_an_invitation_of_another(trader, company, stranger):
    make_user("daniyar")
    with acting(trader) as actor:
        invitation = invite(actor, company)
    with acting(stranger) as actor, pytest.raises(NotFound):
        companies.answer_invitation(actor, membership_id=invitation.pk, accept=True)


def test_a_new_person_gets_an_account_and_a_mail_but_no_password(trader, company, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), acting(trader) as actor:
        invite(actor, company, email="New.Person@example.kz")
        assert mail.outbox == []
    made = User.objects.get(email="New.Person@example.kz")
    assert not made.has_usable_password()
    assert made.username == "new.person"
    assert [message.to for message in mail.outbox] == [["New.Person@example.kz"]]


@pytest.mark.parametrize("who", ["colleague", "stranger", "broker_person", "officer"])
def test_only_its_administrator_changes_a_company(who, company, request):
    with acting(request.getfixturevalue(who)) as actor, pytest.raises(NotAllowed):
        invite(actor, company)


def test_a_token_changes_no_company(trader, company):
    with acting(trader, frozenset({"file", "sign"})) as actor, pytest.raises(NotAllowed, match="browser"):
        invite(actor, company)


def test_the_last_administrator_of_a_company_stays(trader, colleague, company):
    with acting(trader) as actor:
        with pytest.raises(Refused, match="needs an administrator"):
            companies.leave_company(actor, company_id=company.pk)
        with pytest.raises(Refused, match="needs an administrator"):
            companies.change_colleague(actor, company_id=company.pk, user_id=trader.pk, role="declarant", may_sign=True)
        companies.change_colleague(actor, company_id=company.pk, user_id=colleague.pk, role="admin", may_sign=True)
        companies.leave_company(actor, company_id=company.pk)
    with acting(trader) as actor:
        assert actor.companies == frozenset()


def test_a_removed_colleague_files_no_more(trader, colleague, company):
    with acting(trader) as actor:
        companies.remove_colleague(actor, company_id=company.pk, user_id=colleague.pk)
    with acting(colleague) as actor:
        assert actor.companies == frozenset()


def test_a_viewer_never_signs(trader, company):
    with acting(trader) as actor, pytest.raises(Refused, match="viewer"):
        invite(actor, company, role="viewer", may_sign=True)
    statement = "update accounts_membership set role = 'viewer', may_sign = true where user_id = %s"
    refused_by("a_viewer_never_signs", statement, trader.pk)


def test_customs_approves_a_company_before_it_files(stranger, cast):
    with acting(stranger) as actor:
        company = companies.register_company(actor, bin=NEW_BIN, name="New Goods")
    assert company.status == "pending"
    with acting(cast.user("plant_health_admin")) as actor, pytest.raises(NotAllowed):
        companies.approve_company(actor, company_id=company.pk)
    with acting(stranger) as actor, pytest.raises(NotAllowed):
        companies.approve_company(actor, company_id=company.pk)
    with acting(cast.user("customs_head")) as actor:
        companies.approve_company(actor, company_id=company.pk)
        with pytest.raises(Refused, match="already"):
            companies.approve_company(actor, company_id=company.pk)
    assert Company.objects.get(pk=company.pk).status == "approved"


def test_nobody_approves_an_own_company(cast):
    head = cast.user("customs_head")
    confirm(head)
    with acting(head) as actor:
        company = companies.register_company(actor, bin=NEW_BIN, name="Own Goods")
    with acting(head) as actor, pytest.raises(NotAllowed, match="own company"):
        companies.approve_company(actor, company_id=company.pk)


def test_a_rejection_says_why(stranger, cast):
    with acting(stranger) as actor:
        company = companies.register_company(actor, bin=NEW_BIN, name="New Goods")
    with acting(cast.user("customs_admin")) as actor:
        with pytest.raises(Refused, match="reason"):
            companies.reject_company(actor, company_id=company.pk, reason=" ")
        assert companies.reject_company(actor, company_id=company.pk, reason="No such firm").status == "rejected"
    statement = "update accounts_company set rejection_reason = '' where id = %s"
    refused_by("a_rejection_has_a_reason", statement, company.pk)


def test_a_company_is_registered_once(stranger, company):
    with acting(stranger) as actor, pytest.raises(Refused, match="registered"):
        companies.register_company(actor, bin=company.bin, name="Again")


def test_a_broker_acts_for_a_client_until_the_client_ends_it(trader, broker_person, company, broker, delegation):
    with acting(broker_person) as actor:
        assert actor.member_of(company.pk).broker == broker.pk
    with acting(trader) as actor:
        delegations.revoke_delegation(actor, delegation_id=delegation.pk)
    with acting(broker_person) as actor:
        assert actor.member_of(company.pk) is None
    assert AccessEvent.objects.filter(kind="delegation.revoked", company=company).count() == 1


def test_a_broker_may_end_a_delegation_too(broker_person, company, delegation):
    with acting(broker_person) as actor:
        delegations.revoke_delegation(actor, delegation_id=delegation.pk)
    assert Delegation.objects.get(pk=delegation.pk).revoked_by == broker_person


@pytest.mark.parametrize(("who", "answer"), [("colleague", NotAllowed), ("stranger", NotFound), ("officer", NotFound)])
def test_others_end_no_delegation(who, answer, cast, delegation, request):
    with acting(request.getfixturevalue(who)) as actor, pytest.raises(answer):
        delegations.revoke_delegation(actor, delegation_id=delegation.pk)


def test_a_client_delegates_to_one_broker_once_and_again_after_the_end(trader, company, broker, delegation):
    with acting(trader) as actor:
        with pytest.raises(Refused, match="already"):
            delegations.delegate(actor, client_id=company.pk, broker_bin=broker.bin, may_sign=False)
        Delegation.objects.filter(pk=delegation.pk).update(ends_at=clock.now() - dt.timedelta(seconds=1))
        again = delegations.delegate(actor, client_id=company.pk, broker_bin=broker.bin, may_sign=False)
    assert again.pk != delegation.pk


def test_only_an_approved_customs_representative_is_delegated_to(trader, company, broker, stranger):
    other = Membership.objects.get(user=stranger).company
    with acting(trader) as actor:
        for bin_ in (other.bin, company.bin, "000000000000"):
            with pytest.raises(Refused):
                delegations.delegate(actor, client_id=company.pk, broker_bin=bin_, may_sign=False)


def test_a_broker_cannot_delegate_for_a_client(broker_person, company, broker):
    with acting(broker_person) as actor, pytest.raises(NotAllowed):
        delegations.delegate(actor, client_id=company.pk, broker_bin=broker.bin, may_sign=True)


DELEGATE = """
    insert into accounts_delegation (client_id, broker_id, starts_at, ends_at, may_sign, granted_by_id, revoked_at)
    values (%s, %s, now(), %s, false, %s, %s)
"""


def test_sql_cannot_delegate_twice_to_oneself_backwards_or_revoke_without_a_person(trader, company, broker, delegation):
    past, person = clock.now() - dt.timedelta(days=9), trader.pk
    other = Company.objects.create(bin=NEW_BIN, name="Other", is_broker=True, status="approved")
    refused_by("one_live_delegation_for_each_client_and_broker", DELEGATE, company.pk, broker.pk, None, person, None)
    refused_by("nobody_delegates_to_oneself", DELEGATE, company.pk, company.pk, None, person, None)
    refused_by("a_delegation_ends_after_it_starts", DELEGATE, company.pk, other.pk, past, person, None)
    name = "a_revoked_delegation_has_a_person_and_a_moment"
    refused_by(name, DELEGATE, company.pk, other.pk, None, person, clock.now())


def test_sql_cannot_invent_companies_and_members(trader, company):
    statement = "update accounts_company set bin = %s where id = %s"
    for wrong in ("12345678901", "12345678901x", ""):
        refused_by("a_bin_has_twelve_digits", statement, wrong, company.pk)
    statement = "update accounts_company set status = 'holy' where id = %s"
    refused_by("a_company_is_pending_approved_or_rejected", statement, company.pk)
    statement = "update accounts_membership set role = 'king' where user_id = %s"
    refused_by("a_member_is_administrator_declarant_or_viewer", statement, trader.pk)
    statement = "update accounts_membership set invited_at = now() where user_id = %s"
    refused_by("an_invited_person_is_not_a_member_yet", statement, trader.pk)
    statement = """
        insert into accounts_membership (user_id, company_id, role, may_sign, active)
        values (%s, %s, 'admin', false, true)
    """
    refused_by("a_person_is_in_a_company_once", statement, trader.pk, company.pk)


def test_sql_cannot_give_an_email_address_to_two_people(db):
    make_user("jana")
    lena = make_user("lena")
    statement = "update accounts_user set email = 'JANA@example.kz' where id = %s"
    refused_by("an_email_address_belongs_to_one_person", statement, lena.pk)


def test_the_record_of_identity_acts_cannot_be_changed(stranger):
    with acting(stranger) as actor:
        companies.register_company(actor, bin=NEW_BIN, name="New Goods")
    for statement in ("update accounts_accessevent set kind = 'x'", "delete from accounts_accessevent"):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_not_even_the_owner_changes_the_record_of_identity_acts(committed_cast):
    from django.db import connections

    AccessEvent.objects.create(at=clock.now(), kind="token.issued", payload={})
    name = "the_record_of_identity_acts_is_append_only"
    for statement in ("update accounts_accessevent set kind = 'x'", "delete from accounts_accessevent"):
        with pytest.raises(IntegrityError) as caught, connections["owner"].cursor() as cursor:
            cursor.execute(statement)
        assert caught.value.__cause__.diag.constraint_name == name
