"""Deleting what was told long ago, a little at a time; the record of declarations and of access is never touched."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from clearance import clock
from clearance.acting import SYSTEM, acting_as
from portal.notices import old
from portal.notices.alone import alone
from portal.public import enquiries

log = logging.getLogger(__name__)

BATCH = 500
SECONDS = 20.0
"""A run ends after so long, so that the worker is free for trade; the next run goes on."""

# Attempts before deliveries: a delivery takes the attempts that are left along.
KINDS: dict[str, Callable[[datetime], QuerySet[Any]]] = {
    "notices": old.done_with,
    "unread_notices": old.never_read,
    "attempts": old.attempts,
    "deliveries": old.deliveries,
    "enquiries": enquiries.answered_before,
}


def prune() -> dict[str, int]:
    """Delete what is past its days; returns how many rows of each kind. Only one prunes at a time."""
    ends_at = time.monotonic() + SECONDS
    gone = dict.fromkeys(KINDS, 0)
    with alone("prune") as is_alone:
        if is_alone:
            for kind, older in KINDS.items():
                before = clock.now() - timedelta(days=settings.KEEP_DAYS[kind])
                while batch := _delete_some(older(before)):
                    gone[kind] += batch
                    if time.monotonic() > ends_at:
                        break
    if any(gone.values()):
        log.info("what was told long ago is deleted", extra={"deleted": gone})
    return gone


def _delete_some(rows: QuerySet[Any]) -> int:
    """Delete a batch in a transaction of its own; what changed since it was found, and no longer fits, stays."""
    with acting_as(SYSTEM):
        found = list(rows.values_list("pk", flat=True)[:BATCH])
        _all, by_table = rows.filter(pk__in=found).order_by().delete()
        return by_table.get(rows.model._meta.label, 0)
