"""Calls of officers: the queue and the acts on a sign-off."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Status

from clearance import queues
from clearance.api import bodies, cursors, shapes, showing
from clearance.api.declarations import actor_of
from clearance.api.trading import uuid_of
from clearance.content import Problem, Problems
from clearance.models import Declaration, Hold, SignOff
from clearance.services import deciding, found, stopping
from clearance.services.deciding import Decision
from clearance.workflow import Refused

router = Router(tags=["desk"])
PAGE = 50


@router.get("queue", url_name="queue", response=shapes.QueueOut, exclude_unset=True)
def read_queue(
    request: HttpRequest,
    agency: Annotated[str, Query(max_length=40)] = "",
    office: Annotated[str, Query(max_length=32)] = "",
    view: Literal["all", "unclaimed", "mine", "waiting_for_trader", "overdue"] = "all",
    cursor: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = PAGE,
) -> Any:
    """Open sign-offs of one's agencies and offices: overdue first, then risk, then due."""
    rows = queues.queue(actor_of(request), agency=agency or None, office=office or None, view=view)
    if cursor:
        rows = rows.filter(_after(cursor))
    page = list(rows[: limit + 1])
    last = page[limit - 1] if len(page) > limit else None
    return {
        "signoffs": [queue_row(row) for row in page[:limit]],
        "next": cursors.made_of(last.overdue, last.risk, last.due_at.isoformat(), last.pk)
        if last and last.due_at
        else None,
    }


@router.post("queue/next", url_name="queue_next", response={200: shapes.QueueRow, 204: None}, exclude_unset=True)
def take_next(request: HttpRequest, asked: bodies.Next | None = None) -> Any:
    """Claim the next sign-off; 204 when there is none."""
    asked = asked or bodies.Next()
    row = deciding.take_next(actor_of(request), agency=asked.agency, office=asked.office)
    return Status(204, None) if row is None else Status(200, queue_row(row))


@router.post("signoffs/{id}/claim", url_name="claim", response=shapes.ActOut, exclude_unset=True)
def claim(request: HttpRequest, id: str) -> Any:
    """Take a sign-off; 409 with who has it when somebody was faster."""
    return _after_act(deciding.claim(actor_of(request), sign_off=uuid_of(id, "")))


@router.post("signoffs/{id}/release", url_name="release", response=shapes.ActOut, exclude_unset=True)
def release(request: HttpRequest, id: str) -> Any:
    """Give a claimed sign-off back to the queue."""
    return _after_act(deciding.release_claim(actor_of(request), sign_off=uuid_of(id, "")))


@router.post("signoffs/{id}/decide", url_name="decide", response=shapes.ActOut, exclude_unset=True)
def decide(request: HttpRequest, id: str, asked: bodies.DecisionIn) -> Any:
    """Decide; when it is the last answer the goods are released in the same moment."""
    decision = Decision(
        verdict=asked.verdict,
        verdicts_by_item={int(number): verdict for number, verdict in asked.verdicts_by_item.items()},
        reason=asked.reason,
        conditions=tuple(asked.conditions),
        finding=asked.finding,
        form=asked.form,
        version=asked.version,
    )
    return _after_act(deciding.decide(actor_of(request), sign_off=uuid_of(id, ""), decision=decision))


@router.post("signoffs/{id}/ask", url_name="ask", response={201: shapes.QuestionOut})
def ask(request: HttpRequest, id: str, asked: bodies.QuestionIn) -> Any:
    """Ask the trader; stops the clock of this sign-off only."""
    question = deciding.ask(
        actor_of(request), sign_off=uuid_of(id, ""), text=asked.text, pointer=asked.pointer, days=asked.days
    )
    return Status(201, showing.question(question))


@router.post("signoffs/{id}/inspect", url_name="inspect", response=shapes.ActOut, exclude_unset=True)
def inspect(request: HttpRequest, id: str, asked: bodies.InspectionIn | None = None) -> Any:
    """Order a stricter control, where the rule provides for it."""
    wanted = asked or bodies.InspectionIn()
    row = deciding.inspect(actor_of(request), sign_off=uuid_of(id, ""), control=wanted.control, reason=wanted.reason)
    return _after_act(row)


@router.post("signoffs/{id}/hold", url_name="hold", response={201: shapes.HoldOut})
def hold(request: HttpRequest, id: str, asked: bodies.HoldIn) -> Any:
    """Stop the release."""
    placed = stopping.place_hold(
        actor_of(request),
        sign_off=uuid_of(id, ""),
        public_reason=asked.public_reason,
        legal_basis=asked.legal_basis,
        review_at=asked.review_at,
    )
    return Status(201, showing.hold(placed))


@router.post("signoffs/{id}/lift", url_name="lift", response=shapes.HoldOut)
def lift(request: HttpRequest, id: str, asked: bodies.LiftIn) -> Any:
    """Lift a hold of one's own agency on this declaration."""
    wanted = asked.hold and uuid_of(asked.hold, "/hold")
    chosen = _hold_of(uuid_of(id, ""), wanted or None)
    return showing.hold(stopping.lift_hold(actor_of(request), hold=str(chosen.uuid), reason=asked.reason))


@router.post("signoffs/{id}/reassign", url_name="reassign", response=shapes.ActOut, exclude_unset=True)
def reassign(request: HttpRequest, id: str, asked: bodies.ReassignIn) -> Any:
    """Routing desk: send a sign-off to the competent agency."""
    row = deciding.reassign(actor_of(request), sign_off=uuid_of(id, ""), agency=asked.agency, reason=asked.reason)
    return _after_act(row)


def queue_row(row: SignOff) -> dict[str, Any]:
    """A sign-off with what a row of a queue shows of its declaration."""
    declaration = row.declaration
    return {
        **showing.sign_off(row, officer=True),
        "reference": declaration.reference,
        "kind": declaration.kind,
        "company": {"bin": declaration.company.bin, "name": declaration.company.name},
        "summary": declaration.summary,
        "vehicle": declaration.vehicle,
    }


def _after_act(row: SignOff) -> dict[str, Any]:
    declaration = Declaration.objects.select_related("company").get(pk=row.declaration_id)
    return {"signoff": showing.sign_off(row, officer=True), "declaration": showing.summary(declaration)}


def _hold_of(sign_off: str, hold: str | None) -> Hold:
    """The hold named, or the only open one of the sign-off's agency."""
    row = SignOff.objects.filter(uuid=sign_off).first()
    if row is None:
        raise found.NotFound(sign_off)
    holds = Hold.objects.filter(declaration_id=row.declaration_id)
    if hold is not None:
        chosen = holds.filter(uuid=hold).first()
        if chosen is None:
            raise found.NotFound(hold)
        return chosen
    of_agency = list(holds.filter(agency=row.agency, lifted_at=None))
    if not of_agency:
        raise Refused("no_hold", _("This agency has no open hold on the declaration."))
    if len(of_agency) > 1:
        raise Problems([Problem("hold", "/hold", _("Name the hold: this agency has several on the declaration."))])
    return of_agency[0]


def _after(cursor: str) -> Q:
    """What comes after a cursor in working order (`queues.ORDER`)."""
    overdue, risk, due, pk = cursors.read(cursor, bool, int, str, int)
    due_at = cursors.moment(due)
    same = Q(overdue=overdue, risk=risk)
    later = same & (Q(due_at__gt=due_at) | Q(due_at=due_at, pk__gt=pk))
    lower = Q(overdue=overdue, risk__lt=risk) | later
    return lower | Q(overdue=False) if overdue else lower
