"""What the control centre looks at: movements under way with their last positions and open alarms, in few questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from agencies.customs.alarms.kinds import AlarmState, Kind, Severity
from agencies.customs.control.asked import Asked
from agencies.customs.control.limits import setting
from agencies.customs.models import Alarm, Backlog, Handover, Intervention, KnownBy, LastPosition, Movement
from agencies.customs.transit.life import UNDER_WAY
from agencies.customs.transit.limits import is_rail
from clearance.acts import clock

PAGE, FEW_ALARMS = 50, 12
RAIL = Q(mode__startswith="2")
GRAVE = {severity: rank for rank, severity in enumerate(Severity, 1)}
"""How grave an alarm is as a number; none is 0."""


@dataclass(frozen=True)
class Figures:
    """The head of the page."""

    under_way: int
    alarms: int
    critical: int
    silent: int
    begun: int
    touched: int

    @property
    def untouched(self) -> int | None:
        """The share, in percent, of the movements begun lately that nobody stepped in."""
        return None if not self.begun else round(100 * (self.begun - self.touched) / self.begun)


@dataclass(frozen=True)
class Lane:
    """One corridor: how many are on it, how many of them with an alarm, and who arrives when."""

    mode: str
    departure: str
    destination: str
    number: int
    alarmed: int
    next_at: datetime | None
    soon: int

    @property
    def code(self) -> str:
        return f"{self.mode}.{self.departure}.{self.destination}"


def mode_of(code: str) -> str:
    """Road or rail, of a code of the means of transport."""
    return "rail" if is_rail(code) else "road"


def under_way() -> QuerySet[Movement]:
    """Every movement whose goods are not at their destination yet, as far as the actor may see."""
    return Movement.objects.filter(state__in=sorted(str(state) for state in UNDER_WAY))


def open_alarms() -> QuerySet[Alarm]:
    """Alarms nobody has closed, of whatever movement."""
    return Alarm.objects.exclude(state=AlarmState.CLOSED)


def graded(found: QuerySet[Movement]) -> QuerySet[Any]:
    """With the gravity of the worst open alarm of each, and whether the signal is lost."""
    rank = Case(
        *(When(severity=code, then=Value(number)) for code, number in GRAVE.items()), output_field=IntegerField()
    )
    own = open_alarms().filter(movement=OuterRef("pk"))
    worst = own.order_by().values("movement").annotate(worst=Max(rank)).values("worst")
    return found.annotate(
        worst=Coalesce(Subquery(worst), 0), silent=Exists(own.filter(kind=Kind.SIGNAL_LOST)), eta=F("watch__eta")
    )


def filtered(asked: Asked) -> QuerySet[Any]:
    """What the filters leave, the gravest first, then who arrives first."""
    found = graded(under_way())
    if asked.mode:
        found = found.filter(RAIL if asked.mode == "rail" else ~RAIL)
    if asked.ends:
        mode, departure, destination = asked.ends
        found = found.filter(RAIL if mode == "rail" else ~RAIL, departure=departure, destination=destination)
    if asked.destination:
        found = found.filter(destination=asked.destination)
    if asked.alarm:
        found = found.filter(worst__gt=0)
    if asked.silent:
        found = found.filter(silent=True)
    if asked.words:
        number = asked.words.upper().replace(" ", "")
        known = KnownBy.objects.filter(number__startswith=number).values("movement")
        found = found.filter(Q(declaration__reference__startswith=number) | Q(pk__in=known))
    return found.order_by("-worst", F("eta").asc(nulls_last=True), "pk")


def page_of(asked: Asked) -> tuple[list[Movement], bool]:
    """One page of movements, and whether more follow."""
    start = (asked.page - 1) * PAGE
    rows = list(
        filtered(asked).select_related("declaration", "departure", "destination", "last_position")[
            start : start + PAGE + 1
        ]
    )
    return rows[:PAGE], len(rows) > PAGE


def alarms(asked: Asked) -> list[Alarm]:
    """The open alarms of what is looked at: the gravest first, those nobody has acknowledged before the others."""
    rank = Case(
        *(When(severity=code, then=Value(number)) for code, number in GRAVE.items()), output_field=IntegerField()
    )
    found = open_alarms().select_related("movement__declaration", "movement__last_position", "acknowledged_by")
    if asked.is_filtered:
        found = found.filter(movement__in=filtered(asked).order_by().values("pk"))
    return list(found.annotate(rank=rank).order_by("-state", "-rank", "-last_at")[: FEW_ALARMS + 1])


def figures(now: datetime) -> Figures:
    """The figures over everything, whatever is filtered."""
    since = now - setting("untouched_days", clock.day_of(now))
    counted = open_alarms().aggregate(
        alarms=Count("pk"),
        critical=Count("pk", filter=Q(severity=Severity.CRITICAL)),
        silent=Count("pk", filter=Q(kind=Kind.SIGNAL_LOST)),
    )
    touch = Intervention.objects.filter(movement=OuterRef("pk"))
    moved = Movement.objects.aggregate(
        under_way=Count("pk", filter=Q(state__in=sorted(str(state) for state in UNDER_WAY))),
        begun=Count("pk", filter=Q(released_at__gte=since)),
        touched=Count("pk", filter=Q(Exists(touch), released_at__gte=since)),
    )
    return Figures(**counted, **moved)


def reasons(now: datetime) -> list[tuple[str, str, int]]:
    """Interventions lately, by what gave the reason: kind of alarm ("" where there was none), what was done, how often."""
    since = now - setting("untouched_days", clock.day_of(now))
    found = Intervention.objects.filter(made_at__gte=since).order_by().values_list("alarm__kind", "kind")
    return sorted(
        ((why or "", kind, number) for why, kind, number in found.annotate(number=Count("pk"))),
        key=lambda one: (-one[2], one[0], one[1]),
    )


def lanes(now: datetime, *, within: timedelta = timedelta(hours=6)) -> list[Lane]:
    """Corridors somebody is on, with who arrives next and how many within the next hours."""
    found = (
        graded(under_way())
        .order_by()
        .values("departure", "destination", "mode")
        .annotate(
            number=Count("pk"),
            alarmed=Count("pk", filter=Q(worst__gt=0)),
            next_at=Min("eta", filter=Q(eta__gte=now)),
            soon=Count("pk", filter=Q(eta__gte=now, eta__lt=now + within)),
        )
    )
    together: dict[tuple[str, str, str], Lane] = {}
    for row in found:
        key = (mode_of(row["mode"]), row["departure"], row["destination"])
        before = together.get(key)
        together[key] = Lane(
            *key,
            number=row["number"] + (before.number if before else 0),
            alarmed=row["alarmed"] + (before.alarmed if before else 0),
            next_at=min(filter(None, (row["next_at"], before and before.next_at)), default=None),
            soon=row["soon"] + (before.soon if before else 0),
        )
    return sorted(together.values(), key=lambda lane: (-lane.number, lane.code))


def points(asked: Asked) -> list[dict[str, Any]]:
    """What the map draws of each movement that has a place."""
    return list(
        filtered(asked)
        .filter(last_position__latitude__isnull=False)
        .order_by()
        .values(
            "uuid",
            "declaration_id",
            "mode",
            "vehicles",
            "worst",
            reference=F("declaration__reference"),
            latitude=F("last_position__latitude"),
            longitude=F("last_position__longitude"),
            heard_at=F("last_position__heard_at"),
            seen_in=F("last_position__place"),
        )
    )


def is_stale(mode: str, heard_at: datetime | None, now: datetime) -> bool:
    """Whether a movement has not been heard of for longer than it should."""
    return heard_at is None or now - heard_at > setting(f"stale_{mode_of(mode)}", clock.day_of(now))


def last_word(now: datetime) -> tuple[datetime | None, bool]:
    """When anything was last heard of any device, and whether that is so long ago that the feed is down."""
    heard: datetime | None = LastPosition.objects.aggregate(heard=Max("heard_at"))["heard"]
    return heard, heard is not None and now - heard > setting("feed_silent", clock.day_of(now))


def unjudged(now: datetime) -> int:
    """How many movements have points that could not be judged for a minute: alarms of theirs are late."""
    return Backlog.objects.filter(since__lte=now - timedelta(minutes=1)).values("movement").distinct().count()


def waiting_handover() -> Handover | None:
    """The shift that waits to be taken over."""
    return Handover.objects.filter(taken_at=None).select_related("given_by").first()
