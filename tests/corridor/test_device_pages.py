"""Pages of devices: registering with every fault at its field, a token seen once, binding, a new token, the end."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from agencies.customs.models import Binding, Device
from agencies.customs.tracking.knowing import digest_of
from tests.cast import Cast
from tests.corridor.test_devices_report import call
from tests.corridor.tracked import SEAL, a_device, under_way

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r"swd_[\w-]{32}")


def device_of(cast: Cast, **of: Any) -> Device:
    with cast.acting("system"):
        return Device.objects.select_related("movement").get(**of)


def token_on(answer: Any) -> str:
    """The one token on a page."""
    (found,) = set(TOKEN.findall(answer.content.decode()))
    return found


def test_every_fault_of_a_new_device_is_told_at_its_field(cast: Cast) -> None:
    gateway = a_device(cast, "gateway", name="Operator")
    a_device(cast, seal_number=SEAL, token="taken")
    a_device(cast, number="7", gateway=gateway, token="seventh")
    officer, address = cast.browser("customs_officer"), reverse("new_device")
    good = {"kind": "seal", "name": "Seal 8"}
    for given, fields in (
        ({"kind": ""}, {"kind", "name"}),
        ({**good, "kind": "balloon"}, {"kind"}),
        ({**good, "seal_number": SEAL.lower()}, {"seal_number"}),
        ({**good, "gateway": str(gateway.uuid)}, {"number"}),
        ({**good, "gateway": str(gateway.uuid), "number": "7"}, {"number"}),
        ({**good, "gateway": str(uuid4()), "number": "8"}, {"gateway"}),
        ({"kind": "camera", "name": "Gate 2", "gateway": str(gateway.uuid), "number": "8"}, {"gateway"}),
        ({"kind": "camera", "name": "Gate 2", "latitude": "44"}, {"latitude"}),
        ({"kind": "camera", "name": "Gate 2", "latitude": "91", "longitude": "80"}, {"latitude"}),
    ):
        answer = officer.post(address, given)
        assert (answer.status_code, set(answer.context["form"].errors)) == (422, fields), given
        assert all(f'id="id_{name}"' in answer.content.decode() for name in fields)
    with cast.acting("system"):
        assert Device.objects.count() == 3


def test_a_token_is_shown_once_and_speaks_until_another_takes_its_place(cast: Cast) -> None:
    officer, movement = cast.browser("customs_officer"), under_way(cast)
    shown = officer.post(reverse("new_device"), {"kind": "seal", "name": "Seal 8", "seal_number": SEAL})
    token = token_on(shown)
    assert (shown.status_code, shown["Cache-Control"]) == (200, "no-store")
    seal = device_of(cast, name="Seal 8")
    assert (seal.movement_id, seal.digest) == (movement.pk, digest_of(token)), "it goes with the transit that names it"
    page, said = reverse("device", args=[seal.uuid]), {"at": 1_795_000_000, "latitude": 44.2, "longitude": 80.4}
    assert not TOKEN.search(officer.get(page).content.decode())
    assert call("seals", said, token=token).status_code == 200
    second = token_on(officer.post(reverse("device_act", args=[seal.uuid]), {"act": "renew"}))
    assert [call("seals", said, token=one).status_code for one in (token, second)] == [401, 200]
    for name, status in (("end", 302), ("renew", 409), ("end", 409), ("take_off", 409), ("burn", 404)):
        assert officer.post(reverse("device_act", args=[seal.uuid]), {"act": name}).status_code == status, name
    assert call("seals", said, token=second).status_code == 401
    ended = officer.get(page)
    assert (ended.context["may"], ended.context["form"]) == (False, None)


def test_a_device_of_a_gateway_has_no_token_and_speaks_through_it(cast: Cast) -> None:
    gateway = a_device(cast, "gateway", name="Operator", token="operator")
    officer = cast.browser("customs_officer")
    given = {"kind": "tracker", "name": "Tracker 9", "gateway": str(gateway.uuid), "number": "9"}
    assert officer.post(reverse("new_device"), given).status_code == 302
    tracker = device_of(cast, name="Tracker 9")
    assert (tracker.digest, tracker.gateway_id) == ("", gateway.pk)
    said = {"position": {"fixTime": "2026-11-23T08:00:00Z", "latitude": 44.2, "longitude": 80.4}}
    answers = [call("traccar", {**said, "device": {"uniqueId": number}}, token="operator") for number in ("9", "10")]
    assert [one.status_code for one in answers] == [200, 422]
    officer.post(reverse("device_act", args=[tracker.uuid]), {"act": "end"})
    assert call("traccar", {**said, "device": {"uniqueId": "9"}}, token="operator").status_code == 422


def test_a_device_is_put_on_a_transit_and_taken_off_and_its_rides_stay_on_its_page(cast: Cast) -> None:
    tracker, movement = a_device(cast, "tracker"), under_way(cast)
    officer, reference = cast.browser("customs_officer"), movement.declaration.reference
    page, act = reverse("device", args=[tracker.uuid]), reverse("device_act", args=[tracker.uuid])
    for wrong in ("", "KZ00000000"):
        answer = officer.post(page, {"reference": wrong})
        assert answer.status_code in {404, 422}, wrong
    assert officer.post(page, {"reference": f" {reference} "}).status_code == 302
    assert device_of(cast, pk=tracker.pk).movement_id == movement.pk
    assert reference in officer.get(page).content.decode()
    assert [officer.post(act, {"act": "take_off"}).status_code for _ in range(2)] == [302, 409]
    with cast.acting("system"):
        [ride] = Binding.objects.filter(device=tracker)
    assert ride.until is not None
    assert reference in officer.get(page).content.decode(), "where it was stays"
    camera = a_device(cast, "camera")
    assert officer.get(reverse("device", args=[camera.uuid])).context["form"] is None, "a camera stands"
    assert officer.get(reverse("device", args=[uuid4()])).status_code == 404


def test_devices_are_found_by_name_number_or_seal_and_kept_by_customs_only(cast: Cast) -> None:
    a_device(cast, seal_number=SEAL, name="Seal 8")
    a_device(cast, "tracker", name="Tracker 9", number="900")
    officer, address = cast.browser("customs_officer"), reverse("devices")
    for words, names in (("", 2), ("tracker", 1), ("900", 1), (f"{SEAL[:2]} {SEAL[2:]}".lower(), 1), ("nothing", 0)):
        assert len(officer.get(address, {"q": words}).context["devices"]) == names, words
    assert officer.get(address, {"after": "x"}).status_code == 200
    seen = [cast.browser(who).get(address).status_code for who in ("trader", "plant_health_officer")]
    assert set(seen) <= {403, 404}
    looking = cast.browser("image_reader")
    assert not looking.get(address).context["may_register"]
    assert looking.post(reverse("new_device"), {"kind": "seal", "name": "Mine"}).status_code == 403
