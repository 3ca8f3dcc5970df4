"""Which office works the agency's controls for which customs office, from when on; by dated rows, never backwards."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies import pages
from clearance import clock, registry
from clearance.acting import Actor
from clearance.forms import choices
from clearance.forms.content import PlainForm
from clearance.forms.fields import ChoiceField, LocalDateField
from clearance.models import Coverage, Office
from clearance.models.offices import Place
from clearance.workflow import Refused
from portal.accounts.acting_views import with_actor
from portal.accounts.record import AccessKind, record
from portal.accounts.services.access import in_person


class CoverageForm(PlainForm):
    """Who works at a place from a day on."""

    office = ChoiceField(label=gettext_lazy("Working office"), ask=gettext_lazy("Select the working office"))
    executed_by = ChoiceField(
        label=gettext_lazy("Carried out by"),
        help_text=gettext_lazy("The agency whose officers do the work there; they may then decide in your name."),
        ask=gettext_lazy("Select who carries it out"),
    )
    starts_on = LocalDateField(
        label=gettext_lazy("From"),
        help_text=gettext_lazy("Tomorrow or later: what is routed already stays where it is."),
        ask=gettext_lazy("Enter the first day"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        named = sorted(
            ((code, choices.in_words(one.names)) for code, one in registry.agencies().items()), key=lambda n: n[1]
        )
        self.fields["office"].choices = choices.offices()  # type: ignore[attr-defined]
        self.fields["executed_by"].choices = named  # type: ignore[attr-defined]

    def clean_starts_on(self) -> dt.date:
        """Yesterday's work is not moved."""
        starts: dt.date = self.cleaned_data["starts_on"]
        if starts <= clock.today():
            self.add_error("starts_on", gettext_lazy("From: choose a day that is still to come"))
        return starts


@require_GET
@with_actor
def coverage(request: HttpRequest, actor: Actor, agency: str) -> HttpResponse:
    """The table in force, by customs office and place, with what is to come."""
    pages.wholly(actor, agency)
    today = clock.today()
    asked = {name: request.GET.get(name, "") for name in ("place", "office")}
    found = (
        Coverage.objects.filter(agency=agency).exclude(ends_on__lte=today).select_related("customs_office", "office")
    )
    if asked["place"]:
        found = found.filter(place=asked["place"])
    if asked["office"]:
        found = found.filter(customs_office=asked["office"])
    order = list(Place.values)
    rows = sorted(found, key=lambda one: (str(one.customs_office), order.index(one.place), one.starts_on))
    context = {
        "rows": [
            {"row": one, "is_to_come": one.starts_on > today, "by": pages.name_of(one.executed_by)} for one in rows
        ],
        "asked": asked,
        "places": Place.choices,
        "offices": choices.offices()[1:],
    }
    return pages.page(request, "agencies/coverage.html", agency=agency, here="coverage", **context)


@require_http_methods(["GET", "POST"])
@with_actor
def cover(request: HttpRequest, actor: Actor, agency: str, place: str, office: str) -> HttpResponse:
    """Change who works at a place for a customs office, from a day on."""
    pages.wholly(actor, agency)
    if place not in Place.values:
        raise Http404
    customs = get_object_or_404(Office, pk=office)
    rows = list(
        Coverage.objects.filter(agency=agency, place=place, customs_office=customs)
        .select_related("office")
        .order_by("starts_on")
    )
    now = next((one for one in reversed(rows) if one.starts_on <= clock.today()), None)
    initial = {"office": now.office_id if now else office, "executed_by": now.executed_by if now else agency}
    form = CoverageForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        change(actor, agency=agency, place=place, customs_office=office, **form.cleaned_data)
        messages.success(request, _("The change is kept. It counts from the day you named."))
        return redirect("coverage_of", agency)
    history = [{"row": one, "by": pages.name_of(one.executed_by)} for one in reversed(rows)]
    context = {"form": form, "place": Place(place), "customs": customs, "history": history, "today": clock.today()}
    return pages.page(request, "agencies/cover.html", agency=agency, here="coverage", **context)


@require_POST
@with_actor
def drop(request: HttpRequest, actor: Actor, agency: str, row_id: int) -> HttpResponse:
    """Take a change to come back again."""
    pages.wholly(actor, agency)
    take_back(actor, get_object_or_404(Coverage, pk=row_id, agency=agency))
    messages.success(request, _("The change is taken back."))
    return redirect("coverage_of", agency)


@transaction.atomic
def change(
    actor: Actor, *, agency: str, place: str, customs_office: str, office: str, executed_by: str, starts_on: dt.date
) -> Coverage:
    """End what is in force on a day and begin anew; the database lets no two rows cover one day."""
    if starts_on <= clock.today():
        raise Refused("not_backwards", _("From: choose a day that is still to come"))
    same = Coverage.objects.select_for_update(no_key=True).filter(
        agency=agency, place=place, customs_office=customs_office
    )
    same.filter(starts_on__gte=starts_on).delete()
    running = same.filter(starts_on__lt=starts_on).exclude(ends_on__lte=starts_on)
    running.update(ends_on=starts_on)
    made = Coverage.objects.create(
        agency=agency,
        place=place,
        customs_office_id=customs_office,
        office_id=office,
        executed_by=executed_by,
        starts_on=starts_on,
    )
    _note(actor, made, "kept")
    return made


@transaction.atomic
def take_back(actor: Actor, row: Coverage) -> None:
    """Take a row to come away; the one before it goes on."""
    if row.starts_on <= clock.today():
        raise Refused("in_force", _("This row is in force. Change it from a day that is still to come."))
    same = Coverage.objects.filter(agency=row.agency, place=row.place, customs_office=row.customs_office_id)
    row.delete()
    same.filter(ends_on=row.starts_on).update(ends_on=row.ends_on)
    _note(actor, row, "taken_back")


def _note(actor: Actor, row: Coverage, what: str) -> None:
    record(
        AccessKind.PLACE_COVERED,
        by=in_person(actor),
        agency=row.agency,
        what=what,
        place=row.place,
        customs_office=row.customs_office_id,
        office=row.office_id,
        executed_by=row.executed_by,
        starts_on=row.starts_on.isoformat(),
    )
