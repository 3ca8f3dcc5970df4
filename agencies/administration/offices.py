"""Offices of an agency: where it works, when they are open, how it is reached there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from agencies import pages
from agencies.administration.hours import WEEKDAYS, HoursForm, keep_hours, written
from agencies.days import days_of, may_keep_days
from agencies.models import OfficeContact
from clearance import calendars, clock
from clearance.acting import Actor
from clearance.forms.content import PlainForm
from clearance.forms.fields import TextField
from clearance.models import Coverage, Office
from portal.accounts.acting_views import with_actor
from portal.accounts.forms import EMAIL
from portal.accounts.record import AccessKind, record
from portal.accounts.services.access import in_person

WHERE = {"widget": forms.TextInput, "required": False, "max_length": 300}
PARTS = ("phone", "email", "where_en", "where_ru", "where_kk")


class ContactForm(PlainForm):
    """How an agency is reached at an office."""

    phone = TextField(label=gettext_lazy("Telephone"), required=False, max_length=40)
    email = TextField(label=gettext_lazy("Email address"), required=False, max_length=254, validators=[EMAIL])
    where_en = TextField(
        label=gettext_lazy("Where to find us, in English"), help_text=gettext_lazy("Building, floor, window"), **WHERE
    )
    where_ru = TextField(label=gettext_lazy("Where to find us, in Russian"), **WHERE)
    where_kk = TextField(label=gettext_lazy("Where to find us, in Kazakh"), **WHERE)

    def parts(self) -> list[Any]:
        return list(PARTS)


@require_GET
@with_actor
def offices(request: HttpRequest, actor: Actor, agency: str) -> HttpResponse:
    """Every office where the agency works, open or closed at this moment."""
    found, now = _offices_of(actor, agency), clock.now()
    asked = request.GET.get("q", "").strip()
    contacts = {one.office_id: one for one in OfficeContact.objects.filter(agency=agency)}
    rows = [
        {
            "office": office,
            "is_open": calendars.calendar_of(office.pk).is_open(now),
            "today": _today(office.pk),
            "contact": contacts.get(office.pk),
        }
        for office in found
        if asked.casefold() in f"{office} {office.pk}".casefold()
    ]
    return pages.page(request, "agencies/offices.html", agency=agency, here="offices", rows=rows, asked=asked)


@require_http_methods(["GET", "POST"])
@with_actor
def office(request: HttpRequest, actor: Actor, agency: str, office: str) -> HttpResponse:
    """One office: its week, the days that differ, the agency's contact there."""
    place = next((one for one in _offices_of(actor, agency) if one.pk == office), None)
    if place is None:
        raise Http404
    keeps_hours, act = may_keep_days(actor, office), request.POST.get("act", "")
    week = calendars.calendar_of(office).week
    known = OfficeContact.objects.filter(agency=agency, office=place).first()
    hours = HoursForm(request.POST if act == "hours" else None, week=week)
    initial = {name: getattr(known, name) for name in PARTS} if known else {}
    contact = ContactForm(request.POST if act == "contact" else None, initial=initial)
    if act == "hours" and keeps_hours and hours.is_valid():
        keep_hours(actor, office=place, week=hours.week())
        messages.success(request, _("The hours are kept. New due times follow them."))
        return redirect("office_of", agency, office)
    if act == "contact" and contact.is_valid():
        OfficeContact.objects.update_or_create(agency=agency, office=place, defaults=contact.cleaned_data)
        record(AccessKind.CONTACT_KEPT, by=in_person(actor), agency=agency, office=office)
        messages.success(request, _("The contact is kept."))
        return redirect("office_of", agency, office)
    context = {
        "place": place,
        "hours": hours,
        "contact": contact,
        "keeps_hours": keeps_hours,
        "week": [(label, written(spans)) for label, spans in zip(WEEKDAYS, week, strict=True)],
        "days": list(days_of(office, since=clock.today())[:10]),
        "is_open": calendars.calendar_of(office).is_open(clock.now()),
    }
    return pages.page(request, "agencies/office.html", agency=agency, here="offices", **context)


def _offices_of(actor: Actor, agency: str) -> list[Office]:
    """The offices where the agency works now, of those the person administers."""
    mine = pages.administered(actor, agency)
    today = clock.today()
    working = Coverage.objects.filter(
        Q(agency=agency) | Q(executed_by=agency), Q(ends_on__isnull=True) | Q(ends_on__gt=today), starts_on__lte=today
    )
    found = Office.objects.filter(pk__in=working.values("office")).order_by("code")
    if mine is not None:
        found = Office.objects.filter(pk__in=mine).order_by("code")
    return sorted(found, key=str)


def _today(office: str) -> str:
    calendar, now = calendars.calendar_of(office), clock.now()
    return ", ".join(
        f"{stretch.start.astimezone(calendar.tz):%H:%M}–{stretch.end.astimezone(calendar.tz):%H:%M}"
        for stretch in calendar.stretches_on(calendar.day_of(now))
    )
