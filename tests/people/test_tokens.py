"""Tokens: shown once, kept as SHA-256, never more than their person may."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from django.db import IntegrityError, connection, transaction

from clearance import clock
from clearance.permissions import NotAllowed
from clearance.services.found import NotFound
from clearance.workflow import Refused
from portal.accounts.models import ApiToken, User
from portal.accounts.services.tokens import bearer_of, issue_token, revoke_token
from tests.people.conftest import acting

pytestmark = pytest.mark.django_db
A_MONTH = dt.timedelta(days=30)


def issue(user: User, *scopes: str, ends: dt.timedelta = A_MONTH):
    with acting(user) as actor:
        return issue_token(actor, name="accounting", scopes=scopes, expires_at=clock.now() + ends)


def test_the_secret_is_in_no_table(trader):
    issued = issue(trader, "read", "file")
    token = ApiToken.objects.get(pk=issued.token.pk)
    assert token.digest == hashlib.sha256(issued.secret.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("select t::text from accounts_apitoken t")
        assert issued.secret not in "".join(row[0] for row in cursor.fetchall())
        cursor.execute("select e::text from accounts_accessevent e")
        assert issued.secret not in "".join(row[0] for row in cursor.fetchall())


def test_a_token_speaks_for_its_person_within_its_scopes(trader, company):
    bearer = bearer_of(issue(trader, "read").secret)
    assert (bearer.user_id, bearer.scopes) == (trader.pk, {"read"})
    assert bearer.who.scopes == {"read"}


@pytest.mark.parametrize("secret", ["", "sw_", "sw_wrong", "Bearer x", "x" * 5000, "sw_\x00"])
def test_an_unknown_token_speaks_for_nobody(secret, db):
    assert bearer_of(secret) is None


def test_an_expired_token_speaks_for_nobody(trader):
    secret = issue(trader, "read").secret
    with clock.at(clock.now() + A_MONTH):
        assert bearer_of(secret) is None


def test_an_ended_token_speaks_for_nobody(trader):
    issued = issue(trader, "read")
    with acting(trader) as actor:
        revoke_token(actor, token_id=issued.token.pk)
        revoke_token(actor, token_id=issued.token.pk)
    assert bearer_of(issued.secret) is None


def test_a_token_of_a_person_who_no_longer_signs_in_speaks_for_nobody(trader):
    secret = issue(trader, "read").secret
    User.objects.filter(pk=trader.pk).update(is_active=False)
    assert bearer_of(secret) is None


def test_nobody_ends_a_token_of_another(trader, stranger):
    issued = issue(trader, "read")
    with acting(stranger) as actor, pytest.raises(NotFound):
        revoke_token(actor, token_id=issued.token.pk)
    assert bearer_of(issued.secret)


def test_the_use_is_noted_at_most_once_a_minute(trader, django_assert_num_queries):
    issued = issue(trader, "read")
    start = clock.now()
    with clock.at(start), django_assert_num_queries(2):
        bearer_of(issued.secret)
    with clock.at(start + dt.timedelta(seconds=59)), django_assert_num_queries(1):
        bearer_of(issued.secret)
    issued.token.refresh_from_db()
    assert issued.token.last_used_at == start
    with clock.at(start + dt.timedelta(seconds=61)), django_assert_num_queries(2):
        bearer_of(issued.secret)


def test_a_trader_gets_no_desk_token_and_an_officer_no_filing_token(trader, officer):
    with pytest.raises(NotAllowed):
        issue(trader, "desk")
    with pytest.raises(NotAllowed):
        issue(officer, "file")
    assert bearer_of(issue(officer, "desk", "read").secret).scopes == {"desk", "read"}


@pytest.mark.parametrize("ends", [dt.timedelta(seconds=-1), dt.timedelta(days=400)])
def test_a_token_ends_within_a_year(trader, ends):
    with pytest.raises(Refused, match="one year"):
        issue(trader, "read", ends=ends)


@pytest.mark.parametrize("scopes", [(), ("everything",), ("read", "everything")])
def test_a_token_has_known_scopes(trader, scopes):
    with pytest.raises(Refused):
        issue(trader, *scopes)


def test_a_token_cannot_make_a_token(trader):
    with acting(trader, frozenset({"read", "file", "sign"})) as actor, pytest.raises(NotAllowed, match="browser"):
        issue_token(actor, name="child", scopes=["read"], expires_at=clock.now() + A_MONTH)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("digest = 'sw_plain'", "a_token_is_kept_as_sha256"),
        ("scopes = '{everything}'", "a_token_has_known_scopes"),
        ("scopes = '{}'", "a_token_has_known_scopes"),
    ],
)
def test_sql_cannot_keep_a_token_otherwise(trader, change, constraint):
    issued = issue(trader, "read")
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"update accounts_apitoken set {change} where id = %s", [issued.token.pk])
    assert caught.value.__cause__.diag.constraint_name == constraint
