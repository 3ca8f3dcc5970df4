"""A page of every component of the look, in light and dark side by side: for those who build pages."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal import specimens

GROUPS = (
    ("words", _("Words, buttons, icons")),
    ("said", _("What the portal says")),
    ("case", _("A case")),
    ("forms", _("Forms and filters")),
    ("tables", _("Tables")),
    ("desk", _("My desk")),
    ("public", _("Pages for everybody")),
    ("agency", _("Administration")),
    ("post", _("Mail and messages")),
    ("control", _("Control centre")),
)


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component twice: in light and in dark."""
    looks = [specimens.look("light", _("Light")), specimens.look("dark", _("Dark"))]
    faulty = looks[0]["faulty"] if "errors" in request.GET else None
    groups = [{"name": name, "title": title, "template": f"specimens/{name}.html"} for name, title in GROUPS]
    facts = {"looks": looks, "groups": groups, "dense": "dense" in request.GET, "faulty": faulty, "has_errors": faulty}
    return render(request, "components/page.html", {**facts, **_band()})


def _band() -> dict[str, Any]:
    """The band on top as a person sees it who works for two companies and has something to read."""
    members = [{"company": number, "name": name} for number, name in enumerate((specimens.COMPANY, "Steppe Meat LLP"))]
    return {
        "nav": [
            {"label": _("Home"), "url": "#words", "current": False, "count": None},
            {"label": _("Declarations"), "url": "#tables", "current": True, "count": 3},
            {
                "label": _("Company"),
                "links": [{"label": _("Company"), "url": "#agency", "current": False}],
                "current": False,
            },
        ],
        "me": {"name": specimens.COLLEAGUE, "place": "Nur Joly"},
        "bell": {"url": "#post", "unread": 3, "text": "3"},
        "account_menu": [{"label": _("Settings"), "url": "#forms"}],
        "client": {"members": members, "company": 0},
        "trail": [(_("Single Window"), "/")],
    }
