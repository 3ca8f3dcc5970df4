"""Taking in one call of a device: whose point each is, what cannot be taken and why, and the receipt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.customs.models import Device
from agencies.customs.tracking import knowing
from agencies.customs.tracking.forms import frames, listed, osmand, traccar
from agencies.customs.tracking.kinds import RIDING, SOURCES, DeviceKind
from agencies.customs.tracking.points import Point, Said, judged
from agencies.customs.tracking.receiving import Receipt, receive
from agencies.customs.tracking.wire import Reading
from clearance.acts import SYSTEM, NotAllowed, Problem, acting_as, clock

Read = Callable[[str, bytes], Reading]
GATEWAY = frozenset({DeviceKind.GATEWAY})


@dataclass(frozen=True)
class Form:
    """How devices speak at an address, and which may."""

    read: Read
    kinds: frozenset[DeviceKind]


FORMS: dict[str, Form] = {
    "osmand": Form(osmand.read, RIDING),
    "traccar": Form(traccar.read, RIDING | GATEWAY),
    "seals": Form(listed.seals, frozenset({DeviceKind.SEAL}) | GATEWAY),
    "frames": Form(frames.read, RIDING | GATEWAY),
    "stations": Form(listed.stations, frozenset({DeviceKind.STATION})),
    "plates": Form(listed.plates, frozenset({DeviceKind.CAMERA})),
}


@dataclass(frozen=True)
class Answer:
    """What a call came to: the receipt, frames that said nothing, and what could not be taken."""

    receipt: Receipt
    passed_over: int
    problems: tuple[Problem, ...]

    @property
    def status(self) -> int:
        """422 where nothing of it could be taken: what can be is taken, so that one bad point holds up no others."""
        return 422 if self.problems and self.receipt == Receipt() and not self.passed_over else 200

    def as_dict(self) -> dict[str, Any]:
        """The answer as devices read it."""
        told: dict[str, Any] = {**self.receipt.as_dict(), "passed_over": self.passed_over}
        if self.problems:
            told["errors"] = [problem.as_dict() for problem in self.problems]
        return told


def known(token: str) -> Device | None:
    """The device of a token."""
    with acting_as(SYSTEM):
        return knowing.device_of(token)


def take(device: Device, form: str, query: str, body: bytes) -> Answer:
    """Read, judge and store one call; what is answered without an error is kept for good."""
    if DeviceKind(device.kind) not in FORMS[form].kinds:
        raise NotAllowed(_("A device of this kind reports at another address."))
    reading = FORMS[form].read(query, body)
    with acting_as(SYSTEM):
        points, problems = _points(device, reading.said)
        receipt = receive(points)
        knowing.heard({device.pk, *(point.device_id for point in points)}, clock.now())
    return Answer(receipt, reading.passed_over, (*reading.problems, *problems))


def _points(device: Device, said: list[Said]) -> tuple[list[Point], list[Problem]]:
    now = clock.now()
    if device.kind != DeviceKind.GATEWAY:
        source = SOURCES[DeviceKind(device.kind)]
        return [judged(_at_home(one, device), device_id=device.pk, source=source, now=now) for one in said], []
    devices = knowing.spoken_for(device, (one.number for one in said))
    points = [
        judged(one, device_id=found.pk, source=SOURCES[DeviceKind(found.kind)], now=now)
        for one in said
        if (found := devices.get(one.number))
    ]
    return points, [
        Problem("unknown_device", one.pointer, _("No device of this number is registered for this gateway."))
        for one in said
        if one.number not in devices
    ]


def _at_home(said: Said, device: Device) -> Said:
    """Stations and cameras stand where they were registered, unless they say where."""
    if not said.subject:
        return said
    place = said.place or device.place
    if said.latitude is not None and said.longitude is not None:
        return replace(said, place=place)
    return replace(said, place=place, latitude=device.latitude, longitude=device.longitude)
