"""The keys of this installation: one that signs, and those that signed before."""

from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from portal.public.notes import sealing


def signing() -> Ed25519PrivateKey | None:
    """The key that signs now; None where the operator gave none."""
    return sealing.private_key(settings.RELEASE_NOTE_KEY) if settings.RELEASE_NOTE_KEY else None


def public() -> list[Ed25519PublicKey]:
    """Every key whose notes count, the one that signs now first."""
    return list(_public(settings.RELEASE_NOTE_KEY, tuple(settings.RELEASE_NOTE_OLD_KEYS)))


def by_id() -> dict[str, Ed25519PublicKey]:
    """The same by their id."""
    return {sealing.key_id(key): key for key in public()}


@lru_cache(maxsize=4)
def _public(now: str, before: tuple[str, ...]) -> tuple[Ed25519PublicKey, ...]:
    first = (sealing.private_key(now).public_key(),) if now else ()
    return (*first, *(sealing.public_key(one) for one in before))
