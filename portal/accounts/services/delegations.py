"""Delegations: a client lets a broker file in its name, and ends it at once."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from clearance import acts, clock
from clearance.acting import Actor
from clearance.permissions import NotAllowed
from clearance.services.found import NotFound
from clearance.workflow import Refused
from portal.accounts.models import Company, Delegation
from portal.accounts.record import AccessKind, record
from portal.accounts.services.access import in_person
from portal.accounts.services.companies import administers_company


def delegate(
    actor: Actor,
    *,
    client_id: int,
    broker_bin: str,
    may_sign: bool,
    starts_at: dt.datetime | None = None,
    ends_at: dt.datetime | None = None,
) -> Delegation:
    """Let a broker file for the client, from now or a later moment, until an end or until revoked."""
    person = in_person(actor)
    if not administers_company(actor, client_id):
        raise NotAllowed(_("Only an administrator of the company can do this."))
    now = clock.now()
    starts_at = starts_at or now
    if ends_at is not None and ends_at <= max(starts_at, now):
        raise Refused("delegation_ends", _("Choose an end that is later than the start."))
    broker = Company.objects.filter(bin=broker_bin, is_broker=True, status=Company.Status.APPROVED).first()
    if broker is None:
        raise Refused("no_such_broker", _("No approved customs representative has this BIN."))
    if broker.pk == client_id:
        raise Refused("own_broker", _("Your company files in its own name already."))
    # The lock on the client makes two colleagues who delegate at once take turns.
    Company.objects.select_for_update(no_key=True).get(pk=client_id)
    known = Delegation.objects.filter(client_id=client_id, broker=broker, revoked_at__isnull=True).first()
    if known is not None:
        if known.ends_at is None or known.ends_at > now:
            raise Refused("already_delegated", _("This broker may file for your company already. Revoke that first."))
        known.revoked_at, known.revoked_by_id = now, person
        known.save(update_fields=["revoked_at", "revoked_by"])
    made = Delegation.objects.create(
        client_id=client_id,
        broker=broker,
        starts_at=starts_at,
        ends_at=ends_at,
        may_sign=may_sign,
        granted_by_id=person,
        granted_at=now,
    )
    record(AccessKind.DELEGATION_GRANTED, by=person, company=client_id, broker=broker.pk, may_sign=may_sign)
    return made


def revoke_delegation(actor: Actor, *, delegation_id: int) -> Delegation:
    """End a delegation at once, by the client or by the broker; the client inherits the open questions."""
    person = in_person(actor)
    found = Delegation.objects.select_for_update(no_key=True).filter(pk=delegation_id).first()
    if found is None or not (
        administers_company(actor, found.client_id) or administers_company(actor, found.broker_id)
    ):
        if found is not None and {found.client_id, found.broker_id} & {member.company for member in actor.own}:
            raise NotAllowed(_("Only an administrator of the client or of the broker can end a delegation."))
        raise NotFound(delegation_id)
    if found.revoked_at is not None:
        return found
    found.revoked_at, found.revoked_by_id = clock.now(), person
    found.save(update_fields=["revoked_at", "revoked_by"])
    acts.inherit_questions(client=found.client_id, broker=found.broker_id, by=actor)
    record(AccessKind.DELEGATION_REVOKED, by=person, company=found.client_id, broker=found.broker_id)
    return found
