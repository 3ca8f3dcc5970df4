"""The small cast every test knows: companies, colleagues, a broker, a stranger, and officers of each role.

They are in the template database, so that every test meets them at no cost. `Cast` finds them by name.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from clearance.acting import Actor, Who, acting_as

PASSWORD = "correct horse battery staple"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)

# name -> (BIN, extra fields); every BIN passes its check digit.
COMPANIES: dict[str, tuple[str, dict[str, Any]]] = {
    "silk_road": ("971240001315", {"authorised_offices": ["KZ-ALMATY-CENTRE"]}),
    "altyn_orda": ("940140000385", {}),
    "steppe_brokers": ("020540003431", {"is_broker": True}),
    "kazpost": ("000140002217", {"is_postal_operator": True, "authorised_offices": ["POST-ALA"]}),
}
# username -> (company, role, may sign)
TRADERS = {
    "trader": ("silk_road", "admin", True),
    "colleague": ("silk_road", "declarant", True),
    "viewer": ("silk_road", "viewer", False),
    "stranger": ("altyn_orda", "admin", True),
    "broker": ("steppe_brokers", "admin", True),
    "postman": ("kazpost", "admin", True),
}
OFFICES = ("KZ-NURJOLY", "KZ-ALMATY-CENTRE", "POST-ALA")
AGENCIES = (
    "customs", "postal", "plant_health", "veterinary", "health", "transport", "technical_regulation", "border_guard",
)  # fmt: skip


def build() -> None:
    """Put the cast into an empty, migrated database."""
    from agencies.customs.guarantees import ledger
    from agencies.customs.guarantees.accounts import Act
    from agencies.customs.models import Guarantee
    from agencies.offices import load_offices
    from clearance import registry
    from clearance.models import Grant, RegisteredDocument, Rule, Rulebook
    from clearance.reference.starting import load_starter
    from portal.accounts.models import Company, Delegation, Membership, User

    load_offices(today=timezone.now().date())
    load_starter()
    password = make_password(PASSWORD, hasher="argon2")

    def person(name: str) -> User:
        return User.objects.create(username=name, full_name=name.replace("_", " ").title(), password=password)

    companies = {
        name: Company.objects.create(bin=bin_, name=name.replace("_", " ").title(), status="approved", **extra)
        for name, (bin_, extra) in COMPANIES.items()
    }
    for name, (company, role, may_sign) in TRADERS.items():
        Membership.objects.create(user=person(name), company=companies[company], role=role, may_sign=may_sign)
    for client in ("silk_road", "altyn_orda"):
        Delegation.objects.create(
            client=companies[client],
            broker=companies["steppe_brokers"],
            starts_at=LONG_AGO,
            may_sign=True,
            granted_by=User.objects.get(username="trader" if client == "silk_road" else "stranger"),
            granted_at=LONG_AGO,
        )
    author, approver = person("author"), person("approver")

    def grant(name: str, agency: str, role: str, office: str | None) -> None:
        user = User.objects.filter(username=name).first() or person(name)
        Grant.objects.create(
            user=user, agency=agency, office_id=office, role=role, starts_at=LONG_AGO, granted_by=author,
            granted_at=LONG_AGO, approved_by=approver, approved_at=LONG_AGO,
        )  # fmt: skip

    for agency in AGENCIES:
        grant(f"{agency}_officer", agency, "officer", None)
        grant(f"{agency}_second", agency, "officer", None)
        grant(f"{agency}_head", agency, "head", None)
        grant(f"{agency}_admin", agency, "admin", None)
        grant(f"{agency}_admin2", agency, "admin", None)
    grant("nurjoly_officer", "customs", "officer", "KZ-NURJOLY")
    grant("cashier", "customs", "cashier", None)
    for role in ("dispatcher", "image_reader", "risk_officer", "shift_head"):
        grant(role, "customs", role, None)
    grant("second_shift_head", "customs", "shift_head", None)
    grant("desk_clerk", "routing_desk", "routing_desk", None)
    grant("auditor", "customs", "auditor", None)
    grant("site_operator", "customs", "operator", "KZ-NURJOLY")
    # The guarantee that tests/scenarios/goods.py names covers any number of transits.
    with acting_as(Who(system=True)):
        guarantee = Guarantee.objects.create(
            number="KZ-G-1", company=companies["silk_road"], kind="comprehensive", form="bank", guarantor="Halyk Bank",
            valid_from=LONG_AGO.date(), registered_by=author,
        )  # fmt: skip
        ledger.post(guarantee, Act.RAISE, Decimal(500_000_000), by=author.pk)
    # The registry knows the paper that tests/goods.py names, so that rows asking for it decide themselves.
    RegisteredDocument.objects.create(
        type="CONFORMITY_DOC", number="CONFORMITY_DOC-1", valid_from=LONG_AGO.date(), source="tests"
    )
    for code in registry.rulebook_codes():
        if Rulebook.objects.filter(agency=code).exists():
            continue
        book = Rulebook.objects.create(agency=code, number=1, author=author, starts_at=LONG_AGO)
        Rule.objects.bulk_create(
            Rule(rulebook=book, rule_id=row["rule_id"], row=row) for row in registry.rules_of(code)
        )
        book.approved_by, book.published_at = approver, LONG_AGO
        book.save()


class Cast:
    """The people by name, and acting as them."""

    password = PASSWORD

    @staticmethod
    @cache
    def ids() -> dict[str, int]:
        """Ids by username; the same in every clone of the template."""
        from portal.accounts.models import User

        return dict(User.objects.values_list("username", "pk"))

    @staticmethod
    @cache
    def companies() -> dict[str, int]:
        """Company ids by name; the same in every clone of the template."""
        from portal.accounts.models import Company

        bins = {bin_: name for name, (bin_, _extra) in COMPANIES.items()}
        return {bins[bin_]: pk for bin_, pk in Company.objects.values_list("bin", "pk") if bin_ in bins}

    def user(self, name: str) -> Any:
        """The person's row."""
        from portal.accounts.models import User

        return User.objects.get(pk=self.ids()[name])

    def browser(self, name: str) -> Client:
        """A browser in which the person is signed in."""
        client = Client()
        client.force_login(self.user(name))
        return client

    @contextmanager
    def acting(self, name: str, scopes: frozenset[str] | None = None) -> Iterator[Actor]:
        """Act as the person of this username (or `system`, `nobody`)."""
        if name == "system":
            who = Who(system=True)
        elif name == "nobody":
            who = Who()
        else:
            who = Who(self.ids()[name], scopes=scopes)
        with acting_as(who) as actor:
            yield actor


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, in a test that is rolled back."""
    return Cast()


@pytest.fixture
def signed(cast: Cast) -> Callable[[str], Client]:
    """A browser of a person who is signed in."""
    return cast.browser


@pytest.fixture
def committed_cast(transactional_db: None) -> Cast:
    """The cast, in a test that commits (races, workers, browsers)."""
    return Cast()
