"""The wall: alarms first, every movement as a table and on the map, corridors, figures; every filter is in the address."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from agencies.customs.control import rows, seeing, watching
from agencies.customs.control.asked import Asked, asked_of
from agencies.customs.control.roles import Right, may
from agencies.customs.control.words import MODES
from agencies.customs.models import Corridor
from clearance.acts import Actor, clock, offices_of

STALE_AFTER = 45
"""Seconds without a word from the portal after which the page says that it is not fresh: longer than a poll."""
MARKS_APART = 0.5
"""Degrees; of two offices that are nearer the map names one."""


def control(request: HttpRequest) -> HttpResponse:
    """The control centre; `?fragment=control` is what is renewed while it is open, `?wall=1` is for a big screen."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked, now = asked_of(request.GET), clock.now()
    name = "control_live" if request.GET.get("fragment") == "control" else "control"
    context = {
        **seen(asked, actor, now),
        "asked": asked,
        "modes": [(code, word, asked.address(mode=code)) for code, word in MODES.items()],
        "live_url": reverse("live_topic", args=[watching.TOPIC]) if settings.LIVE_UPDATES else "",
        "stale_after": STALE_AFTER,
        "fragment_url": f"{asked.address()}&fragment=control".replace("?&", "?"),
        "positions_url": reverse("control_positions") + asked.address(),
        "sees_risk": may(actor, Right.SEE_RISK),
        "may_patrol": may(actor, Right.PATROL),
        "may_hand_over": may(actor, Right.HAND_OVER),
        "now": now,
    }
    return render(request, f"customs/{name}.html", context)


def seen(asked: Asked, actor: Actor, now: Any) -> dict[str, Any]:
    """What is looked at, in a number of questions that does not grow with the movements."""
    found, more = seeing.page_of(asked)
    alarms = seeing.alarms(asked)
    heard, is_silent = seeing.last_word(now)
    lanes = seeing.lanes(now)
    return {
        "figures": seeing.figures(now),
        "reasons": seeing.reasons(now),
        "alarms": rows.alarm_cards(alarms[: seeing.FEW_ALARMS], actor),
        "more_alarms": len(alarms) > seeing.FEW_ALARMS,
        "rows": rows.shown(found, actor, now),
        "previous_url": asked.address(page=asked.page - 1) if asked.page > 1 else "",
        "next_url": asked.address(page=asked.page + 1) if more else "",
        "lanes": rows.lane_rows(lanes, asked),
        "destinations": sorted(
            ((code, str(office)) for code, office in offices_of({lane.destination for lane in lanes}).items()),
            key=lambda one: one[1],
        ),
        "alarm_url": asked.address(alarm=not asked.alarm),
        "silent_url": asked.address(silent=not asked.silent),
        "clear_url": Asked(wall=asked.wall).address(),
        "heard": heard,
        "is_silent": is_silent,
        "unjudged": seeing.unjudged(now),
        "handover": seeing.waiting_handover(),
    }


def control_positions(request: HttpRequest) -> HttpResponse:
    """Where the movements are, for the map; the same filters as the page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now = clock.now()
    return JsonResponse({"movements": rows.drawn(asked_of(request.GET), actor, now)})


def control_lines(request: HttpRequest) -> HttpResponse:
    """The corridors that count, and the offices at which somebody sets off or is expected."""
    lanes = seeing.lanes(clock.now())
    offices = offices_of({code for lane in lanes for code in (lane.departure, lane.destination)})
    places: list[dict[str, Any]] = []
    for _code, office in sorted(offices.items()):
        at = [float(office.latitude), float(office.longitude)] if office.latitude and office.longitude else None
        if at and all(abs(at[0] - one["at"][0]) + abs(at[1] - one["at"][1]) > MARKS_APART for one in places):
            places.append({"name": str(office), "at": at})
    lines = [
        {"name": one.name, "mode": one.mode, "line": [[lat, lon] for lon, lat in one.line]}
        for one in Corridor.objects.filter(replaced_at=None)
    ]
    return JsonResponse({"corridors": lines, "offices": places})
