"""What a webhook carries: the event as the API shows it to a trader, and nothing else."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.utils import translation

from clearance.api import showing
from portal.notices.models import Delivery

PING = "webhook.ping"


def body_of(delivery: Delivery) -> bytes:
    """The body, the same at every attempt, because an event never changes."""
    event = delivery.event
    if event is None:
        return _written(PING, delivery.made_at, {"webhook": str(delivery.webhook.uuid)})
    with translation.override(delivery.webhook.language):
        data = {
            "reference": event.declaration.reference,
            "company": event.declaration.company.bin,
            "event": showing.event(event, officer=False),
        }
    return _written(event.kind, event.occurred_at, data)


def _written(kind: str, at: datetime, data: dict[str, Any]) -> bytes:
    whole = {"type": kind, "timestamp": showing.moment(at), "data": data}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
