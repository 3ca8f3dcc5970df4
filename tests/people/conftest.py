"""What identity tests add to the cast: people of their own, and an office that nobody else uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from allauth.account.models import EmailAddress

from clearance import clock
from clearance.acting import Actor, Who, acting_as
from clearance.models import Grant, Office
from portal.accounts.models import Company, Delegation, User
from tests.cast import Cast

AGENCY = "plant_health"


@contextmanager
def acting(user: User, scopes: frozenset[str] | None = None) -> Iterator[Actor]:
    """Act as a person."""
    with acting_as(Who(user_id=user.pk, scopes=scopes)) as actor:
        yield actor


def make_user(name: str, **more: object) -> User:
    """Make somebody who is nothing yet."""
    return User.objects.create(username=name, full_name=name.title(), email=f"{name}@example.kz", password="!", **more)


def confirm(user: User) -> None:
    """The person has confirmed a mail address."""
    EmailAddress.objects.create(user=user, email=f"{user.username}@example.kz", verified=True, primary=True)


@pytest.fixture
def office(db: None) -> Office:
    return Office.objects.create(
        code="KZ-TEST", type="border_post", modes=["road"], name_en="T", name_ru="Т", name_kk="Т"
    )


@pytest.fixture
def first_administrator(cast: Cast) -> User:
    return cast.user("plant_health_admin")


@pytest.fixture
def second_administrator(cast: Cast) -> User:
    return cast.user("plant_health_admin2")


@pytest.fixture
def grant(first_administrator: User, second_administrator: User) -> Callable[..., Grant]:
    """Grant a role the way the tables want it: asked by one administrator, approved by the other."""

    def make(user: User, role: str = "officer", *, agency: str = AGENCY, office: Office | None = None) -> Grant:
        now = clock.now()
        return Grant.objects.create(
            user=user, agency=agency, office=office, role=role, starts_at=now, granted_by=first_administrator,
            granted_at=now, approved_by=second_administrator, approved_at=now,
        )  # fmt: skip

    return make


@pytest.fixture
def officer(grant: Callable[..., Grant]) -> User:
    user = make_user("daniyar")
    grant(user)
    return user


@pytest.fixture
def company(cast: Cast) -> Company:
    return Company.objects.get(pk=cast.companies()["silk_road"])


@pytest.fixture
def broker(cast: Cast) -> Company:
    return Company.objects.get(pk=cast.companies()["steppe_brokers"])


@pytest.fixture
def trader(cast: Cast) -> User:
    return cast.user("trader")


@pytest.fixture
def colleague(cast: Cast) -> User:
    return cast.user("colleague")


@pytest.fixture
def broker_person(cast: Cast) -> User:
    return cast.user("broker")


@pytest.fixture
def stranger(cast: Cast) -> User:
    user = cast.user("stranger")
    confirm(user)
    return user


@pytest.fixture
def delegation(company: Company, broker: Company) -> Delegation:
    return Delegation.objects.get(client=company, broker=broker, revoked_at__isnull=True)
