"""Deadline profiles: how long, in what, from when; with three worked examples at an office, so that nobody guesses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from agencies import pages
from agencies.models import DeadlineProfile
from agencies.rulebooks import words
from clearance import calendars, clock
from clearance.acting import Actor
from clearance.clocks import Calendar, NeverOpen, due_at
from clearance.forms import choices
from clearance.forms.content import PlainForm, grid
from clearance.forms.fields import ChoiceField, FlagField, TextField, WholeNumberField
from clearance.wording import deadline_text
from portal.accounts.acting_views import with_actor
from portal.accounts.record import AccessKind, record
from portal.accounts.services.access import in_person

LOOKING_AHEAD = 60
SLUG = r"[a-z0-9_-]+"


@dataclass(frozen=True)
class Example:
    """One worked example: when the clock starts and when it has run out, in the office's zone."""

    starts: dt.datetime
    due: dt.datetime

    @property
    def due_day(self) -> dt.date:
        """The day on which it runs out: midnight is the end of a day, not the beginning of the next."""
        return (self.due - dt.timedelta(microseconds=1)).date()

    @property
    def due_time(self) -> str:
        """The time on that day."""
        return "24:00" if self.due.time() == dt.time.min else f"{self.due:%H:%M}"


class ProfileForm(PlainForm):
    """A deadline profile."""

    name_en = TextField(label=gettext_lazy("Name in English"), required=False, max_length=200)
    name_ru = TextField(label=gettext_lazy("Name in Russian"), required=False, max_length=200)
    name_kk = TextField(label=gettext_lazy("Name in Kazakh"), required=False, max_length=200)
    value = WholeNumberField(
        label=words.COLUMNS["sla_value"], min_value=0, max_value=999, ask=gettext_lazy("Enter how much time is allowed")
    )
    unit = ChoiceField(
        label=words.COLUMNS["sla_unit"],
        choices=words.offered(words.UNITS),
        ask=gettext_lazy("Select what it is counted in"),
    )
    clock_start = ChoiceField(
        label=words.COLUMNS["clock_start"],
        choices=words.offered(words.CLOCK_STARTS),
        ask=gettext_lazy("Select when the clock starts"),
    )
    office = ChoiceField(
        label=gettext_lazy("Show the examples at"),
        required=False,
        help_text=gettext_lazy("Each office has its own hours."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["office"].choices = choices.offices()  # type: ignore[attr-defined]

    def parts(self) -> list[Any]:
        return ["name_en", "name_ru", "name_kk", grid("value", "unit", "clock_start", "office")]

    def clean(self) -> dict[str, Any]:
        """One language is enough to begin with; the others are marked as missing."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(f"name_{one}") for one in ("en", "ru", "kk")):
            self.add_error("name_en", gettext_lazy("Enter the name in at least one language"))
        return cleaned


class EndForm(PlainForm):
    """Taking a profile away."""

    sure = FlagField(label=gettext_lazy("Take this profile away; rules that used it keep their time"))


def examples(value: int, unit: str, calendar: Calendar, now: dt.datetime) -> list[Example]:
    """A Friday afternoon, a plain Tuesday morning, and the afternoon before the next day off; in the office's zone."""
    today = calendar.day_of(now)
    friday = today + dt.timedelta(days=(4 - today.weekday()) % 7 or 7)
    tuesday = today + dt.timedelta(days=(1 - today.weekday()) % 7 or 7)
    ahead = [today + dt.timedelta(days=number) for number in range(1, LOOKING_AHEAD)]
    eve = next(
        (
            day
            for day in ahead
            if calendar.is_working_day(day)
            and not calendar.is_working_day(day + dt.timedelta(days=1))
            and day.weekday() < 4
        ),
        friday,
    )
    moments = [(friday, dt.time(17, 30)), (tuesday, dt.time(10, 0)), (eve, dt.time(15, 0))]
    found = []
    for day, at in moments:
        starts = dt.datetime.combine(day, at, calendar.tz)
        try:
            found.append(Example(starts, due_at(starts, value, unit, calendar).astimezone(calendar.tz)))
        except NeverOpen:
            continue
    return found


@require_GET
@with_actor
def deadlines(request: HttpRequest, actor: Actor, agency: str) -> HttpResponse:
    """The agency's profiles, each with examples at an office."""
    pages.wholly(actor, agency)
    offices = choices.offices()
    wanted = request.GET.get("office", "") or _with_days_off(code for code, _name in offices[1:])
    calendar, now = calendars.calendar_of(wanted), clock.now()
    rows = [
        {
            "profile": one,
            "time": deadline_text(one.value, one.unit),
            "start": words.CLOCK_STARTS[one.clock_start],
            "examples": examples(one.value, one.unit, calendar, now),
            "lacks": [language for language in ("en", "ru", "kk") if not getattr(one, f"name_{language}")],
        }
        for one in DeadlineProfile.objects.filter(agency=agency)
    ]
    context = {"rows": rows, "offices": offices[1:], "office": wanted, "zone": calendar.zone}
    return pages.page(request, "agencies/deadlines.html", agency=agency, here="deadlines", **context)


@require_http_methods(["GET", "POST"])
@with_actor
def deadline(request: HttpRequest, actor: Actor, agency: str, code: str = "") -> HttpResponse:
    """One profile: written, looked at with its examples, kept, or taken away."""
    pages.wholly(actor, agency)
    known = get_object_or_404(DeadlineProfile, agency=agency, code=code) if code else None
    act = request.POST.get("act", "")
    initial = {name: getattr(known, name) for name in ProfileForm.base_fields if hasattr(known, name)} if known else {}
    form = ProfileForm(request.POST if request.method == "POST" and act != "end" else None, initial=initial)
    end = EndForm(request.POST if act == "end" else None)
    if act == "end" and known and end.is_valid():
        known.delete()
        record(AccessKind.DEADLINE_KEPT, by=in_person(actor), agency=agency, code=code, what="ended")
        messages.success(request, _("The profile is taken away."))
        return redirect("deadlines_of", agency)
    if act == "save" and form.is_valid():
        kept = _keep(actor, agency, known, form.cleaned_data)
        messages.success(request, _("The profile “%(name)s” is kept.") % {"name": kept.name})
        return redirect("deadlines_of", agency)
    given = _given(form, known)
    calendar = calendars.calendar_of(
        given.get("office") or _with_days_off(code for code, _name in choices.offices()[1:])
    )
    shown = examples(given["value"], given["unit"], calendar, clock.now()) if given.get("value") is not None else []
    context = {"form": form, "profile": known, "examples": shown, "zone": calendar.zone, "end": end}
    return pages.page(request, "agencies/deadline.html", agency=agency, here="deadlines", **context)


def _with_days_off(offices: Iterable[str]) -> str:
    """The first office that does not work round the clock: there a deadline in working time says something."""
    known = list(offices)
    return next((code for code in known if not all(calendars.calendar_of(code).week)), known[0] if known else "")


def _given(form: ProfileForm, known: DeadlineProfile | None) -> dict[str, Any]:
    """What the examples are of: what was typed, else what is kept."""
    if form.is_bound:
        given = form.cleaned_data if form.is_valid() or hasattr(form, "cleaned_data") else {}
        return given if given.get("unit") else {}
    return {"value": known.value, "unit": known.unit} if known else {}


def _keep(actor: Actor, agency: str, known: DeadlineProfile | None, given: dict[str, Any]) -> DeadlineProfile:
    kept = known or DeadlineProfile(agency=agency, code=_free_code(agency, given))
    for name in ("name_en", "name_ru", "name_kk", "value", "unit", "clock_start"):
        setattr(kept, name, given[name])
    kept.save()
    record(AccessKind.DEADLINE_KEPT, by=in_person(actor), agency=agency, code=kept.code, what="kept")
    return kept


def _free_code(agency: str, given: dict[str, Any]) -> str:
    """A code of its own for a new profile, from what it says."""
    taken = set(DeadlineProfile.objects.filter(agency=agency).values_list("code", flat=True))
    stem = f"{given['value']}-{given['unit']}-{given['clock_start']}".replace("_", "-")[:36]
    return next(code for code in (stem, *(f"{stem}-{n}" for n in range(2, 999))) if code not in taken)
