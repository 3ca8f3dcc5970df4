"""The page of the queue: figures, views with counts, filters, cards; every part of it is in the address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from clearance import clock
from clearance.reading import desk as reading
from clearance.views import keys
from clearance.views.desk_rows import rows_of
from clearance.views.queue_filters import SORT_COOKIE, active, asked_of, choices, parameters
from clearance.worklist import cards, counting, saved, undoing

FIGURES = (
    ("overdue", gettext_lazy("over time")),
    ("soon", gettext_lazy("under 1 hour")),
    ("unclaimed", gettext_lazy("unclaimed")),
    ("mine", gettext_lazy("mine")),
)
VIEWS = (
    ("all", gettext_lazy("All open")),
    ("unclaimed", gettext_lazy("Unclaimed")),
    ("mine", gettext_lazy("Mine")),
    ("waiting_for_trader", gettext_lazy("Waiting for the trader")),
    ("changed", gettext_lazy("Changed since I looked")),
)
SORTS = (("urgent", gettext_lazy("Most urgent first")), ("due", gettext_lazy("Soonest due first")))
A_YEAR = 365 * 24 * 3600


def queue(request: HttpRequest) -> HttpResponse:
    """The cards of a person's queues; `?fragment=queue` is what is renewed while the page is open."""
    actor = request.actor  # type: ignore[attr-defined]
    undoing.carry_out_due(officer=actor.user_id)
    asked, after = asked_of(request), request.GET.get("after", "")
    seen = counting.overview(actor, asked, after=after)
    reading.add_others(seen.page.rows)
    offices = reading.offices_of(actor)
    keep = parameters(asked)

    def to(**changed: str) -> str:
        return "?" + urlencode({**keep, **changed})

    def in_view(name: str, title: Any) -> dict[str, Any]:
        return {"name": name, "title": title, "count": seen.counts[name], "is_current": name == asked.view,
                "url": to(view=name)}  # fmt: skip

    context = {
        "asked": asked,
        "figures": [in_view(name, title) for name, title in FIGURES],
        "tabs": [in_view(name, title) for name, title in VIEWS],
        "found": seen.found,
        "rows": rows_of(seen.page.rows, actor, now=clock.now()),
        "active": active(asked, offices),
        "next_url": to(after=seen.page.next) if seen.page.next else "",
        "first_url": to(),
        "clear_url": "?" + urlencode({"view": asked.view}),
        "fragment_url": to(after=after, fragment="queue"),
        "is_first": not after,
        "sorts": [(name, title, to(sort=name)) for name, title in SORTS],
        "pending": undoing.latest(actor),
        "saved": [
            {"view": one, "url": "?" + one.query, "is_own": one.owner_id == actor.user_id,
             "is_current": one.query == urlencode(keep)}
            for one in saved.views_of(actor)
        ],
        "keys_on": keys.are_on(request),
        **choices(actor, offices),
    }  # fmt: skip
    if request.GET.get("fragment") == "queue":
        return render(request, "desk/queue_live.html", context)
    response = render(request, "desk/queue.html", context)
    if request.GET.get("sort") in cards.SORTS:
        response.set_cookie(SORT_COOKIE, asked.sort, max_age=A_YEAR, httponly=True, samesite="Lax")
    return response
