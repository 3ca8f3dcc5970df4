"""One turn of the simulator: vehicles file, are cleared, tell what they have to tell by now, and arrive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from clearance.workflow import NEEDS_FINDING, Blocks
from portal.demo.answers import answers_to
from portal.simulator.endpoints import Endpoints, Said
from portal.simulator.fleet import FILED, MOVING, THERE, WAITING, Fleet, Vehicle
from portal.simulator.scenario import Telling
from portal.simulator.ways import CAMERA, DESTINATION, camera_m, stations

TRADER, HEAD, DESK = "daulet", "customs.head", "routing_desk"
AT_ONCE = 500
OLDEST = timedelta(days=9)
"""What is older is not told any more: the portal takes it for a clock that is wrong."""
BEFORE_THE_WAY = frozenset({Blocks.ACCEPT, Blocks.RELEASE, Blocks.DEPARTURE})


@dataclass
class Turn:
    """What one turn came to; `said` are refusals of the portal."""

    told: int = 0
    filed: list[str] = field(default_factory=list)
    departed: list[str] = field(default_factory=list)
    arrived: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


class Driver:
    """Drives a fleet through the addresses of a portal."""

    def __init__(self, fleet: Fleet, endpoints: Endpoints) -> None:
        self.fleet, self.endpoints = fleet, endpoints

    def turn(self, at: datetime, *, wanted: dict[str, int], is_now: bool = True) -> Turn:
        """Everything that is due at `at`; new ones file only when that is now. NotNow."""
        turn = Turn()
        for vehicle in self.fleet.vehicles:
            if vehicle.state == MOVING:
                self._each(vehicle, turn, lambda one, so_far: self._tell(one, so_far, at))
                if vehicle.after(at) >= vehicle.trip.lasts:
                    self._each(vehicle, turn, self._arrive)
            elif vehicle.state == FILED and is_now:
                self._each(vehicle, turn, lambda one, so_far: self._clear(one, so_far, at))
        for mode, many in wanted.items() if is_now else ():
            short = many - len(self.fleet.of(mode, FILED, MOVING))
            for vehicle in self.fleet.of(mode, WAITING)[: max(0, short)]:
                self._each(vehicle, turn, self._file)
        return turn

    def _each(self, vehicle: Vehicle, turn: Turn, act: Any) -> None:
        """One act; a refusal is told and the others go on."""
        try:
            act(vehicle, turn)
        except Said as refusal:
            turn.said.append(f"{vehicle.mode} {vehicle.number}: {refusal}")

    def _tell(self, vehicle: Vehicle, turn: Turn, at: datetime) -> None:
        """What its devices have to say since the last time; what got no answer is told again."""
        until = vehicle.after(at)
        since = max(vehicle.told, vehicle.after(at - OLDEST))
        turn.told += self._by_rail(vehicle, since, until) if vehicle.wagons else self._by_road(vehicle, since, until)
        vehicle.told = max(vehicle.told, until)

    def _by_road(self, vehicle: Vehicle, since: float, until: float) -> int:
        told = 0
        for part in _parts(vehicle.trip.tellings(since, until)):
            if vehicle.token:
                body: Any = {"location": [_as_tracker(vehicle, one) for one in part]}
                told += self._count("osmand", vehicle.token, body)
            else:
                body = {"messages": [_as_seal(vehicle, one) for one in part]}
                told += self._count("seals", self.fleet.gateway, body)
        passed = vehicle.trip.when(camera_m())
        if since < passed <= until:
            read = {"plate": vehicle.plate, "at": _moment(vehicle, passed), "place": CAMERA[0]}
            told += self._count("plates", self.fleet.camera, {"reads": [read]})
        return told

    def _by_rail(self, vehicle: Vehicle, since: float, until: float) -> int:
        events = [
            {
                "wagon": wagon,
                "at": _moment(vehicle, vehicle.trip.when(along)),
                "station": name,
                "event": "passed",
                "longitude": place[0],
                "latitude": place[1],
            }
            for along, name, place in stations()
            for wagon in vehicle.wagons
            if since < vehicle.trip.when(along) <= until
        ]
        return sum(self._count("stations", self.fleet.stations, {"events": list(part)}) for part in _parts(events))

    def _count(self, form: str, token: str, body: Any) -> int:
        return self.endpoints.positions(form, token, body)["stored"]

    def _file(self, vehicle: Vehicle, turn: Turn) -> None:
        for content in vehicle.contents[len(vehicle.references) :]:
            key = str(content["local_ref"])
            vehicle.references.append(self.endpoints.api(TRADER, "POST", "declarations", content, key=key)["reference"])
        vehicle.state, vehicle.contents = FILED, []
        turn.filed += vehicle.references

    def _clear(self, vehicle: Vehicle, turn: Turn, at: datetime) -> None:
        """The officers of the border answer what is open; a vehicle that may go sets off."""
        cleared = [self._cleared(reference) for reference in vehicle.references]
        if all(cleared):
            vehicle.set_off(at)
            turn.departed += vehicle.references

    def _cleared(self, reference: str) -> bool:
        found = self._declaration(reference)
        if not found["signoffs"]:
            return False  # not routed yet
        if found["presented_at"] is None:
            self.endpoints.api(HEAD, "POST", f"declarations/{reference}/present", {})
            return False
        rows = [row for row in found["signoffs"] if row["blocks"] in BEFORE_THE_WAY]
        for row in rows:
            if row["state"] in {"open", "claimed"}:
                self._decide(row, found)
        return found["state"] == "released" and all(row["state"] in {"decided", "lapsed"} for row in rows)

    def _decide(self, row: dict[str, Any], found: dict[str, Any]) -> None:
        agency = row.get("executed_by") or row["agency"]
        officer = "routing.desk" if row["agency"] == DESK else f"{agency}.head"
        if row["state"] == "open":
            self.endpoints.api(officer, "POST", f"signoffs/{row['id']}/claim", {})
        items = row["items"] or [item["number"] for item in found["items"]]
        finding = {
            "place": row["office"],
            "at": found["presented_at"],
            "items": {str(number): "conform" for number in items},
            "seals": [],
        }
        answer = {
            "verdict": "approved",
            "finding": finding if row["control"] in NEEDS_FINDING else None,
            "form": answers_to(row["agency"], row["requirement"]),
        }
        self.endpoints.api(officer, "POST", f"signoffs/{row['id']}/decide", answer)

    def _arrive(self, vehicle: Vehicle, turn: Turn) -> None:
        """Customs at the destination says that the goods are there; what is decided then is for its officers."""
        for reference in vehicle.references:
            try:
                self.endpoints.api(HEAD, "POST", f"declarations/{reference}/present", {"office": DESTINATION})
                turn.arrived.append(reference)
            except Said as refusal:  # somebody else has said so, or keeps it from arriving
                turn.said.append(str(refusal))
        vehicle.state = THERE

    def _declaration(self, reference: str) -> dict[str, Any]:
        found: dict[str, Any] = self.endpoints.api(HEAD, "GET", f"declarations/{reference}")
        return found


def _parts(what: Iterable[Any]) -> Iterator[Sequence[Any]]:
    rows = list(what)
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


def _moment(vehicle: Vehicle, after: float) -> str:
    return (datetime.fromisoformat(vehicle.departed_at) + timedelta(seconds=round(after))).isoformat()


def _as_seal(vehicle: Vehicle, one: Telling) -> dict[str, Any]:
    return {
        "seal": vehicle.seal,
        "at": _moment(vehicle, one.after),
        "longitude": one.place[0],
        "latitude": one.place[1],
        "speed_kmh": one.kmh,
        "battery_percent": one.battery,
        "code": one.code,
    }


def _as_tracker(vehicle: Vehicle, one: Telling) -> dict[str, Any]:
    return {
        "timestamp": _moment(vehicle, one.after),
        "coords": {"longitude": one.place[0], "latitude": one.place[1], "speed": one.kmh / 3.6},
        "battery": {"level": one.battery / 100},
    }
