"""Our own forms, one JSON object for each message: seals, wagons at stations, plates at cameras (docs/tracking.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from agencies.customs.tracking.numbers import plain_number
from agencies.customs.tracking.points import Said
from agencies.customs.tracking.situations import code_of
from agencies.customs.tracking.wire import Reading, facts, listed, moment, number, refuse, text
from clearance.acts import is_wagon_1520, is_wagon_uic

EVENTS = frozenset({"arrived", "departed", "passed"})
PLACED = frozenset({"at", "latitude", "longitude"})
OF_SEALS = PLACED | {"seal", "speed_kmh", "course", "accuracy_m", "battery_percent", "code", "facts"}
OF_STATIONS = PLACED | {"wagon", "station"}
OF_PLATES = PLACED | {"plate", "place"}


def seals(query: str, body: bytes) -> Reading:
    """Messages of electronic seals."""
    return Reading().each(*listed(body, "messages"), _of_seal)


def stations(query: str, body: bytes) -> Reading:
    """Wagons that came to, left or passed a station."""
    return Reading().each(*listed(body, "events"), _of_station)


def plates(query: str, body: bytes) -> Reading:
    """Plates that a camera read."""
    return Reading().each(*listed(body, "reads"), _of_plate)


def _of_seal(said: Mapping[str, Any], pointer: str) -> Said:
    more = said.get("facts")
    return Said(
        **_placed(said, pointer),
        number=text(said.get("seal"), 60),
        speed_kmh=number(said.get("speed_kmh"), f"{pointer}/speed_kmh"),
        course=number(said.get("course"), f"{pointer}/course"),
        accuracy_m=number(said.get("accuracy_m"), f"{pointer}/accuracy_m"),
        battery=number(said.get("battery_percent"), f"{pointer}/battery_percent"),
        code=code_of(said.get("code"), f"{pointer}/code"),
        facts=facts({**said, **(more if isinstance(more, Mapping) else {})}, without=OF_SEALS),
    )


def _of_station(said: Mapping[str, Any], pointer: str) -> Said:
    wagon = plain_number(text(said.get("wagon"), 60))
    if not (is_wagon_1520(wagon) or is_wagon_uic(wagon)):
        refuse("not_a_wagon", f"{pointer}/wagon", _("Send the number of the wagon with its check digit."))
    if said.get("event") not in EVENTS:
        refuse("not_an_event", f"{pointer}/event", _("Send arrived, departed or passed."))
    return Said(
        **_seen(said, pointer),
        subject=wagon,
        place=text(said.get("station"), 100),
        facts=facts(said, without=OF_STATIONS),
    )


def _of_plate(said: Mapping[str, Any], pointer: str) -> Said:
    plate = plain_number(text(said.get("plate"), 60))
    if not plate:
        refuse("not_a_plate", f"{pointer}/plate", _("Send the plate that was read."))
    return Said(
        **_seen(said, pointer),
        subject=plate,
        place=text(said.get("place"), 100),
        facts=facts(said, without=OF_PLATES),
    )


def _seen(said: Mapping[str, Any], pointer: str) -> dict[str, Any]:
    if said.get("at") in (None, ""):
        refuse("moment_missing", f"{pointer}/at", _("Say when it was seen."))
    return _placed(said, pointer)


def _placed(said: Mapping[str, Any], pointer: str) -> dict[str, Any]:
    return {
        "pointer": pointer,
        "at": moment(said.get("at"), f"{pointer}/at"),
        "latitude": number(said.get("latitude"), f"{pointer}/latitude"),
        "longitude": number(said.get("longitude"), f"{pointer}/longitude"),
    }
