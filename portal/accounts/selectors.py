"""Questions about companies, colleagues, delegations and tokens of the person who acts."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from clearance.acting import Actor
from portal.accounts.models import ApiToken, Company, Delegation, DelegationRequest, Membership, User


def companies_of(actor: Actor) -> QuerySet[Company]:
    """Return the companies a person belongs to."""
    return Company.objects.filter(pk__in=[member.company for member in actor.own]).order_by("name", "pk")


def invitations_of(user_id: int) -> QuerySet[Membership]:
    """Return the companies that ask a person in."""
    return Membership.objects.filter(user_id=user_id, invited_at__isnull=False).select_related("company").order_by("pk")


def colleagues_of(company: Company) -> QuerySet[Membership]:
    """Return a company's people, the invited ones last."""
    found = Membership.objects.filter(Q(active=True) | Q(invited_at__isnull=False), company=company)
    return found.select_related("user").order_by("-active", "user__full_name", "user__username")


def delegations_given_by(company: Company) -> QuerySet[Delegation]:
    """Return a client's delegations that are not revoked."""
    found = Delegation.objects.filter(client=company, revoked_at__isnull=True)
    return found.select_related("broker", "granted_by").order_by("broker__name", "pk")


def delegations_held_by(company: Company) -> QuerySet[Delegation]:
    """Return a broker's delegations that are not revoked."""
    found = Delegation.objects.filter(broker=company, revoked_at__isnull=True)
    return found.select_related("client").order_by("client__name", "pk")


def delegations_ended_for(user_id: int, *, now: dt.datetime) -> QuerySet[Delegation]:
    """Return the delegations to a person's brokers that ended within the last day and were not given anew."""
    since = now - dt.timedelta(days=1)
    live = Delegation.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now),
        client=OuterRef("client"),
        broker=OuterRef("broker"),
        revoked_at__isnull=True,
    )
    ended = Q(revoked_at__gt=since, revoked_at__lte=now) | Q(revoked_at=None, ends_at__gt=since, ends_at__lte=now)
    return (
        Delegation.objects.filter(ended, broker__memberships__user_id=user_id, broker__memberships__active=True)
        .exclude(Exists(live))
        .select_related("client")
        .order_by("pk")
    )


def requests_to(company: Company) -> QuerySet[DelegationRequest]:
    """Return the brokers that ask a company to let them file, the longest waiting first."""
    found = DelegationRequest.objects.filter(client=company, answered_at__isnull=True)
    return found.select_related("broker").order_by("asked_at", "pk")


def requests_by(company: Company) -> QuerySet[DelegationRequest]:
    """Return what a broker has asked and nobody has answered."""
    found = DelegationRequest.objects.filter(broker=company, answered_at__isnull=True)
    return found.select_related("client").order_by("asked_at", "pk")


def tokens_of(user_id: int, *, now: dt.datetime) -> QuerySet[ApiToken]:
    """Return a person's tokens that work."""
    return ApiToken.objects.filter(user_id=user_id, revoked_at__isnull=True, expires_at__gt=now)


def companies_waiting() -> QuerySet[Company]:
    """Return the companies that wait for approval, the longest waiting first."""
    return Company.objects.filter(status=Company.Status.PENDING).order_by("created_at", "pk")


def administrators_of(company: Company) -> QuerySet[User]:
    """Return the people who run a company."""
    return User.objects.filter(
        memberships__company=company, memberships__active=True, memberships__role=Membership.Role.ADMINISTRATOR
    )
