"""Loading the demo: offices, people, rulebooks, registries and days of declarations, whole or not at all."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction

from agencies.offices import load_offices
from clearance import clock
from clearance.models import RegisteredDocument
from portal.demo import administration, everybody, newcomers, next_door, notices, papers, people
from portal.demo.days import Days
from portal.demo.play import Play

SINCE = dt.timedelta(days=150)
"""How long the demo's people have been in their places: longer ago than the oldest declaration."""
REGISTER = Path(settings.BASE_DIR) / "docs" / "examples" / "registered-documents.csv"


@transaction.atomic
def load(*, now: dt.datetime, told: Callable[[str], None] = lambda what: None) -> bool:
    """Fill an empty portal as of `now`; False when the demo is there already. `told` hears what is done."""
    if people.is_loaded():
        return False
    since = now - SINCE
    load_offices(today=clock.day_of(now))
    told("offices")
    people.make(since=since)
    told("people")
    papers.publish_rulebooks(since=since)
    _load_register(REGISTER)
    administration.make(now=now)
    told("rulebooks and registers")
    play = Play()
    for story in Days(play, now).tell():
        told(story)
    everybody.visit(now=now)
    newcomers.come(now=now)
    next_door.tell(play.houses, now=now)
    notices.tell(now=now)
    told("notices")
    return True


def _load_register(path: Path) -> None:
    """The papers of the files in docs/examples."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [
            RegisteredDocument(
                type=row["type"],
                number=row["number"],
                valid_from=row["valid_from"],
                valid_to=row["valid_to"] or None,
                source=row["source"],
            )
            for row in csv.DictReader(lines)
        ]
    RegisteredDocument.objects.bulk_create(rows, ignore_conflicts=True)
