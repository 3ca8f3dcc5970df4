"""What the page of a train shows: each note with its wagons as they are now, where it stands, and what is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count

from agencies.customs.models import Consigned, Movement, Stop, Train, Transfer
from agencies.customs.trains.words import OVER, STAGES
from clearance.acts import Actor, NotFound

PAGE = 50


@dataclass(frozen=True)
class Wagon:
    """A wagon of a note: the one it came in, and the one its goods are in now where that is another."""

    number: str
    now: str = ""


@dataclass(frozen=True)
class Line:
    """A note of a train."""

    note: str
    reference: str
    consignee: str
    wagons: list[Wagon]
    stage: str
    why_held: str = ""

    @property
    def tone(self) -> str:
        return STAGES.get(self.stage, OVER)[0]

    @property
    def word(self) -> Any:
        return STAGES.get(self.stage, OVER)[1]


def trains() -> list[Train]:
    """The last trains the person may see, with the number of their notes."""
    found = Train.objects.select_related("departure", "destination", "company").annotate(count=Count("notes"))
    return list(found.order_by("-pk")[:PAGE])


def train(uuid: UUID) -> Train:
    """A train; NotFound where it may not be seen."""
    found = Train.objects.select_related("departure", "destination", "company").filter(uuid=uuid).first()
    if found is None:
        raise NotFound(str(uuid))
    return found


def lines_of(train: Train) -> list[Line]:
    """Every note of a train that the person may see; a constant number of statements."""
    notes = list(Consigned.objects.filter(train=train).select_related("declaration").order_by("place"))
    of = [one.declaration_id for one in notes]
    moving = {one.declaration_id: one for one in Movement.objects.filter(declaration__in=of)}
    stops = {one.declaration_id: one.reason for one in Stop.objects.filter(declaration__in=of, lifted_at=None)}
    into: dict[int, dict[str, str]] = {}
    for one in Transfer.objects.filter(declaration__in=of):
        into.setdefault(one.declaration_id, {})[one.old_wagon] = one.new_wagon
    return [
        Line(
            one.note,
            one.declaration.reference,
            one.consignee,
            [Wagon(number, into.get(one.declaration_id, {}).get(number, "")) for number in one.wagons],
            _stage(one.declaration, moving.get(one.declaration_id), is_stopped=one.declaration_id in stops),
            stops.get(one.declaration_id, ""),
        )
        for one in notes
    ]


def counted(lines: Iterable[Line]) -> list[tuple[Any, str, int]]:
    """How many notes stand where: word, tone and number, in the order of a train's life."""
    counts = Counter(line.stage if line.stage in STAGES else "" for line in lines)
    known = [(word, tone, counts[stage]) for stage, (tone, word) in STAGES.items() if counts[stage]]
    return known + ([(OVER[1], OVER[0], counts[""])] if counts[""] else [])


def is_for_customs(actor: Actor, train: Train) -> bool:
    """Whether the person decides on trains at the office of departure or of destination."""
    return any(
        grant.agency == "customs"
        and grant.role in ("officer", "head")
        and grant.office in (None, train.departure_id, train.destination_id)
        for grant in actor.grants
    ) and not actor.is_barred_from(train.company_id, [])


def _stage(declaration: Any, movement: Movement | None, *, is_stopped: bool) -> str:
    if is_stopped or (declaration.open_holds and movement is None):
        return "held"
    return str(movement.state if movement is not None else declaration.state)
