"""Who works for whom: people of companies and of agencies, asked for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from clearance.models import Declaration, Grant
from portal.accounts.models import Company, Delegation, Membership

AT_WORK = frozenset({"officer", "head"})


@dataclass(frozen=True)
class Houses:
    """The people of some companies, and which brokers may act for which clients now."""

    people: Mapping[int, frozenset[int]]
    delegations: frozenset[tuple[int, int]]

    def of(self, declaration: Declaration) -> frozenset[int]:
        """The people of its company, and of the broker who filed it while it may act."""
        return frozenset().union(*(self.people.get(one, frozenset()) for one in self.companies_of(declaration)))

    def companies_of(self, declaration: Declaration) -> set[int]:
        """Its company, and the broker who filed it while it may act."""
        company, filer = declaration.company_id, declaration.filer_company_id
        return {company, filer} if filer == company or (company, filer) in self.delegations else {company}


def houses_of(declarations: Iterable[Declaration], *, now: datetime) -> Houses:
    """The houses of some declarations: two statements."""
    pairs = {(one.company_id, one.filer_company_id) for one in declarations}
    apart = {(client, broker) for client, broker in pairs if client != broker}
    live = Delegation.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now),
        client__in={client for client, _broker in apart},
        broker__in={broker for _client, broker in apart},
        broker__is_broker=True,
        broker__status=Company.Status.APPROVED,
        revoked_at__isnull=True,
        starts_at__lte=now,
    )
    delegations = frozenset(live.values_list("client", "broker")) if apart else frozenset()
    return Houses(people_of({one for pair in pairs for one in pair}), delegations)


def people_of(companies: Iterable[int], *, role: str = "") -> dict[int, frozenset[int]]:
    """The people of companies, or only those of one role."""
    found = Membership.objects.filter(company__in=set(companies), active=True, user__is_active=True)
    if role:
        found = found.filter(role=role)
    people: dict[int, set[int]] = defaultdict(set)
    for company, user in found.values_list("company", "user"):
        people[company].add(user)
    return {company: frozenset(users) for company, users in people.items()}


@dataclass(frozen=True)
class Posts:
    """Who holds which role in some agencies now."""

    held: frozenset[tuple[int, str, str, str | None]]

    def everybody_of(self, agency: str) -> frozenset[int]:
        """Who works for an agency in any role."""
        return frozenset(user for user, own, _role, _where in self.held if own == agency)

    def holding(self, agency: str, *roles: str, office: str | None = None) -> frozenset[int]:
        """Who holds one of these roles in an agency, at an office where one is named."""
        return frozenset(
            user
            for user, own, role, where in self.held
            if own == agency and role in roles and (office is None or where in (None, office))
        )

    def at_office(self, agency: str, office: str) -> frozenset[int]:
        """Officers and heads of one office; where it has none of its own, those who work for all offices."""
        here = {(user, where) for user, own, role, where in self.held if own == agency and role in AT_WORK}
        own_people = frozenset(user for user, where in here if where == office)
        return own_people or frozenset(user for user, where in here if where is None)


def posts_of(agencies: Iterable[str], *, now: datetime) -> Posts:
    """The posts of some agencies: one statement."""
    wanted = set(agencies)
    grants = Grant.objects.in_force(now).filter(agency__in=wanted) if wanted else Grant.objects.none()
    return Posts(frozenset(grants.values_list("user", "agency", "role", "office")))
