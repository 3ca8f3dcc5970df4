"""What a carrier does by a link: set off, report an incident, arrive, hand in the papers, give a position."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from agencies.customs.arrival import acting, by_itself, steps, stopping
from agencies.customs.carrier import links
from agencies.customs.models import CarrierLink, Device, Movement
from agencies.customs.tracking import receiving
from agencies.customs.tracking.kinds import DeviceKind, Source
from agencies.customs.tracking.points import Said, judged
from agencies.customs.transit import incidents, moves
from agencies.customs.transit.incidents import Photograph
from agencies.customs.transit.life import UNDER_WAY, State
from clearance.acts import SYSTEM, SYSTEM_ACTOR, Problem, Problems, Refused, acting_as, clock, locked

MOST_INCIDENTS = 5
"""That stand at the same time; a link that came into wrong hands fills no disk."""
GONE_ON = _("This can no longer be done: the movement has gone on. Reload the page to see where it stands.")


def set_off(link: CarrierLink) -> None:
    """The goods set off; the office that sealed them need not say it again."""
    with acting_as(SYSTEM):
        movement = _locked(link)
        stopping.must_be_free(movement)
        if movement.state == State.EN_ROUTE:
            return
        moves.make(movement, "depart", by=SYSTEM_ACTOR, payload={"by_whom": "carrier"}, departed_at=clock.now())


def arrived(link: CarrierLink, *, seals: str) -> None:
    """The goods are at the destination, and how their seals are. Problems."""
    if seals not in acting.SEALS:
        raise Problems([Problem("seals", "/seals", _("Select how the seals are."))])
    with acting_as(SYSTEM):
        movement = _locked(link)
        steps.notice(movement, by="carrier", seals_said=seals)
        by_itself.complete(movement)


def papers(link: CarrierLink) -> None:
    """The papers are with the office."""
    with acting_as(SYSTEM):
        movement = _locked(link)
        if State(movement.state) not in UNDER_WAY | {State.ARRIVED}:
            raise Refused("illegal_move", GONE_ON)
        steps.hand_in(movement, by="carrier")
        by_itself.complete(movement)


def report(link: CarrierLink, *, kind: str, text: str, place: str, photographs: Sequence[Photograph]) -> None:
    """Something went wrong; the same told twice is told once. Problems, Refused."""
    with acting_as(SYSTEM):
        movement = _locked(link)
        standing = moves.open_incidents(movement).filter(reported_as="driver")
        if standing.filter(kind=kind, text=text.strip()).exists():
            return
        if standing.count() >= MOST_INCIDENTS:
            raise Refused("enough_incidents", _("Customs knows of several incidents already. Call the office."))
        incidents.report(movement, kind=kind, text=text, place=place, photographs=photographs, reported_as="driver")


def position(link: CarrierLink, *, latitude: Decimal, longitude: Decimal, accuracy: Decimal | None) -> None:
    """Where the driver's phone is; kept beside what trackers say, with its source."""
    with acting_as(SYSTEM):
        movement = _locked(link)
        if State(movement.state) not in UNDER_WAY:
            raise Refused("illegal_move", GONE_ON)
        phone, _made = Device.objects.get_or_create(
            number=str(link.uuid),
            gateway=None,
            ended_at=None,
            defaults={
                "kind": str(DeviceKind.APP),
                "name": f"Phone of {movement.declaration.reference}",
                "digest": links.digest_of(secrets.token_urlsafe(32)),  # nobody knows it: the link speaks for it
                "movement": movement,
                "moved_at": clock.now(),
                "registered_by_id": link.made_by_id,
            },
        )
    said = Said(
        latitude=float(latitude),
        longitude=float(longitude),
        accuracy_m=float(accuracy) if accuracy is not None else None,
        at=clock.now(),
    )
    receiving.receive([judged(said, device_id=phone.pk, source=Source.DRIVER, now=clock.now())])


def _locked(link: CarrierLink) -> Movement:
    """The movement as it is now, its declaration locked."""
    declaration = locked(pk=link.declaration_id)
    movement: Movement = Movement.objects.select_related("destination").get(pk=link.movement_id)
    movement.declaration = declaration
    return movement
