"""A trader's pages of the electronic queue: bookings, a new one, moving and cancelling one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from agencies.customs.gate import booking, dated, deposits
from agencies.customs.gate.forms import HourForm, SlotForm
from agencies.customs.gate.life import State
from agencies.customs.models import Carried, Slot
from clearance.acts import Actor, NotFound, Problem, Problems, clock, office_of


def slots(request: HttpRequest) -> HttpResponse:
    """The bookings of the person's companies."""
    return render(request, "customs/slots.html", {"slots": booking.of_company(_actor(request))})


def new_slot(request: HttpRequest) -> HttpResponse:
    """Book an hour."""
    given = request.POST if request.method == "POST" else request.GET
    sites = dated.sites(clock.today())
    office = given.get("office", "") if given.get("office", "") in sites else sites[0]
    kind = given.get("kind", "ordinary") if given.get("kind") in Slot.KINDS else "ordinary"
    hours = booking.free_hours(office, kind)
    start = {"references": given.get("declaration", ""), "plate": given.get("plate", ""), "office": office}
    form = SlotForm(request.POST or None, hours=hours, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = booking.book(_actor(request), **{**form.cleaned_data, "office": office})
        except NotFound as missing:
            form.put(
                [Problem("unknown", "/references", _("You have no declaration %(ref)s.") % {"ref": missing.args[0]})]
            )
        except Problems as faults:
            form.put(faults.problems)
        else:
            messages.success(request, _("The hour is booked."))
            return redirect("slot", made.visit.uuid)
    page = {
        "form": form,
        "office": office_of(office),
        "offices": [office_of(code) for code in sites],
        "times": int(dated.setting("no_shows", clock.today())),
        "days": int(dated.setting("no_show_days", clock.today())),
        "deposit": deposits.amount(clock.today()),
    }
    return render(request, "customs/new_slot.html", page, status=422 if form.is_bound else 200)


def slot(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One booking; while the vehicle is not there, it can be moved."""
    found = _slot(request, uuid)
    may_move = found.visit.state == State.BOOKED
    form = HourForm(request.POST or None, hours=booking.free_hours(found.office_id, found.kind)) if may_move else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            booking.move(_actor(request), uuid=uuid, starts_at=form.cleaned_data["starts_at"])
        except Problems as faults:
            form.put(faults.problems)
        else:
            messages.success(request, _("The booking was moved."))
            return redirect("slot", uuid)
    carried = Carried.objects.filter(visit=found.visit).select_related("declaration").order_by("pk")
    page = {"slot": found, "visit": found.visit, "form": form, "carried": list(carried)}
    return render(request, "customs/slot.html", page, status=422 if form is not None and form.is_bound else 200)


def cancel_slot(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give the hour back."""
    booking.cancel(_actor(request), uuid=uuid)
    messages.success(request, _("The booking is cancelled and the deposit returned."))
    return redirect("slots")


def _actor(request: HttpRequest) -> Any:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _slot(request: HttpRequest, uuid: UUID) -> Slot:
    found = (
        Slot.objects.select_related("visit", "office", "company")
        .filter(visit__uuid=uuid, company_id__in=_actor(request).companies)
        .first()
    )
    if found is None:
        raise NotFound(str(uuid))
    return found
