"""Who speaks: the device of a token, and the devices a gateway speaks for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection

from agencies.customs.models import Device

NOTE_EVERY = timedelta(minutes=1)
# Two calls of one gateway may name the same devices in any order: whoever comes second leaves them to the first.
HEARD = """
update customs_device set heard_at = %(now)s
 where id in (select id from customs_device where id = any(%(devices)s) and (heard_at is null or heard_at < %(before)s)
                 for no key update skip locked)
"""


def digest_of(token: str) -> str:
    """How a token is kept: the SHA-256 of its text."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def devices_of(tokens: Iterable[str]) -> dict[str, Device]:
    """The devices of tokens, unless they are ended."""
    digests = {digest_of(token): token for token in tokens if token}
    return {digests[one.digest]: one for one in Device.objects.filter(digest__in=digests, ended_at=None)}


def spoken_for(gateway: Device, numbers: Iterable[str]) -> dict[str, Device]:
    """The devices that a gateway names, by number."""
    rows = Device.objects.filter(gateway=gateway, number__in=set(numbers) - {""}, ended_at=None)
    return {device.number: device for device in rows}


def heard(devices: Iterable[Device], now: datetime) -> None:
    """Note that the devices were heard, at most once a minute each."""
    due = sorted(one.pk for one in devices if one.heard_at is None or one.heard_at < now - NOTE_EVERY)
    if due:
        with connection.cursor() as cursor:
            cursor.execute(HEARD, {"now": now, "before": now - NOTE_EVERY, "devices": due})
