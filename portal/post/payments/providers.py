"""Providers of payments: where a payer is sent, and how what a provider says is told from what anybody could say."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from portal.post.models import Attempt

SIGNATURE = "X-Payment-Signature"


class Forged(Exception):
    """A message that the provider cannot have sent as it is: nothing in it is believed."""


@dataclass(frozen=True)
class Answer:
    """What a provider says of one attempt."""

    attempt: UUID
    amount: Decimal
    currency: str
    is_paid: bool
    reference: str


class Provider(Protocol):
    """One provider of payments; no card ever reaches the portal: the payer types it at the provider."""

    name: str

    def address(self, attempt: Attempt) -> str:
        """Where the payer goes; the provider knows the attempt, its amount, and the way back."""

    def read(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        """What a message of the provider says; raises Forged for what it has not signed."""


class DemoProvider:
    """A page of the portal with two buttons, for demos and tests; its messages are signed like a real provider's."""

    name = "test"

    def address(self, attempt: Attempt) -> str:
        return reverse("parcel_test_payment", args=[attempt.uuid])

    def read(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        if not hmac.compare_digest(signature_of(body), headers.get(SIGNATURE, "")):
            raise Forged
        try:
            told: dict[str, Any] = json.loads(body)
            return Answer(
                UUID(told["attempt"]),
                Decimal(told["amount"]),
                str(told["currency"]),
                told["status"] == "paid",
                str(told["reference"])[:60],
            )
        except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as fault:
            raise Forged from fault


def signature_of(body: bytes) -> str:
    """How the test provider signs what it says."""
    return hmac.new(settings.PARCEL_PAYMENTS_KEY.encode(), body, hashlib.sha256).hexdigest()


def message(attempt: Attempt, *, is_paid: bool) -> bytes:
    """What the test provider says when a button of its page is pressed."""
    told = {
        "attempt": str(attempt.uuid),
        "amount": str(attempt.amount),
        "currency": attempt.currency,
        "status": "paid" if is_paid else "declined",
        "reference": f"TEST-{attempt.pk}",
    }
    return json.dumps(told).encode()


def provider() -> Provider | None:
    """The provider of this installation (setting PARCEL_PAYMENTS); None where nobody pays online."""
    if not settings.PARCEL_PAYMENTS:
        return None
    found: Provider = import_string(settings.PARCEL_PAYMENTS)()
    return found
