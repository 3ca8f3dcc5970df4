"""The page of goods on the way: what happened, what was asked, and what can be done about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agencies.customs.models import Movement
from agencies.customs.transit import affairs, on_the_way, redirecting, rights
from clearance.acts import Actor, Problems


def movement(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything about one movement, with what the person can do."""
    return _page(request, rights.movement_for(_actor(request), reference))


@require_POST
def movement_affair(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """One thing done with goods on the way; what is wrong is told at its field."""
    actor, affair = _actor(request), affairs.named(name)
    found = rights.movement_for(actor, reference)
    form = affair.form(request.POST, request.FILES, movement=found, prefix=name)
    if form.is_valid():
        try:
            affair.act(actor, reference=reference, **form.given())
        except Problems as faults:
            form.put(faults.problems)
        else:
            messages.success(request, _("Recorded."))
            return redirect("movement", reference)
    return _page(request, found, name, form)


@require_POST
def movement_onward(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin the transit to the destination that was granted."""
    draft = redirecting.begin(_actor(request), reference=reference)
    return redirect("draft" if draft.state == "draft" else "declaration", draft.reference)


def _page(request: HttpRequest, found: Movement, name: str = "", form: Any = None) -> HttpResponse:
    actor = _actor(request)
    page = on_the_way.page_of(actor, found)
    page["affairs"] = [
        (one, form if one.name == name else one.form(movement=found, prefix=one.name), one.name == name)
        for one in affairs.offered(actor, found)
    ]
    page["failed"] = form
    return render(request, "customs/movement.html", page, status=422 if form is not None else 200)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
