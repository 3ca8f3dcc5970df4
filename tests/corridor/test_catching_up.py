"""A follower of positions that fails loses nothing: once the fault is mended it catches up, in order, each point once."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from agencies.customs.alarms import sweeping
from agencies.customs.alarms.watching import watch
from agencies.customs.models import Alarm, Backlog, Watch
from agencies.customs.tracking import catching_up, stream
from agencies.customs.tracking.stream import StoredPoint
from clearance import clock
from tests.cast import Cast
from tests.corridor.helping import may_set_off, movement_of, transit_of_phones
from tests.corridor.tracked import SEAL, a_device, said, tell, under_way
from tests.races.running import TRIALS, no_errors, together

MINUTE = timedelta(minutes=1)
Followed = Callable[[list[StoredPoint]], None]


@pytest.fixture
def follow() -> Iterator[Callable[[str, Followed], None]]:
    """Put a follower of a test's own beside those of the application, or in the place of one."""
    before = dict(stream._FOLLOWERS)
    yield stream.on_points
    stream._FOLLOWERS.clear()
    stream._FOLLOWERS.update(before)


def backlogs(cast: Cast) -> list[Backlog]:
    with cast.acting("system"):
        return list(Backlog.objects.order_by("pk"))


def alarms(cast: Cast) -> list[tuple[str, int]]:
    with cast.acting("system"):
        return [(one.kind, one.points) for one in Alarm.objects.exclude(kind="DUPLICATE_SEAL").order_by("pk")]


@pytest.mark.django_db
def test_alarms_of_a_batch_that_failed_are_worked_out_once_when_the_fault_is_mended(cast: Cast, follow: Any) -> None:
    broken = [True]

    def faulty(points: list[StoredPoint]) -> None:
        watch(points)
        if broken[0]:
            raise RuntimeError("a fault")

    follow("alarms", faulty)
    seal = a_device(cast, seal_number=SEAL)
    start = under_way(cast).released_at
    for minute, code in ((1, "01"), (2, ""), (3, "04")):
        # What comes after the fault is mended waits behind what failed.
        broken[0] = minute == 1
        assert tell(said(seal, start + minute * MINUTE, now=start + minute * MINUTE, code=code)).stored == 1
        assert (alarms(cast), len(backlogs(cast))) == ([], 1)
    with cast.acting("system"):
        assert not Watch.objects.exists(), "a follower that failed has done nothing"
    assert catching_up.catch_up(inline=True) == 3
    assert (alarms(cast), backlogs(cast)) == ([("SEAL_BROKEN", 1), ("SEAL_FAULT", 1)], [])
    assert catching_up.catch_up(inline=True) == 0
    tell(said(seal, start + 4 * MINUTE, now=start + 4 * MINUTE, code="04"))
    assert alarms(cast) == [("SEAL_BROKEN", 1), ("SEAL_FAULT", 2)]


@pytest.mark.django_db
def test_one_point_that_cannot_be_dealt_with_holds_up_its_own_movement_and_not_for_ever(
    cast: Cast, follow: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "MOST_POINTS", 4)
    seen: list[int] = []

    def picky(points: list[StoredPoint]) -> None:
        if any(one.battery == 3 for one in points):
            raise ValueError(points)
        seen.extend(one.battery or 0 for one in points)

    follow("picky", picky)
    seals = [a_device(cast, seal_number=SEAL), a_device(cast, token="other")]
    now, other = under_way(cast).released_at, under_way(cast)
    with cast.acting("system"):
        type(seals[1]).objects.filter(pk=seals[1].pk).update(movement=other, moved_at=other.released_at)
    points = [said(seals[0], now + n * MINUTE, now=now + 9 * MINUTE, battery=n) for n in range(1, 8)]
    tell(*points, said(seals[1], now + 9 * MINUTE, now=now + 9 * MINUTE, battery=50))
    assert {one.movement_id for one in backlogs(cast)} >= {other.pk}
    at, within = clock.now(), timedelta(hours=68)
    for later in (timedelta(), within):
        for step in range(20):
            with clock.at(at + later + step * 11 * MINUTE):
                catching_up.catch_up(inline=True)
        assert sorted(seen) == [1, 2, 50], "the other movement, and what came before it"
    for step in range(40):
        with clock.at(at + timedelta(hours=80) + step * 11 * MINUTE):
            catching_up.catch_up(inline=True)
    assert (sorted(seen), backlogs(cast)) == ([1, 2, 4, 5, 6, 7, 50], [])


@pytest.mark.django_db
def test_who_is_heard_but_not_judged_yet_is_not_silent(cast: Cast, follow: Any) -> None:
    seal = a_device(cast, seal_number=SEAL)
    movement = movement_of(cast, may_set_off(cast, transit_of_phones(cast)))
    assert movement is not None
    now = movement.released_at
    tell(said(seal, now + MINUTE, now=now + MINUTE))
    follow("alarms", lambda points: 1 / 0)
    tell(said(seal, now + 2 * MINUTE, now=now + 2 * MINUTE))
    with clock.at(now + 60 * MINUTE):
        sweeping.sweep(inline=True)
        assert "could not be judged yet: 1." in cast.browser("dispatcher").get(reverse("control")).content.decode()
    assert ("SIGNAL_LOST", 1) not in alarms(cast)
    follow("alarms", watch)
    with clock.at(clock.now() + MINUTE):
        assert catching_up.catch_up(inline=True) == 1
    with clock.at(now + 62 * MINUTE):
        sweeping.sweep(inline=True)
    assert ("SIGNAL_LOST", 1) in alarms(cast)


@pytest.mark.slow
@pytest.mark.races
def test_while_devices_report_a_follower_that_fails_now_and_then_gets_each_point_once(
    committed_cast: Cast, follow: Any
) -> None:
    cast, lock = committed_cast, threading.Lock()
    calls, given = [0], Counter[int]()

    def moody(points: list[StoredPoint]) -> None:
        with lock:
            calls[0] += 1
            if calls[0] % 3 == 0:
                raise RuntimeError("a fault")
        for one in points:
            given[one.number] += 1

    follow("moody", moody)
    seal, tracker = a_device(cast, seal_number=SEAL), a_device(cast, "tracker")
    movement = under_way(cast)
    with cast.acting("system"):
        type(tracker).objects.filter(pk=tracker.pk).update(movement=movement, moved_at=movement.released_at)
    now, sent = movement.released_at, 0
    for trial in range(TRIALS):
        batches = [
            [said(device, now + (3 * trial + n) * MINUTE / 9, now=now + 400 * MINUTE) for n in range(3)]
            for device in (seal, tracker)
        ]
        outcomes = together(
            *(lambda batch=batch: tell(*batch) for batch in batches), lambda: catching_up.catch_up(inline=True)
        )
        no_errors(outcomes)
        sent += sum(map(len, batches))
    for _sweep in range(60):
        with clock.at(clock.now() + timedelta(hours=1)):
            catching_up.catch_up(inline=True)
    assert backlogs(cast) == []
    assert (len(given), set(given.values())) == (sent, {1})
