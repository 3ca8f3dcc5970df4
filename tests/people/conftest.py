"""The small cast of identity tests: two traders' companies, a broker, administrators and an officer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from agencies.services import found_administrator
from clearance import clock
from clearance.acting import Actor, Who, acting_as
from clearance.models import Grant, Office
from portal.accounts.models import Company, Delegation, Membership, User

AGENCY = "plant_health"


@contextmanager
def acting(user: User, scopes: frozenset[str] | None = None) -> Iterator[Actor]:
    """Act as a person."""
    with acting_as(Who(user_id=user.pk, scopes=scopes)) as actor:
        yield actor


def make_user(name: str, **more: object) -> User:
    user = User(username=name, full_name=name.title(), email=f"{name}@example.kz", **more)
    user.set_unusable_password()
    user.save()
    return user


def make_company(bin: str, name: str, **more: object) -> Company:
    return Company.objects.create(bin=bin, name=name, **{"status": "approved", **more})


def join(user: User, company: Company, role: str = "declarant", *, may_sign: bool = False) -> Membership:
    return Membership.objects.create(user=user, company=company, role=role, may_sign=may_sign)


@pytest.fixture
def office(db: None) -> Office:
    return Office.objects.create(code="KZ-TEST", type="border_post", modes=["road"], name_en="T", name_ru="Т", name_kk="Т")


@pytest.fixture
def first_administrator(db: None) -> User:
    user = make_user("aigerim")
    found_administrator(user=user, agency=AGENCY)
    return user


@pytest.fixture
def second_administrator(first_administrator: User) -> User:
    user = make_user("bolat")
    found_administrator(user=user, agency=AGENCY)
    return user


@pytest.fixture
def grant(first_administrator: User, second_administrator: User) -> Callable[..., Grant]:
    """Grant a role the way the tables want it: asked by one administrator, approved by the other."""

    def make(user: User, role: str = "officer", *, agency: str = AGENCY, office: Office | None = None) -> Grant:
        now = clock.now()
        return Grant.objects.create(
            user=user,
            agency=agency,
            office=office,
            role=role,
            starts_at=now - dt.timedelta(minutes=1),
            granted_by=first_administrator,
            granted_at=now,
            approved_by=second_administrator,
            approved_at=now,
        )

    return make


@pytest.fixture
def officer(grant: Callable[..., Grant]) -> User:
    user = make_user("daniyar")
    grant(user)
    return user


@pytest.fixture
def company(db: None) -> Company:
    return make_company("971240001315", "Apple Trade")


@pytest.fixture
def broker(db: None) -> Company:
    return make_company("940140000385", "Fast Broker", is_broker=True)


@pytest.fixture
def trader(company: Company) -> User:
    user = make_user("erlan")
    join(user, company, "admin", may_sign=True)
    return user


@pytest.fixture
def colleague(company: Company) -> User:
    user = make_user("fatima")
    join(user, company)
    return user


@pytest.fixture
def broker_person(broker: Company) -> User:
    user = make_user("gulnara")
    join(user, broker, "admin", may_sign=True)
    return user


@pytest.fixture
def stranger(db: None) -> User:
    user = make_user("hans")
    join(user, make_company("020540003431", "Stranger Goods"), "admin", may_sign=True)
    return user


@pytest.fixture
def delegation(company: Company, broker: Company, trader: User) -> Delegation:
    return Delegation.objects.create(
        client=company, broker=broker, starts_at=clock.now() - dt.timedelta(days=1), granted_by=trader
    )
