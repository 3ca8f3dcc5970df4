"""An administrator's first page: what waits for a signature, what is missing, what is about to end, what happened last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from agencies import pages, selectors
from agencies.models import DeadlineProfile
from agencies.offices import ROUTING_DESK
from clearance import clock
from clearance.acting import Actor
from clearance.models import Grant, Rulebook
from clearance.permissions import NotAllowed
from clearance.reasons.lists import missing_languages
from clearance.reasons.models import ListedReason
from clearance.services.publishing import GENERAL, book_in_force
from portal.accounts.acting_views import with_actor
from portal.accounts.models import AccessEvent
from portal.accounts.record import AccessKind
from portal.accounts.selectors import companies_waiting
from portal.accounts.services import companies

SOON = dt.timedelta(days=30)
LATELY = 10
HAPPENED: Mapping[str, str | Promise] = {
    AccessKind.GRANT_ASKED: gettext_lazy("A role was asked for"),
    AccessKind.GRANT_APPROVED: gettext_lazy("A role was approved"),
    AccessKind.GRANT_DECLINED: gettext_lazy("A request was declined"),
    AccessKind.GRANT_REVOKED: gettext_lazy("A role was revoked"),
    AccessKind.OFFICER_LEFT: gettext_lazy("A person left the agency"),
    AccessKind.ADMINISTRATOR_FOUNDED: gettext_lazy("An administrator was set up"),
    AccessKind.HOURS_KEPT: gettext_lazy("Hours of an office were changed"),
    AccessKind.CONTACT_KEPT: gettext_lazy("The contact at an office was changed"),
    AccessKind.PLACE_COVERED: gettext_lazy("Who works at a place was changed"),
    AccessKind.REASON_KEPT: gettext_lazy("A reason was changed"),
    AccessKind.DEADLINE_KEPT: gettext_lazy("A deadline profile was changed"),
}


@require_GET
@with_actor
def choose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The agencies a person administers; straight to the only one."""
    found = selectors.administered_by(actor)
    if not found:
        raise NotAllowed(_("People are managed by administrators of an agency. Ask one of yours for the role."))
    if len(found) == 1:
        return redirect("administration", found[0])
    return render(request, "agencies/agencies.html", {"agencies": [(one, pages.name_of(one)) for one in found]})


@require_GET
@with_actor
def overview(request: HttpRequest, actor: Actor, agency: str) -> HttpResponse:
    """What an administrator must look at, most pressing first."""
    offices = pages.administered(actor, agency)
    now = clock.now()
    grants = list(selectors.grants_of_agency(agency, offices=offices))
    waiting = [one for one in grants if one.approved_at is None]
    live = [
        one for one in grants if one.approved_at and one.starts_at <= now and (one.ends_at is None or one.ends_at > now)
    ]
    whole = offices is None
    books = _books(agency) if whole else []
    context = {
        "to_approve": [one for one in waiting if actor.user_id not in (one.granted_by_id, one.user_id)],
        "asked_by_me": [one for one in waiting if actor.user_id in (one.granted_by_id, one.user_id)],
        "expiring": [one for one in live if one.ends_at and one.ends_at <= now + SOON],
        "idle": _idle(live, now),
        "to_sign": [one for one in books if one.offered_at and one.author_id != actor.user_id],
        "my_offers": [one for one in books if one.offered_at and one.author_id == actor.user_id],
        "writing": [one for one in books if not one.offered_at],
        "book_agency": GENERAL if agency == ROUTING_DESK else agency,
        "live_book": book_in_force(GENERAL if agency == ROUTING_DESK else agency, now) if whole else None,
        "missing": _missing(agency) if whole else [],
        "people": len({one.user_id for one in live}),
        "grant_count": len(live),
        "companies": companies_waiting().count() if companies.may_approve_companies(actor) else 0,
        "lately": _lately(agency) if whole else [],
        "whole": whole,
    }
    return pages.page(request, "agencies/home.html", agency=agency, here="home", **context)


def _books(agency: str) -> list[Rulebook]:
    own = GENERAL if agency == ROUTING_DESK else agency
    return list(Rulebook.objects.filter(agency=own, published_at=None).select_related("author").order_by("-number"))


def _idle(live: list[Grant], now: dt.datetime) -> list[Any]:
    """People with a role who have not signed in for three months."""
    long_ago = now - dt.timedelta(days=90)
    people = {one.user_id: one.user for one in live if one.starts_at <= long_ago}
    return [one for one in people.values() if one.last_login is None or one.last_login <= long_ago]


def _missing(agency: str) -> list[dict[str, Any]]:
    """Texts that lack a language: reasons and deadline profiles."""
    found: list[dict[str, Any]] = [
        {
            "url": "reason",
            "args": (row.use, row.code),
            "name": str(row.title_en or row.title_ru or row.title_kk),
            "lacks": lacks,
        }
        for row in ListedReason.objects.filter(agency=agency, is_offered=True)
        if (lacks := missing_languages(row))
    ]
    found += [
        {"url": "deadline", "args": (row.code,), "name": row.name, "lacks": lacks}
        for row in DeadlineProfile.objects.filter(agency=agency)
        if (lacks := [one for one in ("en", "ru", "kk") if not getattr(row, f"name_{one}")])
    ]
    return found


def _lately(agency: str) -> list[dict[str, Any]]:
    found = AccessEvent.objects.filter(Q(agency=agency), kind__in=[str(kind) for kind in HAPPENED])
    return [
        {"event": one, "said": HAPPENED[one.kind]}
        for one in found.select_related("by", "person").order_by("-pk")[:LATELY]
    ]
