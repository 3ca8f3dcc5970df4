"""Many programs at once, and a broker that is gone: one key is one declaration, a filing is never lost."""

import json
import socket
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from kombu import Connection

from clearance import advance, tasks
from clearance.models import Declaration, Event
from portal.celery import app
from tests.api.programs import Program, codes, token_of
from tests.cast import Cast
from tests.goods import imports

PARALLEL = 20
PATIENT = {"socket_timeout": 30, "socket_connect_timeout": 30}


def all_at_once(calls: list[Any]) -> list[Any]:
    """Answers of calls that start at the same moment, each in a thread with a connection of its own."""
    barrier = Barrier(len(calls))

    def one(call: Any) -> Any:
        try:
            barrier.wait(20)
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(one, calls))


def test_the_same_key_twenty_times_at_once_is_one_declaration(committed_cast: Cast) -> None:
    token_of(committed_cast, "trader")
    body = json.dumps(imports())

    def call() -> Any:
        return Program(committed_cast, "trader").post("declarations", body, idempotency_key="order-7")

    answers = all_at_once([call] * PARALLEL)
    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: PARALLEL - 1}
    assert len({answer.json()["reference"] for answer in answers}) == 1
    with committed_cast.acting("system"):
        assert Declaration.objects.count() == 1
        assert Event.objects.filter(kind="declaration.lodge").count() == 1


def test_the_same_key_with_different_bodies_at_once_is_one_declaration(committed_cast: Cast) -> None:
    token_of(committed_cast, "trader")

    def call() -> Any:
        return Program(committed_cast, "trader").post("declarations", imports(), idempotency_key="order-8")

    answers = all_at_once([call] * 8)
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 7}
    assert {code for answer in answers if answer.status_code == 409 for code in codes(answer)} == {"same_key"}


def test_a_broker_that_never_answers_keeps_nobody_waiting_and_nothing_is_lost(
    committed_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The filing is answered while its wake-up still waits; the sweeper routes what could not be announced."""
    with a_frozen_broker(monkeypatch) as broker:
        answer = Program(committed_cast, "trader").post("declarations", imports())
        assert answer.status_code == 201, answer.content
        herald, _address = broker.accept()
        with herald:
            assert is_still_waiting(herald)
    with committed_cast.acting("system"):
        (declaration,) = Declaration.objects.all()
        assert declaration.routing_due
    advance.sweep(older_than=timedelta(0))
    with committed_cast.acting("system"):
        declaration.refresh_from_db()
        assert (declaration.routing_due, declaration.routed_version) == (False, 1)


@contextmanager
def a_frozen_broker(patch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """Point the wake-ups at something that takes a connection and says nothing, for longer than the test lasts."""
    with socket.create_server(("127.0.0.1", 0)) as broker, patch.context() as inside:
        broker.settimeout(30)
        url = f"redis://127.0.0.1:{broker.getsockname()[1]}/0"
        inside.setattr(app, "connection_for_write", lambda *_, **__: Connection(url, transport_options=PATIENT))
        inside.setattr(tasks._herald, "rests_until", 0.0)
        app._after_fork()  # as a process that never spoke to another
        yield broker
    app._after_fork()


def is_still_waiting(other: socket.socket) -> bool:
    """Whether the other side has not hung up, whatever it said so far."""
    other.setblocking(False)
    try:
        while other.recv(4096):
            pass
    except BlockingIOError:
        return True
    return False
