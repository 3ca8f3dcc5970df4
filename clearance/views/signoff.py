"""The sign-off page and the acts of the officer on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clearance import clock, sentences
from clearance.carrying import STRICTNESS
from clearance.content import Problems
from clearance.forms.acts import WhyForm
from clearance.forms.deciding import AskForm, DecisionForm, HoldForm, InspectForm, ReassignForm
from clearance.permissions import NotAllowed, may_decide
from clearance.reading import desk as reading
from clearance.reading.desk import Work
from clearance.services import deciding, stopping
from clearance.views.desk_rows import clock_of, letters_of, state_of
from clearance.wording import because_sentence, paper_text
from clearance.words import LANE
from clearance.workflow import AT_WORK, Control, SignOffState


def signoff(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One sign-off: the goods, why it is asked, who else must sign, and the decision."""
    return _shown(request, reading.work(request.actor, uuid))  # type: ignore[attr-defined]


def decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Decide it."""
    work = reading.work(request.actor, uuid)  # type: ignore[attr-defined]
    form = DecisionForm(request.POST, row=work.row)

    def act() -> HttpResponse:
        deciding.decide(request.actor, sign_off=str(uuid), decision=form.decision())  # type: ignore[attr-defined]
        messages.success(request, _("Decided. Take the next one when you are ready."))
        return redirect("signoff", uuid)

    return _done(request, work, "decision", form, act)


def ask(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask the trader."""
    work = reading.work(request.actor, uuid)  # type: ignore[attr-defined]
    form = AskForm(request.POST, items=work.content.get("items") or [], prefix="ask")

    def act() -> HttpResponse:
        given = form.cleaned_data
        deciding.ask(request.actor, sign_off=str(uuid), text=given["text"], pointer=given["about"], days=given["days"])  # type: ignore[attr-defined]
        messages.success(request, _("Your question is sent. The clock of this sign-off stands until the answer."))
        return redirect("signoff", uuid)

    return _done(request, work, "ask", form, act)


def inspect(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Order a stricter control."""
    work = reading.work(request.actor, uuid)  # type: ignore[attr-defined]
    form = InspectForm(request.POST, allowed=stricter(work), prefix="inspect")

    def act() -> HttpResponse:
        deciding.inspect(request.actor, sign_off=str(uuid), control=form.cleaned_data["control"])  # type: ignore[attr-defined]
        messages.success(request, _("Ordered. The decision now needs a finding."))
        return redirect("signoff", uuid)

    return _done(request, work, "inspect", form, act)


def hold(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Stop the release of the declaration."""
    work = reading.work(request.actor, uuid)  # type: ignore[attr-defined]
    form = HoldForm(request.POST, prefix="hold")

    def act() -> HttpResponse:
        stopping.place_hold(request.actor, sign_off=str(uuid), **form.cleaned_data)  # type: ignore[attr-defined]
        messages.success(request, _("The release is stopped. The trader sees the reason."))
        return redirect("signoff", uuid)

    return _done(request, work, "hold", form, act)


def reassign(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The routing desk sends it to the competent agency."""
    work = reading.work(request.actor, uuid)  # type: ignore[attr-defined]
    form = ReassignForm(request.POST, prefix="reassign")

    def act() -> HttpResponse:
        deciding.reassign(request.actor, sign_off=str(uuid), **form.cleaned_data)  # type: ignore[attr-defined]
        messages.success(request, _("Sent to the agency. It blocks the same step."))
        return redirect("routing_desk")

    return _done(request, work, "reassign", form, act)


def lift(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Lift a hold, with the reason."""
    found = reading.hold(request.actor, uuid)  # type: ignore[attr-defined]
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            stopping.lift_hold(request.actor, hold=str(uuid), reason=form.cleaned_data["reason"])  # type: ignore[attr-defined]
        except Problems as faults:
            form.put(faults.problems)
        else:
            messages.success(request, _("The stop is lifted."))
            return redirect("desk_declaration", found.declaration.reference)
    page = {"hold": found, "form": form, "agency": sentences.agency_name(found.agency)}
    return render(request, "desk/lift.html", page, status=422 if form.is_bound else 200)


def _done(request: HttpRequest, work: Work, name: str, form: Any, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Do it when the person may and the form is right; else the page again with what is wrong at its fields."""
    if sentence := may_decide(request.actor, work.row, work.declaration):  # type: ignore[attr-defined]
        raise NotAllowed(sentence)
    if form.is_valid():
        try:
            return act()
        except Problems as faults:
            form.put(faults.problems)
    return _shown(request, work, **{name: form})


def _shown(request: HttpRequest, work: Work, **bound: Any) -> HttpResponse:
    actor, row = request.actor, work.row  # type: ignore[attr-defined]
    row.declaration = work.declaration
    why_not = _why_not(actor, work)
    items = work.content.get("items") or []
    page = {
        "work": work,
        "row": row,
        "declaration": work.declaration,
        "agency": sentences.agency_name(row.agency),
        "title": sentences.title_of(row.requirement, row.titles),
        "state": state_of(row),
        "clock": clock_of(row, clock.now()),
        "lane": work.lane if work.lane in LANE else "",
        "control": sentences.CONTROLS[row.control],
        "blocks": sentences.BLOCKS[row.blocks],
        "because": [because_sentence(entry) for entry in row.because],
        "difference": [sentences.difference_text(entry) for entry in row.difference],
        "papers": [paper_text(paper["any_of"]) for paper in row.documents if paper.get("any_of")],
        "items": [item for item in items if not row.items or item.get("number") in row.items],
        "other_items": [item for item in items if row.items and item.get("number") not in row.items],
        "items_text": sentences.items_text(row.items),
        "others": [_other(one) for one in work.others],
        "letters": letters_of([row, *work.others]),
        "why_not": why_not,
        "is_mine": row.claimed_by_id == actor.user_id and row.state == SignOffState.CLAIMED,
        "may_claim": why_not is None and row.state == SignOffState.OPEN,
        "forms": _forms(work, actor, bound) if why_not is None else {},
        "bound": next(iter(bound.values()), None),
        "declared": work.content.get("documents") or [],
    }
    return render(request, "desk/signoff.html", page, status=422 if bound else 200)


def _why_not(actor: Any, work: Work) -> Any:
    """Why this person cannot work on it now, or None: the same rules as the services'."""
    row = work.row
    if sentence := may_decide(actor, row, work.declaration):
        return sentence
    if row.version != work.declaration.version:
        return _("The trader has changed the declaration. It is being routed again.")
    if row.state == SignOffState.DECIDED:
        return _("This sign-off has been decided.")
    if row.state == SignOffState.WAITING:
        return _("This check opens when the goods arrive. It cannot be decided before.")
    if row.state == SignOffState.LAPSED:
        return _("This is no longer asked.")
    if row.state == SignOffState.CLAIMED and row.claimed_by_id != actor.user_id:
        return _("%(officer)s is working on it.") % {"officer": row.claimed_by}
    return None


def _forms(work: Work, actor: Any, bound: dict[str, Any]) -> dict[str, Any]:
    row = work.row
    found: dict[str, Any] = {}
    if row.agency == deciding.DESK:
        found["reassign"] = bound.get("reassign") or ReassignForm(prefix="reassign")
    found["decision"] = bound.get("decision") or DecisionForm(row=row)
    found["ask"] = bound.get("ask") or AskForm(items=work.content.get("items") or [], prefix="ask")
    if allowed := stricter(work):
        found["inspect"] = bound.get("inspect") or InspectForm(allowed=allowed, prefix="inspect")
    if work.declaration.state in AT_WORK:
        found["hold"] = bound.get("hold") or HoldForm(prefix="hold")
    return found


def stricter(work: Work) -> list[tuple[str, Any]]:
    """The stricter controls this sign-off may be raised to."""
    allowed = set(work.row.escalate_to.replace("|", " ").split())
    now = STRICTNESS.index(Control(work.row.control))
    return [(str(one), sentences.CONTROLS[one]) for one in STRICTNESS[now + 1 :] if one in allowed]


def _other(row: Any) -> dict[str, Any]:
    return {
        "row": row,
        "agency": sentences.agency_name(row.agency),
        "title": sentences.title_of(row.requirement, row.titles),
        "state": state_of(row),
        "clock": clock_of(row, clock.now()),
    }
