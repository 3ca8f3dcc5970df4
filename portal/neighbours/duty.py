"""What is due between the windows at every sweep: notices go out, arrivals are told back, old notices lapse."""

from __future__ import annotations

from clearance import clock
from clearance.acting import SYSTEM, acting_as
from portal.neighbours import arriving, outgoing, tasks
from portal.neighbours.models import Incoming, Standing


def do_what_is_due(*, inline: bool) -> int:
    """Send here when asked to, else in a task of its own, because neighbours may be slow."""
    with acting_as(SYSTEM):
        lapsed = Incoming.objects.filter(state=Standing.EXPECTED, expires_at__lte=clock.now())
        done = lapsed.update(state=Standing.EXPIRED) + arriving.put_due()
    if inline:
        return done + outgoing.send_due()
    if outgoing.is_due():
        tasks.ask_for_telling()
    return done
