"""Points that are late, doubled, out of order, impossible or hostile: taken in and marked, or refused at their place; never a fault."""

import json
import os
import random
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from agencies.customs.models import Position
from agencies.customs.tracking import stream
from agencies.customs.tracking.intake import FORMS
from agencies.customs.tracking.kinds import Source
from agencies.customs.tracking.numbers import plain_number
from agencies.customs.tracking.points import judged
from agencies.customs.tracking.receiving import Receipt
from clearance import clock
from clearance.content import Problems
from clearance.workflow import Refused
from portal import wsgi
from tests.cast import Cast
from tests.corridor.test_devices_report import AT, call
from tests.corridor.tracked import SEAL, a_device, last_of, positions, said, tell, under_way

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def seal(cast: Cast) -> Any:
    """A seal on a movement under way; `seal.movement` is the movement."""
    device = a_device(cast, seal_number=SEAL)
    device.movement = under_way(cast)
    device.now = device.movement.released_at + 60 * MINUTE
    return device


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[list[stream.StoredPoint]]:
    """What the stream passes on, batch by batch."""
    batches: list[list[stream.StoredPoint]] = []
    monkeypatch.setattr(stream, "_FOLLOWERS", {"told": batches.append})
    return batches


def test_a_late_point_is_kept_and_moves_nothing_back(cast: Cast, seal: Any, told: Any) -> None:
    first, late = (said(seal, seal.now - n * MINUTE, now=seal.now, latitude=44 + n) for n in (1, 30))
    tell(first)
    tell(late)
    assert [row.latitude for row in positions(cast, device=seal)] == [late.latitude, first.latitude]
    assert (last_of(cast, seal.movement).latitude, last_of(cast, seal.movement).heard_at) == (45, seal.now)
    assert [[point.latitude for point in batch] for batch in told] == [[45], [74]]


def test_points_out_of_order_are_passed_on_in_order(seal: Any, told: Any) -> None:
    points = [said(seal, seal.now - n * MINUTE, now=seal.now) for n in (3, 9, 1, 7)]
    tell(*points)
    assert [point.at for point in told[0]] == sorted(point.at for point in points)


def test_a_point_told_twice_counts_once(cast: Cast, seal: Any, told: Any) -> None:
    point = said(seal, seal.now, now=seal.now, code="01")
    assert tell(point, point) == Receipt(stored=1, doubled=1)
    assert tell(point, said(seal, seal.now, now=seal.now, code="02")) == Receipt(stored=1, doubled=1)
    assert [point.code for batch in told for point in batch] == ["01", "02"]


@pytest.mark.parametrize(
    ("given", "mark", "kept"),
    [
        ({"latitude": 91.0}, "no_such_place", {"latitude": None, "longitude": None}),
        ({"latitude": 0.0, "longitude": 0.0}, "no_such_place", {"latitude": None}),
        ({"longitude": 1e300}, "no_such_place", {"latitude": None}),
        ({"latitude": None}, "no_fix", {"longitude": None}),
        ({"speed_kmh": 900.0}, "no_such_speed", {"speed_kmh": None, "latitude": 44.2}),
        ({"course": 720.0}, "", {"course": None}),
        ({"battery": 140.0}, "", {"battery": None}),
        ({"battery": 14.0}, "", {"battery": 14, "code": "05"}),
    ],
)
def test_what_cannot_be_is_left_out_and_marked(cast: Cast, seal: Any, given: Any, mark: str, kept: Any) -> None:
    assert tell(said(seal, seal.now, now=seal.now, **given)).marked == bool(mark)
    (row,) = positions(cast, device=seal)
    assert (row.marks, {name: getattr(row, name) for name in kept}) == ([mark] if mark else [], kept)


@pytest.mark.parametrize(
    ("days", "mark"), [(1, "future"), (400_000, "future"), (-11, "ancient"), (-700_000, "ancient")]
)
def test_a_clock_gone_wrong_says_nothing_of_where_goods_are(
    cast: Cast, seal: Any, told: Any, days: int, mark: str
) -> None:
    tell(said(seal, seal.now, now=seal.now))
    point = said(seal, seal.now + timedelta(days=days), now=seal.now + MINUTE, latitude=50, code="01")
    assert [tell(point), tell(point)] == [Receipt(stored=1, marked=1), Receipt(doubled=1)]
    assert [row.marks for row in positions(cast, at=point.at)] == [[mark]]
    assert (last_of(cast, seal.movement).latitude, last_of(cast, seal.movement).heard_at) == (44.2, seal.now + MINUTE)
    (passed,) = told[1]
    assert (passed.at, passed.latitude, passed.code) == (point.received_at, None, "01"), (
        "a broken seal is heard all the same"
    )


def test_what_came_before_the_release_or_after_the_end_is_of_no_movement(cast: Cast, seal: Any) -> None:
    early = said(seal, seal.movement.released_at - MINUTE, now=seal.now)
    tell(early)
    assert positions(cast, movement=None, device=seal)[0].at == early.at


def test_the_database_refuses_to_move_a_last_position_back(cast: Cast, seal: Any) -> None:
    tell(said(seal, seal.now, now=seal.now))
    for change in (
        {"at": seal.now - MINUTE},
        {"heard_at": seal.now - MINUTE},
        {"at": None, "received_at": None, "source": "", "latitude": None, "longitude": None},
    ):
        with pytest.raises(Refused), cast.acting("system"):
            type(last_of(cast, seal.movement)).objects.filter(movement=seal.movement).update(**change)


def test_a_batch_costs_the_same_whatever_its_size(seal: Any, told: Any) -> None:
    counts = []
    for size in (1, 200):
        points = [said(seal, seal.now - n * MINUTE / 60, now=seal.now, latitude=44 + n / 1000) for n in range(size)]
        with CaptureQueriesContext(connection) as queries:
            tell(*points)
        counts.append(len([one for one in queries if "sw_act_as" not in one["sql"]]))
    assert counts[0] == counts[1] <= 12, "those who follow the stream included"


def test_a_follower_that_fails_loses_no_point(cast: Cast, seal: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(points: Any) -> None:
        Position.objects.get(pk=0)

    heard: list[Any] = []
    monkeypatch.setattr(stream, "_FOLLOWERS", {"fails": fails, "heard": heard.extend})
    assert tell(said(seal, seal.now, now=seal.now)) == Receipt(stored=1)
    assert len(positions(cast, device=seal)) == len(heard) == 1


@pytest.mark.parametrize(
    ("form", "body", "pointer"),
    [
        ("osmand", "lat=north&lon=1", "/lat"),
        ("osmand", "location=1", "/location"),
        ("osmand", "lat=1&lon=1&timestamp=yesterday", "/timestamp"),
        ("osmand", {"location": {"coords": {"latitude": "x"}}}, "/location/coords/latitude"),
        ("osmand", {"location": {"coords": []}}, "/location/coords"),
        ("osmand", {"location": [{"timestamp": "9999-99-99"}]}, "/location/0/timestamp"),
        ("osmand", {"location": 7}, "/location"),
        ("seals", "{", ""),
        ("seals", {"messages": [{"at": 1, "code": "08"}]}, "/messages/0/code"),
        ("seals", {"messages": [[]]}, "/messages/0"),
        ("seals", "[" * 100_000, ""),
        ("seals", '{"at": 1e999}', "/0/at"),
        ("seals", '{"at": NaN}', "/0/at"),
        ("seals", '{"at": "0001-01-01T00:00:00+14:00"}', "/0/at"),
        ("seals", [{"at": 1}] * 1001, ""),
        ("traccar", {"position": {}}, "/device"),
        ("frames", "hello", ""),
        ("frames", b"\xc0\x00\x00\x00\x08\xaa\x00\x00\xc0", "/0"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place(cast: Cast, form: str, body: Any, pointer: str) -> None:
    a_device(cast, "seal", token="seal")
    answer = call(form, body, token="seal")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert answer.json()["errors"][0]["message"]


def test_one_bad_point_holds_up_no_others(cast: Cast) -> None:
    a_device(cast, "seal", token="seal")
    answer = call("seals", [{"at": 1}, {"at": "?"}, {"at": 2}], token="seal")
    assert (answer.status_code, answer.json()["stored"], len(answer.json()["errors"])) == (200, 2, 1)


def test_a_gateway_speaks_for_its_own_devices_only(cast: Cast) -> None:
    gateway, other = (a_device(cast, "gateway", token=name) for name in ("gateway", "other"))
    a_device(cast, "seal", number="1", gateway=other, digest="")
    a_device(cast, "seal", number="2", gateway=gateway, digest="")
    answer = call("seals", [{"seal": "1", "at": 1}, {"seal": "2", "at": 1}], token="gateway")
    assert (answer.json()["stored"], answer.json()["errors"][0]["pointer"]) == (1, "/0")


def test_a_device_that_calls_too_often_is_told_when_to_come_again(cast: Cast, settings: Any) -> None:
    settings.LIMITS = {**settings.LIMITS, "device": 2, "guesses": 2}
    a_device(cast, "seal", token="seal")
    answers = [call("seals", [{"at": n}], token="seal") for n in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2].headers["Retry-After"]) <= 60
    assert [call("seals", [], token="wrong").status_code for _n in range(3)] == [401, 401, 429]
    a_device(cast, "tracker", token="tracker")
    assert call("osmand", query="lat=1&lon=1", token="tracker").status_code == 200, "who guesses keeps nobody else out"


def test_numbers_are_written_alike_here_and_in_the_database() -> None:
    for written in ("731 bol-05", "А 123 ВС 02", "京A·12345", "", "x" * 99, "é"):
        with connection.cursor() as cursor:
            cursor.execute("select left(sw_plain_number(%s), 60)", [written])
            assert cursor.fetchone()[0] == plain_number(written), written


@pytest.mark.parametrize("charset", ["hex", "rot13", '"hex"', "no-such", "", "utf-8", "koi8-r"])
def test_a_charset_that_encodes_no_text_makes_no_fault(charset: str) -> None:
    read: list[WSGIRequest] = []

    def serve(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        read.append(WSGIRequest(environ))
        return []

    environ = RequestFactory()._base_environ(QUERY_STRING="lat=1", CONTENT_TYPE=f"text/plain; charset={charset}")
    wsgi.of_texts_only(serve)(environ, None)
    assert read[0].GET["lat"] == "1"


HOSTILE = ["", "-1", "1e999", "NaN", "\x00", "' or 1=1 --", "9" * 400, "2026-11-23T08:00:00Z", "\ud800", "{}", "[]", "null", True,
           None, -1, 10**400, 1.5, [], {}, [[]], {"a": {"a": {}}}, "٣", "0x10", "1_0", " 1 ", "日" * 300, "<b>", "%00", "1,2"]  # fmt: skip
NAMES = ["lat", "lon", "location", "timestamp", "speed", "batt", "coords", "latitude", "longitude", "at", "code", "seal", "facts",
         "position", "device", "uniqueId", "attributes", "alarm", "fixTime", "wagon", "plate", "event", "messages", "events",
         "reads", "battery", "level", "valid", "id", "device_id"]  # fmt: skip
TYPES = ["application/json", "text/plain", "application/x-www-form-urlencoded",
         "multipart/form-data", "multipart/form-data; boundary=x", "application/json; charset=utf-16", "", "/"]  # fmt: skip


def anything(random_: random.Random, depth: int = 0) -> Any:
    """A JSON value that no sane device sends."""
    drawn = random_.random()
    if depth > 3 or drawn < 0.4:
        return random_.choice(HOSTILE)
    if drawn < 0.6:
        return [anything(random_, depth + 1) for _n in range(random_.randrange(4))]
    return {random_.choice(NAMES): anything(random_, depth + 1) for _n in range(random_.randrange(6))}


def hostile_body(random_: random.Random) -> str | bytes:
    """A body: JSON gone wrong, a frame gone wrong, a form, or noise."""
    kind = random_.randrange(5)
    if kind < 2:
        return json.dumps(anything(random_))
    if kind == 2:
        frame = "##S,eSeal,1000821,256,3.0.6,Event-Door,6,2026-11-23,08:00:00,3,A,44.4N 80.2E,90,50,Open,1.0,0:0:3:0,4.2,-81,E##"
        parts = frame.split(",")
        parts[random_.randrange(len(parts))] = str(random_.choice(HOSTILE))[:50]
        return ",".join(parts).encode("utf-8", "replace")
    if kind == 3:
        return b"\xc0" + random_.randbytes(random_.randrange(90)) + b"\xc0"
    return urlencode({random_.choice(NAMES): str(random_.choice(HOSTILE)) for _n in range(4)}, errors="replace")


KINDS = {
    "osmand": "tracker",
    "traccar": "gateway",
    "seals": "seal",
    "frames": "app",
    "stations": "station",
    "plates": "camera",
}
CALLS = int(os.environ.get("HOSTILE_CALLS", "300"))
"""By the whole way through the portal; `make soak` makes ten thousand."""


def hostile_query(random_: random.Random) -> str:
    return urlencode({random_.choice(NAMES): str(random_.choice(HOSTILE)) for _n in range(2)}, errors="replace")


def test_ten_thousand_hostile_payloads_are_read_or_refused() -> None:
    random_, read = random.Random(20261123), 0
    for number in range(10_000):
        body = hostile_body(random_)
        sent = body if isinstance(body, bytes) else body.encode()
        try:
            reading = list(FORMS.values())[number % len(FORMS)].read(hostile_query(random_), sent)
        except Problems:
            continue
        for one in reading.said:
            point = judged(one, device_id=1, source=Source.SEAL, now=clock.now())
            json.dumps({"at": point.at.isoformat(), "facts": dict(point.facts)}, allow_nan=False).encode()
            read += 1
    assert read > 1_000


def test_hostile_calls_make_no_fault_and_lose_nothing(cast: Cast, settings: Any) -> None:
    settings.LIMITS = dict.fromkeys(settings.LIMITS, 0)
    devices = {form: a_device(cast, kind, token=kind) for form, kind in KINDS.items()}
    a_device(cast, "seal", number="1000821", gateway=devices["traccar"], token="behind")
    random_, client, acknowledged = random.Random(20261123), Client(raise_request_exception=False), 0
    for _call in range(CALLS):
        form = random_.choice(list(KINDS))
        answer = client.generic(
            "POST", f"{AT}{form}?{hostile_query(random_)}", hostile_body(random_), content_type=random_.choice(TYPES),
            headers={"authorization": f"Bearer {KINDS[form]}"},
        )  # fmt: skip
        assert answer.status_code in {200, 400, 403, 413, 422}, (form, answer.content)
        assert answer.status_code == 200 or answer.json()["errors"]
        acknowledged += answer.json()["stored"] if answer.status_code == 200 else 0
    with cast.acting("system"):
        assert Position.objects.count() == acknowledged > CALLS / 20
