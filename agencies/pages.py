"""What pages of an agency's administration share: whose page it is, its sections, and who finds it at all."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from agencies import selectors
from agencies.offices import ROUTING_DESK
from clearance.acting import Actor
from clearance.services.publishing import GENERAL

SECTIONS: tuple[tuple[str, str, str | Promise], ...] = (
    ("home", "administration", gettext_lazy("Overview")),
    ("people", "grants_of", gettext_lazy("People")),
    ("matrix", "who_may_what", gettext_lazy("Who may do what")),
    ("offices", "offices_of", gettext_lazy("Offices")),
    ("coverage", "coverage_of", gettext_lazy("Places")),
    ("deadlines", "deadlines_of", gettext_lazy("Deadlines")),
    ("reasons", "reasons_of", gettext_lazy("Reasons")),
    ("rulebook", "book_versions", gettext_lazy("Rulebook")),
)
AT_ONE_OFFICE = frozenset({"home", "people", "matrix", "offices"})
"""What an administrator of single offices has; the rest is the whole agency's."""
OF_THE_DESK = frozenset({"home", "people", "matrix", "coverage", "rulebook"})
"""What the routing desk has: it has no reasons, deadlines or offices of its own, and keeps the general rulebook."""


def page(request: HttpRequest, template: str, *, agency: str, here: str, **context: Any) -> HttpResponse:
    """A page of an agency's administration, framed with its sections."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    frame = {"agency": agency, "agency_name": name_of(agency), "sections": _sections(actor, agency, here), "here": here}
    return render(request, template, frame | context)


def name_of(agency: str) -> str:
    """An agency's name in the reader's language; the two that have no folder by what they are."""
    if agency == GENERAL:
        return _("Waivers and lighter controls")
    if agency == ROUTING_DESK:
        return _("Routing desk")
    return selectors.name_of_agency(agency, get_language() or "en")


def administered(actor: Actor, agency: str) -> frozenset[str] | None:
    """The offices of an agency the person administers (None: all); another agency does not exist here."""
    if agency not in selectors.administered_by(actor):
        raise Http404
    return selectors.offices_administered_by(actor, agency)


def wholly(actor: Actor, agency: str) -> None:
    """Only an administrator of the whole agency finds this."""
    if administered(actor, agency) is not None:
        raise Http404


def administers_wholly(actor: Actor, agency: str) -> bool:
    """Whether the person administers every office of an agency."""
    return agency in selectors.administered_by(actor) and selectors.offices_administered_by(actor, agency) is None


def _sections(actor: Actor, agency: str, here: str) -> list[dict[str, Any]]:
    own = ROUTING_DESK if agency == GENERAL else agency
    kept = OF_THE_DESK if own == ROUTING_DESK else {name for name, _url, _title in SECTIONS}
    if not administers_wholly(actor, own):
        kept = kept & AT_ONE_OFFICE
    return [
        {
            "title": title,
            "url": reverse(url, args=[GENERAL if own == ROUTING_DESK and name == "rulebook" else own]),
            "is_current": name == here,
        }
        for name, url, title in SECTIONS
        if name in kept
    ]
