"""Positions in: events a second through the portal's own address while 2,500 movements are live, and batches beside a bare COPY."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from datetime import timedelta
from statistics import quantiles
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
    from tests.cast import Cast
    from tests.corridor.helping import movement_of, released, transit_of_phones

    cast = Cast()
    movement = movement_of(cast, released(cast, transit_of_phones(cast)))
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
        env={**os.environ, "WEB_ADDRESS": f"127.0.0.1:{port}"},
        cwd=ROOT,
    )
    try:
        _wait_for(port)
        ends, taken, wrong = time.monotonic() + seconds, [], []
        callers = [threading.Thread(target=_call, args=(port, number, ends, taken, wrong)) for number in range(CALLERS)]
        looks: list[float] = []
        started = time.monotonic()
        for caller in callers:
            caller.start()
        while time.monotonic() < ends:
            looks.append(timed(_look))
            time.sleep(max(0.0, min(LOOK_EVERY, ends - time.monotonic())))
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
        "all_last_places_ms": round(1000 * max(looks), 1),
    }


def _call(port: int, caller: int, ends: float, taken: list[float], wrong: list[int]) -> None:
    """One caller at its share of the pace; behind its time it calls without a rest."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    number, due, every = caller, time.monotonic(), CALLERS / A_SECOND
    while time.monotonic() < ends:
        device = 1 + number % LIVE
        number += CALLERS
        at = time.time()
        place = {"latitude": 43.5 + device / 1000, "longitude": 77 + at % 1}
        if device % 2:
            path = f"osmand?id=bench-{device}&lat={place['latitude']}&lon={place['longitude']}&timestamp={at:.3f}&speed=30&batt=80"
            body, headers = "", {}
        else:
            path, headers = "osmand", {"Content-Type": "application/json"}
            moment = {"timestamp": round(at, 3), "coords": {**place, "speed": 15}, "battery": {"level": 0.8}}
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


def _look() -> None:
    """Every live movement with its last place, as an officer of customs reads them."""
    from agencies.customs.models import LastPosition
    from tests.cast import Cast

    with Cast().acting("customs_officer"):
        list(LastPosition.objects.filter(movement__ended_at=None).select_related("movement"))


def _batches(standing: Standing, devices: list[int], rounds: int) -> Row:
    from agencies.customs.tracking import stream
    from agencies.customs.tracking.kinds import Source
    from agencies.customs.tracking.points import Said, judged
    from agencies.customs.tracking.receiving import receive
    from clearance import clock

    mine, alone, least = [], [], []
    followers = list(stream._FOLLOWERS)
    with psycopg.connect(standing.postgres.url.rsplit("/", 1)[0] + "/portal", autocommit=True) as bare:
        bare.execute(BARE)
        # In turns with those who follow the stream (alarms) and without, so that each is seen beside the bare COPY.
        for number in range(2 * rounds + 2):
            stream._FOLLOWERS[:] = [] if number % 2 else followers
            now = clock.now()
            points = [
                judged(
                    Said(at=now - timedelta(seconds=1 + number), latitude=44.0, longitude=77 + n / 1000, speed_kmh=60.0),
                    device_id=devices[(number * BATCH + n) % LIVE], source=Source.TRACKER, now=now,
                )
                for n in range(BATCH)
            ]  # fmt: skip
            taken = timed(lambda points=points: receive(points))
            lower = timed(lambda points=points: _copy(bare, points))
            if number > 1:  # the first of each warms it
                (alone if number % 2 else mine).append(taken)
                least.append(lower)
    stream._FOLLOWERS[:] = followers
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
