"""What the address of the queue asks for, and the filters in words: offered, active, removed one by one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clearance import queues, registry
from clearance.acting import Actor
from clearance.forms.choices import in_words
from clearance.sentences import agency_letter, agency_name
from clearance.words import LANE, LANE_COLOUR
from clearance.worklist import cards, together
from clearance.worklist.cards import Asked

TRANSPORTS = (
    ("30", gettext_lazy("Road")),
    ("20", gettext_lazy("Rail")),
    ("40", gettext_lazy("Air")),
    ("50", gettext_lazy("Post")),
    ("10", gettext_lazy("Sea")),
)
SORT_COOKIE = "queue_sort"


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


def active(asked: Asked, offices: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """Each filter that is set, in words, with the address without it."""
    said = {
        "q": _("“%(words)s”") % {"words": asked.words},
        "risk": LANE_COLOUR.get(asked.risk, ""),
        "transport": dict(TRANSPORTS).get(asked.transport, ""),
        "waiting_on": _("Waiting on: %(agency)s") % {"agency": agency_name(asked.waiting_on)},
        "agency": agency_name(asked.agency),
        "office": dict(offices).get(asked.office, asked.office),
    }
    given = parameters(asked)
    return [
        {"words": words, "url": "?" + urlencode({one: value for one, value in given.items() if one != name})}
        for name, words in said.items()
        if name in given
    ]


def choices(actor: Actor, offices: list[tuple[str, str]]) -> dict[str, Any]:
    """What the filters and the bar of chosen cards offer."""
    agencies = sorted({grant.agency for grant in actor.grants if grant.role in queues.WORKING})
    names = [(code, in_words(one.names)) for code, one in registry.agencies().items()]
    people: dict[int, str] = {}
    for agency, office in together.led_by(actor):
        people |= dict(together.colleagues(actor, agency, office))
    return {
        "agencies": [(code, agency_name(code)) for code in agencies],
        "offices": offices,
        "lanes": LANE_COLOUR.items(),
        "transports": TRANSPORTS,
        "everybody": sorted(names, key=lambda one: one[1]),
        "legend": [(agency_letter(code), name) for code, name in names],
        "colleagues": sorted(people.items(), key=lambda one: one[1]),
    }
