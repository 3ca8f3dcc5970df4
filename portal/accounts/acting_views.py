"""Views that act as the signed-in person, and say a refusal as a page with the sentence and the way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from clearance.acting import Actor, Who, acting_as
from clearance.permissions import NotAllowed
from clearance.workflow import Refused

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Actor, P], HttpResponse]


def as_signed_in(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Run a view in one transaction as the person who is signed in; it gets the actor as its second argument.

    An act that is not theirs is a 403, one that is not possible now a 409: each with its sentence, nothing saved.
    """

    @login_required
    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            with acting_as(Who(user_id=request.user.pk)) as actor:
                request.actor = actor  # type: ignore[attr-defined]  the frame of the page reads it
                return view(request, actor, *args, **kwargs)
        except NotAllowed as refused:
            return _say(request, refused.sentence, 403)
        except Refused as refused:
            return _say(request, refused.sentence, 409)

    return answer


def end_of(day: dt.date | None) -> dt.datetime | None:
    """Return the moment a last day ends, in the zone of the person who typed it."""
    if day is None:
        return None
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, timezone.get_current_timezone())


def start_of(day: dt.date | None) -> dt.datetime | None:
    """Return the moment a first day begins, in the zone of the person who typed it."""
    return dt.datetime.combine(day, dt.time.min, timezone.get_current_timezone()) if day else None


def _say(request: HttpRequest, sentence: Any, status: int) -> HttpResponse:
    back = request.headers.get("Referer", "") if request.method == "POST" else ""
    context = {"sentence": sentence, "back_url": _own(request, back)}
    return render(request, f"{status}.html", context, status=status)


def _own(request: HttpRequest, address: str) -> str:
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if safe else "/"
