"""What is done from the queue: claim, next, give back, hand over, chosen cards at once, views saved."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clearance.content import Problems
from clearance.views.queue_filters import asked_of, parameters
from clearance.workflow import Refused
from clearance.worklist import bulk, saved, together


def take_next(request: HttpRequest) -> HttpResponse:
    """Claim the next card of the queues and open it."""
    agency, office = request.POST.get("agency") or None, request.POST.get("office") or None
    row = together.take_next(request.actor, agency=agency, office=office)  # type: ignore[attr-defined]
    if row is None:
        messages.info(request, _("Nothing is waiting in your queues."))
        return redirect("queue")
    messages.success(request, _("It is yours now."))
    return redirect("signoff", row.uuid)


def claim(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take one card; whoever comes second from the queue reads there who has it and since when."""
    try:
        together.claim(request.actor, sign_off=str(uuid))  # type: ignore[attr-defined]
    except Refused as refusal:
        if "from_queue" not in request.POST:
            raise
        messages.warning(request, str(refusal))
        return redirect(f"{reverse('queue')}#row-{uuid}")
    messages.success(request, _("It is yours now."))
    return redirect("signoff", uuid)


def give_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give a claimed card back to the queue."""
    together.give_back(request.actor, sign_off=str(uuid))  # type: ignore[attr-defined]
    messages.success(request, _("It is back in the queue."))
    return redirect("queue")


def assign(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The head of an office gives a card to a colleague."""
    together.assign(request.actor, sign_off=str(uuid), to=_number(request.POST.get("to", "")))  # type: ignore[attr-defined]
    messages.success(request, _("Your colleague has it now."))
    return redirect("signoff", uuid)


def chosen(request: HttpRequest) -> HttpResponse:
    """The chosen cards at once: claim them, give them to a colleague, or look at what would be approved."""
    actor = request.actor  # type: ignore[attr-defined]
    picked = _uuids(request.POST)
    if not picked:
        messages.warning(request, _("Choose at least one case first."))
        return redirect("queue")
    act = request.POST.get("act", "")
    if act == "approve":
        preview = bulk.preview(actor, picked)
        return render(request, "desk/approve.html", {"preview": preview})
    if act == "approve_now":
        return _approved(request, picked)
    done, refused = together.each(actor, picked, act, to=_number(request.POST.get("to", "")) or None)
    if done:
        text = ngettext("%(count)s case is taken.", "%(count)s cases are taken.", done)
        messages.success(request, text % {"count": done})
    for sentence in dict.fromkeys(refused):
        messages.warning(request, sentence)
    return redirect(f"{reverse('queue')}?view={'mine' if act == 'claim' else 'all'}")


def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the page under a name."""
    query = urlencode(parameters(asked_of(request)))
    try:
        saved.save(request.actor, name=request.POST.get("name", ""), query=query, is_shared="shared" in request.POST)  # type: ignore[attr-defined]
    except Problems as faults:
        for fault in faults.problems:
            messages.warning(request, str(fault.message))
    else:
        messages.success(request, _("The view is saved. It stands beside the others."))
    return redirect(f"{reverse('queue')}?{query}")


def drop_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Delete a saved view of one's own."""
    saved.drop(request.actor, view=view_id)  # type: ignore[attr-defined]
    messages.success(request, _("The view is deleted."))
    return redirect("queue")


def _approved(request: HttpRequest, picked: list[str]) -> HttpResponse:
    done, refused = bulk.approve(request.actor, picked)  # type: ignore[attr-defined]
    if done:
        text = ngettext("%(count)s case is approved.", "%(count)s cases are approved.", done)
        messages.success(request, text % {"count": done})
    for sentence in dict.fromkeys(refused):
        messages.warning(request, sentence)
    return redirect("queue")


def _uuids(given: QueryDict) -> list[str]:
    found = []
    for text in given.getlist("chosen")[:200]:
        try:
            found.append(str(UUID(text)))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def _number(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 18 else 0
