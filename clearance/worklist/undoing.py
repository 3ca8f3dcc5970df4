"""Decisions that can be taken back: held for some seconds in the database, then carried out by whoever comes first.

A decision is final once it counts, because the last one releases goods. So the pages record what an officer decided, keep
the sign-off claimed, and carry it out when the time is over: the worker's task, or the officer's next page. It is carried
out as the officer, with the rights and the state of that moment; whatever the services refuse then, does not happen, and
the officer reads why.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from clearance import clock, record
from clearance.acting import SYSTEM, Actor, Who, acting_as
from clearance.content import Problems
from clearance.models import SignOff
from clearance.permissions import NotAllowed
from clearance.record import Happened
from clearance.services import deciding, found
from clearance.services.deciding import Decision
from clearance.workflow import Refused, Sentence, SignOffState
from clearance.worklist.models import Pending

log = logging.getLogger(__name__)
BATCH = 100
NOT_CARRIED_OUT = (Refused, NotAllowed, Problems, found.NotFound)


def decide(actor: Actor, decisions: Mapping[str, Decision]) -> UUID | None:
    """Decide sign-offs of one card in one act; returns the act to take back, None when they count at once."""
    window = timedelta(seconds=settings.UNDO_SECONDS)
    with transaction.atomic():  # several rows: all of them or none
        if not window:
            for sign_off, decision in decisions.items():
                deciding.decide(actor, sign_off=sign_off, decision=decision)
            return None
        act = uuid4()
        for sign_off, decision in decisions.items():
            _keep(actor, act, sign_off, decision, window)
        return act


def undo(actor: Actor, *, act: UUID) -> SignOff:
    """Take an own decision back while it waits; the sign-offs stay claimed."""
    waiting = list(
        Pending.objects.select_for_update(of=("self",))
        .filter(act=act, officer_id=actor.person)
        .select_related("sign_off")
        .order_by("pk")
    )
    if not waiting:
        raise found.NotFound(str(act))
    if any(one.state in (Pending.State.DONE, Pending.State.FAILED) for one in waiting):
        raise Refused("too_late", _("The decision has been carried out. It can no longer be taken back."))
    for one in waiting:
        if one.state == Pending.State.UNDONE:
            continue
        declaration, row = found.sign_off(actor, str(one.sign_off.uuid))
        _end(one, Pending.State.UNDONE)
        record.write(declaration, actor, [_happened("signoff.decision_undone", row)])
    back: SignOff = waiting[0].sign_off
    return back


def carry_out_due(*, officer: int | None = None, limit: int = BATCH) -> int:
    """Carry out the acts whose time is over (one officer's, or everybody's); returns how many were ended."""
    with acting_as(SYSTEM):
        due = Pending.objects.filter(state=Pending.State.WAITING, due_at__lte=clock.now())
        if officer is not None:
            due = due.filter(officer_id=officer)
        acts = dict(due.order_by("due_at", "pk").values_list("act", "officer_id")[:limit])
    return sum(carry_out(act, officer=person) for act, person in acts.items())


def carry_out(act: UUID, *, officer: int) -> bool:
    """Carry out one act as its officer; where the workflow refuses it, note why. False when somebody else is at it."""
    try:
        with acting_as(Who(officer)) as actor:
            waiting = _locked(act)
            for one in waiting:
                _decide_now(actor, one)
            return bool(waiting)
    except NOT_CARRIED_OUT as refusal:
        why = str(refusal)
    except DatabaseError:  # a fault of the moment: it stays due, and the next round tries again
        log.exception("could not carry out a decision", extra={"act": str(act)})
        return False
    with acting_as(SYSTEM):
        waiting = _locked(act)
        for one in waiting:
            _end(one, Pending.State.FAILED, why=why)
    return bool(waiting)


def waiting_on(actor: Actor, row: SignOff) -> Pending | None:
    """The person's decision that waits on a sign-off."""
    return Pending.objects.filter(sign_off=row, officer_id=actor.user_id, state=Pending.State.WAITING).first()


def failed_on(actor: Actor, row: SignOff) -> Pending | None:
    """The person's last decision on a sign-off, when it could not be carried out."""
    last = Pending.objects.filter(sign_off=row, officer_id=actor.user_id).order_by("-pk").first()
    return last if last is not None and last.state == Pending.State.FAILED else None


def latest(actor: Actor) -> list[Pending]:
    """The person's acts that can still be taken back, the newest first; one row an act."""
    waiting = Pending.objects.filter(officer_id=actor.user_id, state=Pending.State.WAITING, due_at__gt=clock.now())
    found_: dict[UUID, Pending] = {}
    for one in waiting.select_related("declaration", "sign_off").order_by("-pk")[:20]:
        found_.setdefault(one.act, one)
    return list(found_.values())


def must_not_wait(rows: QuerySet[SignOff] | Iterable[SignOff]) -> None:
    """Refused while a decision waits on one of these."""
    pks = [row.pk for row in rows]
    with acting_as(SYSTEM):
        is_waiting = Pending.objects.filter(sign_off_id__in=pks, state=Pending.State.WAITING).exists()
    if is_waiting:
        raise Refused("decision_waits", MADE)


MADE: Sentence = _("A decision has been made here and counts in a few seconds. Take it back first.")


def _keep(actor: Actor, act: UUID, sign_off: str, decision: Decision, window: timedelta) -> None:
    """Check a decision as if it counted now, claim the sign-off, and write the decision down."""
    declaration, row = found.sign_off(actor, sign_off)
    verdict, _by_item = deciding.checked(actor, declaration, row, decision)
    must_not_wait([row])
    if row.state == SignOffState.OPEN:
        deciding.claim(actor, sign_off=sign_off)
    now = clock.now()
    Pending.objects.create(
        act=act,
        declaration=declaration,
        sign_off=row,
        officer_id=actor.person,
        decision=asdict(decision),
        language=(translation.get_language() or "en")[:2],
        made_at=now,
        due_at=now + window,
    )
    record.write(declaration, actor, [_happened("signoff.decision_made", row, verdict=verdict)])


def _decide_now(actor: Actor, one: Pending) -> None:
    row = one.sign_off
    if row.state != SignOffState.CLAIMED or row.claimed_by_id != one.officer_id:
        raise Refused("not_yours", _("The sign-off was no longer yours when the decision was to count."))
    given = dict(one.decision)
    given["verdicts_by_item"] = {int(number): verdict for number, verdict in given["verdicts_by_item"].items()}
    with translation.override(one.language):
        deciding.decide(actor, sign_off=str(row.uuid), decision=Decision(**given))
    _end(one, Pending.State.DONE)


def _locked(act: UUID) -> list[Pending]:
    """The waiting decisions of an act, locked; none when another process has them in hand."""
    return list(
        Pending.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(act=act, state=Pending.State.WAITING)
        .select_related("sign_off")
        .order_by("pk")
    )


def _end(one: Pending, state: str, *, why: str = "") -> None:
    one.state, one.ended_at, one.why = state, clock.now(), why
    one.save(update_fields=["state", "ended_at", "why"])


def _happened(kind: str, row: SignOff, **payload: str) -> Happened:
    return Happened(
        kind,
        {"signoff": str(row.uuid), "requirement": row.requirement, **payload},
        public=False,
        agency=row.agency,
        office=row.office_id,
    )
