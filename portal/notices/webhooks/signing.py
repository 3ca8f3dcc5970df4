"""Secrets and signatures of webhooks (the scheme of Standard Webhooks: id, timestamp and body under HMAC-SHA256)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime

from django.conf import settings

from portal.notices.models import Webhook

PREFIX = "whsec_"


def secret_of(webhook: Webhook, number: int | None = None) -> str:
    """A secret of a webhook; made from the installation's key each time it is needed, so that no table holds it."""
    return PREFIX + base64.b64encode(_key(webhook, number or webhook.secret_number)).decode()


def headers(webhook: Webhook, message_id: str, body: bytes, *, at: datetime) -> dict[str, str]:
    """The headers a receiver checks; while a secret is being changed there is a signature by the old one too."""
    keys = [_key(webhook, webhook.secret_number)]
    if webhook.old_secret_until is not None and webhook.old_secret_until > at:
        keys.append(_key(webhook, webhook.secret_number - 1))
    timestamp = str(int(at.timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(signature(key, message_id, timestamp, body) for key in keys),
    }


def signature(key: bytes, message_id: str, timestamp: str, body: bytes) -> str:
    """One signature, with its version before it."""
    signed = hmac.new(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"


def _key(webhook: Webhook, number: int) -> bytes:
    what = f"webhook {webhook.uuid} {number}"
    return hmac.new(settings.WEBHOOK_KEY.encode(), what.encode(), hashlib.sha256).digest()
