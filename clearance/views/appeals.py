"""Appeals against refusals: the trader's pages, and those of the agency's heads who decide."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clearance import clock, sentences
from clearance.content import Problems
from clearance.forms.acts import AppealForm, WhyForm
from clearance.forms.leading import JudgeForm
from clearance.models import Appeal, SignOff
from clearance.reading import desk as reading
from clearance.reading import trader
from clearance.services import appealing
from clearance.services.found import NotFound


def appeal(request: HttpRequest, reference: str, uuid: UUID) -> HttpResponse:
    """What was refused and why, and the trader's grounds against it."""
    found = trader.found(request.actor, reference)  # type: ignore[attr-defined]
    row = SignOff.objects.select_related("office").filter(declaration=found, uuid=uuid).first()
    last = appealing.until(row) if row else None
    if row is None or last is None:
        raise Http404
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            appealing.appeal(request.actor, sign_off=str(uuid), grounds=form.cleaned_data["grounds"])  # type: ignore[attr-defined]
        except Problems as faults:
            form.put(faults.problems)
        else:
            messages.success(request, _("Your appeal is filed. The answer appears on this page."))
            return redirect("declaration", found.reference)
    page = {"declaration": found, "row": row, "agency": sentences.agency_name(row.agency), "until": last,
            "is_late": clock.now() > last, "form": form}  # fmt: skip
    return render(request, "trader/appeal.html", page, status=422 if form.is_bound else 200)


def withdraw_appeal(request: HttpRequest, reference: str, uuid: UUID) -> HttpResponse:
    """Take an appeal back."""
    found = trader.found(request.actor, reference)  # type: ignore[attr-defined]
    if not Appeal.objects.filter(declaration=found, uuid=uuid).exists():
        raise Http404
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        appealing.withdraw_appeal(request.actor, appeal=str(uuid), reason=form.cleaned_data["reason"])  # type: ignore[attr-defined]
        messages.success(request, _("The appeal is withdrawn."))
        return redirect("declaration", found.reference)
    page = {"declaration": found, "form": form}
    return render(request, "trader/withdraw_appeal.html", page, status=422 if form.is_bound else 200)


def appeals(request: HttpRequest) -> HttpResponse:
    """The appeals that wait for the heads of the reader's agencies, the oldest first, and those decided last."""
    actor = request.actor  # type: ignore[attr-defined]
    return render(request, "desk/appeals.html", reading.appeals_of(actor))


def judge(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The refusal beside the grounds against it, and the decision."""
    actor = request.actor  # type: ignore[attr-defined]
    made = reading.appeal(actor, uuid)
    if made is None:
        raise NotFound(str(uuid))
    form = JudgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _judge(actor, str(uuid), form.cleaned_data)
        except Problems as faults:
            form.put(faults.problems)
        else:
            messages.success(request, _("The trader is told what became of the appeal."))
            return redirect("appeals")
    page = {
        "appeal": made,
        "declaration": made.declaration,
        "form": form,
        "why_not": appealing.why_not_judge(actor, made.declaration, made),
        "outcome": sentences.OUTCOMES.get(made.outcome, ""),
    }
    return render(request, "desk/appeal.html", page, status=422 if form.is_bound else 200)


def _judge(actor: Any, uuid: str, given: dict[str, Any]) -> Appeal:
    if given["outcome"] == JudgeForm.RETURN:
        return appealing.return_appeal(actor, appeal=uuid, reason=given["reason"])
    return appealing.decide_appeal(actor, appeal=uuid, outcome=given["outcome"], reason=given["reason"])
