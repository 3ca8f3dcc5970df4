"""For officers: questions of visitors, and the sentences on top of every page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clearance import clock
from portal.public import announcing
from portal.public import enquiries as asking
from portal.public.forms import AnnouncementForm


def enquiries(request: HttpRequest) -> HttpResponse:
    """Questions that wait, and those answered last."""
    actor = request.actor  # type: ignore[attr-defined]
    page = {"waiting": asking.waiting(actor), "answered": asking.answered(actor)}
    return render(request, "desk/enquiries.html", page)


def answered(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """Note that a question was answered."""
    asking.mark_answered(request.actor, enquiry=enquiry_id)  # type: ignore[attr-defined]
    messages.success(request, _("The question is marked as answered."))
    return redirect("enquiries")


def announcements(request: HttpRequest) -> HttpResponse:
    """What is announced, and a new sentence."""
    actor = request.actor  # type: ignore[attr-defined]
    form = AnnouncementForm(request.POST or None)
    if form.is_valid():
        announcing.announce(actor, **form.cleaned_data)
        messages.success(request, _("It stands on every page now."))
        return redirect("announcements")
    page = {
        "form": form,
        "lasting": announcing.lasting(clock.now()),
        "past": announcing.past(clock.now()),
        "may": announcing.may_announce(actor),
    }
    return render(request, "desk/announcements.html", page, status=422 if form.is_bound else 200)


def end(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """Take a sentence off the pages."""
    announcing.end(request.actor, announcement=announcement_id)  # type: ignore[attr-defined]
    messages.success(request, _("It is off the pages."))
    return redirect("announcements")
