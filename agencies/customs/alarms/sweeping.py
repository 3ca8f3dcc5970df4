"""What nobody's point tells: who fell silent, whose limit passed, which alarms are over for good. A duty of the sweeper."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, F, OuterRef

from agencies.customs.alarms import raising
from agencies.customs.alarms.ground import Finding, What
from agencies.customs.alarms.kinds import AlarmState, Kind, Severity
from agencies.customs.alarms.memory import remembered
from agencies.customs.alarms.watching import patience
from agencies.customs.models import Alarm, Backlog, Movement, Watch
from agencies.customs.transit.life import UNDER_WAY
from clearance.acts import SYSTEM, SYSTEM_ACTOR, Happened, acting_as, clock, locked_in_order, record

BATCH = 200
OVER_ON_ARRIVAL = sorted(
    {
        str(kind)
        for kind in (
            Kind.ROUTE_DEVIATION,
            Kind.ROUTE_DEVIATION_NEAR,
            Kind.LONG_STOP,
            Kind.SIGNAL_LOST,
            Kind.LATE_ETA,
            Kind.OVERDUE,
            Kind.WRONG_ZONE,
            Kind.SPEED_IMPOSSIBLE,
            Kind.GAP_JUMP,
            Kind.SEAL_LOW_BATTERY,
        )
    }
)
"""What no longer matters once the goods are where they belong; whatever tells of the goods themselves stays for a person."""


def sweep(*, inline: bool) -> int:
    """Do what is due; returns how many alarms changed."""
    return sum(_part(part) for part in (_silent, _overdue, _over, _closed, _forgotten))


def _part(part: Callable[[], int]) -> int:
    with acting_as(SYSTEM):
        return part()


def _silent() -> int:
    """No word for two periods is an alarm, for four a graver one."""
    now = clock.now()
    # Points that wait to be judged are a word, too.
    is_heard = Exists(Backlog.objects.filter(movement=OuterRef("movement")))
    due = Watch.objects.select_related("movement").filter(~is_heard, silent_at__lte=now)
    rows = list(
        due.select_for_update(no_key=True, of=("self",), skip_locked=True).order_by("silent_at", "movement_id")[:BATCH]
    )
    found = []
    for row in rows:
        memory, movement = remembered(row.memory), row.movement
        row.silent_at = None
        if movement.state not in UNDER_WAY or row.seen_at is None:
            continue
        minutes = round((now - row.seen_at).total_seconds() / 60)
        high_at = row.seen_at + patience(memory, movement, "silent_high_periods")
        is_high = now >= high_at
        what = What.MORE if memory.is_on(Kind.SIGNAL_LOST) else What.BEGINS
        if what is What.BEGINS:
            memory.begins(Kind.SIGNAL_LOST)
            row.memory = memory.as_json()
        if not is_high:
            row.silent_at = high_at
        severity = Severity.HIGH if is_high else None
        facts = {"minutes": minutes}
        found.append((movement, [Finding(Kind.SIGNAL_LOST, what, now.timestamp(), memory.place, facts, severity)]))
    Watch.objects.bulk_update(rows, ["memory", "silent_at"])
    raising.take(found)
    return len(found)


def _overdue() -> int:
    """The time limit has passed and the goods are not there; told once for each limit."""
    now = clock.now()
    told = Alarm.objects.filter(movement=OuterRef("pk"), kind=Kind.OVERDUE, opened_at__gte=OuterRef("limit_at"))
    late = Movement.objects.filter(
        ~Exists(told), limit_at__lte=now, next_look_at__isnull=False, state__in=sorted(map(str, UNDER_WAY))
    )
    rows = list(late.order_by("pk")[:BATCH])
    facts = {one.pk: {"limit": one.limit_at.isoformat()} for one in rows}
    raising.take((one, [Finding(Kind.OVERDUE, What.BEGINS, now.timestamp(), facts=facts[one.pk])]) for one in rows)
    return len(rows)


def _over() -> int:
    """The goods are there: what concerned their way is over."""
    standing = Alarm.objects.filter(kind__in=OVER_ON_ARRIVAL, over_at=None, movement__arrived_at__isnull=False)
    ids = list(standing.exclude(state=AlarmState.CLOSED).values_list("pk", flat=True)[:BATCH])
    return Alarm.objects.filter(pk__in=ids).exclude(state=AlarmState.CLOSED).update(over_at=clock.now())


def _closed() -> int:
    """Nobody needs to close what is over when the movement has ended; a critical alarm is always closed by people."""
    done = Alarm.objects.filter(over_at__isnull=False, movement__ended_at__isnull=False)
    done = done.exclude(state=AlarmState.CLOSED).exclude(severity=Severity.CRITICAL)
    declarations = locked_in_order(list(done.order_by("pk").values_list("declaration_id", flat=True)[:BATCH]))
    rows = list(done.filter(declaration__in=declarations).select_for_update(no_key=True, of=("self",)).order_by("pk"))
    Alarm.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=AlarmState.CLOSED, closed_at=clock.now(), close_reason="arrived"
    )
    record.write_many(
        [
            (
                declarations[row.declaration_id],
                SYSTEM_ACTOR,
                [
                    Happened(
                        "transit.alarm_closed",
                        {"alarm": str(row.uuid), "kind": row.kind, "reason": "arrived"},
                        agency="customs",
                        public=False,
                    )
                ],
            )
            for row in rows
        ]
    )
    return len(rows)


def _forgotten() -> int:
    """Nothing is remembered of a movement that has ended."""
    ended = Watch.objects.filter(movement__ended_at__isnull=False).annotate(ended=F("movement__ended_at"))
    ids = list(ended.order_by("pk").values_list("pk", flat=True)[:BATCH])
    Watch.objects.filter(pk__in=ids).delete()
    return 0
