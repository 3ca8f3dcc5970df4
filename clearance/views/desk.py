"""An officer's home, the queue with claim and next, and finding a declaration."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clearance import clock, queues, registry
from clearance.forms.choices import in_words
from clearance.reading import desk as reading
from clearance.sentences import agency_letter, agency_name
from clearance.services import deciding
from clearance.views.desk_rows import rows_of

VIEWS = (
    ("all", gettext_lazy("All open")),
    ("unclaimed", gettext_lazy("Unclaimed")),
    ("mine", gettext_lazy("Mine")),
    ("waiting_for_trader", gettext_lazy("Waiting for the trader")),
    ("overdue", gettext_lazy("Over time")),
)


def desk(request: HttpRequest) -> HttpResponse:
    """What an officer has in hand, what was answered, what is late, and the next one."""
    actor = request.actor  # type: ignore[attr-defined]
    is_working = bool(actor.roles & queues.WORKING)
    counts = queues.counts(actor) if is_working else {}
    page = {
        "is_working": is_working,
        "counts": counts,
        "mine": rows_of(reading.mine(actor), actor, now=clock.now()) if counts.get("mine") else [],
        "answered": reading.answered_lately(actor) if is_working else [],
        "holds": reading.holds_of(actor),
        "next_due": reading.due_soon(actor) if counts.get("all") else None,
        "places": places_of(actor),
    }
    return render(request, "desk/home.html", page)


def queue(request: HttpRequest) -> HttpResponse:
    """The open sign-offs of a person's agencies and offices: overdue, then risk, then due."""
    actor = request.actor  # type: ignore[attr-defined]
    asked = {name: request.GET.get(name, "").strip() for name in ("view", "agency", "office", "q")}
    view = asked["view"] if asked["view"] in queues.VIEWS else "all"
    chosen: dict[str, Any] = {"agency": asked["agency"] or None, "office": asked["office"] or None}
    counts = queues.counts(actor, **chosen)
    page = reading.queue_page(actor, **chosen, view=view, words=asked["q"], after=request.GET.get("after", ""))
    keep = {name: value for name, value in asked.items() if value and name != "view"}
    agencies = sorted({grant.agency for grant in actor.grants if grant.role in queues.WORKING})
    context = {
        "tabs": [
            {"title": title, "count": _shown(counts[name]), "is_current": name == view,
             "url": "?" + urlencode({"view": name, **keep})}
            for name, title in VIEWS
        ],
        "view": view,
        "asked": asked,
        "counts": counts,
        "rows": rows_of(page.rows, actor, now=clock.now()),
        "next_url": "?" + urlencode({"view": view, **keep, "after": page.next}) if page.next else "",
        "first_url": "?" + urlencode({"view": view, **keep}),
        "clear_url": "?" + urlencode({"view": view}),
        "is_first": not request.GET.get("after"),
        "is_filtered": bool(keep),
        "agencies": [(code, agency_name(code)) for code in agencies],
        "offices": reading.offices_of(actor),
        "legend": [(agency_letter(code), in_words(one.names)) for code, one in registry.agencies().items()],
    }  # fmt: skip
    return render(request, "desk/queue.html", context)


def take_next(request: HttpRequest) -> HttpResponse:
    """Claim the next sign-off of the queues and open it."""
    agency, office = request.POST.get("agency") or None, request.POST.get("office") or None
    row = deciding.take_next(request.actor, agency=agency, office=office)  # type: ignore[attr-defined]
    if row is None:
        messages.info(request, _("Nothing is waiting in your queues."))
        return redirect("queue")
    messages.success(request, _("It is yours now."))
    return redirect("signoff", row.uuid)


def claim(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take one sign-off."""
    deciding.claim(request.actor, sign_off=str(uuid))  # type: ignore[attr-defined]
    messages.success(request, _("It is yours now."))
    return redirect("signoff", uuid)


def give_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give a claimed sign-off back to the queue."""
    deciding.release_claim(request.actor, sign_off=str(uuid))  # type: ignore[attr-defined]
    messages.success(request, _("It is back in the queue."))
    return redirect("queue")


def find(request: HttpRequest) -> HttpResponse:
    """Filed declarations by number, vehicle or company, as far as the officer may see them."""
    words = request.GET.get("q", "").strip()
    found = reading.search(request.actor, words)  # type: ignore[attr-defined]
    if len(found) == 1 and found[0].reference == words.upper():
        return redirect("desk_declaration", found[0].reference)
    return render(request, "desk/find.html", {"words": words, "found": found})


def places_of(actor: Any) -> list[str]:
    """Where and as what a person works, in words."""
    return list(dict.fromkeys(agency_name(grant.agency) for grant in actor.grants))


def _shown(count: int) -> str:
    return f"{queues.MANY}+" if count >= queues.MANY else str(count)
