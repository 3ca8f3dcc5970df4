"""One movement of the control centre, and stepping in."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from agencies.customs.alarms import rights
from agencies.customs.control import intervening, rows, seeing, track
from agencies.customs.control.forms import InterveneForm
from agencies.customs.control.words import ASKS
from clearance.acts import Actor, Problems, clock


def control_movement(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Track, an hour played back, seals, papers, sign-offs, alarms, stops, interventions."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    movement, now = track.movement_of(uuid), clock.now()
    last = getattr(movement, "last_position", None)
    context = {
        "movement": movement,
        "declaration": movement.declaration,
        "name": rows.named(movement.vehicles, movement.declaration.reference),
        "mode": seeing.mode_of(movement.mode),
        "last": last,
        "watch": getattr(movement, "watch", None),
        "is_stale": seeing.is_stale(movement.mode, last and last.heard_at, now),
        "risk": rows.risks_of([movement.declaration_id], actor).get(movement.declaration_id, ""),
        "hour": track.hour_of(movement, _moment(request.GET.get("until", ""))),
        "line": track.line_of(movement),
        "acts": [(str(kind), ASKS[kind]) for kind in intervening.possible(actor, movement)],
        "may_answer": rights.what_keeps(actor, movement, movement.declaration) is None,
        "now": now,
        **track.told_of(movement),
    }
    return render(request, "customs/control_movement.html", context)


def control_intervene(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponse:
    """A note, a call, a patrol, an inspection or a stop: each asks why."""
    if kind not in ASKS:
        raise Http404(kind)
    movement = track.movement_of(uuid)
    form = InterveneForm(request.POST or None, kind=kind)
    alarm = _alarm(request.GET.get("alarm", ""))
    if request.method == "POST" and form.is_valid():
        try:
            intervening.intervene(request.actor, movement=uuid, kind=kind, alarm=alarm, **form.cleaned_data)  # type: ignore[attr-defined]
        except Problems as faults:
            form.put(faults.problems)
        else:
            messages.success(request, _("Recorded with its reason."))
            return redirect("control_movement", uuid)
    page: dict[str, Any] = {
        "form": form,
        "movement": movement,
        "name": rows.named(movement.vehicles, movement.declaration.reference),
        "title": ASKS[kind],
        "danger": kind == "hold",
    }
    return render(request, "customs/control_act.html", page, status=422 if form.is_bound else 200)


def _moment(text: str) -> datetime | None:
    """A moment with its zone; what cannot be read is nothing."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _alarm(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
