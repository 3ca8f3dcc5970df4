"""An officer's home, and finding a declaration."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from clearance import clock, queues
from clearance.reading import desk as reading
from clearance.sentences import agency_name
from clearance.views.desk_rows import rows_of
from clearance.worklist import cards, counting, undoing
from clearance.worklist.cards import Asked


def desk(request: HttpRequest) -> HttpResponse:
    """What an officer has in hand, what was answered, what is late, and the next one."""
    actor = request.actor  # type: ignore[attr-defined]
    is_working = bool(actor.roles & queues.WORKING)
    undoing.carry_out_due(officer=actor.user_id)
    counts = counting.counts(actor) if is_working else {}
    mine = cards.page(actor, Asked(view="mine"), size=reading.FEW).rows if counts.get("mine") else []
    reading.add_others(mine)
    page = {
        "is_working": is_working,
        "counts": counts,
        "mine": rows_of(mine, actor, now=clock.now()),
        "answered": reading.answered_lately(actor) if is_working else [],
        "holds": reading.holds_of(actor),
        "next_due": reading.due_soon(actor) if counts.get("all") else None,
        "places": places_of(actor),
    }
    return render(request, "desk/home.html", page)


def find(request: HttpRequest) -> HttpResponse:
    """Filed declarations by number, vehicle, container or company; the only one that is found is opened at once."""
    words = request.GET.get("q", "").strip()[:80]
    found = reading.search(request.actor, words)  # type: ignore[attr-defined]
    if len(found) == 1:
        return redirect("desk_declaration", found[0].reference)
    return render(request, "desk/find.html", {"words": words, "found": found})


def places_of(actor: Any) -> list[str]:
    """Where and as what a person works, in words."""
    return list(dict.fromkeys(agency_name(grant.agency) for grant in actor.grants))
