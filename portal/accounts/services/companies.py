"""Companies and colleagues: registering, approving, inviting, joining, leaving."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from clearance import clock
from clearance.acting import Actor
from clearance.permissions import NotAllowed
from clearance.services.found import NotFound
from clearance.workflow import Refused
from portal.accounts.models import Company, Membership
from portal.accounts.record import AccessKind, record
from portal.accounts.services.access import in_person
from portal.accounts.services.people import has_confirmed_address, person_by_email

REGISTRAR = "customs"
"""The agency that approves companies."""
REGISTRAR_ROLES = frozenset({"admin", "head"})
ADMINISTRATOR = Membership.Role.ADMINISTRATOR


def may_approve_companies(actor: Actor) -> bool:
    """Whether the person decides on registrations of companies."""
    return any(grant.agency == REGISTRAR and grant.role in REGISTRAR_ROLES for grant in actor.grants)


def register_company(actor: Actor, *, bin: str, name: str, is_broker: bool = False) -> Company:
    """Register a company with the person as its first administrator; it can file once it is approved."""
    person = in_person(actor)
    if not has_confirmed_address(person):
        raise Refused("address_not_confirmed", _("Confirm your email address first; then register the company."))
    if Company.objects.filter(bin=bin).exists():
        raise Refused("company_known", _("A company with this BIN is registered. Ask its administrator to invite you."))
    company = Company.objects.create(bin=bin, name=name, is_broker=is_broker, created_at=clock.now())
    Membership.objects.create(user_id=person, company=company, role=ADMINISTRATOR, may_sign=True)
    record(AccessKind.COMPANY_REGISTERED, by=person, company=company.pk, bin=bin, is_broker=is_broker)
    return company


def correct_company(actor: Actor, *, company_id: int, name: str, is_broker: bool = False) -> Company:
    """Send a rejected registration again, corrected; the reason stays until customs has decided anew."""
    person = in_person(actor)
    _administered(actor, company_id)
    company = Company.objects.get(pk=company_id)  # locked by the line before
    if company.status != Company.Status.REJECTED:
        raise Refused("not_rejected", _("Only a rejected registration can be corrected."))
    company.name, company.is_broker, company.status = name, is_broker, Company.Status.PENDING
    company.save(update_fields=["name", "is_broker", "status"])
    record(AccessKind.COMPANY_CORRECTED, by=person, company=company_id, name=name, is_broker=is_broker)
    return company


def approve_company(actor: Actor, *, company_id: int) -> Company:
    """Approve a registration, also one that was rejected before."""
    return _settle_registration(actor, company_id, Company.Status.APPROVED, "")


def reject_company(actor: Actor, *, company_id: int, reason: str) -> Company:
    """Reject a registration, with the reason its people read."""
    if not reason.strip():
        raise Refused("reason_missing", _("Enter the reason: the company reads it."))
    return _settle_registration(actor, company_id, Company.Status.REJECTED, reason.strip())


def invite_colleague(
    actor: Actor, *, company_id: int, email: str, full_name: str, role: str, may_sign: bool
) -> Membership:
    """Ask a person into the company; they are a colleague once they accept.

    Consent matters beyond courtesy: an officer may not act on goods of an own company, so whoever could make others
    members could choose who decides. A person the portal does not know yet gets an account without a password.
    """
    person = in_person(actor)
    _administered(actor, company_id)
    if role == Membership.Role.VIEWER and may_sign:
        raise Refused("viewer_signs", _("A viewer cannot sign. Choose another role or take the right to sign away."))
    user = person_by_email(email=email, full_name=full_name)
    membership = Membership.objects.select_for_update(no_key=True).filter(user=user, company_id=company_id).first()
    if membership is not None and membership.active:
        raise Refused("already_colleague", _("This person is in the company already."))
    if membership is None:
        membership = Membership(user=user, company_id=company_id)
    membership.role, membership.may_sign, membership.active = role, may_sign, False
    membership.invited_at = clock.now()
    membership.save()
    record(AccessKind.COLLEAGUE_INVITED, by=person, person=user.pk, company=company_id, role=role, may_sign=may_sign)
    return membership


def answer_invitation(actor: Actor, *, membership_id: int, accept: bool) -> Membership:
    """Accept or decline an invitation to a company."""
    person = in_person(actor)
    mine = Membership.objects.select_for_update(no_key=True).filter(pk=membership_id, user_id=person)
    membership = mine.first()
    if membership is None:
        raise NotFound(membership_id)
    if membership.invited_at is None:
        raise Refused("no_invitation", _("This invitation is no longer open."))
    membership.invited_at, membership.active = None, accept
    membership.save(update_fields=["invited_at", "active"])
    kind = AccessKind.COLLEAGUE_JOINED if accept else AccessKind.COLLEAGUE_DECLINED
    record(kind, by=person, person=person, company=membership.company_id)
    return membership


def change_colleague(actor: Actor, *, company_id: int, user_id: int, role: str, may_sign: bool) -> Membership:
    """Change what a colleague may do in the company."""
    person = in_person(actor)
    _administered(actor, company_id)
    membership = _colleague(company_id, user_id)
    if role == Membership.Role.VIEWER and may_sign:
        raise Refused("viewer_signs", _("A viewer cannot sign. Choose another role or take the right to sign away."))
    if role != ADMINISTRATOR:
        _keep_an_administrator(membership)
    membership.role, membership.may_sign = role, may_sign
    membership.save(update_fields=["role", "may_sign"])
    record(AccessKind.COLLEAGUE_CHANGED, by=person, person=user_id, company=company_id, role=role, may_sign=may_sign)
    return membership


def remove_colleague(actor: Actor, *, company_id: int, user_id: int) -> None:
    """Take a colleague (or an open invitation) out of the company, at once."""
    person = in_person(actor)
    _administered(actor, company_id)
    _take_out(_colleague(company_id, user_id, invited=True), by=person)


def leave_company(actor: Actor, *, company_id: int) -> None:
    """Leave a company; its last administrator stays."""
    person = in_person(actor)
    _take_out(_colleague(company_id, person), by=person)


def administers_company(actor: Actor, company_id: int) -> bool:
    """Whether the person runs this company."""
    return any(member.company == company_id and member.role == ADMINISTRATOR for member in actor.own)


def _administered(actor: Actor, company_id: int) -> None:
    """Stop whoever does not run the company; the row lock makes administrators who act at once take turns."""
    person = in_person(actor)
    if not administers_company(actor, company_id):
        raise NotAllowed(_("Only an administrator of the company can do this."))
    Company.objects.select_for_update(no_key=True).get(pk=company_id)
    mine = Membership.objects.filter(user_id=person, company_id=company_id, active=True, role=ADMINISTRATOR)
    if not mine.exists():
        raise NotAllowed(_("Only an administrator of the company can do this."))


def _colleague(company_id: int, user_id: int, *, invited: bool = False) -> Membership:
    Company.objects.select_for_update(no_key=True).filter(pk=company_id).first()
    found = Membership.objects.select_for_update(no_key=True).filter(user_id=user_id, company_id=company_id).first()
    if found is None or not (found.active or (invited and found.invited_at)):
        raise Refused("not_a_colleague", _("This person is not in the company any more."))
    return found


def _take_out(membership: Membership, *, by: int) -> None:
    _keep_an_administrator(membership)
    membership.active, membership.invited_at = False, None
    membership.save(update_fields=["active", "invited_at"])
    record(AccessKind.COLLEAGUE_LEFT, by=by, person=membership.user_id, company=membership.company_id)


def _keep_an_administrator(membership: Membership) -> None:
    others = Membership.objects.filter(
        company_id=membership.company_id, active=True, role=ADMINISTRATOR, user__is_active=True
    ).exclude(pk=membership.pk)
    if membership.active and membership.role == ADMINISTRATOR and not others.exists():
        raise Refused(
            "last_administrator", _("The company needs an administrator. Make a colleague administrator first.")
        )


def _settle_registration(actor: Actor, company_id: int, status: str, reason: str) -> Company:
    person = in_person(actor)
    if not may_approve_companies(actor):
        raise NotAllowed(_("Companies are approved by the heads and administrators of customs."))
    if actor.member_of(company_id):
        raise NotAllowed(_("This is your own company. A colleague must decide on it."))
    company = Company.objects.select_for_update(no_key=True).get(pk=company_id)
    if company.status == status:
        raise Refused("already_settled", _("This was decided already."))
    company.status, company.rejection_reason = status, reason
    company.save(update_fields=["status", "rejection_reason"])
    approved = status == Company.Status.APPROVED
    kind = AccessKind.COMPANY_APPROVED if approved else AccessKind.COMPANY_REJECTED
    record(kind, by=person, company=company_id, agency=REGISTRAR, reason=reason)
    return company
