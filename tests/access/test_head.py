"""Whoever asks with HEAD, at any address that can be read, gets the answer of GET without its body."""

from __future__ import annotations

from typing import Any

import pytest

from clearance.access import Door
from portal import access
from tests.access.addresses import addresses, values_of
from tests.access.world import ANONYMOUS, MINE, World, build
from tests.api.programs import ALL
from tests.cast import Cast

pytestmark = pytest.mark.django_db
READERS = ("trader", "customs_officer", "auditor", ANONYMOUS)
KEPT = ("Content-Type", "Cache-Control", "Vary", "ETag", "Location", "Link", "WWW-Authenticate")


@pytest.fixture
def world(cast: Cast, settings: Any) -> Any:
    settings.LIMITS = dict.fromkeys(settings.LIMITS, 0)
    yield build(cast)
    Cast.ids.cache_clear()


def test_head_is_get_without_a_body_wherever_something_can_be_read(world: World) -> None:
    wrong, read = [], set()
    for address in addresses():
        rule = access.table()[address.key]
        if "GET" not in rule.methods:
            continue
        path = address.path(values_of(address, rule, world.of[MINE], world))
        for name in READERS:
            token = ALL if rule.door is Door.API and name != ANONYMOUS else None
            got = world.ask(name, "GET", path, token=token)
            asked = world.ask(name, "HEAD", path, token=token)
            if got.status_code == 200:
                read.add(address.key)
            if asked.status_code != got.status_code:
                wrong.append(f"{path} as {name}: {asked.status_code}, GET {got.status_code}")
            wrong += [
                f"{path} as {name}: {header} {asked.get(header)}, GET {got.get(header)}"
                for header in KEPT
                if asked.get(header) != got.get(header)
            ]
            if asked.content:
                wrong.append(f"{path} as {name}: a body")
    assert wrong == []
    assert {key for key in read if key.startswith("api:")} >= {
        key for key, rule in access.API.items() if key.startswith("api:") and "GET" in rule.methods
    }
