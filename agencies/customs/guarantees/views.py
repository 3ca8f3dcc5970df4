"""Pages of guarantees: the holder's balance, and customs' register."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from agencies.customs.guarantees import outlook, registering
from agencies.customs.guarantees.forms import ChangeForm, GuaranteeForm
from agencies.customs.models import Guarantee
from clearance.acts import Actor, NotFound, Problems

PAGE = 50


def guarantees(request: HttpRequest) -> HttpResponse:
    """The guarantees of the person's companies, or all for customs; found by number, holder or BIN."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    words = request.GET.get("q", "").strip()
    found = Guarantee.objects.select_related("company").order_by("number")
    if words:
        found = found.filter(
            Q(number__icontains=words) | Q(company__name__icontains=words) | Q(company__bin__startswith=words)
        )
    if after := request.GET.get("after", ""):
        found = found.filter(number__gt=after)
    rows = list(found[: PAGE + 1])
    page = {
        "guarantees": rows[:PAGE],
        "next": rows[PAGE - 1].number if len(rows) > PAGE else "",
        "words": words,
        "may_register": _may_register(actor),
        "is_officer": actor.is_officer,
    }
    return render(request, "customs/guarantees.html", page)


def guarantee(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One guarantee: how much is free, what is set aside for which declaration, and every entry."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _found(uuid)
    form = ChangeForm(request.POST or None) if _may_register(actor) else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            registering.change(actor, uuid=uuid, **form.cleaned_data)
        except Problems as faults:
            form.put(faults.problems)
        else:
            messages.success(request, _("The ledger has a new entry."))
            return redirect("guarantee", uuid)
    entries = found.entries.select_related("declaration", "made_by").order_by("-pk")
    if before := _number(request.GET.get("before", "")):
        entries = entries.filter(pk__lt=before)
    rows = list(entries[: PAGE + 1])
    page = {
        "guarantee": found,
        "form": form,
        "entries": rows[:PAGE],
        "next": rows[PAGE - 1].pk if len(rows) > PAGE else "",
        "waiting": found.waiting.select_related("declaration"),
        "outlook": outlook.of(found),
        "is_officer": actor.is_officer,
    }
    return render(request, "customs/guarantee.html", page, status=422 if form is not None and form.is_bound else 200)


def new_guarantee(request: HttpRequest) -> HttpResponse:
    """Register a guarantee."""
    form = GuaranteeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = registering.register(request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
        except Problems as faults:
            form.put(faults.problems)
        else:
            messages.success(request, _("Guarantee %(number)s is registered.") % {"number": made.number})
            return redirect("guarantee", made.uuid)
    return render(request, "customs/new_guarantee.html", {"form": form}, status=422 if form.is_bound else 200)


def withdraw_guarantee(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """End a guarantee for new transits."""
    registering.withdraw(request.actor, uuid=uuid)  # type: ignore[attr-defined]
    messages.success(request, _("The guarantee covers nothing new from now on."))
    return redirect("guarantee", uuid)


def _found(uuid: UUID) -> Guarantee:
    found = Guarantee.objects.select_related("company", "registered_by").filter(uuid=uuid).first()
    if found is None:
        raise NotFound(str(uuid))
    return found


def _may_register(actor: Any) -> bool:
    return any(grant.agency == "customs" and grant.role in registering.MAY for grant in actor.grants)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
