"""The sign-off page and the acts of the officer on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
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
from clearance.reasons.lists import Offered, Use, reasons_for
from clearance.sentences import event_line
from clearance.services import deciding, stopping
from clearance.views.desk_rows import clock_of, letters_of, state_of
from clearance.wording import because_sentence, paper_text
from clearance.words import LANE
from clearance.workflow import AT_WORK, Control, SignOffState
from clearance.worklist import cards, looks, together, undoing
from clearance.worklist.cards import Asked


def signoff(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One sign-off: the goods, why it is asked, who else must sign, and the decision."""
    undoing.carry_out_due(officer=request.actor.user_id)  # type: ignore[attr-defined]
    return _shown(request, reading.work(request.actor, uuid))  # type: ignore[attr-defined]


def undo(request: HttpRequest, act: UUID) -> HttpResponse:
    """Take a decision back while it waits."""
    row = undoing.undo(request.actor, act=act)  # type: ignore[attr-defined]
    messages.success(request, _("The decision is taken back. Nothing was sent."))
    return redirect("signoff", row.uuid)


def decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Decide it."""
    work = reading.work(request.actor, uuid)  # type: ignore[attr-defined]
    form = DecisionForm(request.POST, row=work.row, others=of_the_card(request.actor, work))  # type: ignore[attr-defined]

    def act() -> HttpResponse:
        undoing.must_not_wait([work.row])
        waiting = undoing.decide(request.actor, {str(uuid): form.decision(), **form.other_decisions()})  # type: ignore[attr-defined]
        if waiting is None:
            messages.success(request, _("Decided. Take the next one when you are ready."))
        return redirect("signoff", uuid)

    return _done(request, work, "decision", form, act)


def ask(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask the trader."""
    work = reading.work(request.actor, uuid)  # type: ignore[attr-defined]
    form = AskForm(
        request.POST, items=work.content.get("items") or [], listed=_listed(work, Use.QUESTION), prefix="ask"
    )

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
    form = HoldForm(request.POST, listed=_listed(work, Use.HOLD), prefix="hold")

    def act() -> HttpResponse:
        given = {name: value for name, value in form.cleaned_data.items() if name != "listed"}
        stopping.place_hold(request.actor, sign_off=str(uuid), **given)  # type: ignore[attr-defined]
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
            with transaction.atomic():  # a page with faults shows that nothing of it was done
                return act()
        except Problems as faults:
            form.put(faults.problems)
    return _shown(request, work, **{name: form})


def _shown(request: HttpRequest, work: Work, **bound: Any) -> HttpResponse:
    actor, row = request.actor, work.row  # type: ignore[attr-defined]
    row.declaration = work.declaration
    waiting = undoing.waiting_on(actor, row) if row.is_undecided else None
    why_not = _("Your decision counts in a few seconds.") if waiting else _why_not(actor, work)
    since = looks.looked(actor, work.declaration)
    card = of_the_card(actor, work)
    before, after = _neighbours(actor, row)
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
        "pending": waiting,
        "failed": undoing.failed_on(actor, row) if row.is_undecided and not waiting else None,
        "news": [event_line(event) for event in looks.news(actor, work.declaration, since=since)],
        "history": [(event, event_line(event)) for event in reading.history(work.declaration)],
        "card": [_other(one) for one in card],
        "before": before,
        "after": after,
        "colleagues": together.colleagues(actor, row.executed_by, row.office_id)
        if row.state in ("open", "claimed") and together.is_head_for(actor, row) and not waiting
        else [],
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
    found["decision"] = bound.get("decision") or DecisionForm(row=row, others=of_the_card(actor, work))
    found["ask"] = bound.get("ask") or AskForm(
        items=work.content.get("items") or [], listed=_listed(work, Use.QUESTION), prefix="ask"
    )
    if allowed := stricter(work):
        found["inspect"] = bound.get("inspect") or InspectForm(allowed=allowed, prefix="inspect")
    if work.declaration.state in AT_WORK:
        found["hold"] = bound.get("hold") or HoldForm(listed=_listed(work, Use.HOLD), prefix="hold")
    return found


def _listed(work: Work, use: str) -> list[Offered]:
    return reasons_for(work.row.agency, use, work.row.requirement)


def of_the_card(actor: Any, work: Work) -> list[Any]:
    """The other undecided rows of one's own agency on this declaration, as far as one may decide them."""
    row = work.row
    return [
        one
        for one in work.others
        if (one.executed_by, one.office_id) == (row.executed_by, row.office_id)
        and (
            one.state == SignOffState.OPEN or (one.state == SignOffState.CLAIMED and one.claimed_by_id == actor.user_id)
        )
        and may_decide(actor, one, work.declaration) is None
    ]


def _neighbours(actor: Any, row: Any) -> tuple[Any, Any]:
    """The cards before and after this one among what the person has in hand."""
    if row.claimed_by_id != actor.user_id:
        return None, None
    mine = cards.page(actor, Asked(view="mine"), size=50).rows
    here = next((place for place, one in enumerate(mine) if one.declaration_id == row.declaration_id), None)
    if here is None:
        return None, mine[0] if mine else None
    return mine[here - 1] if here else None, mine[here + 1] if here + 1 < len(mine) else None


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
