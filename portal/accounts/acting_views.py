"""What pages of people share: views that get the person who acts, and days typed in that person's zone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from clearance.acting import Actor

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def with_actor(view: Callable[Concatenate[HttpRequest, Actor, P], HttpResponse]) -> View[P]:
    """Hand a view the person who acts; the portal's middleware has opened the transaction and says refusals."""

    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        return view(request, actor, *args, **kwargs)

    update_wrapper(answer, view)
    return answer


def end_of(day: dt.date | None) -> dt.datetime | None:
    """Return the moment a last day ends, in the zone of the person who typed it."""
    if day is None:
        return None
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, timezone.get_current_timezone())


def start_of(day: dt.date | None) -> dt.datetime | None:
    """Return the moment a first day begins, in the zone of the person who typed it."""
    return dt.datetime.combine(day, dt.time.min, timezone.get_current_timezone()) if day else None
