"""Raising alarms: findings become rows, events and stops. One open alarm of a kind for a movement; more adds to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from agencies.customs.alarms import stops
from agencies.customs.alarms.geometry import Point
from agencies.customs.alarms.ground import Finding, What
from agencies.customs.alarms.kinds import WORSENS, AlarmState, Kind, Severity
from agencies.customs.alarms.limits import severity_of
from agencies.customs.models import Alarm, Movement
from clearance.acts import SYSTEM_ACTOR, Happened, as_system, clock, locked_in_order, record

CHANGING = ["kind", "severity", "state", "last_at", "over_at", "points", "latitude", "longitude", "facts"]
GRAVE = list(Severity)


@dataclass
class _Told:
    """What the findings of one batch say of one kind for one movement."""

    kind: Kind
    begins: bool = False
    points: int = 0
    first_at: float = 0.0
    last_at: float = 0.0
    place: Point | None = None
    facts: dict[str, Any] | None = None
    over_at: float | None = None
    severity: Severity | None = None

    def take(self, finding: Finding) -> None:
        if finding.what is What.OVER:
            self.over_at = finding.at
            return
        self.over_at = None
        self.begins |= finding.what is What.BEGINS
        self.points += 1
        self.first_at = min(self.first_at or finding.at, finding.at)
        self.last_at = max(self.last_at, finding.at)
        self.place = finding.place or self.place
        self.facts = dict(finding.facts) or self.facts
        self.severity = finding.severity or self.severity


def raise_for(movement: Movement, kind: Kind, *, facts: dict[str, Any] | None = None) -> None:
    """Raise one alarm that no point told of."""
    finding = Finding(kind, What.BEGINS, clock.now().timestamp(), facts=facts or {})
    with as_system():
        take([(movement, [finding])])


def take(found: Iterable[tuple[Movement, Sequence[Finding]]], also: Collection[int] = ()) -> Mapping[int, Any]:
    """Keep what was found about some movements; as the system. The number of statements does not grow with theirs.

    Returns the declarations it locked, by key: those of new alarms, and `also` those the caller wants, all in one order.
    """
    told = {movement.pk: (movement, _sorted_by_kind(findings)) for movement, findings in found if findings}
    if not told:
        return locked_in_order(also)
    # Declarations first and all at once: an officer who holds one never waits for an alarm this batch holds.
    new = [movement for movement, kinds in told.values() if any(one.begins or one.severity for one in kinds.values())]
    declarations = locked_in_order([*also, *(movement.declaration_id for movement in new)])
    open_: dict[int, dict[str, Alarm]] = {}
    not_closed = Alarm.objects.filter(movement__in=told).exclude(state=AlarmState.CLOSED)
    for alarm in not_closed.select_for_update(no_key=True).order_by("pk"):
        open_.setdefault(alarm.movement_id, {})[alarm.kind] = alarm
    made: list[Alarm] = []
    changed: list[Alarm] = []
    events: list[tuple[Alarm, str]] = []
    for movement, kinds in told.values():
        mine = open_.get(movement.pk, {})
        for one in kinds.values():
            standing = mine.get(one.kind) or _worsened(one, mine)
            if standing is not None:
                mine[one.kind] = standing
                changed.append(standing)
                if _add(standing, one):
                    events.append((standing, "transit.alarm_worsened"))
            elif one.begins:
                made.append(_made(movement, one))
                events.append((made[-1], "transit.alarm_raised"))
    Alarm.objects.bulk_create(made)
    Alarm.objects.bulk_update(changed, CHANGING)
    record.write_many(
        [(declarations[alarm.declaration_id], SYSTEM_ACTOR, [_happened(alarm, kind)]) for alarm, kind in events]
    )
    stops.place_for([(declarations[alarm.declaration_id], alarm) for alarm in made if alarm.is_critical])
    return declarations


def _sorted_by_kind(findings: Sequence[Finding]) -> dict[Kind, _Told]:
    kinds: dict[Kind, _Told] = {}
    for finding in findings:
        kinds.setdefault(finding.kind, _Told(finding.kind)).take(finding)
    return kinds


def _worsened(one: _Told, mine: dict[str, Alarm]) -> Alarm | None:
    """The open alarm that becomes this one: one incident stays one alarm."""
    lesser = WORSENS.get(one.kind)
    return mine.pop(lesser, None) if lesser and one.begins else None


def _add(alarm: Alarm, one: _Told) -> bool:
    """Let an open alarm grow; whether it became graver, which somebody must look at anew."""
    severity = one.severity or (severity_of(one.kind, clock.today()) if alarm.kind != one.kind else alarm.severity)
    is_graver = GRAVE.index(Severity(severity)) > GRAVE.index(Severity(alarm.severity))
    if is_graver:
        alarm.severity, alarm.state = severity, AlarmState.OPEN
    alarm.kind = one.kind
    alarm.points += one.points
    if one.points:
        alarm.last_at = max(alarm.last_at, _moment(one.last_at))
        alarm.facts = alarm.facts | (one.facts or {})
        _put(alarm, one.place)
    alarm.over_at = _moment(one.over_at) if one.over_at else None
    return is_graver


def _made(movement: Movement, one: _Told) -> Alarm:
    alarm = Alarm(
        movement=movement,
        declaration_id=movement.declaration_id,
        company_id=movement.company_id,
        kind=one.kind,
        severity=one.severity or severity_of(one.kind, clock.today()),
        opened_at=_moment(one.first_at),
        last_at=_moment(one.last_at),
        over_at=_moment(one.over_at) if one.over_at else None,
        points=one.points,
        facts=one.facts or {},
    )
    _put(alarm, one.place)
    return alarm


def _put(alarm: Alarm, place: Point | None) -> None:
    if place is not None:
        alarm.longitude, alarm.latitude = (Decimal(str(round(degrees, 6))) for degrees in place)


def _happened(alarm: Alarm, kind: str) -> Happened:
    payload = {"alarm": str(alarm.uuid), "kind": alarm.kind, "severity": alarm.severity}
    if alarm.latitude is not None:
        payload |= {"lat": str(alarm.latitude), "lon": str(alarm.longitude)}
    return Happened(kind, payload, agency="customs", public=False)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
