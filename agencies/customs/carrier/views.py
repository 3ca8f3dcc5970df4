"""Pages of carriers' links: the list beside the declaration, and the page a link opens without an account."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from agencies.customs.carrier import acting, links, page
from agencies.customs.carrier.forms import ArrivedForm, LinkForm, PositionForm
from agencies.customs.models import CarrierLink
from agencies.customs.transit.on_the_way_forms import IncidentForm
from clearance.acts import Problems

ACTS: dict[str, tuple[Any, Any]] = {
    "set-off": (acting.set_off, None),
    "arrived": (acting.arrived, ArrivedForm),
    "papers": (acting.papers, None),
    "incident": (acting.report, IncidentForm),
    "position": (acting.position, PositionForm),
}


def carrier_links(request: HttpRequest, reference: str) -> HttpResponse:
    """The links of a movement with their square codes, and a new one."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    form = LinkForm(request.POST or None, initial={"language": "ru"})
    if request.method == "POST" and form.is_valid():
        try:
            links.make(actor, reference=reference, **form.cleaned_data)
        except Problems as faults:
            form.put(faults.problems)
        else:
            messages.success(request, _("The link is made."))
            return redirect("carrier_links", reference)
    movement = links.movement_for(actor, reference)
    shown = [(link, links.address_of(link)) for link in links.of(movement)]
    about = {
        "form": form,
        "movement": movement,
        "links": [(link, address, links.square(address)) for link, address in shown],
        "is_officer": movement.company_id not in actor.companies,
    }
    return render(request, "customs/carrier_links.html", about, status=422 if form.is_bound else 200)


def revoke_carrier_link(request: HttpRequest, reference: str, uuid: UUID) -> HttpResponse:
    """A link opens nothing any more."""
    links.revoke(request.actor, reference=reference, uuid=uuid)  # type: ignore[attr-defined]
    messages.success(request, _("The link opens nothing any more."))
    return redirect("carrier_links", reference)


def carrier_page(request: HttpRequest, token: str) -> HttpResponse:
    """What the carrier must know, and what it can do now."""
    link = links.opened(token)
    if link is None:
        return _closed(request)
    return _private(render(request, "customs/carrier_page.html", _about(link, token)))


def carrier_act(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """The carrier set off, met with an incident, arrived, handed in the papers, or gives its position."""
    link = links.opened(token)
    if link is None or name not in ACTS:
        return _closed(request)
    if request.method != "POST":  # reloaded, or asked for in another language, after a form was sent wrongly
        return _private(redirect("carrier_page", token))
    act, form = ACTS[name]
    given = form(request.POST, request.FILES) if form else None
    if given is None:
        act(link)
    elif not _done(act, link, given):
        return _private(render(request, "customs/carrier_page.html", _about(link, token, given), status=422))
    messages.success(request, _("Recorded. Customs sees it now."))
    return _private(redirect("carrier_page", token))


def _done(act: Any, link: CarrierLink, given: Any) -> bool:
    """Act with what the form gives; what is wrong stands at its fields."""
    if given.is_valid():
        try:
            act(link, **given.cleaned_data)
        except Problems as faults:
            given.put(faults.problems)
    return not given.errors


def _about(link: CarrierLink, token: str, given: Any = None) -> dict[str, Any]:
    """What the page shows; a form that was sent wrongly stands where it was."""
    arrived = given if isinstance(given, ArrivedForm) else ArrivedForm()
    incident = given if isinstance(given, IncidentForm) else IncidentForm()
    return {
        "way": page.way_of(link.movement), "token": token, "arrived": arrived, "incident": incident, "form": given,
    }  # fmt: skip


def _closed(request: HttpRequest) -> HttpResponse:
    """Nothing tells an unknown link from one that was revoked or has run out."""
    return _private(render(request, "customs/carrier_closed.html", status=404))


def _private(response: HttpResponse) -> HttpResponse:
    """The address holds the token: nobody keeps the page, and no other site is told it."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
