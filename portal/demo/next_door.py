"""What the window next door told in the last days: two trucks that are expected and a notice that was refused."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clearance import clock
from clearance.acting import SYSTEM, acting_as
from portal.demo import goods, wares
from portal.neighbours import incoming, saying, signing
from portal.neighbours.models import Neighbour


def tell(houses: Mapping[str, Any], *, now: datetime) -> None:
    """Each notice comes in as the neighbour sends it, signed with a key that is thrown away afterwards."""
    china = signing.Window("CN", Ed25519PrivateKey.generate().private_bytes_raw().hex())
    with acting_as(SYSTEM):
        Neighbour.objects.create(
            code=china.country, name="China", url="https://window.example", public_key=china.public_key
        )
    for reference, office, minutes in (
        ("CN26-EX-004417", "KZ-NURJOLY", 180),
        ("CN26-EX-004421", "KZ-NURJOLY", 60),
        ("CN26-EX-004422", "CN-KHORGOS", 40),
    ):
        told = _notice(houses["altyn_orda"], reference, office, now)
        _send(told, china, now - timedelta(minutes=minutes))


def _notice(house: Any, reference: str, office: str, now: datetime) -> dict[str, Any]:
    content = goods.transits(
        house, [wares.PHONES, wares.MACHINE_PARTS], on=clock.day_of(now), ref=reference, to="KZ-ASTANA-LC"
    )
    return saying.notice(
        content, reference=reference, version=1, released_at=now.isoformat(), from_office="CN-KHORGOS", to_office=office
    )


def _send(notice: dict[str, Any], window: signing.Window, at: datetime) -> None:
    body = json.dumps(notice, ensure_ascii=False).encode()
    with clock.at(at):
        incoming.receive(signing.headers(str(uuid.uuid4()), body, at=at, of=window), body)
