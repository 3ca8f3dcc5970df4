"""A neighbour for tests: it has a key of its own, signs what it sends, and faces Astana."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from clearance import clock
from clearance.acting import Who, acting_as
from portal.neighbours import signing
from portal.neighbours.models import Arrival, Facing, Incoming, Neighbour, Outgoing
from tests.goods import APPLES

CHINA = signing.Window("CN", "17" * 32)
PATH = "/neighbours/notices/"
ARRIVALS = "/neighbours/arrivals/"


def neighbour(url: str = "https://window.example", *, code: str = "CN", office: str = "KZ-ASTANA-LC") -> Neighbour:
    """Add it, facing one of our offices."""
    with acting_as(Who(system=True)):
        made = Neighbour.objects.create(code=code, name="China", url=url, public_key=CHINA.public_key)
        Facing.objects.create(neighbour=made, office_id=office, theirs="CN-KHORGOS")
    return made


def told(**changes: Any) -> dict[str, Any]:
    """A notice without fault."""
    goods = {
        "kind": "export",
        "dispatch_country": "CN",
        "consignor": {"name": "Yida Trading", "country": "CN"},
        "consignee": {"id": "971240001315", "name": "Silk Road"},
        "transport": {"border": {"id": "731BOL05/84ADL19", "mode": "30"}},
        "containers": [{"number": "MSKU9070323", "seals": ["CN7781234"]}],
        "items": [
            {"number": 1, "commodity_code": "080810", "description": APPLES["description"], "net_mass_kg": "18000"}
        ],
    }
    head = {"reference": "CN-1", "version": 1, "released_at": "2026-11-20T08:00:00+08:00", "entry_office": "KZ-NURJOLY"}
    return {**head, "goods": {**goods, **changes.pop("goods", {})}, **changes}


def headers(
    body: bytes, *, message: str = "", by: signing.Window = CHINA, at: datetime | None = None
) -> dict[str, str]:
    """What the neighbour signs."""
    return signing.headers(message or str(uuid.uuid4()), body, at=at or clock.now(), of=by)


def post(notice: Any, *, signed: dict[str, str] | None = None, to: str = PATH, **how: Any) -> Any:
    """Send a notice as the neighbour does; `signed` overrides its headers."""
    body = notice if isinstance(notice, bytes) else json.dumps(notice).encode()
    return Client().post(to, body, content_type="application/json", headers=headers(body, **how) | (signed or {}))


def incoming() -> list[Incoming]:
    with acting_as(Who(system=True)):
        return list(Incoming.objects.order_by("pk"))


def outgoing() -> list[Outgoing]:
    with acting_as(Who(system=True)):
        return list(Outgoing.objects.select_related("neighbour").order_by("pk"))


def arrivals() -> list[Arrival]:
    with acting_as(Who(system=True)):
        return list(Arrival.objects.select_related("release__declaration").order_by("pk"))


def in_every_table(of: dict[str, Any], bin_: str, *, canary: str = "Yida Trading") -> Incoming:
    """A release that was told and a notice that came, for a company (`of`: its declaration and company_id)."""
    now = clock.now()
    with acting_as(Who(system=True)):
        made = Neighbour.objects.filter(code="CN").first() or neighbour()
        release = Outgoing.objects.create(
            **of, neighbour=made, version=1, body=canary.encode(), made_at=now, delivered_at=now, number=canary
        )
        Arrival.objects.create(
            message=uuid.uuid4(), neighbour=made, release=release, company_id=of["company_id"], body=canary.encode(),
            digest="0" * 64, office=canary, arrived_at=now, received_at=now,
        )  # fmt: skip
        body = told(goods={"consignor": {"name": canary}})
        return Incoming.objects.create(
            message=uuid.uuid4(), neighbour=made, number=f"PI26-{uuid.uuid4().hex[:9]}", reference=uuid.uuid4().hex,
            digest="0" * 64, body=body, office_id="KZ-NURJOLY", bins=[bin_], received_at=now, expires_at=now,
        )  # fmt: skip


def impostor() -> signing.Window:
    """Somebody else who says to be the neighbour."""
    return signing.Window("CN", Ed25519PrivateKey.generate().private_bytes_raw().hex())
