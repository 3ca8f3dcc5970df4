"""The records that notices are made from."""

from __future__ import annotations

from clearance.models import Event
from portal.accounts.models import AccessEvent
from portal.notices import streams
from portal.notices.telling import of_access, of_events

MOST_BATCHES = 20


def read_all() -> int:
    """Tell everything new, batch by batch; what is left after many batches is for the next sweep."""
    return sum(
        _to_the_end(name, model, tell)
        for name, model, tell in (("events", Event, of_events.tell), ("access", AccessEvent, of_access.tell))
    )


def _to_the_end(name: str, model: type[Event] | type[AccessEvent], tell: streams.Told) -> int:
    told = 0
    for _batch in range(MOST_BATCHES):
        now = streams.read(name, model, tell)
        told += now
        if now < streams.BATCH:
            break
    return told
