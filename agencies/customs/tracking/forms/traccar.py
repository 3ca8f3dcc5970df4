"""The form in which a Traccar server forwards positions: `{"position": …, "device": …}`, one or a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from agencies.customs.tracking.kinds import Mark
from agencies.customs.tracking.points import Said
from agencies.customs.tracking.situations import meant_by
from agencies.customs.tracking.wire import (
    KNOT_KMH,
    Reading,
    facts,
    listed,
    moment,
    number,
    refuse,
    scaled,
    text,
)
from clearance.acts import clock

READ = frozenset({"alarm", "batteryLevel"})


def read(query: str, body: bytes) -> Reading:
    """The points of one call."""
    ones, pointer = listed(body, "positions")
    return Reading().each(ones, pointer, _of) if pointer or len(ones) != 1 else _alone(ones[0])


def _alone(one: Any) -> Reading:
    if not isinstance(one, Mapping):
        refuse("not_an_object", "", _("Send an object here."))
    return Reading([_of(one, "")])


def _of(said: Mapping[str, Any], pointer: str) -> Said:
    position, device = _inside(said, "position", pointer), _inside(said, "device", pointer)
    attributes = position.get("attributes")
    attributes = attributes if isinstance(attributes, Mapping) else {}
    here = f"{pointer}/position"
    # Traccar repeats the last place where a device has no fix now, and says that it is not valid.
    is_valid = position.get("valid") is not False and position.get("outdated") is not True
    return Said(
        pointer=pointer,
        number=text(device.get("uniqueId"), 60),
        at=moment(position.get("fixTime") or position.get("deviceTime"), f"{here}/fixTime")
        if is_valid
        else moment(position.get("deviceTime"), f"{here}/deviceTime"),
        latitude=number(position.get("latitude"), f"{here}/latitude") if is_valid else None,
        longitude=number(position.get("longitude"), f"{here}/longitude") if is_valid else None,
        speed_kmh=scaled(number(position.get("speed"), f"{here}/speed"), KNOT_KMH),
        course=number(position.get("course"), f"{here}/course"),
        accuracy_m=number(position.get("accuracy"), f"{here}/accuracy") or None,
        battery=number(attributes.get("batteryLevel"), f"{here}/attributes/batteryLevel"),
        code=meant_by("traccar", text(attributes.get("alarm")).split(","), clock.now()),
        marks=frozenset() if is_valid else frozenset({Mark.NO_FIX}),
        facts=facts(
            {**attributes, "protocol": position.get("protocol"), "said": attributes.get("alarm")}, without=READ
        ),
    )


def _inside(said: Mapping[str, Any], name: str, pointer: str) -> Mapping[str, Any]:
    found = said.get(name)
    if not isinstance(found, Mapping):
        refuse("not_an_object", f"{pointer}/{name}", _("Send an object here."))
    return found
