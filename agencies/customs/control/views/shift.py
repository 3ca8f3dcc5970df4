"""The shift: handing over and taking over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from agencies.customs.control import handing_over, rows, seeing
from agencies.customs.control.asked import Asked
from agencies.customs.control.forms import HandoverForm
from agencies.customs.control.roles import Right, may
from clearance.acts import Actor, Problems


def control_handover(request: HttpRequest) -> HttpResponse:
    """What is open now, a note for the next shift, and the shifts before."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = HandoverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            handing_over.give(actor, **form.cleaned_data)
        except Problems as faults:
            form.put(faults.problems)
        else:
            messages.success(request, _("The shift waits for a colleague to take it over."))
            return redirect("control_handover")
    waiting = seeing.waiting_handover()
    context = {
        "form": form,
        "may_hand_over": may(actor, Right.HAND_OVER),
        "waiting": waiting,
        "is_own": waiting is not None and waiting.given_by_id == actor.user_id,
        "left": rows.alarm_cards(handing_over.alarms_of(waiting), actor) if waiting else [],
        "open": handing_over.what_is_open(),
        "alarms": rows.alarm_cards(seeing.alarms(Asked()), actor),
        "latest": handing_over.latest(),
    }
    return render(request, "customs/control_handover.html", context, status=422 if form.is_bound else 200)


def take_handover(request: HttpRequest) -> HttpResponse:
    """Take the shift over."""
    handing_over.take(request.actor)  # type: ignore[attr-defined]
    messages.success(request, _("The shift is yours."))
    return redirect("control")
