"""Every address of the control centre and of goods on the way, about a movement that is: who has no part in it stays out.

`test_every_thing.py` asks the same of all addresses about an import; a released transit of each company would cost it a minute.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from agencies.customs.models import Alarm, CarrierLink, Intervention, Stop
from tests.access.addresses import Address, addresses
from tests.cast import Cast
from tests.corridor.helping import (
    alarmed_and_stopped,
    an_arrival_with_everything,
    may_set_off,
    movement_of,
    transit_of_phones,
)

pytestmark = pytest.mark.django_db

CENTRE, WAY = "agencies/customs/control/", "agencies/customs/movements/"
FOREIGN = ("stranger", "postman", "plant_health_officer", "plant_health_head", "border_guard_officer", "site_operator")
KEPT_OUT = {CENTRE: (*FOREIGN, "trader", "broker", "cashier", "auditor", "customs_admin"), WAY: FOREIGN}
LET_IN = {
    "control_movement": "dispatcher", "close_alarm": "shift_head", "movement": "customs_officer", "carrier_links": "trader",
}  # fmt: skip


def test_who_has_no_part_in_a_movement_neither_sees_nor_changes_anything_of_it(cast: Cast) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    alarmed_and_stopped(cast, declaration)
    an_arrival_with_everything(cast, declaration)
    movement = movement_of(cast, declaration)
    assert movement is not None
    with cast.acting("system"):
        of_key = {
            "alarm": Alarm.objects.filter(movement=movement, severity="critical").get(),
            "stop": Stop.objects.get(movement=movement),
            "link": CarrierLink.objects.get(movement=movement),
        }
    events = declaration.last_seq

    def path(address: Address) -> str:
        thing: Any = next((one for name, one in of_key.items() if address.key.endswith(name)), movement)
        given = {"reference": declaration.reference, "uuid": thing.uuid, "kind": "note", "name": "report"}
        return address.path(given)

    faults = []
    for part, people in KEPT_OUT.items():
        of_part = [one for one in addresses() if one.route.startswith(part)]
        assert len(of_part) >= 8
        for name in people:
            client = cast.browser(name)
            for address in of_part:
                for method in ("get", "post"):
                    status = getattr(client, method)(path(address), {"reason": "Curious", "seals": "whole"}).status_code
                    if status not in {403, 404, 405}:
                        faults.append(f"{method} /{address.route} as {name}: {status}")
        for address in of_part:
            answer = Client().get(path(address))
            if answer.status_code != 405 and not answer.headers.get("Location", "").startswith("/accounts/login/"):
                faults.append(f"/{address.route} as nobody: {answer.status_code}")
    assert faults == []
    for address in addresses():
        if name := LET_IN.get(address.key):
            assert cast.browser(name).get(path(address)).status_code == 200, address.route
    with cast.acting("system"):
        declaration.refresh_from_db()
        assert declaration.last_seq == events
        assert Intervention.objects.count() == 1
