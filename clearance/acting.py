"""Acting: every read and write happens as somebody, in one transaction whose first statement says who."""

import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _
from psycopg.errors import CheckViolation

from clearance.workflow import Refused

log = logging.getLogger(__name__)

CHANGED = _(
    "Something changed while you were doing this, and it is no longer allowed. Reload the page to see where it stands."
)


@dataclass(frozen=True)
class Who:
    """Whom to act as: a person by id, the system, or (neither) nobody."""

    user_id: int | None = None
    system: bool = False
    scopes: frozenset[str] | None = None  # of the token used; None = a signed-in person in a browser


EVERY_SITE = "*"
SYSTEM = Who(system=True)
NOBODY = Who()


@dataclass(frozen=True)
class Granted:
    """A live grant: this agency, this office (None = each of them), this role."""

    agency: str
    office: str | None
    role: str


@dataclass(frozen=True)
class Member:
    """What a person is in a company, own or a client's."""

    company: int
    role: str
    may_sign: bool
    status: str
    name: str
    bin: str
    is_postal_operator: bool = False
    is_broker: bool = False
    broker: int | None = None  # set when the right comes from a delegation to this broker


@dataclass(frozen=True)
class Actor:
    """A person (or the system) with the rights the database read at the start of this transaction."""

    user_id: int | None = None
    system: bool = False
    own: tuple[Member, ...] = ()
    clients: tuple[Member, ...] = ()
    grants: tuple[Granted, ...] = ()
    scopes: frozenset[str] | None = None
    roles: frozenset[str] = field(default=frozenset())
    sites: frozenset[str] = field(default=frozenset())  # offices whose site the person runs; `EVERY_SITE` is all

    @property
    def kind(self) -> str:
        if self.system:
            return "system"
        if self.grants:
            return "officer"
        if self.sites:
            return "operator"
        return "trader" if self.own else "nobody"

    @property
    def person(self) -> int:
        """The id of the acting person; acts of people ask for it, and the system has none."""
        if self.user_id is None:
            raise TypeError("Only a person does this.")
        return self.user_id

    @property
    def is_trader(self) -> bool:
        return bool(self.own)

    @property
    def is_officer(self) -> bool:
        return bool(self.grants)

    @property
    def is_operator(self) -> bool:
        return bool(self.sites)

    def runs_site(self, office: str) -> bool:
        """Whether the person runs the site of this office, without being anybody's officer there."""
        return not self.sites.isdisjoint({office, EVERY_SITE})

    @property
    def companies(self) -> frozenset[int]:
        return frozenset(member.company for member in (*self.own, *self.clients))

    @property
    def agencies(self) -> frozenset[str]:
        return frozenset(grant.agency for grant in self.grants)

    @property
    def barred_companies(self) -> frozenset[int]:
        """Own companies whose declarations the person may not work on; an operator that files by law bars nobody."""
        return frozenset(member.company for member in self.own if not member.is_postal_operator)

    def is_barred_from(self, company_id: int, parties: Iterable[str]) -> bool:
        """Whether an own company filed this or is a party to it (`parties`: the numbers of all parties)."""
        own = {member.bin for member in self.own if not member.is_postal_operator}
        return company_id in self.barred_companies or not own.isdisjoint(parties)

    def member_of(self, company: int) -> Member | None:
        """The membership (own first, then by delegation) through which the person may act for `company`."""
        return next((member for member in (*self.own, *self.clients) if member.company == company), None)

    def has_role(self, role: str, agency: str | None = None) -> bool:
        return any(grant.role == role and agency in (None, grant.agency) for grant in self.grants)


def _actor(who: Who, answer: str | dict) -> Actor:
    found = json.loads(answer) if isinstance(answer, str) else answer
    grants = tuple(Granted(**grant) for grant in found["grants"])
    return Actor(
        user_id=who.user_id,
        system=who.system,
        own=tuple(Member(**member) for member in found["own"]),
        clients=tuple(Member(**member) for member in found["clients"]),
        grants=grants,
        scopes=who.scopes,
        roles=frozenset(grant.role for grant in grants),
        sites=frozenset(found["sites"]),
    )


@contextmanager
def acting_as(who: Who) -> Iterator[Actor]:
    """One transaction as `who`; yields the actor with the rights of this moment. Inside another, it is a savepoint."""
    with transaction.atomic():
        before = _settings() if connection.savepoint_ids else None
        with connection.cursor() as cursor:
            cursor.execute("select sw_act_as(%s, %s)", [who.user_id, who.system])
            row = cursor.fetchone()
        actor = _actor(who, row[0])
        try:
            yield actor
        except IntegrityError as error:
            # A guard of the database said no to what had been allowed when it was looked at: somebody was quicker.
            if not isinstance(error.__cause__, CheckViolation):
                raise
            log.warning("a guard of the database refused an act", exc_info=error)
            raise Refused("changed_meanwhile", CHANGED) from error
        finally:
            if before is not None and not connection.needs_rollback:
                _restore(before)


@contextmanager
def as_system() -> Iterator[None]:
    """Switch to the system inside a running transaction, and back; for steps that need no person."""
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('sw.system', true), set_config('sw.system', 'on', true)")
        before = cursor.fetchone()[0]
    if before == "on":
        yield
        return
    try:
        yield
    finally:
        # A broken transaction is rolled back whole, its settings with it.
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("select set_config('sw.system', %s, true)", [before or "off"])


SETTINGS = ("sw.system", "sw.user", "sw.companies", "sw.barred", "sw.agencies", "sw.sites", "sw.sees_all")


def _settings() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select " + ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in SETTINGS))
        return list(cursor.fetchone())


def _restore(values: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select " + ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS), values)
