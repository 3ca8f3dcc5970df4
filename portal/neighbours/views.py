"""Notices between windows: where a neighbour posts them, and the pages that show them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from clearance.workflow import Refused
from portal.neighbours import arriving, beginning, incoming, selectors, signing
from portal.neighbours.models import Standing
from portal.neighbours.words import OF_INCOMING, OF_OUTGOING, TOLD

PAGE = 25


@csrf_exempt
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """A neighbour's notice; it has no session, its signature says who it is."""
    return _answer(request, _take_notice)


@csrf_exempt
@require_POST
def take_arrival(request: HttpRequest) -> HttpResponse:
    """A neighbour's word that goods have arrived; signed as its notices are."""
    return _answer(request, _take_arrival)


Taken = tuple[dict[str, Any], list[Any], bool]
"""What is answered, the problems of what was sent, and whether it is new."""


def _take_notice(request: HttpRequest) -> Taken:
    receipt = incoming.receive(request.headers, request.body)
    notice = receipt.notice
    return {"number": notice.number, "state": notice.state}, notice.problems, receipt.is_new


def _take_arrival(request: HttpRequest) -> Taken:
    receipt = arriving.receive(request.headers, request.body)
    problems = receipt.arrival.problems
    return {"state": str(Standing.REFUSED) if problems else "arrived"}, problems, receipt.is_new


def _answer(request: HttpRequest, take: Callable[[HttpRequest], Taken]) -> HttpResponse:
    try:
        told, problems, is_new = take(request)
    except signing.Forged:
        return JsonResponse({"error": "not signed by a neighbour of this window just now"}, status=401)
    except Refused as refused:
        return JsonResponse({"error": str(refused.sentence)}, status=409)
    if problems:
        told["errors"] = problems  # kept all the same, and so no error status, which would undo it
    return JsonResponse(told, status=201 if is_new else 200)


def notices(request: HttpRequest) -> HttpResponse:
    """What the neighbours told: for customs all of it, for a trader what is addressed to the own companies."""
    actor = request.actor  # type: ignore[attr-defined]
    words, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    found = selectors.incoming(actor, words=words, state=state)
    told = selectors.outgoing()[:PAGE] if actor.is_officer else []
    shown = Paginator(found, PAGE).get_page(request.GET.get("page"))
    page = {
        "page": shown,
        "rows": [(one, *OF_INCOMING[one.state]) for one in shown],
        "rows_told": [(one, TOLD[one.kind], *OF_OUTGOING[one.standing]) for one in told],
        "words": words,
        "state": state,
        "states": [(value, OF_INCOMING[value][0]) for value in Standing.values],
    }
    return render(request, "neighbours/notices.html", page)


def notice(request: HttpRequest, number: str) -> HttpResponse:
    """One notice as it came, and the way to declare its goods."""
    actor = request.actor  # type: ignore[attr-defined]
    found = selectors.incoming(actor).filter(number=number).first()
    if found is None:
        raise Http404
    word, tone, icon = OF_INCOMING[found.state]
    bins = {one.bin for one in (*actor.own, *actor.clients)}
    page = {
        "notice": found,
        "goods": found.body.get("goods") or {},
        "as_told": json.dumps(found.body, ensure_ascii=False, indent=2) if actor.is_officer else "",
        "word": word,
        "tone": tone,
        "icon": icon,
        "may_declare": beginning.is_free(found) and not bins.isdisjoint(found.bins),
    }
    return render(request, "neighbours/notice.html", page)


@require_POST
def declare(request: HttpRequest, number: str) -> HttpResponse:
    """Begin a draft with what the notice tells."""
    draft = beginning.begin(request.actor, number=number, kind=request.POST.get("kind", ""))  # type: ignore[attr-defined]
    messages.success(request, _("The draft holds what the neighbour told. Complete it, check it and file it."))
    return redirect("draft", draft.reference)
