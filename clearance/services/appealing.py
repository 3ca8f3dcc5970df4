"""Appeals: a trader says why a refusal is wrong; the head of the agency, never the one who refused, decides."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clearance import calendars, clock, clocks, record
from clearance.acting import Actor
from clearance.content import Problem, Problems
from clearance.models import Appeal, Declaration, SignOff
from clearance.permissions import NotAllowed, has_role_for, may_act_for
from clearance.record import Happened
from clearance.services import found
from clearance.validation import lists
from clearance.workflow import AppealState, Outcome, Refused, Sentence, SignOffState, Verdict


def until(row: SignOff) -> datetime | None:
    """Until when a refusal may be appealed, by the working days of the state; None for what is no refusal."""
    if row.state != SignOffState.DECIDED or row.verdict != Verdict.REFUSED or row.decided_at is None:
        return None
    days = lists.limit("appeal_days", clock.day_of(row.decided_at))
    return clocks.due_at(row.decided_at, days, clocks.Unit.WORKING_DAY, calendars.calendar_of(None))


def appeal(actor: Actor, *, sign_off: str, grounds: str) -> Appeal:
    """Appeal against a refusal; a second appeal is possible only when the first was returned or withdrawn."""
    seen = SignOff.objects.filter(uuid=sign_off).values_list("declaration__reference", flat=True).first()
    if seen is None:
        raise found.NotFound(sign_off)
    declaration = found.declaration(actor, seen)
    row = SignOff.objects.get(uuid=sign_off)
    may_act_for(actor, declaration.company_id, signing=True)
    if not grounds.strip():
        raise Problems([Problem("grounds_missing", "/grounds", _("Enter why the refusal is wrong."))])
    last = until(row)
    if last is None:
        raise Refused("illegal_move", _("Only a refusal can be appealed."))
    if clock.now() > last:
        raise Refused("too_late", _("The time to appeal against this refusal is over."))
    try:
        with transaction.atomic():
            made = Appeal.objects.create(
                declaration=declaration,
                company_id=declaration.company_id,
                sign_off=row,
                agency=row.agency,
                grounds=grounds.strip(),
                grounds_language=_language(),
                filed_by_id=actor.person,
                filed_at=clock.now(),
            )
    except IntegrityError as error:
        raise Refused("already_appealed", _("This refusal has been appealed already.")) from error
    _tell(declaration, actor, "appeal.filed", made)
    return made


def withdraw_appeal(actor: Actor, *, appeal: str, reason: str) -> Appeal:
    """The trader takes the appeal back before it is decided."""
    declaration, made = _found(actor, appeal)
    may_act_for(actor, declaration.company_id, signing=True)
    return _end(actor, declaration, made, AppealState.WITHDRAWN, reason=reason)


def return_appeal(actor: Actor, *, appeal: str, reason: str) -> Appeal:
    """The agency sends back an appeal that cannot be dealt with as it is; it may be filed again."""
    declaration, made = _found(actor, appeal)
    _may_judge(actor, declaration, made)
    return _end(actor, declaration, made, AppealState.RETURNED, reason=reason)


def decide_appeal(actor: Actor, *, appeal: str, outcome: str, reason: str) -> Appeal:
    """The head of the agency decides; the refusal stays on record whatever the outcome."""
    declaration, made = _found(actor, appeal)
    _may_judge(actor, declaration, made)
    if outcome not in set(Outcome):
        raise Problems([Problem("outcome", "/outcome", _("Select the outcome of the appeal."))])
    return _end(actor, declaration, made, AppealState.DECIDED, reason=reason, outcome=outcome)


def why_not_judge(actor: Actor, declaration: Declaration, made: Appeal) -> Sentence | None:
    """Why this person may not decide the appeal, or None when they may."""
    if not has_role_for(actor, declaration, role="head", agency=made.agency):
        return _("Only a head of the agency that refused decides on an appeal.")
    if made.sign_off.decided_by_id == actor.user_id:
        return _("You refused this yourself. Another head of your agency decides on the appeal.")
    return None


def _found(actor: Actor, uuid: str) -> tuple[Declaration, Appeal]:
    """The appeal with its declaration locked, as far as the actor may see it."""
    seen = Appeal.objects.filter(uuid=uuid).values_list("declaration__reference", flat=True).first()
    if seen is None:
        raise found.NotFound(uuid)
    declaration = found.declaration(actor, seen)
    return declaration, Appeal.objects.select_related("sign_off").get(uuid=uuid)


def _may_judge(actor: Actor, declaration: Declaration, made: Appeal) -> None:
    if sentence := why_not_judge(actor, declaration, made):
        raise NotAllowed(sentence)


def _end(
    actor: Actor, declaration: Declaration, made: Appeal, state: AppealState, *, reason: str, outcome: str = ""
) -> Appeal:
    if not reason.strip():
        raise Problems([Problem("reason_missing", "/reason", _("Enter the reason."))])
    if not made.is_open:
        raise Refused("already_ended", _("This appeal has ended already."))
    made.state, made.outcome = state, outcome
    made.reason, made.reason_language = reason.strip(), _language()
    made.ended_by_id, made.ended_at = actor.person, clock.now()
    made.save(update_fields=["state", "outcome", "reason", "reason_language", "ended_by", "ended_at"])
    _tell(declaration, actor, f"appeal.{state}", made, **({"outcome": outcome} if outcome else {}))
    return made


def _tell(declaration: Declaration, actor: Actor, kind: str, made: Appeal, **more: str) -> None:
    payload = {"appeal": str(made.uuid), "signoff": str(made.sign_off.uuid), **more}
    record.write(declaration, actor, [Happened(kind, payload, agency=made.agency, office=made.sign_off.office_id)])


def _language() -> str:
    return (get_language() or "en")[:2]
