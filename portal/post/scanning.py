"""Scanning: one number or many at once, each checked and recorded by itself, and what became of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clearance import clock
from clearance.acting import Actor
from clearance.content import Problems
from clearance.identifiers import is_s10
from clearance.models import Declaration, Event
from clearance.services import posting
from clearance.workflow import Refused
from portal.post.reading import items_of
from portal.public.codes import plain

MOST = 200
TWICE = timedelta(minutes=2)
ONCE = frozenset({"EMI", "RETURNED"})
LENGTH = 13
SHOW = ""
EVENTS: Mapping[str, object] = {
    SHOW: gettext_lazy("Only show the item"),
    "EMC": gettext_lazy("Left its country"),
    "EMD": gettext_lazy("Arrived at the office of exchange"),
    "EDB": gettext_lazy("Given to customs"),
    "EDC": gettext_lazy("Came back from customs"),
    "STORED": gettext_lazy("Put into storage"),
    "EMG": gettext_lazy("Arrived at the delivery office"),
    "EMH": gettext_lazy("Could not be delivered"),
    "EMI": gettext_lazy("Delivered"),
    "RETURNED": gettext_lazy("Sent back to the sender"),
}


@dataclass(frozen=True)
class Scanned:
    """What became of one number: the item it belongs to, and a sentence; `is_good` says whether all is well."""

    number: str
    sentence: str
    is_good: bool
    declaration: Declaration | None = None


def numbers_in(text: str) -> list[str]:
    """The numbers of a text, each once: apart by spaces, commas or lines, or pasted together without anything between."""
    found: list[str] = []
    for part in re.split(r"[\s,;]+", text):
        number = plain(part)
        pieces = [number[start : start + LENGTH] for start in range(0, len(number), LENGTH)]
        found += pieces if len(number) % LENGTH == 0 else [number]
    return list(dict.fromkeys(filter(None, found)))


def scan(actor: Actor, text: str, *, code: str = SHOW, office: str = "", reason: str = "") -> list[Scanned]:
    """Record the event for every number; what is wrong with one stops none of the others."""
    numbers = numbers_in(text)[:MOST]
    # Of two items with one number the one that is not withdrawn counts: it is the last in this order.
    rows = items_of(actor).filter(local_ref__in=numbers).order_by("ended_at", "pk")
    known = {one.local_ref: one for one in rows}
    return [_scanned(actor, number, known.get(number), code=code, office=office, reason=reason) for number in numbers]


def _is_recorded(declaration: Declaration, code: str) -> bool:
    """Whether the scanner was pressed twice; an item is delivered or sent back once, whenever that was."""
    events = Event.objects.filter(declaration=declaration, kind=posting.ITEM_EVENTS[code])
    if code not in ONCE:
        events = events.filter(recorded_at__gte=clock.now() - TWICE)
    return events.exists()


def _scanned(
    actor: Actor, number: str, declaration: Declaration | None, *, code: str, office: str, reason: str
) -> Scanned:
    if len(number) != LENGTH or not re.fullmatch(r"[A-Z]{2}[0-9]{9}[A-Z]{2}", number):
        return Scanned(number, _("A number has two letters, nine digits and two letters. Scan it again."), False)
    if not is_s10(number):
        return Scanned(number, _("The check digit does not fit. Scan the label again or compare the digits."), False)
    if declaration is None:
        return Scanned(number, _("No item with this number is filed. Put it aside and look for its list."), False)
    if code == SHOW:
        return Scanned(number, "", True, declaration)
    if _is_recorded(declaration, code):
        return Scanned(number, _("Recorded before: %(event)s") % {"event": EVENTS[code]}, True, declaration)
    try:
        with transaction.atomic():
            posting.record_item_event(actor, reference=declaration.reference, code=code, office=office, reason=reason)
    except Problems as wrong:
        return Scanned(number, str(wrong.problems[0].message), False, declaration)
    except Refused as refused:
        return Scanned(number, str(refused.sentence), False, declaration)
    return Scanned(number, _("Recorded: %(event)s") % {"event": EVENTS[code]}, True, declaration)
