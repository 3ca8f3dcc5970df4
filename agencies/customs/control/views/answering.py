"""Answering alarms: acknowledge, close (a critical one by two), lift a stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from agencies.customs.alarms import acts, stops
from agencies.customs.alarms.words import KINDS
from agencies.customs.control import rows
from agencies.customs.control.forms import WhyForm
from agencies.customs.models import Alarm, Stop
from clearance.acts import Actor, NotFound, Problems


def acknowledge_alarm(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The person deals with it from now on."""
    alarm = acts.acknowledge(request.actor, uuid=uuid)  # type: ignore[attr-defined]
    messages.success(
        request, _("You deal with this alarm now. Say what you do about it, and close it when it is over.")
    )
    return redirect("control_movement", alarm.movement.uuid) if "movement" in request.POST else redirect("control")


def close_alarm(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Close an alarm with a reason; a critical one is asked for by one person and lifted by another."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    alarm = Alarm.objects.select_related("movement__declaration", "lift_asked_by").filter(uuid=uuid).first()
    if alarm is None:
        raise NotFound(str(uuid))
    asks = alarm.is_critical and alarm.lift_asked_by_id is None
    page = {
        "title": _("Ask to lift the alarm")
        if asks
        else _("Lift the alarm")
        if alarm.is_critical
        else _("Close the alarm"),
        "what": KINDS[alarm.kind],
        "asked": alarm,
    }
    said = _("A colleague must agree: the alarm stays until then.") if asks else _("The alarm is closed.")
    return _why(request, alarm.movement, page, said, lambda reason: acts.close(actor, uuid=uuid, reason=reason))


def lift_stop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Lift a stop with a reason."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    stop = Stop.objects.select_related("movement__declaration").filter(uuid=uuid).first()
    if stop is None:
        raise NotFound(str(uuid))
    page = {"title": _("Lift the stop"), "what": stop.reason}
    said = _("The movement may go on.")
    return _why(request, stop.movement, page, said, lambda reason: stops.lift(actor, uuid=uuid, reason=reason))


def _why(
    request: HttpRequest, movement: Any, page: dict[str, Any], said: str, act: Callable[[str], Any]
) -> HttpResponse:
    """Ask for the reason, do it, and go back to the movement."""
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["reason"])
        except Problems as faults:
            form.put(faults.problems)
        else:
            messages.success(request, said)
            return redirect("control_movement", movement.uuid)
    context = {
        **page,
        "form": form,
        "movement": movement,
        "name": rows.named(movement.vehicles, movement.declaration.reference),
    }
    return render(request, "customs/control_act.html", context, status=422 if form.is_bound else 200)
