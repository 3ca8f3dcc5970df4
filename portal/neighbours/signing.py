"""The signature of a message between windows: Ed25519 as Standard Webhooks has it (`v1a`), over id, time and body."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

PREFIX = "whpk_"
SENDER = "window-from"
FRESH = timedelta(minutes=5)
"""How old a signature may be; every attempt is signed anew."""


class Forged(Exception):
    """The message is not what that neighbour signed just now; nothing in it is believed."""


@dataclass(frozen=True)
class Window:
    """Who signs: the country it speaks for, and its private key (32 bytes in hexadecimal)."""

    country: str
    key: str

    @property
    def public_key(self) -> str:
        """What the neighbours are told of it: 32 bytes in base64 with the prefix of the standard."""
        return PREFIX + base64.b64encode(_private(self.key).public_key().public_bytes_raw()).decode()


def own() -> Window:
    """This window."""
    return Window(settings.WINDOW_COUNTRY, settings.NEIGHBOUR_KEY)


def key_of(text: str) -> Ed25519PublicKey:
    """A neighbour's public key as it was given; ValueError for anything else."""
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text.strip().removeprefix(PREFIX), validate=True))
    except binascii.Error as error:
        raise ValueError(str(error)) from error


def headers(message: str, body: bytes, *, at: datetime, of: Window | None = None) -> dict[str, str]:
    """The headers a neighbour checks, signed by this window or by another."""
    window, told = of or own(), str(int(at.timestamp()))
    signature = base64.b64encode(_private(window.key).sign(_signed(message, told, body))).decode()
    return {
        SENDER: window.country,
        "webhook-id": message,
        "webhook-timestamp": told,
        "webhook-signature": f"v1a,{signature}",
    }


def check(given: Mapping[str, str], body: bytes, key: str, *, now: datetime) -> str:
    """The id of a message that the holder of `key` signed at most five minutes ago; raises Forged."""
    message, told = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    if not message or not (told.isascii() and told.isdigit()):
        raise Forged
    if abs(now.timestamp() - int(told)) > FRESH.total_seconds():
        raise Forged
    if not any(_is_right(one, key, _signed(message, told, body)) for one in given["webhook-signature"].split(" ")):
        raise Forged
    return message


def _is_right(signature: str, key: str, signed: bytes) -> bool:
    scheme, _comma, text = signature.partition(",")
    if scheme != "v1a":
        return False
    try:
        key_of(key).verify(base64.b64decode(text, validate=True), signed)
    except (InvalidSignature, binascii.Error):
        return False
    return True


def _signed(message: str, told: str, body: bytes) -> bytes:
    return f"{message}.{told}.".encode() + body


@lru_cache(maxsize=2)
def _private(seed: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
