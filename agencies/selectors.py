"""Questions about agencies' people: who administers what, who holds which grant, which roles there are."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet, Subquery

from agencies.offices import ROUTING_DESK
from clearance import registry
from clearance.acting import Actor
from clearance.models import Grant
from clearance.models.grants import OfficerRole

EVERY_AGENCY_HAS = frozenset({OfficerRole.OFFICER.value, OfficerRole.HEAD.value, OfficerRole.ADMINISTRATOR.value})
# These two see every declaration, so no agency hands them out for itself: only the routing desk's administrators do.
SEES_EVERYTHING = frozenset({OfficerRole.ROUTING_DESK.value, OfficerRole.AUDITOR.value})


def administered_by(actor: Actor) -> list[str]:
    """Return the codes of the agencies a person administers, wholly or at one office, in order."""
    return sorted({grant.agency for grant in actor.grants if grant.role == OfficerRole.ADMINISTRATOR})


def offices_administered_by(actor: Actor, agency: str) -> frozenset[str] | None:
    """Return the offices of an agency that a person administers; None is every office."""
    mine = {
        grant.office for grant in actor.grants if grant.agency == agency and grant.role == OfficerRole.ADMINISTRATOR
    }
    return None if None in mine else frozenset(office for office in mine if office)


def roles_of(agency: str) -> frozenset[str]:
    """Return the roles that can be granted in an agency."""
    if agency == ROUTING_DESK:
        return SEES_EVERYTHING | {OfficerRole.ADMINISTRATOR.value}
    known = registry.agencies().get(agency)
    if known is None:
        return frozenset({OfficerRole.ADMINISTRATOR.value})
    return (EVERY_AGENCY_HAS | ({role.code for role in known.roles} & set(OfficerRole.values))) - SEES_EVERYTHING


def name_of_agency(agency: str, language: str) -> str:
    """Return an agency's name in a language of the portal; its code where nothing names it."""
    known = registry.agencies().get(agency)
    return known.names.get(language[:2], known.names["en"]) if known else agency


def grants_of_agency(agency: str, *, offices: frozenset[str] | None) -> QuerySet[Grant]:
    """Return the grants of an agency that are not revoked, with their people; `offices` None is all of them."""
    found = Grant.objects.filter(agency=agency, revoked_at__isnull=True)
    if offices is not None:
        found = found.filter(Q(office_id__in=offices))
    return found.select_related("user", "office", "granted_by", "approved_by").order_by("user__full_name", "pk")


def left_empty(agency: str, user_id: int, *, offices: frozenset[str] | None) -> list[Grant]:
    """Return the roles that ended when a person left an agency: those in force until then, ended last and together."""
    ended = Grant.objects.filter(agency=agency, user_id=user_id, approved_at__isnull=False, revoked_at__isnull=False)
    if offices is not None:
        ended = ended.filter(office_id__in=offices)
    last = ended.order_by("-revoked_at").values("revoked_at")[:1]
    return list(ended.filter(revoked_at=Subquery(last)).select_related("user", "office").order_by("pk"))


def is_officer(user_id: int, *, at: dt.datetime) -> bool:
    """Whether a person holds any grant in force."""
    return Grant.objects.in_force(at).filter(user_id=user_id).exists()
