"""Stops and ends by officers: holds and lifts, refusal of registration, disposal, recall."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from clearance import clock, moves, record, registry, settling, wording
from clearance.acting import Actor
from clearance.content import Problem, Problems
from clearance.models import Declaration, Hold
from clearance.permissions import NotAllowed, agency_of
from clearance.record import Happened
from clearance.services import found
from clearance.workflow import AT_WORK, Refused, State

REVIEW_AFTER = timedelta(days=1)
DISPOSALS = ("re-export", "destroy", "forfeit")


def place_hold(
    actor: Actor,
    *,
    sign_off: str,
    public_reason: str,
    legal_basis: str,
    review_at: datetime | None = None,
    language: str = "",
) -> Hold:
    """Stop the release of the declaration a sign-off belongs to; the actor's agency owns the hold.

    `language` is the reason's, if not the page's.
    """
    declaration, row = found.sign_off(actor, sign_off)
    if declaration.state not in AT_WORK:
        raise Refused("too_late", _("The goods are released: a hold can no longer stop them."))
    now = clock.now()
    problems = []
    if not public_reason.strip():
        problems.append(Problem("reason_missing", "/public_reason", _("Enter the reason. The trader will read it.")))
    if not legal_basis.strip():
        problems.append(Problem("law_missing", "/legal_basis", _("Enter the legal basis of the hold.")))
    if review_at is not None and (review_at.tzinfo is None or review_at <= now):
        problems.append(Problem("review_at", "/review_at", _("Enter a review time in the future, with its time zone.")))
    if problems:
        raise Problems(problems)
    hold = Hold.objects.create(
        declaration=declaration,
        company_id=declaration.company_id,
        agency=agency_of(actor, row),
        office_id=row.office_id,
        owner_id=actor.person,
        placed_by_id=actor.person,
        placed_at=now,
        public_reason=public_reason.strip(),
        language=language or wording.language(),
        legal_basis=legal_basis.strip(),
        review_at=review_at or now + REVIEW_AFTER,
    )
    payload = {"hold": str(hold.uuid), "review_at": hold.review_at.isoformat()}
    record.write(declaration, actor, [Happened("hold.placed", payload, agency=hold.agency, office=row.office_id)])
    settling.settle(declaration)
    return hold


def lift_hold(actor: Actor, *, hold: str, reason: str) -> Hold:
    """Lift a hold of the actor's own agency."""
    seen = Hold.objects.filter(uuid=hold).values_list("declaration__reference", flat=True).first()
    if seen is None or not actor.grants:
        raise found.NotFound(hold)
    declaration = found.declaration(actor, seen)
    row = Hold.objects.get(uuid=hold)
    if actor.is_barred_from(declaration.company_id, declaration.parties) or not any(
        grant.agency == row.agency and grant.role in {"officer", "head"} and grant.office in (None, row.office_id)
        for grant in actor.grants
    ):
        raise NotAllowed(_("Only the agency that placed the hold can lift it."))
    if not reason.strip():
        raise Problems([Problem("reason_missing", "/reason", _("Enter why the hold is lifted."))])
    if row.lifted_at is not None:
        return row
    row.lifted_at = clock.now()
    row.lifted_by_id = actor.person
    row.lift_reason = reason.strip()
    row.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
    record.write(
        declaration,
        actor,
        [Happened("hold.lifted", {"hold": str(row.uuid)}, agency=row.agency, office=row.office_id or "")],
    )
    settling.settle(declaration)
    return row


def refuse_registration(actor: Actor, *, reference: str, reasons: Sequence[str]) -> Declaration:
    """Customs refuses registration; the declaration is cancelled with every reason at once."""
    declaration = found.declaration(actor, reference)
    _must_lead(actor, declaration)
    given = [reason.strip() for reason in reasons if reason.strip()]
    if not given:
        raise Problems([Problem("reason_missing", "/reasons", _("Enter every reason for refusing registration."))])
    moves.make(declaration, "refuse_registration", by=actor, payload={"reasons": given}, agency=_leading(actor))
    return settling.show(declaration, [])


def dispose(actor: Actor, *, reference: str, disposal: str) -> Declaration:
    """Record what happens to refused goods; with it the declaration ends."""
    declaration = found.declaration(actor, reference)
    _must_lead(actor, declaration)
    if disposal not in DISPOSALS:
        raise Problems([Problem("disposal", "/disposal", _("Choose re-export, destruction or forfeit."))])
    if declaration.state != State.REFUSED:
        raise Refused("illegal_move", _("Only refused goods are disposed of."))
    moves.save(declaration, disposal=disposal)
    moves.make(declaration, "dispose", by=actor, payload={"disposal": disposal}, agency=_leading(actor))
    return settling.show(declaration, [])


def recall(actor: Actor, *, reference: str, reason: str) -> Declaration:
    """Call back goods released with conditions; what was recorded as released stays recorded."""
    declaration = found.declaration(actor, reference)
    _must_lead(actor, declaration, role="head")
    if not reason.strip():
        raise Problems([Problem("reason_missing", "/reason", _("Enter the reason. The trader will read it."))])
    moves.make(declaration, "recall", by=actor, payload={"reason": reason.strip()}, agency=_leading(actor))
    return settling.show(declaration, [])


def _leading(actor: Actor) -> str:
    return next((grant.agency for grant in actor.grants if grant.agency in registry.leading()), "")


def _must_lead(actor: Actor, declaration: Declaration, *, role: str | None = None) -> None:
    """An officer of the agency that leads clearance, at this office, not of an own company."""
    roles = {role} if role else {"officer", "head"}
    if actor.is_barred_from(declaration.company_id, declaration.parties) or not any(
        grant.agency in registry.leading() and grant.role in roles and grant.office in (None, declaration.office_id)
        for grant in actor.grants
    ):
        raise NotAllowed(_("Only customs officers of this office can do this."))
