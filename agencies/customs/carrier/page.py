"""What a carrier reads: where the goods stand, what comes next, until when. No value, no risk, no reason of a stop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.customs.arrival import steps, stopping
from agencies.customs.models import Incident, Movement
from agencies.customs.transit.incidents import PHOTO
from agencies.customs.transit.life import BEFORE_THE_WAY, UNDER_WAY, State
from clearance.acts import Sentence, as_system, pictures_of

SENTENCES: Mapping[str, Sentence] = {
    "released": gettext_lazy("The goods are released for transit. They are not sealed yet"),
    "sealed": gettext_lazy("The goods are sealed. You may set off"),
    "en_route": gettext_lazy("The goods are on the way"),
    "incident": gettext_lazy("An incident was reported. Customs knows of it"),
    "arrived": gettext_lazy("The goods are at their destination"),
    "presented": gettext_lazy("The papers are with customs. The office is finishing the transit"),
    "completed": gettext_lazy("The transit is completed. Nothing more is to be done"),
    "enquiry": gettext_lazy("Customs is looking for the goods"),
    "debt": gettext_lazy("The goods were not delivered in time"),
    "written_off": gettext_lazy("The transit is closed"),
}
NEXT: Mapping[str, Sentence] = {
    "released": gettext_lazy("Wait until customs has put on the seals."),
    "sealed": gettext_lazy("Say here when you set off."),
    "en_route": gettext_lazy("Bring the goods to the office of destination by the time below. Keep the seals whole."),
    "incident": gettext_lazy("Stay where you are until customs says how it goes on."),
    "arrived": gettext_lazy("Hand in the papers at the office."),
    "presented": gettext_lazy("Wait at the office. Do not unload before customs allows it."),
    "enquiry": gettext_lazy("Bring the goods to the office of destination at once, or call the office."),
    "debt": gettext_lazy("Call the office of destination."),
}


@dataclass(frozen=True)
class Way:
    """The page of one movement."""

    reference: str
    sentence: Sentence
    next: Sentence
    origin: str
    destination: str
    vehicles: list[str]
    seals: list[str]
    due: datetime | None
    due_label: str
    is_late: bool
    acts: frozenset[str]
    reported: list[tuple[Incident, int]]
    """What was told by a link, with the number of its pictures."""
    office: str
    """Whom to ask: the office where the goods are, or whither they go."""
    agencies: tuple[str, ...] = ("customs",)


def way_of(movement: Movement) -> Way:
    """Everything the page says, read as the system: whoever holds the link has no account."""
    with as_system():
        step = steps.of(movement)
        is_stopped = stopping.what_keeps(movement) is not None
        turn = steps.ball(movement, step)
        told_by_link = list(movement.incidents.filter(reported_as="driver"))
        pictures = pictures_of(movement.declaration, PHOTO) if told_by_link else {}
    state = State(movement.state)
    told = step is not None and state in UNDER_WAY
    acts = _acts(state, has_step=step is not None, has_papers=step is not None and step.papers_at is not None)
    mine = turn if turn is not None and turn.who == "carrier" else None
    return Way(
        reference=movement.declaration.reference,
        sentence=gettext_lazy("Stopped by customs for now") if is_stopped else SENTENCES[state],
        next=gettext_lazy("Stay where you are and wait for customs.")
        if is_stopped
        else gettext_lazy("Your arrival is announced. Hand in the papers at the office.")
        if told
        else NEXT.get(state, ""),
        origin=str(movement.departure),
        destination=str(movement.destination),
        vehicles=list(movement.vehicles),
        seals=list(movement.seals),
        due=mine.until if mine else None,
        due_label=_("Papers to be handed in by") if step is not None else _("To be there by"),
        is_late=mine is not None and mine.is_late,
        acts=acts & {"incident"} if is_stopped else acts,
        reported=[(one, len(pictures.get(str(one.uuid), ()))) for one in told_by_link],
        office=movement.departure_id if state in BEFORE_THE_WAY else movement.destination_id,
    )


def _acts(state: State, *, has_step: bool, has_papers: bool) -> frozenset[str]:
    found = {"incident"} if state in UNDER_WAY and not has_step else set()
    if state == State.SEALED:
        found.add("set_off")
    if state in UNDER_WAY - {State.RELEASED, State.INCIDENT} and not has_step:
        found.add("arrived")
    if has_step and not has_papers and state in UNDER_WAY | {State.ARRIVED}:
        found.add("papers")
    return frozenset(found)
