"""What is drawn and counts now: read once and kept in the process until somebody draws anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from agencies.customs.alarms.geometry import Circle, Point
from agencies.customs.corridors.ways import Drawing, Way, way
from agencies.customs.models import Corridor, RestPlace, Zone


@dataclass(frozen=True)
class Drawn:
    """Everything on the map, ready to be asked. `edition` names the rows it was read from."""

    edition: tuple[str, ...]
    drawings: tuple[Drawing, ...]
    zones: tuple[tuple[str, Circle], ...]
    rests: tuple[tuple[str, Circle], ...]

    def zone_of(self, office: str) -> Circle | None:
        """The control zone of an office."""
        return next((circle for code, circle in self.zones if code == office), None)

    def other_zones(self, *own: str) -> list[tuple[str, Circle]]:
        """The control zones of all offices but these."""
        return [(code, circle) for code, circle in self.zones if code not in own]

    def rests_of(self, mode: str) -> list[Circle]:
        """The rest places of road or rail."""
        return [circle for of, circle in self.rests if of == mode]


def mode_of(means: str) -> str:
    """road or rail, by the code of the means of transport; empty for what goes along no corridor."""
    return {"2": "rail", "3": "road"}.get(means[:1], "")


def drawn() -> Drawn:
    """What counts now; one statement unless it changed since the process read it last."""
    return _read(_edition())


def way_between(
    now: Drawn, mode: str, start: Point | None, finish: Point | None, *, join_m: float, office_m: float
) -> Way | None:
    """The way along the corridors of a mode, kept for the next movement that takes it."""
    if start is None or finish is None or not mode:
        return None
    return _way(now.edition, mode, start, finish, join_m, office_m)


def _edition() -> tuple[str, ...]:
    names = [
        model.objects.filter(replaced_at=None)
        .order_by()
        .values_list(Concat(Value(letter), Cast("pk", CharField())), flat=True)
        for letter, model in (("c", Corridor), ("z", Zone), ("r", RestPlace))
    ]
    return tuple(sorted(names[0].union(*names[1:], all=True)))


@lru_cache(maxsize=2)
def _read(edition: tuple[str, ...]) -> Drawn:
    corridors = Corridor.objects.filter(pk__in=_keys(edition, "c"))
    zones = Zone.objects.filter(pk__in=_keys(edition, "z"))
    rests = RestPlace.objects.filter(pk__in=_keys(edition, "r"))
    return Drawn(
        edition,
        tuple(
            Drawing(one.code, one.mode, tuple((lon, lat) for lon, lat in one.line), float(one.km), one.buffer_m)
            for one in corridors
        ),
        tuple((one.office_id, _circle(one)) for one in zones),
        tuple((one.mode, _circle(one)) for one in rests),
    )


@lru_cache(maxsize=1000)
def _way(
    edition: tuple[str, ...], mode: str, start: Point, finish: Point, join_m: float, office_m: float
) -> Way | None:
    return way(_read(edition).drawings, mode, start, finish, join_m=join_m, office_m=office_m)


def _keys(edition: Sequence[str], letter: str) -> list[int]:
    return [int(name[1:]) for name in edition if name[0] == letter]


def _circle(one: Zone | RestPlace) -> Circle:
    return Circle((float(one.longitude), float(one.latitude)), one.radius_m)
