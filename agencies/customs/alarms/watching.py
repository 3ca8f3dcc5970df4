"""Watching movements: every batch of stored points is judged, and what is abnormal is raised; as the system."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Any

from django.db import connection

from agencies.customs.alarms import raising
from agencies.customs.alarms.detecting import detect
from agencies.customs.alarms.geometry import Point
from agencies.customs.alarms.ground import Finding, Ground, Held, Seen
from agencies.customs.alarms.limits import limits_of
from agencies.customs.alarms.memory import Memory, remembered
from agencies.customs.corridors.drawn import Drawn, drawn, mode_of, way_between
from agencies.customs.models import Movement, Watch
from agencies.customs.tracking.stream import StoredPoint
from agencies.customs.transit import moves
from agencies.customs.transit.life import BEFORE_THE_WAY, MOVES, UNDER_WAY, State
from clearance.acts import SYSTEM_ACTOR, clock

# One statement of one shape, however many rows: a choice by key for each column and row would take longer than the judging.
KEEP = """
update customs_watch w
   set memory = k.memory, seen_at = k.seen_at, silent_at = k.silent_at, along_km = k.along_km, left_km = k.left_km,
       off_m = k.off_m, eta = k.eta
  from jsonb_to_recordset(%s::jsonb) as k (id bigint, memory jsonb, seen_at timestamptz, silent_at timestamptz, along_km float8,
       left_km float8, off_m float8, eta timestamptz)
 where w.id = k.id
"""
KEPT = ("memory", "seen_at", "silent_at", "along_km", "left_km", "off_m", "eta")


def watch(points: Sequence[StoredPoint]) -> None:
    """Judge a batch. The number of statements does not grow with its points or movements."""
    of = {key: list(rows) for key, rows in groupby(sorted(points, key=_order), key=lambda one: one.movement_id)}
    movements = {
        one.pk: one
        for one in Movement.objects.filter(pk__in=of, ended_at=None).select_related("departure", "destination")
    }
    if not movements:
        return
    now = drawn()
    found: list[tuple[Movement, list[Finding]]] = []
    off: list[tuple[Movement, Memory]] = []
    watches = _locked(movements.values())
    for row in watches:
        movement = movements[row.movement_id]
        memory, heard = remembered(row.memory), of[row.movement_id]
        ground = ground_of(movement, now)
        found.append((movement, detect(memory, map(_seen, heard), ground)))
        if ground.has_leave and memory.left.points >= ground.limits_of("")["successive_points"]:
            off.append((movement, memory))
        _keep(row, memory, movement, max(one.received_at for one in heard))
    kept = [{"id": row.pk, **{name: getattr(row, name) for name in KEPT}} for row in watches]
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [json.dumps(kept, default=str)])
    declarations = raising.take(found, also=[movement.declaration_id for movement, _ in off])
    for movement, memory in off:
        _set_off(movement, declarations[movement.declaration_id], memory)


def _set_off(movement: Movement, declaration: Any, memory: Memory) -> None:
    """Goods that may leave and have left are on their way, though nobody pressed a button."""
    movement.refresh_from_db(fields=["state"])
    if movement.state in MOVES["depart"].sources and not moves.open_incidents(movement).exists():
        movement.declaration = declaration
        left_at = datetime.fromtimestamp(memory.left.since, UTC)
        moves.make(movement, "depart", by=SYSTEM_ACTOR, departed_at=max(left_at, movement.released_at))


def ground_of(movement: Movement, now: Drawn) -> Ground:
    """What the points of a movement are judged against."""
    mode = mode_of(movement.mode)
    general = limits_of("", mode, clock.today())
    zone_of_departure = now.zone_of(movement.departure_id)
    zone_of_destination = now.zone_of(movement.destination_id)
    state = State(movement.state)
    return Ground(
        limits_of=partial(limits_of, mode=mode, on=clock.today()),
        way=way_between(
            now,
            mode,
            _place(movement.departure),
            _place(movement.destination),
            join_m=general["join_m"],
            office_m=general["office_m"],
        ),
        departure=zone_of_departure,
        destination=zone_of_destination,
        zones=now.other_zones(movement.departure_id, movement.destination_id),
        rests=now.rests_of(mode),
        held=_held(state),
        held_since=movement.arrived_at.timestamp() if movement.arrived_at else 0.0,
        has_leave=state == State.SEALED,
        limit_at=movement.limit_at.timestamp(),
        is_under_way=state in UNDER_WAY,
    )


def _held(state: State) -> Held:
    if state in BEFORE_THE_WAY:
        return Held.DEPARTURE
    return Held.NOWHERE if state in UNDER_WAY else Held.DESTINATION


def _locked(movements: Iterable[Movement]) -> list[Watch]:
    """The memory of each movement, locked in one order; begun where there is none."""
    of = {one.pk: one for one in movements}
    rows = Watch.objects.filter(movement__in=of).select_for_update(no_key=True, of=("self",)).order_by("movement_id")
    found = list(rows)
    if len(found) == len(of):
        return found
    begun = [
        Watch(movement=one, declaration_id=one.declaration_id, company_id=one.company_id)
        for _pk, one in sorted(of.items())
    ]
    Watch.objects.bulk_create(begun, ignore_conflicts=True)
    return list(rows.all())


def _keep(row: Watch, memory: Memory, movement: Movement, heard_at: datetime) -> None:
    row.memory = memory.as_json()
    row.seen_at = max(row.seen_at or heard_at, heard_at)
    row.silent_at = row.seen_at + patience(memory, movement, "silent_periods") if _is_expected(movement) else None
    row.along_km = None if memory.along_m is None else memory.along_m / 1000
    row.left_km, row.off_m = memory.left_km, memory.off_m
    row.eta = None if memory.eta is None else datetime.fromtimestamp(memory.eta, UTC)


def patience(memory: Memory, movement: Movement, periods: str) -> timedelta:
    """How long after its last word a movement counts as silent; `periods` names the threshold."""
    limits = limits_of(memory.corridor, mode_of(movement.mode), clock.today())
    return timedelta(minutes=limits["period_minutes"] * limits[periods])


def _is_expected(movement: Movement) -> bool:
    return State(movement.state) in UNDER_WAY


def _order(point: StoredPoint) -> tuple[int, datetime]:
    return point.movement_id, point.at


def _seen(point: StoredPoint) -> Seen:
    place = None if point.latitude is None or point.longitude is None else (point.longitude, point.latitude)
    return Seen(point.at.timestamp(), place, point.source, point.code, point.battery, point.facts)


def _place(office: object) -> Point | None:
    latitude, longitude = getattr(office, "latitude", None), getattr(office, "longitude", None)
    return None if latitude is None or longitude is None else (float(longitude), float(latitude))
