"""Receiving: a batch of points is stored in one transaction, moves the last positions on, and is passed to the stream."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from agencies.customs.tracking import stream
from agencies.customs.tracking.kinds import RIDING, SOURCES, WRONG_CLOCK
from agencies.customs.tracking.points import Point
from agencies.customs.tracking.riding import Ride, rides_of
from agencies.customs.tracking.stream import stored_point
from clearance.acts import SYSTEM, acting_as

UNSEEN = frozenset(source for kind, source in SOURCES.items() if kind not in RIDING)
"""Stations and cameras see whatever goes by: what is of no movement is not kept."""

# Every movement first, in one order, whether or not its points are new: two batches of a movement take turns until their end,
# so its points are numbered in the order in which they are there, and who is behind with it stays so.
HEARD = """
insert into customs_lastposition as l (movement_id, company_id, declaration_id, heard_at, source, place)
select movement_id, min(company_id), min(declaration_id), max(received_at), '', ''
  from jsonb_to_recordset(%s::jsonb) as said (movement_id bigint, company_id bigint, declaration_id bigint, received_at timestamptz)
 where movement_id is not null
 group by movement_id order by movement_id
on conflict (movement_id) do update set heard_at = greatest(l.heard_at, excluded.heard_at)
"""
STORE = """
with stored as (
  insert into customs_position as p (movement_id, company_id, declaration_id, device_id, source, subject, at, received_at, latitude,
                                     longitude, speed_kmh, course, accuracy_m, battery, code, place, marks, facts)
  select movement_id, company_id, declaration_id, device_id, source, subject, at, received_at, latitude, longitude, speed_kmh,
         course, accuracy_m, battery, code, place, marks, facts
    from jsonb_to_recordset(%(rows)s::jsonb) as said (movement_id bigint, company_id bigint, declaration_id bigint,
         device_id bigint, source text, subject text, at timestamptz, received_at timestamptz, latitude float8, longitude float8,
         speed_kmh float8, course smallint, accuracy_m float8, battery smallint, code text, place text, marks text[], facts jsonb)
   order by device_id, at, movement_id, subject, code
  on conflict do nothing
  returning p.*
), placed as (
  update customs_lastposition l
     set at = s.at, received_at = s.received_at, latitude = s.latitude, longitude = s.longitude, speed_kmh = s.speed_kmh,
         course = s.course, accuracy_m = s.accuracy_m, source = s.source, place = s.place, battery = coalesce(s.battery, l.battery)
    from (select distinct on (movement_id) * from stored
           where movement_id is not null and (latitude is not null or place <> '') and not marks && %(wrong)s::varchar[]
           order by movement_id, at desc) s
   where l.movement_id = s.movement_id and (l.at is null or l.at < s.at)
)
select device_id, at, movement_id, subject, code, id,
       array(select follower from customs_backlog b where b.movement_id = stored.movement_id)
  from stored
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
    with acting_as(SYSTEM):
        return keep_each([points])[0]


def keep_each(batches: Sequence[Sequence[Point]]) -> list[Receipt]:
    """Store several batches together, as the system; the receipt of each. The number of statements does not grow with theirs."""
    points = [(number, point) for number, batch in enumerate(batches) for point in batch]
    wanted: list[tuple[int, Point, Ride | None]] = []
    unmatched: Counter[int] = Counter()
    for (number, point), found in zip(points, rides_of([point for _number, point in points]), strict=True):
        wanted += [(number, point, ride) for ride in found]
        if not found and point.source in UNSEEN:
            unmatched[number] += 1
        elif not found:
            wanted.append((number, point, None))
    # Of two points of one moment the first counts, as it would from two batches.
    rows = {_key(point, ride): (number, point, _row(point, ride)) for number, point, ride in reversed(wanted)}
    kept = [(*rows[key], pk, behind) for key, pk, behind in _store([row for _number, _point, row in rows.values()])]
    kept.sort(key=lambda one: (one[2]["movement_id"] or 0, one[1].at))
    stream.tell(
        [stored_point(point, row["movement_id"], pk) for _n, point, row, pk, _behind in kept if row["movement_id"]],
        behind={row["movement_id"]: behind for _n, _point, row, _pk, behind in kept if behind},
    )
    said, stored = Counter(number for number, *_more in wanted), Counter(number for number, *_more in kept)
    marked = Counter(number for number, point, *_more in kept if point.marks)
    return [Receipt(stored[n], said[n] - stored[n], marked[n], unmatched[n]) for n in range(len(batches))]


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


def _store(rows: Sequence[Row]) -> list[tuple[Key, int, list[str]]]:
    """Keep the rows that are new: the key of each, its number, and who is behind with its movement."""
    if not rows:
        return []
    told = json.dumps(rows)
    with connection.cursor() as cursor:
        if any(row["movement_id"] is not None for row in rows):
            cursor.execute(HEARD, [told])
        cursor.execute(STORE, {"rows": told, "wrong": sorted(map(str, WRONG_CLOCK))})
        return [((*key,), number, behind) for *key, number, behind in cursor.fetchall()]
