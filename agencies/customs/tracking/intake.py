"""Taking in calls of devices: whose point each is, what cannot be taken and why, and the receipt of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.customs.models import Device
from agencies.customs.tracking import knowing
from agencies.customs.tracking.forms import frames, listed, osmand, traccar
from agencies.customs.tracking.gathering import Gathering
from agencies.customs.tracking.kinds import RIDING, SOURCES, DeviceKind
from agencies.customs.tracking.points import Point, Said, judged
from agencies.customs.tracking.receiving import Receipt, keep_each
from agencies.customs.tracking.wire import Reading
from clearance.acts import SYSTEM, NotAllowed, Problem, Problems, acting_as, clock

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


Counted = Callable[[Mapping[tuple[int, str], int]], Mapping[int, Exception]]
"""Counts the calls of devices (key and limit of each, how many) and answers which have called too often."""
FEW = 50
"""A call of more points is served alone, so that no other waits for it."""


@dataclass(eq=False)
class Call:
    """One call on its way: who speaks and what, then what came of it; served without answer or fault, nobody has its token."""

    token: str
    form: str
    count: Counted
    reading: Reading | None = None
    device: Device | None = None
    points: Sequence[Point] = ()
    problems: Sequence[Problem] = ()
    answer: Answer | None = None
    fault: Exception | None = None
    is_served: bool = False

    def is_heard(self) -> bool:
        """Whether there is something to store."""
        return self.device is not None and self.reading is not None and self.fault is None


def take(token: str, form: str, query: str, body: bytes, *, count: Counted) -> Answer | None:
    """Read, judge and store one call; what is answered without an error is kept for good.

    None for a token nobody has. Raises Problems, NotAllowed, and what `count` answers.
    """
    call = Call(token, form, count)
    try:
        call.reading = FORMS[form].read(query, body)
    except Problems as fault:
        call.fault = fault
    if call.reading is not None and len(call.reading.said) > FEW:
        _serve([call])
    else:
        _TOGETHER.take(call)
    if call.fault is not None:
        raise call.fault
    if not call.is_served:
        raise RuntimeError("Whoever was to serve this call has ended.")
    return call.answer


def _serve(calls: list[Call]) -> None:
    """Serve some calls in one transaction; where it fails each has one of its own, so that none spoils the others."""
    try:
        with acting_as(SYSTEM):
            _store(calls)
    except Exception as fault:
        if len(calls) > 1:
            for call in calls:
                _serve([call])
        else:
            calls[0].fault = fault
        return
    for call in calls:
        call.is_served = True


_TOGETHER = Gathering(_serve)


def _store(calls: Sequence[Call]) -> None:
    now = clock.now()
    devices = knowing.devices_of({call.token for call in calls})
    for call in calls:
        call.device = devices.get(call.token)
        if call.device is None:
            call.fault = None  # whatever it says
    known = [call for call in calls if call.device is not None]
    if not known:
        return
    _let_in(known)
    heard = [call for call in known if call.is_heard()]
    speakers = {call.device.pk: call.device for call in known if call.device}
    for call in heard:
        call.points, call.problems, found = _points(call, now)
        speakers |= found
    for call, receipt in zip(heard, keep_each([call.points for call in heard]), strict=True):
        assert call.reading is not None
        call.answer = Answer(receipt, call.reading.passed_over, (*call.reading.problems, *call.problems))
    knowing.heard(speakers.values(), now)


def _let_in(calls: Sequence[Call]) -> None:
    """Count the calls, and note which may not be taken: too many, or at the address of another kind of device."""
    counted: Counter[tuple[int, str]] = Counter()
    for call in calls:
        assert call.device is not None
        counted[call.device.pk, "gateway" if call.device.kind == DeviceKind.GATEWAY else "device"] += 1
    too_often = calls[0].count(counted)
    for call in calls:
        assert call.device is not None
        if DeviceKind(call.device.kind) not in FORMS[call.form].kinds:
            call.fault = NotAllowed(_("A device of this kind reports at another address."))
        call.fault = too_often.get(call.device.pk, call.fault)


def _points(call: Call, now: datetime) -> tuple[list[Point], list[Problem], dict[int, Device]]:
    """The points of a call, what cannot be taken of it, and the devices a gateway speaks for."""
    device, said = call.device, call.reading.said if call.reading else []
    assert device is not None
    if device.kind != DeviceKind.GATEWAY:
        source = SOURCES[DeviceKind(device.kind)]
        return [judged(_at_home(one, device), device_id=device.pk, source=source, now=now) for one in said], [], {}
    devices = knowing.spoken_for(device, (one.number for one in said))
    points = [
        judged(one, device_id=found.pk, source=SOURCES[DeviceKind(found.kind)], now=now)
        for one in said
        if (found := devices.get(one.number))
    ]
    unknown = [
        Problem("unknown_device", one.pointer, _("No device of this number is registered for this gateway."))
        for one in said
        if one.number not in devices
    ]
    return points, unknown, {found.pk: found for found in devices.values()}


def _at_home(said: Said, device: Device) -> Said:
    """Stations and cameras stand where they were registered, unless they say where."""
    if not said.subject:
        return said
    place = said.place or device.place
    if said.latitude is not None and said.longitude is not None:
        return replace(said, place=place)
    return replace(said, place=place, latitude=device.latitude, longitude=device.longitude)
