"""The demo's people: companies, delegations, officers of every agency at every demo office, and a token for each.

Administrators are founded, everybody else is granted by two of them, through the services, well before the first
declaration, so that the history of the demo could have happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from agencies import services as agencies
from agencies.offices import ROUTING_DESK
from clearance import clock, registry
from clearance.acting import Who, acting_as
from clearance.models import Grant
from portal.accounts.models import Company, Membership, User
from portal.accounts.services import delegations, tokens
from portal.demo.cast import COMPANIES, OFFICES, PASSWORD, House, full_name

TRADERS_SCOPES = ("read", "file", "sign")
OFFICERS_SCOPES = ("read", "desk")
READING = ("read",)
TOKENS_LAST = timedelta(days=365)
ON_DUTY = (
    ("dispatcher", "dispatcher"),
    ("shift.head", "shift_head"),
    ("shift.head2", "shift_head"),
    ("risk.officer", "risk_officer"),
    ("image.reader", "image_reader"),
)
"""Who is on duty in the control centre of customs."""
SITE = "KZ-NURJOLY"
"""Where a private partner runs the gate."""


@dataclass
class Account:
    """One line of `.run/demo.json`."""

    user: User
    kind: str
    company: str | None = None
    agency: str | None = None
    roles: tuple[str, ...] = ()
    office: str | None = None
    token: str = ""

    def as_json(self) -> dict[str, Any]:
        """The account as programs read it."""
        return {
            "username": self.user.username,
            "password": PASSWORD,
            "token": self.token,
            "kind": self.kind,
            "company": self.company,
            "agency": self.agency,
            "roles": list(self.roles),
            "office": self.office,
        }


@dataclass(frozen=True)
class _Post:
    """A place to be filled: who works for which agency, where and as what."""

    username: str
    kind: str
    agency: str
    role: str
    office: str | None = None


def is_loaded() -> bool:
    """Whether the demo's people are here already."""
    return Company.objects.filter(bin=COMPANIES[0].bin).exists()


def make(*, since: datetime) -> None:
    """Put everybody into the database, in their places since that moment."""
    password = make_password(PASSWORD)
    with clock.at(since):
        for house in COMPANIES:
            _company(house, password, since)
        posts = list(_posts())
        users = {
            post.username: User(
                username=post.username,
                full_name=full_name(number),
                email=f"{post.username}@example.kz",
                password=password,
                date_joined=since,
            )
            for number, post in enumerate(posts)
        }
        User.objects.bulk_create(users.values())
        _confirm_addresses()
        _found_and_grant(posts, users)
        _delegate()


def accounts(*, now: datetime) -> list[dict[str, Any]]:
    """Every account with a fresh token; tokens of the demo that were issued before end."""
    found = [*_of_companies(), *_of_agencies()]
    for account in found:
        scopes = TRADERS_SCOPES if account.company else READING if account.kind == "operator" else OFFICERS_SCOPES
        with acting_as(Who(user_id=account.user.pk)) as person:
            for old in account.user.api_tokens.filter(revoked_at__isnull=True, name="demo"):
                tokens.revoke_token(person, token_id=old.pk)
            issued = tokens.issue_token(person, name="demo", scopes=scopes, expires_at=now + TOKENS_LAST)
        account.token = issued.secret
    return [account.as_json() for account in found]


def _company(house: House, password: str, since: datetime) -> None:
    company = Company.objects.create(
        bin=house.bin,
        name=house.name,
        is_broker=house.is_broker,
        is_postal_operator=house.is_postal_operator,
        status=Company.Status.APPROVED,
        authorised_offices=list(house.authorised_offices),
        created_at=since,
    )
    for person in house.people:
        user = User.objects.create(
            username=person.username,
            full_name=person.name,
            email=f"{person.username}@example.kz",
            language=person.language,
            password=password,
            date_joined=since,
        )
        Membership.objects.create(user=user, company=company, role=person.role, may_sign=person.may_sign)


def _confirm_addresses() -> None:
    """Everybody's address counts as confirmed: a letter to each would be noise."""
    people = User.objects.exclude(email="").exclude(emailaddress__isnull=False)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people
    )


def _posts() -> Iterator[_Post]:
    for agency in [*sorted(registry.agencies()), ROUTING_DESK]:
        for number in (1, 2):
            yield _Post(f"{agency}.admin{number}", "admin", agency, "admin")
    for agency in sorted(registry.agencies()):
        yield _Post(f"{agency}.head", "officer", agency, "head")
        for office, short in OFFICES.items():
            for number in (1, 2):
                yield _Post(f"{agency}.{short}{number}", "officer", agency, "officer", office)
    for agency in registry.leading():
        yield _Post("cashier", "cashier", agency, "cashier")
    for username, role in ON_DUTY:
        yield _Post(username, "officer", "customs", role)
    yield _Post("operator.nurjoly", "operator", "customs", "operator", SITE)
    yield _Post("routing.desk", "routing_desk", ROUTING_DESK, "routing_desk")
    yield _Post("auditor", "auditor", ROUTING_DESK, "auditor")


def _found_and_grant(posts: list[_Post], users: dict[str, User]) -> None:
    for post in posts:
        if post.role == "admin":
            agencies.found_administrator(user=users[post.username], agency=post.agency)
    by_agency: dict[str, list[_Post]] = {}
    for post in posts:
        if post.role != "admin":
            by_agency.setdefault(post.agency, []).append(post)
    for agency, wanted in by_agency.items():
        with acting_as(Who(user_id=users[f"{agency}.admin1"].pk)) as first:
            asked = [
                agencies.ask_grant(
                    first, user_id=users[post.username].pk, agency=agency, role=post.role, office=post.office
                )
                for post in wanted
            ]
        with acting_as(Who(user_id=users[f"{agency}.admin2"].pk)) as second:
            for grant in asked:
                agencies.approve_grant(second, grant_id=grant.pk)


def _delegate() -> None:
    companies = {company.bin: company for company in Company.objects.all()}
    by_key = {house.key: house for house in COMPANIES}
    for house in COMPANIES:
        for key in house.clients:
            client = by_key[key]
            with acting_as(Who(user_id=User.objects.get(username=client.people[0].username).pk)) as person:
                delegations.delegate(person, client_id=companies[client.bin].pk, broker_bin=house.bin, may_sign=True)


def _of_companies() -> Iterator[Account]:
    for house in COMPANIES:
        for person in house.people:
            user = User.objects.get(username=person.username)
            yield Account(user, "broker" if house.is_broker else "trader", company=house.name, roles=(person.role,))


def _of_agencies() -> Iterator[Account]:
    kinds = {
        "admin": "admin",
        "operator": "operator",
        "cashier": "cashier",
        "routing_desk": "routing_desk",
        "auditor": "auditor",
    }
    names = [post.username for post in _posts()]
    grants = {
        grant.user.username: grant for grant in Grant.objects.filter(user__username__in=names).select_related("user")
    }
    # Those a newcomer meets first come first: officers, then the desks of one person, then administrators.
    order = {"officer": 0, "cashier": 1, "routing_desk": 2, "auditor": 3, "operator": 4, "admin": 5}
    for name in sorted(names, key=lambda name: (order[kinds.get(grants[name].role, "officer")], names.index(name))):
        grant = grants[name]
        yield Account(
            grant.user,
            kinds.get(grant.role, "officer"),
            agency=grant.agency,
            roles=(grant.role,),
            office=grant.office_id,
        )
