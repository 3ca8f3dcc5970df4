"""Which office works a sign-off: the dated coverage table turns a place in the journey into an office."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from clearance.calendars import is_office
from clearance.models import Coverage

# The office of the journey that a place is seen from; the first one the content names counts.
SEEN_FROM = {
    "border": ("border_office", "office"),
    "entry": ("border_office", "office"),
    "exit": ("border_office", "office"),
    "declaration": ("office",),
    "departure": ("office", "border_office"),
    "destination": ("destination_office", "office"),
    "exchange": ("office", "border_office"),
    "inland": ("destination_office", "office"),
}


@dataclass(frozen=True)
class Desk:
    """The office that works a control, and the agency whose officers do it there."""

    office: str
    executed_by: str


def customs_office(content: dict[str, Any], place: str) -> str:
    """The customs office from whose view `place` is covered; empty when the content names none."""
    return next((str(content[name]) for name in SEEN_FROM.get(place, ("office",)) if content.get(name)), "")


def desks(
    content: dict[str, Any], wanted: Iterable[tuple[str, str]], *, on: date, fallback: str
) -> dict[tuple[str, str], Desk]:
    """The desk for each (agency, place) wanted, by the coverage in force `on`.

    Where nobody covers, the agency works at the customs office itself; `fallback` is the office of the routing desk,
    used when the content names no office we know. One statement.
    """
    seen_from = {(agency, place): customs_office(content, place) for agency, place in wanted}
    offices = {office for office in seen_from.values() if office}
    rows = Coverage.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on),
        agency__in={agency for agency, _ in seen_from},
        customs_office__in=offices,
        starts_on__lte=on,
    ).values_list("agency", "place", "customs_office", "office", "executed_by")
    covered = {
        (agency, place, customs): Desk(office, executed_by) for agency, place, customs, office, executed_by in rows
    }
    return {
        (agency, place): covered.get((agency, place, office)) or Desk(office if is_office(office) else fallback, agency)
        for (agency, place), office in seen_from.items()
    }
