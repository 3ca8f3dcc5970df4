"""Questions from the help page: anybody asks, the routing desk and administrators answer by the contact given."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clearance import clock
from clearance.acting import Actor, as_system
from clearance.permissions import NotAllowed
from clearance.services.found import must_find
from portal.public.models import Enquiry

ANSWERING = frozenset({"routing_desk", "admin"})
ANSWERED_SHOWN = 30
OPEN_SHOWN = 200


@transaction.atomic
def ask(*, name: str, contact: str, topic: str, text: str) -> None:
    """Keep a question; the same one sent twice on a day is one."""
    now = clock.now()
    with as_system():  # whoever asks may read nothing here, not even the row just written
        Enquiry.objects.get_or_create(
            name=name,
            contact=contact,
            topic=topic,
            text=text,
            asked_at__date=timezone.localdate(now),  # the day of the reader's zone, as the database takes it
            answered_at=None,
            defaults={"language": (get_language() or "en")[:2], "asked_at": now},
        )


def waiting(actor: Actor) -> list[Enquiry]:
    """Questions nobody has answered, the oldest first."""
    _only_who_answers(actor)
    return list(Enquiry.objects.filter(answered_at=None).order_by("asked_at", "pk")[:OPEN_SHOWN])


def answered(actor: Actor) -> list[Enquiry]:
    """Questions answered last, with who did it."""
    _only_who_answers(actor)
    rows = Enquiry.objects.exclude(answered_at=None).select_related("answered_by")
    return list(rows.order_by("-answered_at", "-pk")[:ANSWERED_SHOWN])


def answered_before(moment: datetime) -> QuerySet[Enquiry]:
    """Questions answered before a moment, the oldest answer first."""
    return Enquiry.objects.filter(answered_at__lt=moment).order_by("answered_at")


@transaction.atomic
def mark_answered(actor: Actor, *, enquiry: int) -> None:
    """Note that a question was answered; the first to say so stays."""
    _only_who_answers(actor)
    row = must_find(Enquiry.objects.select_for_update(of=("self",)).filter(pk=enquiry), enquiry)
    if row.answered_at is None:
        row.answered_at, row.answered_by_id = clock.now(), actor.person
        row.save(update_fields=["answered_at", "answered_by"])


def _only_who_answers(actor: Actor) -> None:
    if not actor.roles & ANSWERING:
        raise NotAllowed(_("Questions are answered by the routing desk and by administrators."))
