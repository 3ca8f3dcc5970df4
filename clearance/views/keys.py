"""The command palette and the keys of the desk, which a person can switch off."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clearance.reading import desk as reading
from clearance.views.five_acts import KINDS

COOKIE = "desk_keys"
A_YEAR = 365 * 24 * 3600
LIST = (
    ("j", gettext_lazy("Next row")),
    ("k", gettext_lazy("Row before")),
    ("Enter", gettext_lazy("Open the row")),
    ("x", gettext_lazy("Choose the row")),
    ("c", gettext_lazy("Claim the row or the open case")),
    ("n", gettext_lazy("Take the next case")),
    ("a", gettext_lazy("Approve, on the page of a case")),
    ("q", gettext_lazy("Ask a question, on the page of a case")),
    ("h", gettext_lazy("Hold, on the page of a case")),
    ("i", gettext_lazy("Inspect, on the page of a case")),
    ("r", gettext_lazy("Refuse, on the page of a case")),
    ("u", gettext_lazy("Take the decision back")),
    ("/", gettext_lazy("Search")),
    ("Ctrl K", gettext_lazy("Commands and cases")),
    ("?", gettext_lazy("This list")),
)
COMMANDS = (
    (gettext_lazy("My desk"), "desk", ""),
    (gettext_lazy("Queue"), "queue", ""),
    (gettext_lazy("Unclaimed cases"), "queue", "?view=unclaimed"),
    (gettext_lazy("My cases"), "queue", "?view=mine"),
    (gettext_lazy("Cases over time"), "queue", "?view=overdue"),
    (gettext_lazy("Changed since I looked"), "queue", "?view=changed"),
    (gettext_lazy("Find a declaration"), "find", ""),
    (gettext_lazy("Keys"), "desk_keys", ""),
)
FEW = 8


def are_on(request: HttpRequest) -> bool:
    """Whether single keys act for this person in this browser."""
    return request.COOKIES.get(COOKIE) != "off"


def desk_keys(request: HttpRequest) -> HttpResponse:
    """The list of keys; POST switches them off or on in this browser."""
    if request.method != "POST":
        return render(request, "desk/keys.html", {"keys": LIST, "keys_on": are_on(request)})
    response = redirect("desk_keys")
    response.set_cookie(COOKIE, "off" if request.POST.get("keys") == "off" else "on", max_age=A_YEAR, samesite="Lax")
    return response


def palette(request: HttpRequest) -> HttpResponse:
    """What the palette offers for the words typed: pages by name, and cases the person may see."""
    words = request.GET.get("q", "").strip()[:80]
    known = [
        *_acts_of_the_page(request.GET.get("here", "")),
        *((title, reverse(name) + query) for title, name, query in COMMANDS),
    ]
    commands = [(title, url) for title, url in known if words.lower() in str(title).lower()]
    cases = reading.search(request.actor, words)[:FEW] if len(words) > 1 else []  # type: ignore[attr-defined]
    nothing = _("Nothing fits.") if not commands and not cases else ""
    return render(request, "desk/palette.html", {"commands": commands[:FEW], "cases": cases, "nothing": nothing})


def _acts_of_the_page(here: str) -> list[tuple[Any, str]]:
    """The five acts, where the page that is open is a sign-off's."""
    try:
        page = resolve(here)
    except Resolver404:
        return []
    if page.url_name not in {"signoff", *(kind.code for kind in KINDS)}:
        return []
    url = reverse("signoff", kwargs=page.kwargs)
    return [(kind.title, f"{url}?act={kind.code}") for kind in KINDS]
