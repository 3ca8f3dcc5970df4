"""The editions in force: read from the tables, kept by each process by their immutable number."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from django.db import connection

from clearance.reference.models import ListEntry, ListVersion

LOOK_AGAIN_AFTER = 10.0
"""Seconds after which a process asks whether a newer edition was loaded."""
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
