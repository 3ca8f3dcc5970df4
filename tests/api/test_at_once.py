"""Many programs at once, and a broker that is gone: one key is one declaration, a filing is never lost."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier
from typing import Any

from django.db import connections

from clearance import advance
from clearance.models import Declaration, Event
from portal.celery import app
from tests.api.programs import Program, codes, token_of
from tests.cast import Cast
from tests.goods import imports

PARALLEL = 20


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


def test_without_a_broker_a_filing_is_still_kept(committed_cast: Cast, settings: Any) -> None:
    """Nobody listens at this address; the sweeper routes what the wake-up could not announce."""
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    started = time.monotonic()
    with celery_of(settings.CELERY_BROKER_URL):
        answer = Program(committed_cast, "trader").post("declarations", imports())
    assert answer.status_code == 201, answer.content
    assert time.monotonic() - started < 3.5
    with committed_cast.acting("system"):
        (declaration,) = Declaration.objects.all()
        assert declaration.routing_due
    advance.sweep(older_than=timedelta(0))
    with committed_cast.acting("system"):
        declaration.refresh_from_db()
        assert (declaration.routing_due, declaration.routed_version) == (False, 1)


@contextmanager
def celery_of(address: str) -> Iterator[None]:
    """Point the wake-ups at another broker."""
    before = app.conf.broker_url
    app.conf.broker_url = address
    app.pool.force_close_all()
    try:
        yield
    finally:
        app.conf.broker_url = before
