"""One shift leaves the wall to the next: what is open is counted, what to look after is written, somebody takes it over."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.customs.control import seeing
from agencies.customs.control.roles import Right, may
from agencies.customs.models import Alarm, Handover, Stop
from clearance.acts import Actor, NotAllowed, Problem, Problems, Refused, clock

KEPT = 10


def what_is_open() -> dict[str, Any]:
    """What a shift leaves: the alarms by their numbers, how many movements are stopped and how many under way."""
    return {
        "alarms": [str(uuid) for uuid in seeing.open_alarms().order_by("opened_at").values_list("uuid", flat=True)],
        "stops": Stop.objects.filter(lifted_at=None).values("movement").distinct().count(),
        "under_way": seeing.under_way().count(),
    }


def give(actor: Actor, *, note: str) -> Handover:
    """Hand the shift over; NotAllowed, Problems without a note, Refused while another one waits."""
    _may(actor)
    if not note.strip():
        raise Problems([Problem("note_missing", "/note", _("Write what the next shift must look after"))])
    if seeing.waiting_handover() is not None:
        raise Refused("handover_waits", _("A shift already waits to be taken over. Take it over first."))
    return Handover.objects.create(given_by_id=actor.person, given_at=clock.now(), note=note.strip(), **what_is_open())


def take(actor: Actor) -> Handover:
    """Take over the shift that waits; NotAllowed to the one who gave it, Refused when it is taken."""
    _may(actor)
    waiting = Handover.objects.select_for_update(no_key=True).filter(taken_at=None).first()
    if waiting is None:
        raise Refused("nothing_waits", _("No shift waits to be taken over."))
    if waiting.given_by_id == actor.person:
        raise NotAllowed(_("A shift is taken over by a colleague, not by the one who hands it over."))
    waiting.taken_by_id, waiting.taken_at = actor.person, clock.now()
    waiting.save(update_fields=["taken_by", "taken_at"])
    return waiting


def latest() -> list[Handover]:
    """The latest handovers, the newest first."""
    return list(Handover.objects.select_related("given_by", "taken_by")[:KEPT])


def alarms_of(handover: Handover) -> list[Alarm]:
    """The alarms a handover left, as they stand now and as far as the reader may see."""
    return list(
        Alarm.objects.filter(uuid__in=handover.alarms).select_related("movement__declaration").order_by("opened_at")
    )


def _may(actor: Actor) -> None:
    if not may(actor, Right.HAND_OVER):
        raise NotAllowed(_("Only a dispatcher or the head of the shift hands over and takes over."))
