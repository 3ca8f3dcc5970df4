"""Acts of an agency's administrators: asking for, approving and revoking grants."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.selectors import administered_by, roles_of
from clearance import acts, clock
from clearance.acting import SYSTEM, Actor, acting_as
from clearance.models import Grant
from clearance.models.grants import OfficerRole
from clearance.permissions import NotAllowed
from clearance.services.found import NotFound, must_find
from clearance.workflow import Refused
from portal.accounts.models import User
from portal.accounts.record import AccessKind, record
from portal.accounts.services.access import end_access, in_person


def ask_grant(
    actor: Actor,
    *,
    user_id: int,
    agency: str,
    role: str,
    office: str | None = None,
    starts_at: dt.datetime | None = None,
    ends_at: dt.datetime | None = None,
    reason: str = "",
) -> Grant:
    """Ask that a person gets a role; it counts once a second administrator approves it."""
    person = in_person(actor)
    _administers_now(person, agency, office)
    if user_id == person:
        raise NotAllowed(_("Nobody grants to themselves. Ask another administrator."))
    if role not in roles_of(agency):
        raise Refused("no_such_role", _("This agency has no such role."))
    if not User.objects.filter(pk=user_id, is_active=True).exists():
        raise Refused("no_such_person", _("This person does not sign in here any more."))
    now = clock.now()
    starts_at = starts_at or now
    if ends_at is not None and ends_at <= max(starts_at, now):
        raise Refused("grant_ends", _("Choose an end that is later than the start."))
    same = Grant.objects.filter(user_id=user_id, agency=agency, office_id=office, role=role, revoked_at__isnull=True)
    for known in same.select_for_update(no_key=True):
        if known.ends_at is None or known.ends_at > now:
            raise Refused("already_granted", _("This person has this role already, or it waits for approval."))
        known.revoked_at, known.revoked_by_id = now, person
        known.save(update_fields=["revoked_at", "revoked_by"])
    grant = Grant.objects.create(
        user_id=user_id,
        agency=agency,
        office_id=office,
        role=role,
        starts_at=starts_at,
        ends_at=ends_at,
        granted_by_id=person,
        granted_at=now,
        reason=reason,
    )
    _note(AccessKind.GRANT_ASKED, grant, by=person, why=reason)
    return grant


def approve_grant(actor: Actor, *, grant_id: int) -> Grant:
    """Approve what another administrator asked for."""
    person = in_person(actor)
    grant = _locked(grant_id)
    if grant.agency not in administered_by(actor):
        raise NotFound(grant_id)
    _administers_now(person, grant.agency, grant.office_id)
    if grant.granted_by_id == person:
        raise NotAllowed(_("Nobody approves an own request. Another administrator of the agency must."))
    if grant.user_id == person:
        raise NotAllowed(_("Nobody grants to themselves. Ask another administrator."))
    if grant.revoked_at is not None:
        raise Refused("grant_revoked", _("This request was declined or withdrawn. Ask again if it is still needed."))
    if grant.approved_at is not None:
        raise Refused("already_approved", _("This was approved already."))
    grant.approved_by_id, grant.approved_at = person, clock.now()
    grant.save(update_fields=["approved_by", "approved_at"])
    _note(AccessKind.GRANT_APPROVED, grant, by=person)
    return grant


def revoke_grant(actor: Actor, *, grant_id: int, reason: str = "") -> Grant:
    """End a grant or decline a request, at once and by one administrator; ending it twice is ending it once.

    The person's sessions and tokens end, claims return to the queue, holds and questions pass to the office.
    """
    person = in_person(actor)
    known = Grant.objects.filter(pk=grant_id).first()
    if known is None or known.agency not in administered_by(actor):
        raise NotFound(grant_id)
    take_turns(known.agency)
    _administers_now(person, known.agency, known.office_id)
    if known.approved_at is not None:
        # Declarations are locked before the grant, as by whoever decides (the trigger there locks the grant last).
        acts.return_claims(user=known.user_id, agency=known.agency, by=actor)
    grant = _locked(grant_id)
    if grant.revoked_at is not None:
        return grant
    counted = grant.approved_at is not None
    if counted:
        _keep_an_administrator(grant)
    grant.revoked_at, grant.revoked_by_id = clock.now(), person
    grant.save(update_fields=["revoked_at", "revoked_by"])
    _note(AccessKind.GRANT_REVOKED if counted else AccessKind.GRANT_DECLINED, grant, by=person, why=reason)
    if counted:
        end_access(grant.user_id, by=person)
        transaction.on_commit(lambda: return_stragglers(grant, actor), robust=True)
    return grant


def found_administrator(*, user: User, agency: str) -> Grant:
    """Make the first or second administrator of an agency, from the command line; from then on granting needs two."""
    now = clock.now()
    grant = Grant.objects.create(
        user=user, agency=agency, role=OfficerRole.ADMINISTRATOR, starts_at=now, granted_at=now, approved_at=now
    )
    record(AccessKind.ADMINISTRATOR_FOUNDED, by=None, person=user.pk, agency=agency)
    return grant


def return_stragglers(grant: Grant, by: Actor) -> None:
    """Return what the person claimed between the first look and the commit; from the commit on nothing is added."""
    with acting_as(SYSTEM):
        acts.return_claims(user=grant.user_id, agency=grant.agency, by=by)


def _administers_now(person: int, agency: str, office: str | None) -> None:
    """Stop whoever does not administer this agency (and office) at this moment, whatever was true a moment ago."""
    mine = Grant.objects.in_force(clock.now()).filter(user_id=person, agency=agency, role=OfficerRole.ADMINISTRATOR)
    if not mine.filter(Q(office__isnull=True) | Q(office_id=office)).exists():
        raise NotAllowed(_("Only an administrator of this agency can do this."))


def take_turns(agency: str) -> None:
    """Let administrators of one agency revoke one after the other; the trigger takes the same lock."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('administrators of ' || %s, 0))", [agency])


def _locked(grant_id: int) -> Grant:
    return must_find(Grant.objects.select_for_update(no_key=True, of=("self",)).filter(pk=grant_id), grant_id)


def _keep_an_administrator(grant: Grant) -> None:
    """Say in a sentence what the trigger `the_last_administrator_stays` would refuse."""
    if grant.role != OfficerRole.ADMINISTRATOR or grant.office_id is not None or grant.ends_at is not None:
        return
    others = Grant.objects.in_force(clock.now()).filter(
        agency=grant.agency, role=OfficerRole.ADMINISTRATOR, office__isnull=True, ends_at__isnull=True
    )
    if not others.exclude(pk=grant.pk).exists():
        raise Refused(
            "last_administrator",
            _("The agency needs an administrator without an end date. Grant this role to someone else first."),
        )


def _note(kind: AccessKind, grant: Grant, *, by: int, why: str = "") -> None:
    """Write down an act on a grant."""
    record(
        kind,
        by=by,
        person=grant.user_id,
        agency=grant.agency,
        grant=grant.pk,
        role=grant.role,
        office=grant.office_id,
        why=why,
    )
