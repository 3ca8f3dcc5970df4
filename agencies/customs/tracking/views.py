"""Pages of devices: the list, registering one, and one device with what it said last."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from agencies.customs.models import Device
from agencies.customs.tracking import registering
from agencies.customs.tracking.device_forms import DeviceForm, PutOnForm
from agencies.customs.tracking.kinds import RIDING, DeviceKind
from agencies.customs.tracking.numbers import plain_number
from clearance.acts import NotFound, Problems

PAGE, SAID = 50, 20


def devices(request: HttpRequest) -> HttpResponse:
    """The devices of customs, found by name, number or seal."""
    words = request.GET.get("q", "").strip()
    found = Device.objects.select_related("movement__declaration", "gateway").order_by("ended_at", "name", "pk")
    if words:
        found = found.filter(Q(name__icontains=words) | Q(number=words) | Q(seal_number=plain_number(words) or "-"))
    after = request.GET.get("after", "")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 6 else 0
    rows = list(found[start : start + PAGE + 1])
    page = {
        "devices": rows[:PAGE],
        "next": start + PAGE if len(rows) > PAGE else "",
        "words": words,
        "may_register": registering.may_register(request.actor),  # type: ignore[attr-defined]
    }
    return render(request, "customs/devices.html", page)


def new_device(request: HttpRequest) -> HttpResponse:
    """Register a device; its token is shown once."""
    form = DeviceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = registering.register(request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
        except Problems as faults:
            form.put(faults.problems)
        else:
            return _shown_once(request, made)
    return render(request, "customs/new_device.html", {"form": form}, status=422 if form.is_bound else 200)


def device(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One device: where it rides, what it said last; put it on a movement."""
    found = _found(uuid)
    may = registering.may_register(request.actor) and found.ended_at is None  # type: ignore[attr-defined]
    form = PutOnForm(request.POST or None) if may and DeviceKind(found.kind) in RIDING else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            registering.put_on(request.actor, uuid=uuid, **form.cleaned_data)  # type: ignore[attr-defined]
        except Problems as faults:
            form.put(faults.problems)
        else:
            messages.success(request, _("The device goes with this transit from now on."))
            return redirect("device", uuid)
    page = {
        "device": found,
        "form": form,
        "may": may,
        "bindings": found.bindings.select_related("movement__declaration")[:SAID],
        "said": found.positions.order_by("-at", "-pk")[:SAID],
    }
    return render(request, "customs/device.html", page, status=422 if form is not None and form.is_bound else 200)


def device_act(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take it off its movement, give it a new token, or end it."""
    act = request.POST.get("act", "")
    if act == "renew":
        return _shown_once(request, registering.renew(request.actor, uuid=uuid))  # type: ignore[attr-defined]
    acts: dict[str, Any] = {"take_off": registering.take_off, "end": registering.end}
    if act not in acts:
        raise NotFound(act)
    acts[act](request.actor, uuid=uuid)  # type: ignore[attr-defined]
    messages.success(request, _("Recorded."))
    return redirect("device", uuid)


def _shown_once(request: HttpRequest, made: registering.Registered) -> HttpResponse:
    if not made.token:
        messages.success(request, _("Device %(name)s is registered.") % {"name": made.device.name})
        return redirect("device", made.device.uuid)
    answer = render(request, "customs/device_token.html", {"device": made.device, "token": made.token})
    answer["Cache-Control"] = "no-store"
    return answer


def _found(uuid: UUID) -> Device:
    found = Device.objects.select_related("movement__declaration", "gateway", "registered_by").filter(uuid=uuid).first()
    if found is None:
        raise NotFound(str(uuid))
    return found
