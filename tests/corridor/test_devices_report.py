"""Devices report as they are: real payloads of trackers and seals, and everything that is late, doubled, impossible or hostile."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from agencies.customs.tracking.forms import frames, osmand
from tests.cast import Cast
from tests.corridor.tracked import SEAL, a_device, last_of, positions, under_way
from tests.messages.conformance import data

AT = "/agencies/customs/positions/"


def published(name: str) -> list[dict[str, Any]]:
    """Payloads that real devices sent."""
    path = data() / "tracking" / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


needs_published = pytest.mark.skipif(
    not published("osmand"), reason="the public payloads of trackers are not on this machine"
)

pytestmark = pytest.mark.django_db


@needs_published
@pytest.mark.parametrize("number", range(len(published("osmand"))))
def test_a_real_call_of_osmand_or_traccar_client_is_read(number: int) -> None:
    one = published("osmand")[number]
    query = one["payload"].partition("?")[2]
    body = json.dumps(one["body_json"]).encode() if one.get("body_json") else b""
    assert osmand.token_of(query, body)
    (said,) = osmand.read(query, body).said
    assert (said.latitude is not None) == (one["expect"] == "Position")


@needs_published
@pytest.mark.parametrize("number", range(len(published("eseal"))))
def test_a_real_frame_of_a_seal_is_read(number: int) -> None:
    one = published("eseal")[number]
    reading = frames.read("", one["payload"].encode())
    assert not reading.problems
    assert (len(reading.said), reading.passed_over) == ((0, 1) if one["expect"] == "Null" else (1, 0))


@needs_published
def test_what_a_real_device_says_is_what_it_meant() -> None:
    said = {one.number: one for row in published("eseal") for one in frames.read("", row["payload"].encode()).said}
    assert (said["1000821"].at, said["1000821"].latitude) == (datetime(2017, 8, 31, 2, 1, 19, tzinfo=UTC), None)
    assert (round(said["1000898"].battery), said["1000898"].marks) == (78, {"no_fix"})
    assert (said["869731051399210"].at, said["869731051399210"].latitude) == (None, None), "its clock was never set"
    assert (
        frames.read("", published("eseal")[6]["payload"].encode()).said[0].facts["faults"]
        == (published("eseal")[6]["attribute"])
    )
    truck = frames.read("", published("eseal")[5]["payload"].encode()).said[0]
    assert (truck.latitude, truck.longitude, truck.speed_kmh, truck.course) == (45.80792, 16.00451, 42, 139)
    phone = osmand.read("", json.dumps(published("osmand")[2]["body_json"]).encode()).said[0]
    assert (round(phone.speed_kmh, 1), phone.course, phone.battery) == (67.2, 63, 79)


def call(form: str, body: Any = "", *, query: str = "", token: str = "", **more: Any) -> Any:
    """One call of a device."""
    sent = body if isinstance(body, str | bytes) else json.dumps(body)
    headers = {"authorization": f"Bearer {token}"} if token else {}
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    return client.generic(
        "POST", f"{AT}{form}?{query}", sent, content_type=more.get("type", "application/json"), headers=headers
    )


@pytest.fixture
def movement(cast: Cast) -> Any:
    """A truck under way, with a seal that its declaration names and that speaks through the operator's gateway."""
    gateway = a_device(cast, "gateway")
    a_device(cast, number="1000821", seal_number=SEAL, gateway=gateway, token="seal")
    return under_way(cast)


def at(movement: Any, minutes: float) -> str:
    return (movement.released_at + timedelta(minutes=minutes)).isoformat()


def test_every_way_of_saying_who_it_is_is_taken(cast: Cast, movement: Any) -> None:
    for number, (query, body, token) in enumerate(
        [
            ("id=seal&lat=44.2&lon=80.4", "", ""),
            ("deviceid=seal&lat=44.2&lon=80.4&id=", "", ""),
            ("", "id=seal&lat=44.2&lon=80.4", ""),
            ("", {"device_id": "seal", "location": {"coords": {"latitude": 44.2, "longitude": 80.4}}}, ""),
            ("lat=44.2&lon=80.4", "", "seal"),
        ]
    ):
        answer = call(
            "osmand", body, query=f"{query}&timestamp={at(movement, number).replace('+', '%2B')}", token=token
        )
        assert (answer.status_code, answer.json()["stored"]) == (200, 1), (query, body, answer.content)
    assert Client().get(f"{AT}osmand?id=seal&lat=44.2&lon=80.4&timestamp=1").status_code == 200
    for token in ("", "nobody"):
        answer = call("osmand", query=f"id={token}&lat=1&lon=1")
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (401, "unknown_device")


def test_each_form_of_report_reaches_the_movement(cast: Cast, movement: Any) -> None:
    a_device(cast, "camera", token="camera", place="Gate 2", latitude=44.21, longitude=80.41)
    traccar = {
        "position": {"fixTime": at(movement, 1), "latitude": 44.2, "longitude": 80.4, "speed": 40, "valid": True,
                     "attributes": {"batteryLevel": 71, "alarm": "lowBattery,tampering"}},
        "device": {"uniqueId": "1000821"},
    }  # fmt: skip
    seal = {
        "seal": "1000821",
        "at": at(movement, 2),
        "latitude": 44.3,
        "longitude": 80.3,
        "code": 1,
        "facts": {"door": "open"},
    }
    line = f"##S,eSeal,1000821,256,3.0.6,Event-Door,6,{at(movement, 3)[:10]},{at(movement, 3)[11:19]},3,A,44.400000N 80.200000E,90,50,Open,1.0,0:0:3:0,4.2,-81,E##"
    assert call("traccar", traccar, token="gateway").json()["stored"] == 1
    assert call("seals", {"messages": [seal, seal]}, token="gateway").json() | {"stored": 0} == {
        "stored": 0, "doubled": 1, "marked": 0, "unmatched": 0, "passed_over": 0,
    }  # fmt: skip
    assert call("frames", line, token="gateway", type="text/plain").json()["stored"] == 1
    plate = {"plate": "731 вОl 05", "at": at(movement, 4)}
    strange = {"plate": "999 XYZ 02", "at": at(movement, 4)}
    answer = call("plates", {"reads": [plate, strange]}, token="camera").json()
    assert (answer["stored"], answer["unmatched"]) == (1, 1), (
        "Cyrillic letters are read as the Latin ones they look like"
    )
    assert not [row for row in positions(cast) if row.subject == "999XYZ02"], "who passes by is nobody's business"
    told = {row.source: row for row in positions(cast, movement=movement)}
    assert [(row.source, row.code) for row in positions(cast, movement=movement)] == [
        ("seal", "02"), ("seal", "01"), ("seal", "01"), ("plate", ""),
    ]  # fmt: skip
    assert (told["plate"].latitude, told["plate"].place, told["plate"].subject) == (44.21, "Gate 2", "731BOL05")
    assert (round(told["seal"].speed_kmh), told["seal"].battery) == (50, 100)
    assert last_of(cast, movement).source == "plate"


def test_a_wagon_is_known_by_its_stations_and_all_its_notes_with_it(cast: Cast) -> None:
    a_device(cast, "station", token="rail")
    notes = [under_way(cast, mode="20", guarantee="") for _note in range(2)]
    (wagon,) = notes[0].vehicles
    event = {"wagon": f"{wagon[:4]} {wagon[4:]}", "at": at(notes[1], 5), "station": "Altynkol", "event": "departed"}
    answer = call(
        "stations", {"events": [event, {**event, "wagon": "12345678"}, {**event, "event": "left"}]}, token="rail"
    )
    assert (answer.status_code, answer.json()["stored"]) == (200, 2)
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/events/1/wagon", "/events/2/event"]
    for note in notes:
        assert (last_of(cast, note).place, last_of(cast, note).source) == ("Altynkol", "station")


def test_a_device_reports_at_its_own_address_only(cast: Cast, movement: Any) -> None:
    a_device(cast, "camera", token="camera")
    assert call("seals", {}, token="camera").status_code == 403
    assert call("plates", {}, token="gateway").status_code == 403
