"""The demo's vehicles for the simulator: transits on their way with devices that speak, and contents that file later."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from agencies.customs.corridors import replacing
from agencies.customs.models import Device, Movement
from agencies.customs.tracking import registering
from agencies.customs.transit import acts
from clearance import clock
from clearance.acting import SYSTEM, Who, acting_as
from clearance.models import Declaration
from portal.accounts.models import User
from portal.demo import goods, papers, wares
from portal.demo.cast import COMPANIES, House
from portal.demo.corridor import Corridor
from portal.demo.play import LONG_VALID, OFFICER, everything
from portal.simulator import fleet as fleets
from portal.simulator.scenario import Incident
from portal.simulator.ways import CAMERA, DESTINATION

SEED = 1
GUARANTEE = "KZ26-G-000201"
GATEWAY, STATIONS, EYE = "Seals of Jetisu Trans", "Stations Altynkol to Astana", f"Camera at {CAMERA[0]}"
TRUCKS, TRAINS, NOTES = range(18), range(18, 21), 3
ON_THE_WAY = (*range(6), 18)
"""These have set off when the demo begins; the others file one after the other."""
HAPPENED = {
    Incident.SEAL_BROKEN: timedelta(minutes=50),
    Incident.STOP: timedelta(minutes=40),
    Incident.DETOUR: timedelta(minutes=32),
    Incident.SILENCE: timedelta(minutes=-4),
    Incident.LOW_BATTERY: timedelta(hours=2),
}
"""How long ago, when the demo begins, each incident began."""
BEFORE = timedelta(hours=5)
"""From the filing to the departure."""


class OnTheWay(Corridor):
    """Trucks and a train that are on the corridor now."""

    def vehicles(self) -> None:
        """Draw the corridors, register the devices, let the first ones go, and make the registries know the papers of the rest."""
        replacing.load_starter()
        self._guarantee(GUARANTEE, "comprehensive", "bank", "Halyk Bank", Decimal(2_000_000_000))
        with self.play.acting("customs.head", self.at.day(12, 11), OFFICER) as head:
            gateway = registering.register(head, kind="gateway", name=GATEWAY).device
            registering.register(head, kind="station", name=STATIONS)
            lon, lat = CAMERA[1]
            registering.register(head, kind="camera", name=EYE, place=CAMERA[0], latitude=lat, longitude=lon)
            for number in TRUCKS:
                seal = seal_of(number)
                if is_tracked(number):
                    registering.register(head, kind="tracker", name=f"Tracker {seal}", seal_number=seal)
                else:
                    registering.register(
                        head,
                        kind="seal",
                        name=f"Seal {seal}",
                        number=seal,
                        seal_number=seal,
                        gateway=str(gateway.uuid),
                    )
        for number in (*TRUCKS, *TRAINS):
            if number in ON_THE_WAY:
                self._on_its_way(number)
            else:
                papers.register(contents_of(number, on=clock.day_of(self.at.now)), since=LONG_VALID)

    def _on_its_way(self, number: int) -> None:
        trip = _vehicle(number).trip
        ago = HAPPENED.get(trip.incident, timedelta(hours=3 + number * 0.5))
        left_at = self.at.now - ago - timedelta(seconds=trip.incident_after if trip.incident in HAPPENED else 0)
        filed_at = left_at - BEFORE
        for content in contents_of(number, on=clock.day_of(filed_at)):
            case = self.play.file("daulet", "altyn_orda", content, filed_at)
            case.pass_time(minutes=50).present().pass_time(minutes=6).clear().pass_time(minutes=9).decide(everything)
            case.now = max(case.now, left_at)
            with self.play.acting("customs.head", case.now, OFFICER) as actor:
                acts.act(actor, reference=case.reference, name="depart")


def written(*, now: datetime) -> fleets.Fleet:
    """The fleet as the simulator reads it; every device gets a new token, because the old one cannot be read again."""
    with clock.at(now), acting_as(Who(User.objects.get(username="customs.head").pk, scopes=OFFICER)) as head:

        def token(name: str) -> str:
            return registering.renew(head, uuid=Device.objects.get(name=name).uuid).token

        tokens = {number: token(f"Tracker {seal_of(number)}") for number in TRUCKS if is_tracked(number)}
        standing = {"gateway": token(GATEWAY), "stations": token(STATIONS), "camera": token(EYE)}
    with acting_as(SYSTEM):
        vehicles = [_as_it_is(number, tokens.get(number, ""), now) for number in (*TRUCKS, *TRAINS)]
    return fleets.Fleet(**standing, vehicles=vehicles)


def _as_it_is(number: int, token: str, now: datetime) -> fleets.Vehicle:
    vehicle = _vehicle(number)
    vehicle.token = token
    contents = contents_of(number, on=clock.day_of(now))
    filed = Declaration.objects.filter(local_ref__in=[one["local_ref"] for one in contents]).order_by("local_ref")
    vehicle.references = [one.reference for one in filed]
    if len(vehicle.references) < len(contents):
        vehicle.references, vehicle.contents = [], contents
        return vehicle
    moved = Movement.objects.filter(declaration__in=filed, departed_at__isnull=False).order_by("departed_at")
    latest = moved.last()
    vehicle.state = fleets.FILED
    if latest is not None and latest.departed_at is not None:
        vehicle.set_off(latest.departed_at)
        vehicle.state = fleets.THERE if latest.arrived_at else fleets.MOVING
    return vehicle


def _vehicle(number: int) -> fleets.Vehicle:
    if number in TRUCKS:
        return fleets.Vehicle(number, "road", SEED, seal=seal_of(number), plate=f"{600 + number}BOL05")
    return fleets.Vehicle(number, "rail", SEED, wagons=[wagon_of(number, place) for place in range(2 * NOTES)])


def contents_of(number: int, *, on: date) -> list[dict[str, Any]]:
    """What a vehicle files: one transit by road, one for each note by rail."""
    house = next(house for house in COMPANIES if house.key == "altyn_orda")
    vehicle = _vehicle(number)
    if vehicle.mode == "rail":
        return [_by_rail(house, vehicle, note, on) for note in range(NOTES)]
    content = goods.transits(
        house, [wares.MACHINE_PARTS], on=on, ref=f"FLT-{number:04}", to=DESTINATION, guarantee=GUARANTEE
    )
    for means in content["transport"].values():
        means["id"] = vehicle.plate
    content["containers"][0]["seals"] = [vehicle.seal]
    content["transit"]["trailers"] = [f"{30 + number}ADL19"]
    return [content]


def _by_rail(house: House, vehicle: fleets.Vehicle, note: int, on: date) -> dict[str, Any]:
    ref = f"FLT-{vehicle.number:02}{note:02}"
    content = goods.transits(house, [wares.MACHINE_PARTS], on=on, ref=ref, to=DESTINATION, rail=True)
    pair = vehicle.wagons[2 * note : 2 * note + 2]
    content["transit"]["wagons"] = [{"number": wagon, "seals": [f"KTZ{wagon}"]} for wagon in pair]
    return content


def is_tracked(number: int) -> bool:
    """Whether a tracker reports by itself; the seals of the others speak through the gateway."""
    return number % 2 == 0


def seal_of(number: int) -> str:
    """The number of a truck's electronic seal or tracker."""
    return f"KZE{730_100 + number}"


def wagon_of(number: int, place: int) -> str:
    """The number of a wagon, with its check digit."""
    digits = f"94{number:02}{place:03}"
    total = sum(sum(divmod(int(digit) * (2 - at % 2), 10)) for at, digit in enumerate(digits))
    return f"{digits}{-total % 10}"
