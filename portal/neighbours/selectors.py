"""Questions about notices between windows; row-level security has the last word on who sees which."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from clearance.acting import Actor
from portal.neighbours.models import Incoming, Outgoing, Standing


def incoming(actor: Actor, *, words: str = "", state: str = "") -> QuerySet[Incoming]:
    """Notices the person may see, the newest first; found by number, reference, vehicle or BIN."""
    found = Incoming.objects.select_related("neighbour", "office", "declaration").order_by("-pk")
    if not any(grant.agency == "customs" for grant in actor.grants):
        bins = [one.bin for one in (*actor.own, *actor.clients)]
        found = found.filter(bins__overlap=bins).exclude(state=Standing.REFUSED)
    if state in Standing.values:
        found = found.filter(state=state)
    if words:
        plain = words.upper().replace(" ", "")
        found = found.filter(
            Q(number__icontains=plain)
            | Q(reference__icontains=plain)
            | Q(vehicles__contains=[plain])
            | Q(bins__contains=[plain])
        )
    return found


def outgoing() -> QuerySet[Outgoing]:
    """What was told the neighbours, the newest first."""
    return Outgoing.objects.select_related("neighbour", "declaration", "arrival").order_by("-pk")
