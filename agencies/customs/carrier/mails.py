"""Letters with a carrier's link: sent at a sweep, outside any transaction, tried again, given up after long."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from agencies.customs.carrier import links
from agencies.customs.models import CarrierLink
from clearance.acts import SYSTEM, acting_as, clock

log = logging.getLogger(__name__)
BATCH = 50
LEASE = timedelta(minutes=3)
"""What is being sent is nobody else's for this long; when the sender dies, it is sent again."""
ATTEMPTS = 6


def send_due(*, inline: bool) -> int:
    """Send the letters that are due; returns how many the mail server took."""
    return sum(_sent(link) for link in _taken())


def _taken() -> list[CarrierLink]:
    now = clock.now()
    with acting_as(SYSTEM):
        due = CarrierLink.objects.filter(mail_due_at__lte=now).select_related(
            "movement__declaration", "movement__destination"
        )
        taken = list(due.select_for_update(of=("self",), skip_locked=True).order_by("mail_due_at", "pk")[:BATCH])
        CarrierLink.objects.filter(pk__in=[link.pk for link in taken]).update(mail_due_at=now + LEASE)
        return taken


def _sent(link: CarrierLink) -> bool:
    """One letter, in the language that was chosen for it."""
    with translation.override(link.language):
        letter = EmailMessage(
            subject=_("Your consignment %(reference)s") % {"reference": link.movement.declaration.reference},
            body=render_to_string("customs/carrier_mail.txt", {"link": link, "address": links.address_of(link)}),
            to=[link.email],
            headers={"Auto-Submitted": "auto-generated", "Content-Language": link.language},
        )
    try:
        letter.send()
    except Exception as error:  # whatever a mail server or a library says, the others go on
        log.warning("a carrier's link was not taken", extra={"link": str(link.uuid), "fault": type(error).__name__})
        attempts = link.mail_attempts + 1
        later = clock.now() + timedelta(minutes=4**attempts) if attempts < ATTEMPTS else None
        _note(link, mail_attempts=attempts, mail_due_at=later)
        return False
    _note(link, mailed_at=clock.now(), mail_due_at=None)
    return True


def _note(link: CarrierLink, **changes: object) -> None:
    with acting_as(SYSTEM):
        CarrierLink.objects.filter(pk=link.pk, revoked_at=None).update(**changes)
