"""The editions in force: read from the tables, loaded into them, kept by each process by their immutable number."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache

from django.db import connection, transaction
from django.db.models import Max

from clearance import clock
from clearance.models import RegisteredDocument
from clearance.reference.kinds import Entry, Kind, digest_of
from clearance.reference.models import ListEntry, ListVersion

LOOK_AGAIN_AFTER = 10.0
"""Seconds after which a process asks whether a newer edition was loaded."""
BATCH = 1000
REGISTER = "documents"
_known: dict[tuple[str, str, date], tuple[float, int | None]] = {}


def in_force(kind: str, on: date) -> ListVersion | None:
    """The edition of a list on a day: of those that have begun the newest."""
    return ListVersion.objects.filter(kind=kind, valid_from__lte=on).order_by("-valid_from", "-number").first()


def entries_of(version: ListVersion | None) -> dict[str, dict[str, str]]:
    """The entries of an edition by key; none without one."""
    return dict(ListEntry.objects.filter(version=version).values_list("key", "row")) if version else {}


def nomenclature(on: date) -> Mapping[str, str] | None:
    """Ten-digit codes in force on a day with their supplementary unit ("" where none is told); None while none is loaded."""
    at = (str(connection.settings_dict["NAME"]), "nomenclature", on)
    looked, pk = _known.get(at, (0.0, None))
    if time.monotonic() - looked > LOOK_AGAIN_AFTER or not looked:
        version = in_force("nomenclature", on)
        pk = version.pk if version else None
        _known.clear()
        _known[at] = (time.monotonic(), pk)
    return _codes(at[0], pk) if pk else None


def forget() -> None:
    """Look at the tables again with the next question; for whoever has just loaded an edition."""
    _known.clear()


@lru_cache(maxsize=4)
def _codes(database: str, pk: int) -> Mapping[str, str]:
    rows = ListEntry.objects.filter(version_id=pk).values_list("key", "row")
    return {key: row.get("unit", "") for key, row in rows if len(key) == len("0000000000")}


@transaction.atomic
def load(
    kind: Kind, entries: Mapping[str, Entry], *, source: str, valid_from: date, steps: Iterable[int] | None = None
) -> ListVersion:
    """Keep a new edition; `steps` (positions of the batches) may be watched by a progress bar."""
    highest = ListVersion.objects.filter(kind=kind.name).aggregate(highest=Max("number"))["highest"] or 0
    before = entries_of(in_force(kind.name, valid_from)) if kind.name == REGISTER else {}
    version = ListVersion.objects.create(
        kind=kind.name,
        number=highest + 1,
        valid_from=valid_from,
        source=source[:200],
        digest=digest_of(entries),
        entries=len(entries),
        loaded_at=clock.now(),
    )
    ordered = sorted(entries.items())
    for start in steps if steps is not None else batches(len(ordered)):
        ListEntry.objects.bulk_create(
            ListEntry(version=version, key=key, row=dict(row)) for key, row in ordered[start : start + BATCH]
        )
    if kind.name == REGISTER:
        _register(before, entries, valid_from)
    forget()
    return version


def batches(count: int) -> range:
    """Where each batch of so many entries begins."""
    return range(0, count, BATCH)


def _register(before: Mapping[str, Entry], after: Mapping[str, Entry], valid_from: date) -> None:
    """Let routing look papers up: new ones are known, those no longer listed end the day before."""
    RegisteredDocument.objects.bulk_create(
        [
            RegisteredDocument(
                type=row["type"],
                number=row["number"],
                valid_from=row["valid_from"],
                valid_to=row.get("valid_to") or None,
                source=(row.get("source") or REGISTER)[:80],
            )
            for row in after.values()
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["type", "number", "valid_from"],
        update_fields=["valid_to", "source"],
    )
    gone = [before[key] for key in before.keys() - after.keys()]
    for row in gone:
        RegisteredDocument.objects.filter(type=row["type"], number=row["number"], valid_from=row["valid_from"]).update(
            valid_to=max(valid_from - timedelta(days=1), date.fromisoformat(row["valid_from"]))
        )
