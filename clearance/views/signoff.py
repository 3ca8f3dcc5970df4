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

from clearance import sentences
from clearance.content import Problems
from clearance.forms.acts import WhyForm
from clearance.forms.content import PlainForm
from clearance.forms.leading import ReassignForm
from clearance.permissions import NotAllowed, may_decide
from clearance.reading import desk as reading
from clearance.reading.desk import Work
from clearance.services import deciding, stopping
from clearance.views.five_acts import form_of, wants_only_the_text, why_not_this, why_nothing
from clearance.views.signoff_page import page_of
from clearance.workflow import Refused, Sentence
from clearance.worklist import undoing


def signoff(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One sign-off: the goods, why it is asked, who else must sign, and the five acts."""
    undoing.carry_out_due(officer=request.actor.user_id)  # type: ignore[attr-defined]
    work = reading.work(request.actor, uuid)  # type: ignore[attr-defined]
    if request.GET.get("fragment") == "live":
        return render(request, "desk/signoff/live.html", page_of(request, work))
    return render(request, "desk/signoff.html", page_of(request, work))


def undo(request: HttpRequest, act: UUID) -> HttpResponse:
    """Take a decision back while it waits."""
    row = undoing.undo(request.actor, act=act)  # type: ignore[attr-defined]
    messages.success(request, _("The decision is taken back. Nothing was sent."))
    return redirect("signoff", row.uuid)


def approve(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The goods may go on, with conditions or without."""
    return _decide(request, uuid, "approve")


def refuse(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The goods may not go on, or another agency is competent."""
    return _decide(request, uuid, "refuse")


def ask(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask the trader."""

    def act(form: Any) -> None:
        given = form.cleaned_data
        deciding.ask(
            request.actor,  # type: ignore[attr-defined]
            sign_off=str(uuid),
            text=given["text"],
            pointer=given["about"],
            days=given["days"],
            language=form.spoken,
        )
        messages.success(request, _("Your question is sent. The clock of this sign-off stands until the answer."))

    return _done(request, uuid, "ask", act)


def inspect(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Order a stricter control."""

    def act(form: Any) -> None:
        given = form.cleaned_data
        deciding.inspect(
            request.actor,  # type: ignore[attr-defined]
            sign_off=str(uuid),
            control=given["control"],
            reason=given["reason"],
            language=form.spoken,
        )
        messages.success(request, _("Ordered. The decision now needs a finding."))

    return _done(request, uuid, "inspect", act)


def hold(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Stop the release of the declaration."""

    def act(form: Any) -> None:
        given = {name: form.cleaned_data[name] for name in ("public_reason", "legal_basis", "review_at")}
        stopping.place_hold(request.actor, sign_off=str(uuid), language=form.spoken, **given)  # type: ignore[attr-defined]
        messages.success(request, _("The release is stopped. The trader sees the reason."))

    return _done(request, uuid, "hold", act)


def reassign(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The routing desk sends it to the competent agency."""
    work = reading.work(request.actor, uuid)  # type: ignore[attr-defined]
    _must_be_allowed(request, work)
    form = ReassignForm(request.POST, prefix="reassign")
    if form.is_valid():
        try:
            with transaction.atomic():
                deciding.reassign(request.actor, sign_off=str(uuid), **form.cleaned_data)  # type: ignore[attr-defined]
        except Problems as faults:
            form.put(faults.problems)
        else:
            messages.success(request, _("Sent to the agency. It blocks the same step."))
            return redirect("routing_desk")
    return render(request, "desk/signoff.html", page_of(request, work, bound=form), status=422)


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


def _decide(request: HttpRequest, uuid: UUID, name: str) -> HttpResponse:
    def act(form: Any) -> None:
        waiting = undoing.decide(request.actor, form.decisions())  # type: ignore[attr-defined]
        if waiting is None:
            messages.success(request, _("Decided. Take the next one when you are ready."))

    return _done(request, uuid, name, act)


def _done(request: HttpRequest, uuid: UUID, name: str, act: Callable[[Any], None]) -> HttpResponse:
    """Do it when the moves allow it and the form is right; else the page again with that act open and all that was typed."""
    actor = request.actor  # type: ignore[attr-defined]
    work = reading.work(actor, uuid)
    _must_be_allowed(request, work)
    form = form_of(name, work, actor, request.POST)
    if sentence := why_nothing(work, actor) or why_not_this(name, work):
        return _again(request, work, form, sentence)
    if wants_only_the_text(form, request.POST):
        form.put_in()  # type: ignore[attr-defined]
        return render(request, "desk/signoff.html", page_of(request, work, bound=form))
    if form.is_valid():
        try:
            with transaction.atomic():  # a page with faults shows that nothing of it was done
                act(form)
        except Problems as faults:
            form.put(faults.problems)
        except Refused as refused:  # somebody was faster
            return _again(request, reading.work(actor, uuid), form, refused.sentence)
        else:
            return redirect("signoff", uuid)
    return render(request, "desk/signoff.html", page_of(request, work, bound=form), status=422)


def _again(request: HttpRequest, work: Work, form: PlainForm, sentence: Sentence) -> HttpResponse:
    """An act that is not allowed now says why, and what was typed for it stays on the page."""
    form.hush()
    return render(request, "desk/signoff.html", page_of(request, work, bound=form, refused=sentence), status=409)


def _must_be_allowed(request: HttpRequest, work: Work) -> None:
    if sentence := may_decide(request.actor, work.row, work.declaration):  # type: ignore[attr-defined]
        raise NotAllowed(sentence)
