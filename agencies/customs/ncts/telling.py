"""What happens to a declaration is told in messages: each public event once, in order, to whoever corresponds about it."""

from __future__ import annotations

import logging

from django.db.models import F

from agencies.customs.models import NctsCorrespondence, NctsMessage
from agencies.customs.models.ncts import Direction
from agencies.customs.ncts import answers
from agencies.customs.ncts.events import Case, messages_of
from clearance.acts import SYSTEM, acting_as, as_system, content_of, locked

log = logging.getLogger(__name__)
BATCH = 100


def tell_all(*, inline: bool) -> int:
    """Tell what nobody was told of yet; returns how many messages went to the outbox."""
    with acting_as(SYSTEM):
        waiting = list(
            NctsCorrespondence.objects.filter(declaration__last_seq__gt=F("told_seq"))
            .order_by("pk")
            .values_list("declaration_id", flat=True)[:BATCH]
        )
    told = 0
    for declaration_id in waiting:
        try:
            with acting_as(SYSTEM):
                told += len(tell(declaration_id))
        except Exception:
            # One message that cannot be written must not silence all others; it is tried again at every sweep.
            log.exception("a message of the transit system could not be written", extra={"declaration": declaration_id})
    return told


def tell(declaration_id: int) -> list[NctsMessage]:
    """Put into the outbox what happened to one declaration since it was last told."""
    with as_system():
        declaration = locked(pk=declaration_id)
        correspondence = NctsCorrespondence.objects.get(declaration_id=declaration_id)
        events = list(declaration.events.filter(seq__gt=correspondence.told_seq).order_by("seq"))
        content = content_of(declaration)
        correlation = _last_heard(correspondence)
        made = []
        for event in events:
            if not event.is_public:
                continue
            case = Case(declaration, content, correspondence, event)
            for name, values in messages_of(case):
                made.append(
                    answers.put(
                        name,
                        values,
                        company=declaration.company_id,
                        declaration=declaration,
                        to=correspondence.sender,
                        correlation=correlation,
                        number=case.mrn if declaration.accepted_at else str(declaration.local_ref)[:22],
                        event_seq=event.seq,
                    )
                )
        if events:
            NctsCorrespondence.objects.filter(pk=correspondence.pk).update(told_seq=events[-1].seq)
    return made


def _last_heard(correspondence: NctsCorrespondence) -> str:
    """The message all this answers: the last one that was done."""
    found = NctsMessage.objects.filter(
        declaration_id=correspondence.declaration_id, direction=Direction.IN, errors=[]
    ).order_by("-pk")
    return str(found.values_list("identification", flat=True).first() or "")
