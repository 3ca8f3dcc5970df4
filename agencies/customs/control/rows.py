"""Rows, lanes and alarms of the control centre as they are shown and drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from agencies.customs.alarms import rights
from agencies.customs.alarms.kinds import Severity
from agencies.customs.control import seeing
from agencies.customs.control.asked import Asked
from agencies.customs.control.roles import Right, may
from agencies.customs.models import Alarm, Movement
from clearance.acts import Actor, lanes_of, offices_of

TONES: Mapping[str, str] = {"low": "info", "medium": "warn", "high": "bad", "critical": "bad"}
ICONS: Mapping[str, str] = {"road": "truck", "rail": "train-freight-front"}


@dataclass(frozen=True)
class Shown:
    """One movement in the table; `risk` is empty for whom it is not meant."""

    movement: Movement
    name: str
    mode: str
    icon: str
    risk: str
    last: Any
    is_stale: bool
    severity: str


def named(vehicles: list[str], reference: str) -> str:
    """What a movement is called: its first vehicle, else its reference."""
    return vehicles[0] if vehicles else reference


def shown(found: Iterable[Movement], actor: Actor, now: datetime) -> list[Shown]:
    """Movements as rows of the table."""
    found = list(found)
    risks = risks_of((one.declaration_id for one in found), actor)
    rows = []
    for one in found:
        last = getattr(one, "last_position", None)
        mode = seeing.mode_of(one.mode)
        rows.append(
            Shown(
                one,
                named(one.vehicles, one.declaration.reference),
                mode,
                ICONS[mode],
                risks.get(one.declaration_id, ""),
                last,
                seeing.is_stale(one.mode, last and last.heard_at, now),
                severity_of(one.worst),  # type: ignore[attr-defined]
            )
        )
    return rows


def risks_of(declarations: Iterable[int], actor: Actor) -> dict[int, str]:
    """Risk channels, for those only whom they are meant for."""
    return lanes_of(declarations) if may(actor, Right.SEE_RISK) else {}


def severity_of(rank: int) -> str:
    """The word for a gravity; "" where nothing is wrong."""
    return str(list(Severity)[rank - 1]) if rank else ""


def alarm_cards(found: Iterable[Alarm], actor: Actor) -> list[dict[str, Any]]:
    """Alarms as cards."""
    return [
        {
            "alarm": one,
            "movement": one.movement,
            "name": named(one.movement.vehicles, one.movement.declaration.reference),
            "place": getattr(getattr(one.movement, "last_position", None), "place", ""),
            "tone": TONES[one.severity],
            "may_answer": rights.what_keeps(actor, one.movement, one.movement.declaration) is None,
            "icon": "wifi-off" if one.kind == "SIGNAL_LOST" else "exclamation-octagon-fill",
        }
        for one in found
    ]


def lane_rows(found: Iterable[seeing.Lane], asked: Asked) -> list[dict[str, Any]]:
    """Corridors with the names of their offices and the address that shows only them."""
    found = list(found)
    offices = offices_of({code for lane in found for code in (lane.departure, lane.destination)})
    return [
        {
            "lane": lane,
            "icon": ICONS[lane.mode],
            "departure": offices.get(lane.departure, lane.departure),
            "destination": offices.get(lane.destination, lane.destination),
            "url": asked.address(lane="" if lane.code == asked.lane else lane.code),
            "is_current": lane.code == asked.lane,
        }
        for lane in found
    ]


def drawn(asked: Asked, actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """What the map draws: place, shape, gravity, and the page of each movement."""
    found = seeing.points(asked)
    risks = risks_of((one["declaration_id"] for one in found), actor)
    address = reverse("control_movement", args=["00000000-0000-0000-0000-000000000000"])
    return [
        {
            "id": str(one["uuid"]),
            "at": [round(one["latitude"], 4), round(one["longitude"], 4)],
            "mode": seeing.mode_of(one["mode"]),
            "name": named(one["vehicles"], one["reference"]),
            "place": one["seen_in"],
            "risk": risks.get(one["declaration_id"], ""),
            "alarm": severity_of(one["worst"]),
            "stale": seeing.is_stale(one["mode"], one["heard_at"], now),
            "url": address.replace("00000000-0000-0000-0000-000000000000", str(one["uuid"])),
        }
        for one in found
    ]
