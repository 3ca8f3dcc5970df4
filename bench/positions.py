"""Positions in: events a second through the portal's own address while 2,500 movements are live and the control page is
renewed; then batches beside a bare COPY.

Vehicles drive along the shipped corridor from Nur Joly to Astana; one in fifty has something wrong.
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from statistics import median, quantiles
from typing import Any

import psycopg

from bench import filling
from bench.measures import Row, timed
from bench.standing import ROOT, Standing

LIVE = 2_500
A_SECOND = 60
CALLERS = 16
BATCH = 500
LOOK_EVERY = 2.0
KMH, FIRST_KM, LAST_KM = 70.0, 60.0, 1350.0
ONE_IN = 50
STARTED = time.time()
LOOKED_AT = ("/agencies/customs/control/?fragment=control", "/agencies/customs/control/positions/")
"""What an open control centre asks for when it is renewed."""
COLUMNS = (
    "movement_id, company_id, declaration_id, device_id, source, at, received_at, latitude, longitude, speed_kmh, code"
)
BARE = """
create schema if not exists bench;
create table if not exists bench.position (id bigserial primary key, movement_id bigint, company_id bigint, declaration_id bigint,
  device_id bigint, source text, at timestamptz, received_at timestamptz, latitude float8, longitude float8, speed_kmh float8, code text);
create index if not exists bench_position on bench.position (movement_id, at);
"""


def ingest(standing: Standing, rounds: int, seconds: int = 20) -> list[Row]:
    """Trackers and seals call at the address of their form; the same rows in batches, ours and bare, taking turns."""
    devices = _live_movements(standing)
    return [_sustained(standing, seconds), _batches(standing, devices, rounds)]


def _live_movements(standing: Standing) -> list[int]:
    from agencies.customs.corridors import replacing
    from agencies.customs.transit import acts
    from tests.cast import Cast
    from tests.corridor.helping import may_set_off, movement_of, transit_of_phones

    cast = Cast()
    replacing.load_starter()
    declaration = may_set_off(cast, transit_of_phones(cast))
    with cast.acting("nurjoly_officer") as officer:
        acts.act(officer, reference=declaration.reference, name="depart")
    movement = movement_of(cast, declaration)
    assert movement is not None
    from django.db import connections

    connections.close_all()
    filling.fill(standing, movement.declaration_id, LIVE - 1)
    with psycopg.connect(standing.postgres.url.rsplit("/", 1)[0] + "/portal", autocommit=True) as server:
        server.execute("set session_replication_role = replica")
        columns = filling._columns(server, "customs_movement", {"id", "uuid", "declaration_id", "company_id"})
        server.execute(
            f"insert into customs_movement (uuid, declaration_id, company_id, {columns})"
            f" select gen_random_uuid(), d.id, d.company_id, {', '.join('m.' + name for name in columns.split(', '))}"
            " from customs_movement m, clearance_declaration d where m.id = %s and d.id > %s",
            [movement.pk, movement.declaration_id],
        )
        server.execute(
            "insert into customs_device (uuid, kind, name, number, seal_number, digest, prefix, movement_id, moved_at, place, registered_by_id)"
            " select gen_random_uuid(), case when m.id %% 2 = 0 then 'seal' else 'tracker' end, 'Bench ' || m.id, '', '',"
            " encode(sha256(('bench-' || row_number() over (order by m.id))::bytea), 'hex'), '', m.id, %s, '', %s from customs_movement m",
            [movement.released_at, cast.ids()["customs_officer"]],
        )
        server.execute(
            "insert into customs_binding (device_id, movement_id, since) select id, movement_id, moved_at from customs_device"
        )
        server.execute("analyze")
        return [pk for (pk,) in server.execute("select id from customs_device order by movement_id")]


def _sustained(standing: Standing, seconds: int) -> Row:
    """So many events a second from as many callers as it takes, each event a call of its own; the map is read meanwhile."""
    port = _free_port()
    web = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "python:portal.serving", "portal.wsgi"],
        env={**os.environ, "WEB_ADDRESS": f"127.0.0.1:{port}", "REQUIRE_SECOND_FACTOR": "0"},
        cwd=ROOT,
    )
    try:
        _wait_for(port)
        dispatcher = _signed_in("dispatcher")
        _look(port, dispatcher)  # as one who has opened the page before
        ends, taken, wrong = time.monotonic() + seconds, [], []
        callers = [threading.Thread(target=_call, args=(port, number, ends, taken, wrong)) for number in range(CALLERS)]
        looks: list[float] = []
        started = time.monotonic()
        for caller in callers:
            caller.start()
        while time.monotonic() < ends:
            looks.append(timed(lambda: _look(port, dispatcher)))
            time.sleep(max(0.0, min(LOOK_EVERY - looks[-1], ends - time.monotonic())))
        for caller in callers:
            caller.join()
        lasted = time.monotonic() - started
    finally:
        web.send_signal(signal.SIGTERM)
        web.wait(timeout=20)
    with psycopg.connect(standing.postgres.url.rsplit("/", 1)[0] + "/portal") as server:
        kept = server.execute("select count(*) from customs_position").fetchone()[0]
    return {
        "what": f"{seconds} s, {LIVE} live",
        "events": len(taken),
        "a_second": round(len(taken) / lasted, 1),
        "p95_ms": round(1000 * quantiles(taken, n=20)[-1], 1),
        "refused": len(wrong),
        "lost": len(taken) - kept,
        "page_ms": round(1000 * median(looks)),
        "page_worst_ms": round(1000 * max(looks)),
    }


def _call(port: int, caller: int, ends: float, taken: list[float], wrong: list[int]) -> None:
    """One caller at its share of the pace; behind its time it calls without a rest."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    number, due, every = caller, time.monotonic(), CALLERS / A_SECOND
    while time.monotonic() < ends:
        device = 1 + number % LIVE
        number += CALLERS
        at = time.time()
        longitude, latitude = _place_of(device, at)
        place = {"latitude": latitude, "longitude": longitude}
        battery = 9 if device % ONE_IN == 0 else 80
        if device % 2:
            path = f"osmand?id=bench-{device}&lat={place['latitude']}&lon={place['longitude']}&timestamp={at:.3f}&speed=38&batt={battery}"
            body, headers = "", {}
        else:
            path, headers = "osmand", {"Content-Type": "application/json"}
            moment = {"timestamp": round(at, 3), "coords": {**place, "speed": 19}, "battery": {"level": battery / 100}}
            body = json.dumps({"device_id": f"bench-{device}", "location": moment})
        began = time.perf_counter()
        connection.request("POST", f"/agencies/customs/positions/{path}", body, headers)
        answer = connection.getresponse()
        answer.read()
        (taken if answer.status == 200 else wrong).append(
            time.perf_counter() - began if answer.status == 200 else answer.status
        )
        due += every
        time.sleep(max(0.0, due - time.monotonic()))


def _place_of(device: int, at: float) -> tuple[float, float]:
    """Where a vehicle is at a moment: all of them spread over the corridor, all driving."""
    from tests.corridor.roads import at_km

    return at_km(FIRST_KM + device * (LAST_KM - FIRST_KM) / LIVE + KMH * (at - STARTED) / 3600)


def _signed_in(who: str) -> str:
    """The cookie of a person of the tests' cast."""
    from django.test import Client

    from tests.cast import Cast

    client = Client()
    client.force_login(Cast().user(who))
    return "; ".join(f"{one.key}={one.value}" for one in client.cookies.values())


def _look(port: int, cookie: str) -> None:
    """Renew an open control centre with every live movement, as its page does."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for path in LOOKED_AT:
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200 or not body:
            raise AssertionError(f"{path}: {answer.status} {answer.headers.get('Location', '')}")
    connection.close()


def _batches(standing: Standing, devices: list[int], rounds: int) -> Row:
    from agencies.customs.tracking import stream
    from agencies.customs.tracking.kinds import Source
    from agencies.customs.tracking.points import Said, judged
    from agencies.customs.tracking.receiving import receive
    from clearance import clock

    mine, alone, least = [], [], []
    followers = dict(stream._FOLLOWERS)
    with psycopg.connect(standing.postgres.url.rsplit("/", 1)[0] + "/portal", autocommit=True) as bare:
        bare.execute(BARE)
        # In turns with those who follow the stream (alarms) and without, so that each is seen beside the bare COPY.
        for number in range(2 * rounds + 2):
            stream._FOLLOWERS.clear()
            stream._FOLLOWERS.update({} if number % 2 else followers)
            now = clock.now()
            points = [
                judged(
                    Said(at=now, latitude=latitude, longitude=longitude, speed_kmh=KMH),
                    device_id=devices[device - 1], source=Source.TRACKER, now=now,
                )
                for device in (1 + (number * BATCH + n) % LIVE for n in range(BATCH))
                for longitude, latitude in [_place_of(device, now.timestamp())]
            ]  # fmt: skip
            taken = timed(lambda points=points: receive(points))
            lower = timed(lambda points=points: _copy(bare, points))
            if number > 1:  # the first of each warms it
                (alone if number % 2 else mine).append(taken)
                least.append(lower)
    stream._FOLLOWERS.update(followers)
    copied = sum(least) / len(least)
    return {
        "what": f"batches of {BATCH}",
        "copy_a_second": round(BATCH / copied),
        "stored_a_second": round(BATCH * len(alone) / sum(alone)),
        "ratio": round(sum(alone) / len(alone) / copied, 1),
        "with_alarms_a_second": round(BATCH * len(mine) / sum(mine)),
        "ratio_with_alarms": round(sum(mine) / len(mine) / copied, 1),
    }


def _copy(bare: psycopg.Connection, points: list[Any]) -> None:
    with bare.cursor() as cursor, cursor.copy(f"copy bench.position ({COLUMNS}) from stdin") as copy:
        for one in points:
            copy.write_row(
                (
                    one.device_id,
                    1,
                    1,
                    one.device_id,
                    "tracker",
                    one.at,
                    one.received_at,
                    one.latitude,
                    one.longitude,
                    one.speed_kmh,
                    "",
                )
            )


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(port: int) -> None:
    for _try in range(120):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError("the web did not come up")
