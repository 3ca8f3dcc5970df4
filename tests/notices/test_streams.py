"""The record is read to its end: nothing is lost that commits late, nothing is told twice, a crash does no harm."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection
from django.db.models import Max

from clearance import record
from clearance.acting import SYSTEM, acting_as
from clearance.models import Declaration, Event
from clearance.record import Happened
from portal.notices import streams
from portal.notices.models import Seen, Stream
from tests.acting import file
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


class Reader:
    """Somebody who is told."""

    def __init__(self) -> None:
        self.told: list[int] = []

    def hear(self, rows: Sequence[Any]) -> None:
        self.told += [row.pk for row in rows]

    def read(self, batch: int = 500) -> int:
        return streams.read("events", Event, self.hear, batch=batch)


class Writer(threading.Thread):
    """A transaction of its own, in a connection of its own, that commits when it is told to."""

    def __init__(self, cast: Cast, declaration: Declaration, *, number: int = 1) -> None:
        super().__init__(daemon=True)
        self.cast, self.declaration, self.number = cast, declaration, number
        self.written, self.go = threading.Event(), threading.Event()
        self.ids: list[int] = []

    def run(self) -> None:
        try:
            with acting_as(SYSTEM) as system:
                locked = Declaration.objects.select_for_update(no_key=True).get(pk=self.declaration.pk)
                for _turn in range(self.number):
                    record.write(locked, system, [Happened("document.added", {"type": "INVOICE"})])
                self.ids = list(
                    Event.objects.filter(declaration=locked).order_by("-pk").values_list("pk", flat=True)[: self.number]
                )
                self.written.set()
                self.go.wait(20)
        finally:
            connection.close()

    def begin(self) -> "Writer":
        self.start()
        assert self.written.wait(20)
        return self

    def commit(self) -> None:
        self.go.set()
        self.join(20)


@pytest.fixture
def two(committed_cast: Cast) -> list[Declaration]:
    """Two declarations, so that two people write without waiting for each other."""
    return [file(committed_cast), file(committed_cast)]


def read_until(reader: Reader, is_so: Callable[[], bool], *, batch: int = 500) -> None:
    """Read until something is so: transactions of other databases of this server hold the floor down too."""
    waiting, until = threading.Event(), time.monotonic() + 120
    while not is_so():
        assert time.monotonic() < until
        reader.read(batch)
        waiting.wait(0.02)


def stream() -> Stream:
    with acting_as(SYSTEM):
        return Stream.objects.get(name="events")


def highest() -> int:
    with acting_as(SYSTEM):
        return int(Event.objects.aggregate(top=Max("pk"))["top"])


def test_what_commits_out_of_order_is_told(committed_cast: Cast, two: list[Declaration]) -> None:
    reader = Reader()
    slow = Writer(committed_cast, two[0]).begin()
    quick = Writer(committed_cast, two[1]).begin()
    assert slow.ids[0] < quick.ids[0]
    quick.commit()
    reader.read()
    assert quick.ids[0] in reader.told, "what is committed is told at once"
    for _turn in range(3):
        reader.read()
    assert stream().upto < slow.ids[0], "the floor stays below what may still come"
    slow.commit()
    reader.read()
    assert slow.ids[0] in reader.told
    assert len(reader.told) == len(set(reader.told))


def test_a_floor_that_rose_with_what_is_seen_would_lose_it(committed_cast: Cast, two: list[Declaration]) -> None:
    """The control: reading above the highest number seen, as one would at first, loses the late one."""
    slow = Writer(committed_cast, two[0]).begin()
    quick = Writer(committed_cast, two[1]).begin()
    quick.commit()
    naive = highest()
    slow.commit()
    with acting_as(SYSTEM):
        assert not Event.objects.filter(pk__gt=naive, pk__in=slow.ids).exists()


def test_the_floor_rises_and_what_is_below_is_forgotten(committed_cast: Cast, two: list[Declaration]) -> None:
    reader = Reader()
    read_until(reader, lambda: stream().upto == highest())
    with acting_as(SYSTEM):
        assert not Seen.objects.exists()
    assert reader.read() == 0
    assert len(reader.told) == len(set(reader.told)) == number_of_events()


def number_of_events() -> int:
    with acting_as(SYSTEM):
        return Event.objects.count()


def test_batches_end_where_the_record_ends(committed_cast: Cast, two: list[Declaration]) -> None:
    reader = Reader()
    while reader.read(batch=3):
        pass
    assert sorted(reader.told) == reader.told
    assert len(reader.told) == number_of_events()
    read_until(reader, lambda: stream().upto == highest(), batch=3)
    assert len(reader.told) == number_of_events()


def test_a_crash_while_telling_tells_all_of_it_again(committed_cast: Cast, two: list[Declaration]) -> None:
    def fall(rows: Sequence[Any]) -> None:
        raise MemoryError

    with pytest.raises(MemoryError):
        streams.read("events", Event, fall)
    reader = Reader()
    reader.read()
    assert len(reader.told) == number_of_events()


def test_a_second_reader_finds_nothing_while_one_reads(committed_cast: Cast, two: list[Declaration]) -> None:
    reader, other, done = Reader(), Reader(), threading.Event()
    reading = threading.Event()

    def slowly(rows: Sequence[Any]) -> None:
        reader.hear(rows)
        reading.set()
        done.wait(20)

    def first() -> None:
        try:
            streams.read("events", Event, slowly)
        finally:
            connection.close()

    thread = threading.Thread(target=first, daemon=True)
    thread.start()
    assert reading.wait(20)
    assert other.read() == 0
    done.set()
    thread.join(20)
    assert other.read() == 0
    assert len(reader.told) == number_of_events()


def test_marks_restored_from_another_server_do_not_stop_the_floor(committed_cast: Cast, two: list[Declaration]) -> None:
    reader = Reader()
    reader.read()
    with acting_as(SYSTEM):
        Stream.objects.filter(name="events").update(mark_xmax=2**40)
    reader.read()
    assert stream().upto == highest()


def test_those_who_act_write_nothing_for_it(committed_cast: Cast, two: list[Declaration]) -> None:
    """No table of notices is touched by an act: what is told is found afterwards."""
    with acting_as(SYSTEM):
        assert (Seen.objects.count(), stream().upto) == (0, 0)
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_trigger t join pg_proc p on p.oid = t.tgfoid"
            " where t.tgrelid in ('clearance_event'::regclass, 'accounts_accessevent'::regclass)"
            " and p.prosrc ilike '%notice%'"
        )
        assert cursor.fetchone() == (0,)
