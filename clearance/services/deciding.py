"""What officers do with a sign-off: claim, take the next, give back, decide, ask, order an inspection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from clearance import clock, opening, record, registry, settling, wording
from clearance.acting import Actor
from clearance.content import Problem, Problems
from clearance.models import Declaration, Question, SignOff
from clearance.permissions import agency_of
from clearance.record import Happened
from clearance.services import found
from clearance.succeeding import STRICTNESS
from clearance.workflow import (
    AT_WORK,
    NEEDS_FINDING,
    RELEASED,
    Blocks,
    Control,
    Refused,
    SignOffState,
    Verdict,
)

DESK = "routing_desk"
TIME_TO_ANSWER = timedelta(days=3)
FORM_FAULTS = {
    "missing": _("Fill in this field."),
    "unknown": _("This field does not belong to the form."),
    "not_a_number": _("Enter a number."),
    "not_a_choice": _("Choose a value of the list."),
    "contradicts": _("This contradicts what is written below."),
    "says_nothing": _("Write down at least one discrepancy."),
}
WRITTEN = (
    "state", "verdict", "verdicts_by_item", "decided_kind", "decided_by", "decided_at", "reason",
    "reason_language", "conditions", "follow_up", "finding", "form", "stopped_at", "warn_at",
)  # fmt: skip
"""What a decision writes on a sign-off."""
FINDING_KEYS = ("place", "at", "items", "seals")


@dataclass(frozen=True)
class Decision:
    """An officer's answer: one verdict, or one for each item where they differ."""

    verdict: str
    verdicts_by_item: Mapping[int, str] = field(default_factory=dict)
    reason: str = ""
    conditions: Sequence[str] = ()
    finding: Mapping[str, Any] | None = None
    form: Mapping[str, Any] = field(default_factory=dict)
    version: int | None = None
    language: str = ""  # of the reason; empty is the language of the page


def claim(actor: Actor, *, sign_off: str) -> SignOff:
    """Take an open sign-off; claiming one's own again changes nothing, another's is refused with who has it."""
    declaration, row = found.sign_off(actor, sign_off)
    if row.state == SignOffState.CLAIMED and row.claimed_by_id == actor.user_id:
        return row
    may_be_worked_on(declaration, row)
    if row.state != SignOffState.OPEN:
        raise _not_open(row)
    return _claimed(actor, declaration, row)


def take_next(actor: Actor, *, agency: str | None = None, office: str | None = None) -> SignOff | None:
    """Claim the next sign-off of the actor's queues: overdue first, then risk, then due; None when there is none."""
    from clearance.queues import open_for

    row = (
        open_for(actor, agency=agency, office=office)
        .select_related("declaration")
        .select_for_update(skip_locked=True, no_key=True, of=("self", "declaration"))
        .first()
    )
    if row is None:
        return None
    return _claimed(actor, row.declaration, row)


def release_claim(actor: Actor, *, sign_off: str) -> SignOff:
    """Give a claimed sign-off back to the queue; a head of office may give back a colleague's."""
    declaration, row = found.sign_off(actor, sign_off)
    if row.state != SignOffState.CLAIMED:
        return row
    if row.claimed_by_id != actor.user_id and not actor.has_role("head", row.agency):
        raise Refused("not_yours", _("A colleague is working on this. Its head of office can give it back."))
    row.state = SignOffState.OPEN
    row.claimed_by = None
    row.claimed_at = None
    row.save(update_fields=["state", "claimed_by", "claimed_at"])
    _tell(declaration, actor, "signoff.given_back", row, public=False)
    return row


def decide(actor: Actor, *, sign_off: str, decision: Decision) -> SignOff:
    """Decide a sign-off; when it is the last answer the declaration moves on in the same transaction."""
    declaration, row = found.sign_off(actor, sign_off)
    verdict, by_item = checked(actor, declaration, row, decision)
    asked = row.stopped_at is not None
    now = clock.now()
    write_down(actor, row, decision, verdict, by_item)
    row.save(update_fields=WRITTEN)
    if verdict == Verdict.NOT_COMPETENT:
        hand_to_desk(actor, declaration, row)
    if asked:
        Question.objects.filter(sign_off=row, answered_at=None, closed_at=None).update(closed_at=now)
    _tell(declaration, actor, "signoff.decided", row, verdict=verdict, items=by_item)
    settling.settle(declaration)
    return row


def write_down(actor: Actor, row: SignOff, decision: Decision, verdict: str, by_item: dict[str, str]) -> None:
    """Put a decision that was checked on the row; the fields of `WRITTEN` are then to be saved."""
    row.state = SignOffState.DECIDED
    row.verdict = verdict
    row.verdicts_by_item = by_item
    row.decided_kind = "officer"
    row.decided_by_id = actor.person
    row.decided_at = clock.now()
    row.reason = decision.reason or None
    row.reason_language = (decision.language or wording.language()) if decision.reason else ""
    row.conditions = list(decision.conditions)
    row.follow_up = row.follow_up or bool(decision.conditions)
    row.finding = dict(decision.finding) if decision.finding else None
    row.form = dict(decision.form)
    row.stopped_at = None
    row.warn_at = None


def checked(actor: Actor, declaration: Declaration, row: SignOff, decision: Decision) -> tuple[str, dict[str, str]]:
    """The verdicts a decision would record now; Refused or Problems where it cannot be made."""
    may_be_worked_on(declaration, row)
    if decision.version is not None and decision.version != row.version:
        raise Refused(
            "stale_version", _("The declaration was changed since you opened it. Look at it again and decide.")
        )
    if row.state == SignOffState.CLAIMED and row.claimed_by_id != actor.user_id:
        raise _not_open(row)
    if row.state == SignOffState.WAITING:
        raise Refused("not_open_yet", _("This check opens when the goods arrive. It cannot be decided before."))
    if not row.is_undecided:
        raise _not_open(row)
    return _verdicts(row, decision)


def ask(
    actor: Actor, *, sign_off: str, text: str, pointer: str = "", days: int | None = None, language: str = ""
) -> Question:
    """Ask the trader; stops the clock of this sign-off and of no other. `language` is the text's, if not the page's."""
    declaration, row = found.sign_off(actor, sign_off)
    may_be_worked_on(declaration, row)
    if not text.strip():
        raise Problems([Problem("question_missing", "/text", _("Enter your question."))])
    if row.state not in {SignOffState.OPEN, SignOffState.CLAIMED}:
        raise _not_open(row)
    if row.state == SignOffState.CLAIMED and row.claimed_by_id != actor.user_id:
        raise _not_open(row)
    now = clock.now()
    question = Question.objects.create(
        declaration=declaration,
        company_id=declaration.company_id,
        sign_off=row,
        agency=agency_of(actor, row),
        asked_by_id=actor.person,
        asked_at=now,
        text=text.strip(),
        language=language or wording.language(),
        pointer=pointer,
        answer_due_at=now + (timedelta(days=days) if days else TIME_TO_ANSWER),
    )
    if row.stopped_at is None:
        opening.stop_clock(row, at=now)
        row.save(update_fields=["stopped_at"])
    if row.announced_at is None and row.visibility == "restricted":
        row.announced_at = now
        row.save(update_fields=["announced_at"])
    _tell(declaration, actor, "question.asked", row, question=str(question.uuid))
    settling.settle(declaration)
    return question


def inspect(actor: Actor, *, sign_off: str, control: str = "physical", reason: str = "", language: str = "") -> SignOff:
    """Order a stricter control of a sign-off that allows it: from then on it needs a finding. The trader reads why."""
    declaration, row = found.sign_off(actor, sign_off)
    may_be_worked_on(declaration, row)
    if not row.is_undecided or (row.state == SignOffState.CLAIMED and row.claimed_by_id != actor.user_id):
        raise _not_open(row)
    why = {"reason": reason.strip(), "language": language or wording.language()} if reason.strip() else {}
    look_closer(declaration, row, by=actor, control=control, **why)
    return row


def look_closer(declaration: Declaration, row: SignOff, *, by: Actor, control: str = "physical", **why: Any) -> None:
    """Make the control of an undecided row of a locked declaration stricter; whoever calls this has asked whether it may be."""
    allowed = set(row.escalate_to.replace("|", " ").split()) | {row.control}
    if control not in allowed:
        raise Refused("no_escalation", _("The rule of this sign-off does not provide for this control."))
    if STRICTNESS.index(Control(control)) > STRICTNESS.index(Control(row.control)):
        row.control = control
        row.save(update_fields=["control"])
        _tell(declaration, by, "inspection.ordered", row, control=control, **why)
        settling.settle(declaration)


def hand_to_desk(actor: Actor, declaration: Declaration, row: SignOff) -> SignOff:
    """Not competent: the routing desk gets a sign-off that blocks the same step and finds who is."""
    why = {"rule": "", "reason": "not_competent", "agency": row.agency}
    desk = _in_place_of(row, declaration, actor, agency=DESK, why=why, rules=row.rules)
    _tell(declaration, actor, "signoff.asked", desk)
    return desk


def reassign(actor: Actor, *, sign_off: str, agency: str, reason: str) -> SignOff:
    """The routing desk sends its sign-off to the agency that is competent; that row blocks the same step."""
    declaration, desk = found.sign_off(actor, sign_off)
    may_be_worked_on(declaration, desk)
    if desk.agency != DESK or desk.state not in {SignOffState.OPEN, SignOffState.CLAIMED}:
        raise _not_open(desk)
    if agency not in registry.agencies():
        raise Problems([Problem("unknown_agency", "/agency", _("Choose an agency of the list."))])
    if not reason.strip():
        raise Problems([Problem("reason_missing", "/reason", _("Enter why this agency is competent."))])
    why = {"rule": "", "reason": "routing_desk", "text": reason}
    row = _in_place_of(desk, declaration, actor, agency=agency, why=why, escalate_to=Control.PHYSICAL)
    desk.state = SignOffState.DECIDED
    desk.verdict = Verdict.NOT_COMPETENT
    desk.decided_kind = "officer"
    desk.decided_by_id = actor.person
    desk.decided_at = clock.now()
    desk.reason = reason
    desk.save(update_fields=["state", "verdict", "decided_kind", "decided_by", "decided_at", "reason"])
    _tell(declaration, actor, "signoff.reassigned", row, agency_before=desk.agency)
    settling.settle(declaration)
    return row


def _in_place_of(
    row: SignOff, declaration: Declaration, actor: Actor, *, agency: str, why: Mapping[str, Any], **more: Any
) -> SignOff:
    """A new open sign-off of `agency` that blocks the same step for the same reasons, asked by a person."""
    kept = ("run_id", "version", "stage", "place", "office_id", "items", "blocks", "visibility", "announced_at", "titles",
            "legal_basis", "fingerprint")  # fmt: skip
    new = SignOff(
        declaration=declaration,
        company_id=declaration.company_id,
        agency=agency,
        # Named after what it replaces, so that two of them never meet in one identity.
        requirement=f"{agency}.instead_of.{row.pk}",
        executed_by=agency,
        control=Control.DOCUMENTARY,
        asked_by_id=actor.person,
        because=[*row.because, dict(why)],
        opens_on="filed",
        clock_start="filed",
        deadline_value=4,
        deadline_unit="working_hour",
        is_default=True,
        replaces=row,
        **{name: getattr(row, name) for name in kept},
        **more,
    )
    opening.open_row(new, declaration, at=clock.now())
    new.save(force_insert=True)
    return new


def _claimed(actor: Actor, declaration: Declaration, row: SignOff) -> SignOff:
    row.state = SignOffState.CLAIMED
    row.claimed_by_id = actor.person
    row.claimed_at = clock.now()
    row.save(update_fields=["state", "claimed_by", "claimed_at"])
    _tell(declaration, actor, "signoff.claimed", row, public=False)
    return row


def may_be_worked_on(declaration: Declaration, row: SignOff) -> None:
    """Refused where nothing can be decided on the declaration, or not on this version of it."""
    if row.version != declaration.version:
        raise Refused("stale_version", _("The trader has changed the declaration. It is being routed again."))
    if declaration.state in AT_WORK:
        return
    if declaration.state in RELEASED and row.blocks not in {Blocks.RELEASE, Blocks.ACCEPT}:
        return
    raise Refused("illegal_move", _("The declaration has moved on: nothing can be decided on it any more."))


def _not_open(row: SignOff) -> Refused:
    if row.state == SignOffState.CLAIMED and row.claimed_by is not None:
        return Refused(
            "lost_claim",
            _("%(officer)s has this since %(since)s.")
            % {"officer": row.claimed_by.get_full_name(), "since": f"{row.claimed_at:%H:%M} UTC"},
            since=row.claimed_at,
        )
    if row.state == SignOffState.DECIDED:
        return Refused("already_decided", _("This sign-off has already been decided."))
    return Refused("not_open", _("This sign-off is not open. Reload the page to see where it stands."))


def _verdicts(row: SignOff, decision: Decision) -> tuple[str, dict[str, str]]:
    """The overall verdict and the verdicts by item; Problems with everything that is missing."""
    problems: list[Problem] = []
    by_item = {int(number): str(verdict) for number, verdict in decision.verdicts_by_item.items()}
    if unknown := sorted(set(by_item) - set(row.items)):
        text = _("This sign-off does not cover item %(numbers)s.") % {"numbers": ", ".join(map(str, unknown))}
        problems.append(Problem("unknown_item", "/verdicts_by_item", text))
    for number, verdict in by_item.items():
        if verdict not in set(Verdict):
            problems.append(Problem("verdict", f"/verdicts_by_item/{number}", _("Choose a verdict of the list.")))
    overall = decision.verdict
    if by_item and not problems:
        full = {number: by_item.get(number, decision.verdict) for number in row.items}
        given = set(full.values())
        overall = next((v for v in _HARDEST if v in given), decision.verdict)
        by_item = full if len(given) > 1 else {}
    if overall not in set(Verdict):
        problems.append(Problem("verdict", "/verdict", _("Choose a verdict of the list.")))
    if overall in {Verdict.REFUSED, Verdict.NOT_COMPETENT} and not decision.reason.strip():
        problems.append(Problem("reason_missing", "/reason", _("Enter the reason. The trader will read it.")))
    if overall == Verdict.APPROVED_WITH_CONDITIONS and not decision.conditions:
        problems.append(Problem("conditions_missing", "/conditions", _("Enter at least one condition.")))
    if row.control in NEEDS_FINDING and overall != Verdict.NOT_COMPETENT:
        problems += _what_is_missing_in(decision.finding)
    problems += _form_problems(row, decision)
    if problems:
        raise Problems(problems)
    return str(overall), {str(number): verdict for number, verdict in by_item.items()}


_HARDEST = (Verdict.REFUSED, Verdict.NOT_COMPETENT, Verdict.APPROVED_WITH_CONDITIONS, Verdict.APPROVED)


def _what_is_missing_in(finding: Mapping[str, Any] | None) -> list[Problem]:
    finding = finding or {}
    words = {
        "place": _("Enter where the goods were inspected."),
        "at": _("Enter when the goods were inspected."),
        "items": _("Enter the result for each item."),
        "seals": _("Enter the seals found and put on, or an empty list."),
    }
    missing = [key for key in FINDING_KEYS if key not in finding or (key in {"place", "at"} and not finding[key])]
    return [Problem("finding_missing", f"/finding/{key}", words[key]) for key in missing]


def _form_problems(row: SignOff, decision: Decision) -> list[Problem]:
    """What is wrong with the agency's own fields; they are asked for when the goods are allowed."""
    if row.agency not in registry.agencies() or decision.verdict in {Verdict.REFUSED, Verdict.NOT_COMPETENT}:
        return []
    form = registry.form_of(row.agency, row.requirement)
    if form is None:
        return []
    _answers, faults = form.check(decision.form, row)
    return [Problem(f"form_{fault}", f"/form/{name}", FORM_FAULTS[fault]) for name, fault in faults.items()]


def _tell(
    declaration: Declaration, actor: Actor, kind: str, row: SignOff, *, public: bool = True, **payload: Any
) -> None:
    record.write(declaration, actor, [told_of(row, kind, public=public, **payload)])


def told_of(row: SignOff, kind: str, *, public: bool = True, **payload: Any) -> Happened:
    """An event of a sign-off; what the trader may not know of is not told."""
    known = row.visibility == "public" or row.announced_at is not None
    return Happened(
        kind,
        {"signoff": str(row.uuid), "requirement": row.requirement, **payload},
        public=public and known,
        agency=row.agency,
        office=row.office_id,
    )
