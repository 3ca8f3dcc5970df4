"""The queue: cards in views with counts and filters, claim, next, chosen cards at once, saved views."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clearance import clock, queues, registry
from clearance.content import Problems
from clearance.forms.choices import in_words
from clearance.reading import desk as reading
from clearance.sentences import agency_letter, agency_name
from clearance.views import keys
from clearance.views.desk_rows import rows_of
from clearance.words import LANE, OFFICER
from clearance.workflow import Refused
from clearance.worklist import bulk, cards, saved, together, undoing
from clearance.worklist.cards import Asked

VIEWS = (
    ("all", gettext_lazy("All open")),
    ("unclaimed", gettext_lazy("Unclaimed")),
    ("mine", gettext_lazy("Mine")),
    ("waiting_for_trader", gettext_lazy("Waiting for the trader")),
    ("changed", gettext_lazy("Changed since I looked")),
    ("overdue", gettext_lazy("Over time")),
)
TRANSPORTS = (
    ("30", gettext_lazy("Road")),
    ("20", gettext_lazy("Rail")),
    ("40", gettext_lazy("Air")),
    ("50", gettext_lazy("Post")),
    ("10", gettext_lazy("Sea")),
)
SORTS = (("urgent", gettext_lazy("Most urgent first")), ("due", gettext_lazy("Soonest due first")))
SORT_COOKIE = "queue_sort"
A_YEAR = 365 * 24 * 3600


def queue(request: HttpRequest) -> HttpResponse:
    """The cards of a person's queues; `?fragment=queue` is the table alone, asked for while the page is open."""
    actor = request.actor  # type: ignore[attr-defined]
    undoing.carry_out_due(officer=actor.user_id)
    asked = asked_of(request)
    page = cards.page(actor, asked, after=request.GET.get("after", ""))
    reading.add_others(page.rows)
    counts = cards.counts(actor, agency=asked.agency or None, office=asked.office or None)
    keep = parameters(asked)
    context = {
        "asked": asked,
        "tabs": [
            {"name": name, "title": title, "count": counts[name], "is_current": name == asked.view,
             "url": "?" + urlencode({**keep, "view": name})}
            for name, title in VIEWS
        ],
        "counts": counts,
        "rows": rows_of(page.rows, actor, now=clock.now()),
        "next_url": "?" + urlencode({**keep, "after": page.next}) if page.next else "",
        "first_url": "?" + urlencode(keep),
        "clear_url": "?" + urlencode({"view": asked.view}),
        "fragment_url": "?" + urlencode({**keep, "after": request.GET.get("after", ""), "fragment": "queue"}),
        "here": request.get_full_path().replace("&fragment=queue", ""),
        "is_first": not request.GET.get("after"),
        "sorts": [(name, title, "?" + urlencode({**keep, "sort": name})) for name, title in SORTS],
        "pending": undoing.latest(actor),
        "saved": [
            {"view": one, "url": "?" + one.query, "is_own": one.owner_id == actor.user_id,
             "is_current": one.query == urlencode(parameters(asked))}
            for one in saved.views_of(actor)
        ],
    }  # fmt: skip
    if request.GET.get("fragment") == "queue":
        return render(request, "desk/queue_live.html", context)
    response = render(request, "desk/queue.html", context | _choices(actor, request))
    if request.GET.get("sort") in cards.SORTS:
        response.set_cookie(SORT_COOKIE, asked.sort, max_age=A_YEAR, httponly=True, samesite="Lax")
    return response


def asked_of(request: HttpRequest) -> Asked:
    """What the address asks for; what it names wrongly is left out, the sort is remembered."""
    given = {
        name: request.GET.get(name, "").strip()[:80] for name in ("agency", "office", "q", "transport", "waiting_on")
    }
    view, risk = request.GET.get("view", ""), request.GET.get("risk", "")
    sort = request.GET.get("sort") or request.COOKIES.get(SORT_COOKIE, "")
    return Asked(
        view=view if view in cards.VIEWS else "all",
        sort=sort if sort in cards.SORTS else "urgent",
        agency=given["agency"],
        office=given["office"],
        words=given["q"],
        risk=risk if risk in LANE else "",
        transport=given["transport"] if given["transport"] in dict(TRANSPORTS) else "",
        waiting_on=given["waiting_on"] if given["waiting_on"] in registry.agencies() else "",
    )


def parameters(asked: Asked) -> dict[str, str]:
    """The filters as an address holds them."""
    given = {
        "view": asked.view, "sort": asked.sort if asked.sort != "urgent" else "", "agency": asked.agency,
        "office": asked.office, "q": asked.words, "risk": asked.risk, "transport": asked.transport,
        "waiting_on": asked.waiting_on,
    }  # fmt: skip
    return {name: value for name, value in given.items() if value}


def take_next(request: HttpRequest) -> HttpResponse:
    """Claim the next card of the queues and open it."""
    agency, office = request.POST.get("agency") or None, request.POST.get("office") or None
    row = together.take_next(request.actor, agency=agency, office=office)  # type: ignore[attr-defined]
    if row is None:
        messages.info(request, _("Nothing is waiting in your queues."))
        return redirect("queue")
    messages.success(request, _("It is yours now."))
    return redirect("signoff", row.uuid)


def claim(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take one card; whoever comes second from the queue reads there who has it and since when."""
    try:
        together.claim(request.actor, sign_off=str(uuid))  # type: ignore[attr-defined]
    except Refused as refusal:
        if "from_queue" not in request.POST:
            raise
        messages.warning(request, str(refusal))
        return redirect(f"{reverse('queue')}#row-{uuid}")
    messages.success(request, _("It is yours now."))
    return redirect("signoff", uuid)


def give_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give a claimed card back to the queue."""
    together.give_back(request.actor, sign_off=str(uuid))  # type: ignore[attr-defined]
    messages.success(request, _("It is back in the queue."))
    return redirect("queue")


def assign(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The head of an office gives a card to a colleague."""
    together.assign(request.actor, sign_off=str(uuid), to=_number(request.POST.get("to", "")))  # type: ignore[attr-defined]
    messages.success(request, _("Your colleague has it now."))
    return redirect("signoff", uuid)


def chosen(request: HttpRequest) -> HttpResponse:
    """The chosen cards at once: claim them, give them to a colleague, or look at what would be approved."""
    actor = request.actor  # type: ignore[attr-defined]
    picked = _uuids(request.POST)
    if not picked:
        messages.warning(request, _("Choose at least one case first."))
        return redirect("queue")
    act = request.POST.get("act", "")
    if act == "approve":
        preview = bulk.preview(actor, picked)
        return render(request, "desk/approve.html", {"preview": preview})
    if act == "approve_now":
        return _approved(request, picked)
    done, refused = together.each(actor, picked, act, to=_number(request.POST.get("to", "")) or None)
    if done:
        text = ngettext("%(count)s case is taken.", "%(count)s cases are taken.", done)
        messages.success(request, text % {"count": done})
    for sentence in dict.fromkeys(refused):
        messages.warning(request, sentence)
    return redirect(f"{reverse('queue')}?view={'mine' if act == 'claim' else 'all'}")


def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the page under a name."""
    query = urlencode(parameters(asked_of(request)))
    try:
        saved.save(request.actor, name=request.POST.get("name", ""), query=query, is_shared="shared" in request.POST)  # type: ignore[attr-defined]
    except Problems as faults:
        for fault in faults.problems:
            messages.warning(request, str(fault.message))
    else:
        messages.success(request, _("The view is saved. It stands beside the others."))
    return redirect(f"{reverse('queue')}?{query}")


def drop_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Delete a saved view of one's own."""
    saved.drop(request.actor, view=view_id)  # type: ignore[attr-defined]
    messages.success(request, _("The view is deleted."))
    return redirect("queue")


def _approved(request: HttpRequest, picked: list[str]) -> HttpResponse:
    done, refused = bulk.approve(request.actor, picked)  # type: ignore[attr-defined]
    if done:
        text = ngettext("%(count)s case is approved.", "%(count)s cases are approved.", done)
        messages.success(request, text % {"count": done})
    for sentence in dict.fromkeys(refused):
        messages.warning(request, sentence)
    return redirect("queue")


def _choices(actor: Any, request: HttpRequest) -> dict[str, Any]:
    """What the filters and the bar offer."""
    agencies = sorted({grant.agency for grant in actor.grants if grant.role in queues.WORKING})
    names = [(code, in_words(one.names)) for code, one in registry.agencies().items()]
    people: dict[int, str] = {}
    for agency, office in together.led_by(actor):
        people |= dict(together.colleagues(actor, agency, office))
    return {
        "agencies": [(code, agency_name(code)) for code in agencies],
        "offices": reading.offices_of(actor),
        "lanes": [(code, words[OFFICER] if isinstance(words, dict) else words) for code, words in LANE.items()],
        "transports": TRANSPORTS,
        "everybody": sorted(names, key=lambda one: one[1]),
        "legend": [(agency_letter(code), name) for code, name in names],
        "colleagues": sorted(people.items(), key=lambda one: one[1]),
        "keys_on": keys.are_on(request),
    }  # fmt: skip


def _uuids(given: QueryDict) -> list[str]:
    found = []
    for text in given.getlist("chosen")[:200]:
        try:
            found.append(str(UUID(text)))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def _number(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 18 else 0
