"""Positions kept: in parts of a week that come and go, written once, seen by whom they concern."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from agencies.customs.models import Binding, Device, Position
from agencies.customs.tracking import keeping
from agencies.customs.tracking.receiving import Receipt
from clearance import clock
from tests.cast import Cast
from tests.corridor.tracked import SEAL, a_device, last_of, positions, said, tell, under_way

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def parts() -> set[str]:
    """Names of the weeks there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid"
            " where i.inhparent = 'customs_position'::regclass"
        )
        return {name for (name,) in cursor.fetchall()}


def kept_on(today: date, days: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select sw_keep_positions(%s, 0, %s)", [today, days])
        return int(cursor.fetchone()[0])


def test_a_seal_that_the_declaration_names_rides_with_it_until_the_end(cast: Cast) -> None:
    seal = a_device(cast, seal_number=SEAL)
    movement = under_way(cast)
    now = movement.released_at + HOUR
    points = [said(seal, now + n * HOUR / 60, now=now + HOUR, latitude=44 + n / 100) for n in range(3)]
    assert tell(*points) == Receipt(stored=3)
    assert len(positions(cast, movement=movement)) == 3
    last = last_of(cast, movement)
    assert (last.latitude, last.source, last.at) == (44.02, "seal", points[2].at)
    with cast.acting("system"):
        type(movement).objects.filter(pk=movement.pk).update(state="arrived", arrived_at=now + HOUR, ended_at=None)
        type(movement).objects.filter(pk=movement.pk).update(state="presented", presented_at=now + HOUR)
        type(movement).objects.filter(pk=movement.pk).update(state="completed", ended_at=now + HOUR, next_look_at=None)
        assert Device.objects.get(pk=seal.pk).movement_id is None
        assert [(one.since, one.until) for one in Binding.objects.filter(device=seal)] == [
            (movement.released_at, now + HOUR)
        ]
    buffered = said(seal, now + HOUR / 2, now=now + 5 * HOUR, latitude=44.5)
    after = said(seal, now + 2 * HOUR, now=now + 5 * HOUR)
    tell(buffered, after)
    assert [row.movement_id for row in positions(cast, device=seal)][-2:] == [movement.pk, None]


def test_a_device_registered_late_or_a_seal_put_on_late_rides_all_the_same(cast: Cast) -> None:
    movement = under_way(cast)
    seal = a_device(cast, seal_number="KZNEW1")
    with cast.acting("system"):
        type(movement).objects.filter(pk=movement.pk).update(seals=[SEAL, "kz-new 1"])
        assert Device.objects.get(pk=seal.pk).movement_id == movement.pk


def test_weeks_are_made_ahead_and_dropped_when_past_their_days(cast: Cast, settings: Any) -> None:
    old = datetime(2026, 1, 7, 12, tzinfo=UTC)
    seal = a_device(cast)
    tell(said(seal, old, now=old))
    assert "customs_position_20260105" not in parts()
    assert kept_on(old.date(), 400) == 1
    assert "customs_position_20260105" in parts()
    assert [row.at for row in positions(cast, device=seal)] == [old], "what came too early for its part moves into it"
    settings.KEEP_DAYS = {**settings.KEEP_DAYS, "positions": 30}
    keeping._Kept.on = None
    assert keeping.keep(inline=True) >= 1
    assert keeping.keep(inline=True) == 0, "once a day"
    keeping._Kept.on = None
    assert "customs_position_20260105" not in parts()
    assert positions(cast, device=seal) == []


def test_what_fits_no_week_is_kept_its_days_and_then_deleted(cast: Cast) -> None:
    seal, now = a_device(cast), clock.now()
    tell(said(seal, datetime(2013, 8, 22, tzinfo=UTC), now=now - timedelta(days=29)))
    tell(said(seal, datetime(2013, 8, 23, tzinfo=UTC), now=now - timedelta(days=32)))
    kept_on(now.date(), 30)
    assert [row.at.day for row in positions(cast, device=seal)] == [22]


def test_nobody_can_make_positions_vanish_before_their_days(cast: Cast) -> None:
    tell(said(a_device(cast)))
    today = clock.now().date()
    for act in (
        lambda: kept_on(today, 29),
        lambda: kept_on(today + timedelta(days=900), 400),
        lambda: Position.objects.update(latitude=1),
        lambda: Position.objects.all().delete(),
        lambda: connection.cursor().execute("truncate customs_position"),
        lambda: connection.cursor().execute("delete from customs_position_other"),
    ):
        with cast.acting("system"), pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_a_part_is_met_through_the_whole_table_only(cast: Cast) -> None:
    tell(said(a_device(cast)))
    for part in parts():
        with cast.acting("system"), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(f"select * from {part}")


def test_positions_are_seen_by_their_company_and_customs(cast: Cast) -> None:
    seal = a_device(cast, seal_number=SEAL)
    movement = under_way(cast)
    tell(said(seal, now=movement.released_at + HOUR), said(a_device(cast, "tracker")))
    seen = {}
    for who in ("trader", "broker", "customs_officer", "auditor", "stranger", "plant_health_head", "nobody"):
        with cast.acting(who):
            seen[who] = (Position.objects.count(), Device.objects.count(), Binding.objects.count())
    assert seen == {
        **dict.fromkeys(("trader", "broker"), (1, 0, 0)),
        **dict.fromkeys(("customs_officer", "auditor"), (2, 2, 1)),
        **dict.fromkeys(("stranger", "plant_health_head", "nobody"), (0, 0, 0)),
    }


def test_a_position_cannot_be_of_another_company_than_its_movement(cast: Cast) -> None:
    seal = a_device(cast)
    movement = under_way(cast)
    given = {"device": seal, "source": "seal", "at": clock.now(), "received_at": clock.now(), "movement": movement}
    for company, declaration in ((cast.companies()["altyn_orda"], movement.declaration_id), (None, None)):
        with cast.acting("system"), pytest.raises(DatabaseError), transaction.atomic():
            Position.objects.create(**given, company_id=company, declaration_id=declaration)


def test_a_device_is_on_one_movement_and_an_ended_one_on_none(cast: Cast) -> None:
    seal = a_device(cast)
    movement = under_way(cast)
    now = clock.now()
    for change in (
        {"movement": movement},
        {"movement": movement, "moved_at": now, "ended_at": now},
        {"kind": "tracker"},
        {"digest": "secret"},
        {"digest": ""},
        {"latitude": 1.0},
    ):
        with cast.acting("system"), pytest.raises(DatabaseError), transaction.atomic():
            Device.objects.filter(pk=seal.pk).update(**change)
    camera = a_device(cast, "camera")
    with cast.acting("system"), pytest.raises(DatabaseError, match="only_what_rides"), transaction.atomic():
        Device.objects.filter(pk=camera.pk).update(movement=movement, moved_at=now)
