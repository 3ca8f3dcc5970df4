"""Receiving: a batch of points is stored in one transaction, moves the last positions on, and is passed to the stream."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from agencies.customs.tracking import stream
from agencies.customs.tracking.kinds import RIDING, SOURCES, WRONG_CLOCK
from agencies.customs.tracking.points import Point
from agencies.customs.tracking.riding import Ride, rides_of
from agencies.customs.tracking.stream import StoredPoint
from clearance.acts import SYSTEM, acting_as

UNSEEN = frozenset(source for kind, source in SOURCES.items() if kind not in RIDING)
"""Stations and cameras see whatever goes by: what is of no movement is not kept."""

STORE = """
insert into customs_position (movement_id, company_id, declaration_id, device_id, source, subject, at, received_at, latitude,
                              longitude, speed_kmh, course, accuracy_m, battery, code, place, marks, facts)
select movement_id, company_id, declaration_id, device_id, source, subject, at, received_at, latitude, longitude, speed_kmh,
       course, accuracy_m, battery, code, place, marks, facts
  from jsonb_to_recordset(%s::jsonb) as said (movement_id bigint, company_id bigint, declaration_id bigint, device_id bigint,
       source text, subject text, at timestamptz, received_at timestamptz, latitude float8, longitude float8,
       speed_kmh float8, course smallint, accuracy_m float8, battery smallint, code text, place text, marks text[], facts jsonb)
 order by device_id, at, movement_id, subject, code
on conflict do nothing
returning device_id, at, movement_id, subject, code
"""
# Every movement first, in one order, whatever is known of its place: two batches of the same movements take turns.
HEARD = """
insert into customs_lastposition as l (movement_id, company_id, declaration_id, heard_at, source, place)
select movement_id, min(company_id), min(declaration_id), max(received_at), '', ''
  from jsonb_to_recordset(%s::jsonb) as said (movement_id bigint, company_id bigint, declaration_id bigint, received_at timestamptz)
 group by movement_id order by movement_id
on conflict (movement_id) do update set heard_at = greatest(l.heard_at, excluded.heard_at)
"""
PLACED = """
update customs_lastposition l
   set at = s.at, received_at = s.received_at, latitude = s.latitude, longitude = s.longitude, speed_kmh = s.speed_kmh,
       course = s.course, accuracy_m = s.accuracy_m, source = s.source, place = s.place, battery = coalesce(s.battery, l.battery)
  from (select distinct on (movement_id) *
          from jsonb_to_recordset(%s::jsonb) as said (movement_id bigint, at timestamptz, received_at timestamptz,
               latitude float8, longitude float8, speed_kmh float8, course smallint, accuracy_m float8, source text, place text,
               battery smallint)
         order by movement_id, at desc) s
 where l.movement_id = s.movement_id and (l.at is null or l.at < s.at)
"""

Row = dict[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Receipt:
    """What became of a batch: points stored, said before, marked as odd, and of vehicles nobody waits for."""

    stored: int = 0
    doubled: int = 0
    marked: int = 0
    unmatched: int = 0

    def as_dict(self) -> dict[str, int]:
        """The receipt as devices read it."""
        return {"stored": self.stored, "doubled": self.doubled, "marked": self.marked, "unmatched": self.unmatched}


def receive(points: Sequence[Point]) -> Receipt:
    """Store a batch for good: the same point twice has one effect, a late one moves nothing back."""
    if not points:
        return Receipt()
    with acting_as(SYSTEM):
        rides = rides_of(points)
        wanted: list[tuple[Point, Ride | None]] = []
        for point, found in zip(points, rides, strict=True):
            wanted += [(point, ride) for ride in found]
            if not found and point.source not in UNSEEN:
                wanted.append((point, None))
        # Of two points of one moment in a batch the first counts, as it would from two batches.
        rows = {_key(point, ride): (_row(point, ride), point) for point, ride in reversed(wanted)}
        stored = _store([row for row, _point in rows.values()])
        kept = sorted((rows[key] for key in stored), key=lambda pair: (pair[0]["movement_id"] or 0, pair[1].at))
        of_movements = [(row, point) for row, point in kept if row["movement_id"] is not None]
        _move_on(of_movements)
        stream.tell([_told(row, point) for row, point in of_movements])
    return Receipt(
        stored=len(stored),
        doubled=len(wanted) - len(stored),
        marked=sum(bool(point.marks) for _row_, point in kept),
        unmatched=sum(not found and point.source in UNSEEN for point, found in zip(points, rides, strict=True)),
    )


def _row(point: Point, ride: Ride | None) -> Row:
    return {
        "movement_id": ride and ride.movement_id,
        "company_id": ride and ride.company_id,
        "declaration_id": ride and ride.declaration_id,
        "device_id": point.device_id,
        "source": str(point.source),
        "subject": point.subject,
        "at": point.at.isoformat(),
        "received_at": point.received_at.isoformat(),
        "latitude": point.latitude,
        "longitude": point.longitude,
        "speed_kmh": point.speed_kmh,
        "course": point.course,
        "accuracy_m": point.accuracy_m,
        "battery": point.battery,
        "code": point.code,
        "place": point.place,
        "marks": sorted(map(str, point.marks)),
        "facts": dict(point.facts),
    }


def _key(point: Point, ride: Ride | None) -> Key:
    return point.device_id, point.at, ride and ride.movement_id, point.subject, point.code


def _store(rows: Sequence[Row]) -> list[Key]:
    if not rows:
        return []
    with connection.cursor() as cursor:
        cursor.execute(STORE, [json.dumps(rows)])
        return list(cursor.fetchall())


def _move_on(kept: Iterable[tuple[Row, Point]]) -> None:
    heard = [row for row, _point in kept]
    placed = [
        row for row, point in kept if not point.marks & WRONG_CLOCK and (point.latitude is not None or point.place)
    ]
    with connection.cursor() as cursor:
        for statement, rows in ((HEARD, heard), (PLACED, placed)):
            if rows:
                cursor.execute(statement, [json.dumps(rows)])


def _told(row: Row, point: Point) -> StoredPoint:
    is_wrong = bool(point.marks & WRONG_CLOCK)
    return StoredPoint(
        movement_id=row["movement_id"],
        device_id=point.device_id,
        at=point.received_at if is_wrong else point.at,
        received_at=point.received_at,
        latitude=None if is_wrong else point.latitude,
        longitude=None if is_wrong else point.longitude,
        speed_kmh=point.speed_kmh,
        source=str(point.source),
        code=point.code,
        battery=point.battery,
        place=point.place,
        marks=frozenset(map(str, point.marks)),
        facts=point.facts,
    )
