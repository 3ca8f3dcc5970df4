"""The first page, help with its questions, how the service is, and what is said about it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clearance import clock, registry
from clearance.models.grants import OfficerRole
from clearance.reading import health
from clearance.sentences import agency_name
from portal.public import announcing, enquiries, serving
from portal.public.forms import EnquiryForm, TrackForm


def home(request: HttpRequest) -> HttpResponse:
    """The first page; who is signed in goes on to their work."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.is_officer:
        return redirect("grants" if actor.roles == {OfficerRole.ADMINISTRATOR} else "desk")
    if actor.is_operator:
        return redirect("gate")
    if actor.is_trader:
        return redirect("company_home")
    now = clock.now()
    page = {
        "agencies": [agency_name(code) for code in registry.agencies()],
        "form": TrackForm(),
        "state": health.state(now),
        "coming": announcing.coming(now)[:1],
        "now": now,
    }
    return render(request, "public/home.html", page)


def help_page(request: HttpRequest) -> HttpResponse:
    """How to use the service, whom to ask, and a question of one's own."""
    form = EnquiryForm(request.POST or None)
    if form.is_valid():
        enquiries.ask(**form.cleaned_data)
        messages.success(request, _("Your question is sent. A person answers you by the contact you gave."))
        return redirect("help")
    page = {"line": settings.HELP_LINE, "form": form}
    return render(request, "public/help.html", page, status=422 if form.is_bound else 200)


def status(request: HttpRequest) -> HttpResponse:
    """How the service is at this moment, and how old its data is."""
    now = clock.now()
    state = health.state(now)
    page = {
        "state": state,
        "now": now,
        "components": serving.components(state),
        "ages": serving.ages(),
        "coming": announcing.coming(now),
        "past": announcing.past(now),
    }
    return render(request, "public/status.html", page)


def accessibility(request: HttpRequest) -> HttpResponse:
    """What was tested, what is known not to work, whom to tell."""
    return render(request, "public/accessibility.html", {"line": settings.HELP_LINE})


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, who sees it, how long."""
    return render(request, "public/privacy.html", {"line": settings.HELP_LINE})
