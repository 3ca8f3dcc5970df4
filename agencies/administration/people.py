"""People of an agency: found by name, shown as a matrix, given roles by two, taken away by one, leaving in one act."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from agencies import leaving, pages, selectors
from clearance import clock
from clearance.acting import Actor
from clearance.models import Grant
from clearance.models.grants import OfficerRole
from portal.accounts.acting_views import with_actor
from portal.accounts.forms import ReasonForm
from portal.accounts.services import companies

EVERY = ""


@require_GET
@with_actor
def people(request: HttpRequest, actor: Actor, agency: str) -> HttpResponse:
    """Who may act for an agency, and what waits for a second administrator."""
    offices = pages.administered(actor, agency)
    found = list(selectors.grants_of_agency(agency, offices=offices))
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "role")}
    left = request.GET.get("left", "")[:9]
    context = {
        "waiting": [grant for grant in found if grant.approved_at is None],
        "people": [one for one in by_person(found) if _fits(one, asked)],
        "asked": asked,
        "roles": _roles(agency),
        "now": clock.now(),
        "my_id": actor.user_id,
        "whole": offices is None,
        "left_empty": selectors.left_empty(agency, int(left), offices=offices) if left.isdecimal() else [],
        "may_approve_companies": companies.may_approve_companies(actor),
    }
    return pages.page(request, "agencies/people.html", agency=agency, here="people", **context)


@require_GET
@with_actor
def matrix(request: HttpRequest, actor: Actor, agency: str) -> HttpResponse:
    """Who may do what where: a line a person, a column an office, the roles in the cells."""
    offices = pages.administered(actor, agency)
    now = clock.now()
    found = [
        grant
        for grant in selectors.grants_of_agency(agency, offices=offices)
        if grant.approved_at and (grant.ends_at is None or grant.ends_at > now)
    ]
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "role", "office")}
    named = {grant.office_id or EVERY: grant.office for grant in found}
    columns = sorted((code for code in named if code), key=lambda code: str(named[code]))
    columns = [code for code in [EVERY, *columns] if asked["office"] in ("", code) or code == EVERY]
    rows = [
        {
            "person": one["person"],
            "cells": [
                {
                    "office": named.get(code),
                    "grants": [
                        grant
                        for grant in one["grants"]
                        if (grant.office_id or EVERY) == code and asked["role"] in ("", grant.role)
                    ],
                }
                for code in columns
            ],
        }
        for one in by_person(found)
        if _fits(one, asked)
    ]
    context = {
        "rows": [row for row in rows if any(cell["grants"] for cell in row["cells"])],
        "columns": [named.get(code) if code else None for code in columns],
        "offices": [(code, named[code]) for code in sorted(filter(None, named), key=lambda code: str(named[code]))],
        "counts": [sum(len(row["cells"][place]["grants"]) for row in rows) for place in range(len(columns))],
        "asked": asked,
        "roles": _roles(agency),
        "now": now,
    }
    return pages.page(request, "agencies/matrix.html", agency=agency, here="matrix", **context)


@require_http_methods(["GET", "POST"])
@with_actor
def leaves(request: HttpRequest, actor: Actor, agency: str, user_id: int) -> HttpResponse:
    """Say what a person's leaving does, then do it."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        returned = leaving.leave(actor, user_id=user_id, agency=agency, reason=form.cleaned_data["reason"])
        said = _("The person has left. Claims returned to the queue: %(count)d.") % {"count": returned}
        messages.success(request, said)
        return redirect(f"{reverse('grants_of', args=[agency])}?left={user_id}")
    known = leaving.what_leaving_does(actor, user_id=user_id, agency=agency)
    return pages.page(request, "agencies/leaving.html", agency=agency, here="people", leaving=known, form=form)


def by_person(grants: Iterable[Grant]) -> list[dict[str, Any]]:
    """Approved grants gathered by person, in the order of names."""
    found: dict[int, dict[str, Any]] = {}
    for grant in grants:
        if grant.approved_at is not None:
            found.setdefault(grant.user_id, {"person": grant.user, "grants": []})["grants"].append(grant)
    return list(found.values())


def _fits(one: dict[str, Any], asked: dict[str, str]) -> bool:
    person = one["person"]
    text = f"{person} {person.username} {person.email}".casefold()
    return asked["q"].casefold() in text and (not asked["role"] or any(g.role == asked["role"] for g in one["grants"]))


def _roles(agency: str) -> list[tuple[str, Any]]:
    known = selectors.roles_of(agency)
    return [(role.value, role.label) for role in OfficerRole if role.value in known]
