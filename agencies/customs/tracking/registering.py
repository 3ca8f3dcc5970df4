"""What customs does with a device: register it, put it on a movement, take it off, give it a new token, end it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.customs.models import Device, KnownBy, Movement
from agencies.customs.tracking.kinds import RIDING, DeviceKind
from agencies.customs.tracking.knowing import digest_of
from agencies.customs.tracking.numbers import plain_number
from clearance.acts import Actor, NotAllowed, NotFound, Problem, Problems, Refused, clock, declaration_for

MAY = frozenset({"officer", "head", "dispatcher", "shift_head"})
PREFIX = "swd_"


@dataclass(frozen=True)
class Registered:
    """A device, and its token: said once and kept nowhere."""

    device: Device
    token: str


def may_register(actor: Actor) -> bool:
    """Whether the person keeps devices."""
    return any(grant.agency == "customs" and grant.role in MAY for grant in actor.grants)


def register(
    actor: Actor,
    *,
    kind: str,
    name: str,
    number: str = "",
    seal_number: str = "",
    gateway: str = "",
    place: str = "",
    latitude: Any = None,
    longitude: Any = None,
) -> Registered:
    """Register a device; it speaks with the token given here, or through the gateway of that uuid. Problems, NotAllowed."""
    _may(actor)
    speaks_for = _gateway(gateway)
    seal_number, number = plain_number(seal_number)[:20], number.strip()
    problems = _of_numbers(kind, number, seal_number, speaks_for, is_wanted=bool(gateway))
    if (latitude is None) != (longitude is None) or abs(latitude or 0) > 90 or abs(longitude or 0) > 180:
        problems.append(Problem("place", "/latitude", _("Enter both degrees of a place on the earth, or none.")))
    if problems:
        raise Problems(problems)
    token = "" if speaks_for else PREFIX + secrets.token_urlsafe(24)
    device = Device.objects.create(
        kind=kind,
        name=name.strip(),
        number=number,
        seal_number=seal_number,
        gateway=speaks_for,
        digest=digest_of(token) if token else "",
        prefix=token[:10],
        place=place.strip(),
        latitude=latitude,
        longitude=longitude,
        registered_by_id=actor.person,
        registered_at=clock.now(),
    )
    if seal_number and (named := _named_by(seal_number)):
        _put(device, named)
    return Registered(device, token)


def put_on(actor: Actor, *, uuid: Any, reference: str) -> Device:
    """Put a device on the movement of a declaration."""
    _may(actor)
    device = _locked(uuid)
    if DeviceKind(device.kind) not in RIDING:
        raise Refused("device_stands", _("Only trackers, seals and drivers' phones go with goods."))
    declaration = declaration_for(actor, reference.strip())
    movement = Movement.objects.filter(declaration=declaration, ended_at=None).first()
    if movement is None:
        raise Problems(
            [Problem("no_movement", "/reference", _("Enter the reference of a transit that is on its way."))]
        )
    _put(device, movement)
    return device


def take_off(actor: Actor, *, uuid: Any) -> Device:
    """Take a device off its movement."""
    _may(actor)
    device = _locked(uuid)
    if device.movement_id is None:
        raise Refused("on_no_movement", _("This device is on no movement."))
    device.movement, device.moved_at = None, clock.now()
    device.save(update_fields=["movement", "moved_at"])
    return device


def renew(actor: Actor, *, uuid: Any) -> Registered:
    """Give a device a new token; the old one ends at once."""
    _may(actor)
    device = _locked(uuid)
    token = PREFIX + secrets.token_urlsafe(24)
    device.digest, device.prefix = digest_of(token), token[:10]
    device.save(update_fields=["digest", "prefix"])
    return Registered(device, token)


def end(actor: Actor, *, uuid: Any) -> Device:
    """A device is heard no more, from now on and for good."""
    _may(actor)
    device = _locked(uuid)
    now = clock.now()
    device.movement, device.moved_at, device.ended_at = None, now if device.movement_id else device.moved_at, now
    device.save(update_fields=["movement", "moved_at", "ended_at"])
    return device


def _put(device: Device, movement: Movement) -> None:
    device.movement, device.moved_at = movement, clock.now()
    device.save(update_fields=["movement", "moved_at"])


def _named_by(seal_number: str) -> Movement | None:
    known = KnownBy.objects.filter(number=seal_number, kind="seal", movement__ended_at=None)
    found = known.select_related("movement").order_by("-movement_id").first()
    return found.movement if found else None


def _of_numbers(kind: str, number: str, seal_number: str, gateway: Device | None, *, is_wanted: bool) -> list[Problem]:
    problems = []
    live = Device.objects.filter(ended_at=None)
    if is_wanted and (gateway is None or DeviceKind(kind) not in RIDING):
        problems.append(Problem("gateway", "/gateway", _("Select a gateway for a tracker, a seal or a phone only.")))
    if gateway is not None and not number:
        problems.append(Problem("number_missing", "/number", _("Enter the number by which the gateway names it.")))
    if number and live.filter(gateway=gateway, number=number).exists():
        problems.append(Problem("number_taken", "/number", _("A device of this number is registered already.")))
    if seal_number and live.filter(seal_number=seal_number).exists():
        problems.append(
            Problem("seal_taken", "/seal_number", _("A device with this seal number is registered already."))
        )
    return problems


def _gateway(uuid: str) -> Device | None:
    if not uuid:
        return None
    found: Device | None = Device.objects.filter(uuid=uuid, kind=str(DeviceKind.GATEWAY), ended_at=None).first()
    return found


def _locked(uuid: Any) -> Device:
    found: Device | None = Device.objects.select_for_update(no_key=True).filter(uuid=uuid).first()
    if found is None:
        raise NotFound(str(uuid))
    if found.ended_at is not None:
        raise Refused("ended", _("This device is ended."))
    return found


def _may(actor: Actor) -> None:
    if not may_register(actor):
        raise NotAllowed(_("Devices are kept by officers of customs."))
