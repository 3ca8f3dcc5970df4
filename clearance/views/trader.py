"""A company's pages: what it must do first, and the list of its declarations."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from clearance import sentences
from clearance.forms.listing import ListForm
from clearance.models import Declaration
from clearance.reading import trader
from clearance.templatetags import pages
from clearance.views import clients, sheets

TABS = (
    ("action", _("Action needed")),
    ("progress", _("In progress")),
    ("drafts", _("Drafts")),
    ("released", _("Released")),
    ("ended", _("Ended")),
)
EMPTY = {
    "action": _("Nothing waits for you. What agencies ask of you appears here."),
    "progress": _("No declaration is being dealt with. What you submit appears here until it is released."),
    "drafts": _("You have no drafts. Begin a declaration and it is kept here until you submit it."),
    "released": _("Nothing is released yet. Released goods appear here."),
    "ended": _("Nothing has ended yet. Closed, cancelled and expired declarations appear here."),
}
HEADS = (
    _("Reference"), _("Your reference"), _("Registration number"), _("Company"), _("Kind"), _("Where it stands"),
    _("Goods"), _("Vehicle"), _("Office"), _("Submitted"), _("Released"), _("Changed"),
)  # fmt: skip
FEW = 5
MOST_IN_A_SHEET = 10_000


def company_home(request: HttpRequest) -> HttpResponse:
    """What a company must do first, what is under way, drafts, and what was released."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.is_trader:
        return redirect("company")
    client = clients.choice_of(request).company
    counts = trader.counts(actor, client)
    parts = [
        {
            "tab": tab,
            "title": title,
            "count": counts[tab],
            "rows": trader.listed(actor, tab=tab, company=client, size=FEW).rows if counts[tab] else [],
            "empty": EMPTY[tab],
        }
        for tab, title in TABS[:4]
    ]
    waiting = [member for member in actor.own if member.status != "approved"]
    page = {"parts": parts, "is_first_visit": not any(counts.values()), "companies": actor.own, "waiting": waiting}
    return render(request, "trader/home.html", page)


def declarations(request: HttpRequest) -> HttpResponse:
    """The declarations of the companies a person acts for, by what they ask for."""
    actor = request.actor  # type: ignore[attr-defined]
    client = clients.choice_of(request).company
    form = ListForm(request.GET, offices=trader.offices_of(actor, client))
    counts = trader.counts(actor, client)
    tab = _tab(request, counts)
    found = trader.listed(actor, tab=tab, asked=form.asked, company=client, after=request.GET.get("after", ""))
    keep = form.in_address
    here = urlencode({"tab": tab, **keep})
    page = {
        "tabs": [
            {
                "title": title,
                "count": counts[name],
                "is_current": name == tab,
                "url": "?" + urlencode({"tab": name, **keep}),
            }
            for name, title in TABS
        ],
        "tab": tab,
        "found": found,
        "form": form,
        "is_filtered": bool(keep),
        "is_first": not request.GET.get("after"),
        "next_url": f"?{here}&{urlencode({'after': found.next})}" if found.next else "",
        "clear_url": "?" + urlencode({"tab": tab}),
        "first_url": f"?{here}",
        "here": here,
        "empty": EMPTY[tab],
    }
    return render(request, "trader/declarations.html", page)


def sheet(request: HttpRequest, form: str) -> HttpResponse:
    """The list as it is narrowed now, as CSV or XLSX; the newest ten thousand."""
    if form not in sheets.TYPES:
        raise Http404
    actor = request.actor  # type: ignore[attr-defined]
    client = clients.choice_of(request).company
    asked = ListForm(request.GET, offices=trader.offices_of(actor, client)).asked
    rows = trader.own(actor, client).filter(trader.TABS[_tab(request, {})])
    found = trader.narrowed(rows, asked).order_by(*trader.ORDER)[:MOST_IN_A_SHEET]
    return sheets.sheet_of(form, "declarations", [str(head) for head in HEADS], (_cells(row) for row in found))


def _tab(request: HttpRequest, counts: Mapping[str, int]) -> str:
    """The tab asked for, else the first that holds something."""
    asked = request.GET.get("tab", "")
    return asked if asked in trader.TABS else next((tab for tab, _title in TABS if counts.get(tab)), "drafts")


def _cells(row: Declaration) -> tuple[Any, ...]:
    return (row.reference, row.local_ref, row.registration_number, row.company.name, pages.kind_word(row.kind),
            sentences.headline_sentence(row.headline), row.summary, row.vehicle, row.office, row.lodged_at,
            row.released_at, row.changed_at)  # fmt: skip
