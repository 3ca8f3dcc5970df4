"""Deliveries of webhooks: at least once, tried again, given up in the end, sent again by hand."""

import socket
from datetime import datetime, timedelta
from typing import Any

import pytest

from clearance import clock
from clearance.acting import Who, acting_as
from clearance.models import Declaration
from portal.notices import reading, services
from portal.notices.models import Attempt, Notice, Seen, Stream
from portal.notices.webhooks import posting, sending
from tests.cast import Cast
from tests.notices.acts import ask
from tests.notices.hooks import deliver, deliveries, webhook
from tests.notices.receiver import Receiver

pytestmark = pytest.mark.django_db


def test_a_receiver_that_fails_twice_gets_it_the_third_time_under_the_same_id(
    cast: Cast, apples: Declaration, receiver: Receiver
) -> None:
    webhook(cast, receiver.url)
    ask(cast, apples)
    receiver.answers, receiver.says = [500, 503], b"not today\x00"
    now = clock.now()
    assert deliver(now) == 0
    assert deliver(now) == 0, "not before the pause is over"
    assert len(receiver.received) == 1
    (waiting,) = deliveries()
    assert waiting.due_at is not None
    assert timedelta(seconds=7) < waiting.due_at - now < timedelta(seconds=13)
    assert (waiting.status, waiting.standing) == (500, "again")
    assert deliver(waiting.due_at) == 0
    assert deliver(deliveries()[0].due_at) == 1
    assert len(set(receiver.ids)) == 1
    assert len({one.body for one in receiver.received}) == 1
    (done,) = deliveries()
    assert (done.standing, done.attempts, done.status) == ("delivered", 3, 204)
    with acting_as(Who(system=True)):
        assert [one.status for one in Attempt.objects.order_by("pk")] == [500, 503, 204]
        assert Attempt.objects.first().answer == "not today "  # type: ignore[union-attr]


def test_it_is_given_up_in_the_end_and_the_administrators_are_told_once_a_day(
    cast: Cast, apples: Declaration, receiver: Receiver
) -> None:
    webhook(cast, receiver.url)
    ask(cast, apples)
    receiver.answers = [500] * 100
    now: datetime | None = clock.now()
    while now is not None:
        deliver(now)
        now = deliveries()[0].due_at
    (lost,) = deliveries()
    assert (lost.attempts, lost.standing) == (9, "given_up")
    with acting_as(Who(system=True)):
        told = Notice.objects.filter(kind="webhook.failing")
        assert {one.recipient.username for one in told.select_related("recipient")} == {"trader"}


def test_what_was_given_up_or_delivered_is_sent_again_by_hand(
    cast: Cast, apples: Declaration, receiver: Receiver
) -> None:
    made = webhook(cast, receiver.url)
    ask(cast, apples)
    deliver()
    (done,) = deliveries()
    client = cast.browser("trader")
    path = f"/company/{made.company.uuid}/webhooks/{made.uuid}/deliveries/{done.pk}/"
    assert client.get(path).status_code == 200
    assert client.post(f"{path}again/").status_code == 302
    assert client.post(f"{path}again/").status_code == 302, "a double press is one more sending"
    assert deliver() == 1
    assert len(receiver.ids) == 2
    assert len(set(receiver.ids)) == 1
    stranger = cast.browser("stranger")
    assert stranger.post(f"{path}again/").status_code == 404


def test_a_sender_that_dies_after_sending_sends_once_more_with_the_same_id(
    cast: Cast, apples: Declaration, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook(cast, receiver.url)
    ask(cast, apples)
    now = clock.now()
    with monkeypatch.context() as patch:
        patch.setattr(sending, "_note", _die)
        with pytest.raises(MemoryError):
            deliver(now)
    assert len(receiver.received) == 1
    assert deliver(now + timedelta(minutes=1)) == 0, "the lease still runs"
    assert deliver(now + timedelta(minutes=4)) == 1
    assert len(receiver.ids) == 2
    assert len(set(receiver.ids)) == 1


def _die(*_args: Any, **_named: Any) -> int:
    raise MemoryError


def test_the_same_events_read_again_are_delivered_once(cast: Cast, apples: Declaration, receiver: Receiver) -> None:
    webhook(cast, receiver.url)
    ask(cast, apples)
    reading.read_all()
    before = len(deliveries())
    with acting_as(Who(system=True)):
        Seen.objects.all().delete()
        top = deliveries()[0].event_id or 0
        Stream.objects.filter(name="events").update(upto=top - 1, mark_top=None, mark_xmax=None)
    assert reading.read_all() >= 1
    assert len(deliveries()) == before == 1


def test_a_test_is_tried_once(cast: Cast, receiver: Receiver) -> None:
    made = webhook(cast, receiver.url)
    receiver.answers = [500]
    with cast.acting("trader") as actor:
        services.ping(actor, made)
        services.ping(actor, made)
    assert deliver() == 0
    (one,) = deliveries()
    assert (one.kind, one.standing, one.status) == ("webhook.ping", "given_up", 500)
    assert receiver.received[0].content["type"] == "webhook.ping"


def test_a_receiver_that_is_gone_is_switched_off(cast: Cast, apples: Declaration, receiver: Receiver) -> None:
    made = webhook(cast, receiver.url)
    receiver.answers = [410]
    ask(cast, apples)
    deliver()
    with cast.acting("trader"):
        made.refresh_from_db()
    assert not made.active
    with acting_as(Who(system=True)):
        assert Notice.objects.filter(kind="webhook.gone", recipient__username="trader").exists()


def test_a_redirect_is_a_failure_and_is_not_followed(cast: Cast, apples: Declaration, receiver: Receiver) -> None:
    webhook(cast, receiver.url)
    receiver.answers, receiver.location = [302], receiver.url.replace("hook", "elsewhere")
    ask(cast, apples)
    assert deliver() == 0
    assert [one.path for one in receiver.received] == ["/hook?of=us"]
    assert deliveries()[0].status == 302


def test_a_slow_receiver_holds_up_nobody_else(
    cast: Cast, apples: Declaration, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that never answers: a socket that listens and says nothing."""
    monkeypatch.setattr(posting, "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        webhook(cast, f"http://127.0.0.1:{silent.getsockname()[1]}/")
        webhook(cast, receiver.url)
        ask(cast, apples)
        assert deliver() == 1
    assert sorted((one.fault, one.status) for one in deliveries()) == [("", 204), ("too_slow", None)]
