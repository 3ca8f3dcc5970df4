"""The form of OsmAnd and of the Traccar Client: a query or form of fields, or one JSON object with a `location`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from agencies.customs.tracking.kinds import Mark
from agencies.customs.tracking.points import Said
from agencies.customs.tracking.wire import (
    KNOT_KMH,
    MS_KMH,
    Reading,
    facts,
    fields_of,
    moment,
    number,
    object_of,
    refuse,
    scaled,
)

NAMES = ("token", "id", "deviceid", "device_id")
"""Where the token may stand; these devices know no other way to say who they are."""
READ = frozenset({*NAMES, "lat", "lon", "location", "timestamp", "speed", "bearing", "heading", "accuracy", "batt"})


def token_of(query: str, body: bytes) -> str:
    """The token in the query, the form or the JSON body."""
    said: Mapping[str, Any] = fields_of(query)
    if not any(said.get(name) for name in NAMES) and body:
        said = object_of(body) if _is_json(body) else fields_of(body.decode("utf-8", "replace"))
    return next((str(said[name]) for name in NAMES if said.get(name)), "")


def read(query: str, body: bytes) -> Reading:
    """The points of one call."""
    if _is_json(body):
        location = object_of(body).get("location")
        ones = location if isinstance(location, list) else [location]
        reading = Reading()
        if isinstance(location, list):
            return reading.each(ones, "/location", _of_json)
        if not isinstance(location, Mapping):
            refuse("not_an_object", "/location", _("Send an object here."))
        reading.said.append(_of_json(location, "/location"))
        return reading
    return Reading([_of_fields({**fields_of(query), **fields_of(body.decode("utf-8", "replace"))})])


def _is_json(body: bytes) -> bool:
    return body.lstrip()[:1] == b"{"


def _of_fields(said: dict[str, str]) -> Said:
    latitude, longitude = number(said.get("lat"), "/lat"), number(said.get("lon"), "/lon")
    if said.get("location"):
        parts = said["location"].split(",")
        if len(parts) != 2:
            refuse("not_a_place", "/location", _("Write the place as latitude,longitude."))
        latitude, longitude = (number(part, "/location") for part in parts)
    return Said(
        at=moment(said.get("timestamp"), "/timestamp"),
        latitude=latitude,
        longitude=longitude,
        speed_kmh=scaled(number(said.get("speed"), "/speed"), KNOT_KMH),
        course=number(said.get("bearing") or said.get("heading"), "/bearing"),
        accuracy_m=number(said.get("accuracy"), "/accuracy"),
        battery=number(said.get("batt"), "/batt"),
        facts=facts(said, without=READ),
    )


def _of_json(said: Mapping[str, Any], pointer: str) -> Said:
    coords = _inside(said, "coords", pointer)
    level = number(_inside(said, "battery", pointer).get("level"), f"{pointer}/battery/level")
    return Said(
        at=moment(said.get("timestamp"), f"{pointer}/timestamp"),
        latitude=number(coords.get("latitude"), f"{pointer}/coords/latitude"),
        longitude=number(coords.get("longitude"), f"{pointer}/coords/longitude"),
        speed_kmh=scaled(number(coords.get("speed"), f"{pointer}/coords/speed"), MS_KMH),
        course=number(coords.get("heading"), f"{pointer}/coords/heading"),
        accuracy_m=number(coords.get("accuracy"), f"{pointer}/coords/accuracy"),
        battery=scaled(level, 100),
        marks=frozenset({Mark.SIMULATED} if said.get("mock") is True else ()),
        facts=facts(said, without=frozenset({"timestamp", "mock"})) | _activity(said),
    )


def _activity(said: Mapping[str, Any]) -> dict[str, Any]:
    activity = said.get("activity")
    return facts({"activity": activity.get("type")}) if isinstance(activity, Mapping) else {}


def _inside(said: Mapping[str, Any], name: str, pointer: str) -> Mapping[str, Any]:
    found = said.get(name)
    if found is not None and not isinstance(found, Mapping):
        refuse("not_an_object", f"{pointer}/{name}", _("Send an object here."))
    return found or {}
