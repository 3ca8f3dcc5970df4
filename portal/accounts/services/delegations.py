"""Delegations: a client lets a broker file in its name, and ends it at once."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from clearance import acts, clock, figures
from clearance.acting import Actor
from clearance.permissions import NotAllowed
from clearance.services.found import NotFound
from clearance.validation import lists
from clearance.workflow import Refused
from portal.accounts.models import Company, Delegation, DelegationRequest
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
    # Whoever delegates by hand has answered what the broker asked.
    DelegationRequest.objects.filter(client_id=client_id, broker=broker, answered_at__isnull=True).update(
        answered_at=now, answered_by=person
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


def ask_client(actor: Actor, *, broker_id: int, client_bin: str) -> DelegationRequest:
    """Ask a client to let the broker file; it stays on the client's page until somebody there answers."""
    person = in_person(actor)
    if not administers_company(actor, broker_id):
        raise NotAllowed(_("Only an administrator of the company can do this."))
    # The lock on the broker makes two colleagues who ask at once take turns.
    broker = Company.objects.select_for_update(no_key=True).get(pk=broker_id)
    if not broker.is_broker or broker.status != Company.Status.APPROVED:
        raise Refused("not_a_broker", _("Only an approved customs representative can ask clients."))
    client = Company.objects.filter(bin=client_bin, status=Company.Status.APPROVED).exclude(pk=broker_id).first()
    if client is None:
        raise Refused("no_such_client", _("No other approved company has this BIN."))
    now = clock.now()
    if Delegation.objects.filter(client=client, broker=broker, revoked_at__isnull=True).exclude(ends_at__lte=now):
        raise Refused("already_client", _("This company has delegated to you already."))
    again_at = _asks_again_at(client.pk, broker.pk)
    if again_at is not None and now < again_at:
        words = _(
            "This company declined. You may ask it again from %(moment)s; it can let you file without being asked."
        )
        raise Refused("declined_lately", words % {"moment": figures.moment(again_at)})
    open_one = DelegationRequest.objects.filter(client=client, broker=broker, answered_at__isnull=True).first()
    if open_one is not None:
        return open_one
    asked = DelegationRequest.objects.create(client=client, broker=broker, asked_by_id=person, asked_at=now)
    record(AccessKind.DELEGATION_ASKED, by=person, company=client.pk, broker=broker.pk)
    return asked


def _asks_again_at(client_id: int, broker_id: int) -> dt.datetime | None:
    """From when a broker may ask a client that declined; None where it did not, or has let the broker file since."""
    of_both = {"client_id": client_id, "broker_id": broker_id}
    declined = DelegationRequest.objects.filter(**of_both, is_declined=True).order_by("-answered_at").first()
    if declined is None or declined.answered_at is None:
        return None
    if Delegation.objects.filter(**of_both, granted_at__gt=declined.answered_at).exists():
        return None
    return declined.answered_at + dt.timedelta(days=int(lists.limit("broker_asks_again_days", clock.today())))


def answer_broker(
    actor: Actor, *, client_id: int, request_id: int, accept: bool, may_sign: bool = False
) -> DelegationRequest:
    """Answer a broker that asked: delegate to it, with the right to sign or without, or decline."""
    person = in_person(actor)
    if not administers_company(actor, client_id):
        raise NotAllowed(_("Only an administrator of the company can do this."))
    asked = (
        DelegationRequest.objects.select_for_update(of=("self",), no_key=True)
        .select_related("broker")
        .filter(pk=request_id, client_id=client_id)
        .first()
    )
    if asked is None:
        raise NotFound(request_id)
    if asked.answered_at is not None:
        raise Refused("answered_already", _("This request was answered already."))
    asked.answered_at, asked.answered_by_id, asked.is_declined = clock.now(), person, not accept
    asked.save(update_fields=["answered_at", "answered_by", "is_declined"])
    if accept:
        delegate(actor, client_id=client_id, broker_bin=asked.broker.bin, may_sign=may_sign)
    else:
        record(AccessKind.DELEGATION_DECLINED, by=person, company=client_id, broker=asked.broker_id)
    return asked
