"""A company's pages: what it must do first, and the list of its declarations."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from clearance.reading import trader

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
FEW = 5


def company_home(request: HttpRequest) -> HttpResponse:
    """What a company must do first, what is under way, drafts, and what was released."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.is_trader:
        return redirect("company")
    counts = trader.counts(actor)
    parts = [
        {
            "tab": tab,
            "title": title,
            "count": counts[tab],
            "rows": trader.listed(actor, tab=tab, size=FEW).rows if counts[tab] else [],
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
    asked = {name: request.GET.get(name, "").strip() for name in ("tab", "q", "kind", "company")}
    company = int(asked["company"]) if asked["company"].isdigit() else None
    counts = trader.counts(actor, company)
    tab = asked["tab"] if asked["tab"] in trader.TABS else next((t for t, _title in TABS if counts[t]), "drafts")
    found = trader.listed(
        actor, tab=tab, words=asked["q"], kind=asked["kind"], company=company, after=request.GET.get("after", "")
    )
    keep = {name: value for name, value in asked.items() if value and name != "tab"}
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
        "asked": asked,
        "is_filtered": bool(keep),
        "is_first": not request.GET.get("after"),
        "next_url": "?" + urlencode({"tab": tab, **keep, "after": found.next}) if found.next else "",
        "clear_url": "?" + urlencode({"tab": tab}),
        "first_url": "?" + urlencode({"tab": tab, **keep}),
        "members": trader.filing_members(actor),
        "empty": EMPTY[tab],
    }
    return render(request, "trader/declarations.html", page)
