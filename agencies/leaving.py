"""A leaver in one act: every grant, session and token ends, claims return, holds and questions pass to the office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agencies.selectors import administered_by, offices_administered_by
from agencies.services import return_stragglers, take_turns
from clearance import acts, clock
from clearance.acting import Actor, as_system
from clearance.models import Grant, Hold, Question, Rulebook, SignOff
from clearance.models.grants import GrantQuerySet, OfficerRole
from clearance.services.found import NotFound
from clearance.workflow import Refused, SignOffState
from portal.accounts.models import ApiToken, User
from portal.accounts.record import AccessKind, record
from portal.accounts.services.access import end_access, in_person

LAST = _("The agency needs an administrator without an end date. Grant this role to someone else first.")


@dataclass(frozen=True)
class Leaving:
    """What will happen when a person leaves an agency; `hindrance` says why it cannot."""

    person: User
    grants: Sequence[Grant]
    claims: Sequence[SignOff]
    holds: Sequence[Hold]
    questions: Sequence[Question]
    requests: Sequence[Grant]
    drafts: Sequence[Rulebook]
    sessions: int
    tokens: int
    hindrance: str | Promise | None


def what_leaving_does(actor: Actor, *, user_id: int, agency: str) -> Leaving:
    """Everything that will end, return or pass on, before anybody presses; writes nothing."""
    person = in_person(actor)
    _finds_the_agency(actor, agency)
    grants = list(_grants_of(user_id, agency).select_related("user", "office"))
    if not grants:
        raise NotFound(user_id)
    with as_system():
        claims = list(
            SignOff.objects.filter(
                Q(agency=agency) | Q(executed_by=agency), claimed_by_id=user_id, state=SignOffState.CLAIMED
            ).select_related("declaration", "office")
        )
        holds = list(
            Hold.objects.filter(acts.worked_by(agency), owner_id=user_id, lifted_at=None).select_related("declaration")
        )
        questions = list(
            Question.objects.filter(
                acts.worked_by(agency), asked_by_id=user_id, answered_at=None, closed_at=None
            ).select_related("declaration")
        )
    return Leaving(
        person=grants[0].user,
        grants=grants,
        claims=claims,
        holds=holds,
        questions=questions,
        requests=list(_requests_by(user_id, agency).select_related("user")),
        drafts=list(Rulebook.objects.filter(agency=agency, author_id=user_id, published_at=None)),
        sessions=UserSession.objects.filter(user_id=user_id).count(),
        tokens=ApiToken.objects.filter(user_id=user_id, revoked_at=None, expires_at__gt=clock.now()).count(),
        hindrance=_hindrance(grants, agency, user_id, person),
    )


def leave(actor: Actor, *, user_id: int, agency: str, reason: str) -> int:
    """End everything a person is in an agency, at once and by one administrator. Returns how many claims returned.

    Leaving twice is leaving once.
    """
    person = in_person(actor)
    _finds_the_agency(actor, agency)
    take_turns(agency)
    # Declarations are locked before the grants, as by whoever decides (the trigger there locks the grant last).
    returned = acts.return_claims(user=user_id, agency=agency, by=actor)
    grants = list(_grants_of(user_id, agency).select_for_update(no_key=True, of=("self",)).order_by("pk"))
    if not grants:
        return 0
    if hindrance := _hindrance(grants, agency, user_id, person):
        raise Refused("may_not_leave", hindrance)
    declined = list(_requests_by(user_id, agency).select_for_update(no_key=True, of=("self",)).order_by("pk"))
    now = clock.now()
    for grant in [*grants, *declined]:
        grant.revoked_at, grant.revoked_by_id = now, person
        grant.save(update_fields=["revoked_at", "revoked_by"])
    roles = sorted({grant.role for grant in grants})
    record(
        AccessKind.OFFICER_LEFT,
        by=person,
        person=user_id,
        agency=agency,
        grants=len(grants),
        roles=roles,
        claims=returned,
        declined=len(declined),
        why=reason,
    )
    end_access(user_id, by=person)
    transaction.on_commit(lambda: return_stragglers(grants[0], actor), robust=True)
    return returned


def _finds_the_agency(actor: Actor, agency: str) -> None:
    """Who administers single offices revokes grants there; a whole person leaves by who administers the whole."""
    if agency not in administered_by(actor) or offices_administered_by(actor, agency) is not None:
        raise NotFound(agency)


def _grants_of(user_id: int, agency: str) -> GrantQuerySet:
    return Grant.objects.filter(user_id=user_id, agency=agency, revoked_at__isnull=True)


def _requests_by(user_id: int, agency: str) -> GrantQuerySet:
    """What the person asked for others and nobody has approved: it goes too, or it could still be approved."""
    return Grant.objects.waiting().filter(granted_by_id=user_id, agency=agency)


def _hindrance(grants: Sequence[Grant], agency: str, user_id: int, person: int) -> str | Promise | None:
    """Why the person cannot leave, in a sentence; the trigger `the_last_administrator_stays` says the same."""
    if user_id == person:
        return _("Nobody removes themselves. Another administrator of the agency does it.")
    lasting = {
        "agency": agency,
        "role": OfficerRole.ADMINISTRATOR,
        "office__isnull": True,
        "ends_at__isnull": True,
    }
    leads = any(
        grant.role == OfficerRole.ADMINISTRATOR
        and grant.office_id is None
        and grant.ends_at is None
        and grant.approved_at
        for grant in grants
    )
    if leads and not Grant.objects.in_force(clock.now()).filter(**lasting).exclude(user_id=user_id).exists():
        return LAST
    return None
