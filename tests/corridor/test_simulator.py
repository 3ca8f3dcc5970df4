"""The simulator's trucks and trains: where they are, which incident they have, and what the portal finds of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.customs.alarms import sweeping
from agencies.customs.alarms.geometry import metres
from agencies.customs.alarms.ground import Seen
from agencies.customs.corridors import replacing
from agencies.customs.models import Alarm, Movement
from agencies.customs.transit import acts
from clearance import clock
from portal.simulator import fleet
from portal.simulator.driving import Driver
from portal.simulator.endpoints import Endpoints
from portal.simulator.scenario import ALARMS, CYCLE, PERIOD, SILENT_S, Incident, planned
from portal.simulator.ways import line_of, stations
from tests.api.programs import token_of
from tests.cast import Cast
from tests.corridor.helping import may_set_off, movement_of, transit_of_phones
from tests.corridor.roads import START, begun, ground, over, seen
from tests.corridor.story import Hours
from tests.corridor.tracked import SEAL, a_device, last_of

ROAD, RAIL = line_of("road"), line_of("rail")


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("number", range(6))
def test_a_whole_trip_raises_the_planned_alarm_and_no_other(seed, number):
    trip = planned(seed, number, ROAD)
    said = list(trip.tellings(0, trip.lasts + PERIOD))
    points = [Seen(START + one.after, one.place, "seal", _code(one), one.battery) for one in said]
    found = seen(points, ground())
    silent_or_none = {Incident.NONE, Incident.SILENCE}  # silence is found by the sweeper, while it lasts
    assert begun(found) == ([] if trip.incident in silent_or_none else [ALARMS[trip.incident]])
    if trip.incident in {Incident.STOP, Incident.DETOUR}:
        assert over(found) == begun(found), "it drives on, it comes back"
    assert metres(said[-1].place, ROAD.points[-1]) < 1, "and it arrives"


def _code(one):
    return one.code or ("05" if one.battery < 15 else "")


def test_each_incident_has_its_trucks_and_trains_drive_on():
    assert {planned(1, number, ROAD).incident for number in range(6)} == set(CYCLE)
    assert {planned(1, number, RAIL, rail=True).incident for number in range(6)} == {Incident.NONE}


def test_the_same_seed_tells_the_same_story_and_another_another():
    assert planned(1, 3, ROAD) == planned(1, 3, ROAD)
    assert planned(1, 3, ROAD) != planned(2, 3, ROAD)


def test_told_in_parts_is_told_whole():
    trip = planned(1, 2, ROAD)
    whole = list(trip.tellings(0, 7200))
    assert whole == [*trip.tellings(0, 1000), *trip.tellings(1000, 1000), *trip.tellings(1000, 7200)]
    assert [one.after for one in whole] == list(range(PERIOD, 7201, PERIOD))


def test_a_silent_truck_says_nothing_until_it_speaks_again():
    trip = planned(1, CYCLE.index(Incident.SILENCE), ROAD)
    quiet = list(trip.tellings(trip.incident_after, trip.incident_after + SILENT_S - PERIOD))
    assert quiet == []
    assert list(trip.tellings(trip.incident_after, trip.incident_after + SILENT_S + PERIOD))


def test_a_train_comes_by_its_stations_in_order():
    trip = planned(1, 1, RAIL, rail=True)
    names = [name for along, name, _place in stations() if trip.when(along) <= trip.lasts]
    assert names[0] == "Altynkol"
    assert names[-1] == "Astana-1"
    assert len(names) > 6


def test_a_truck_with_a_broken_seal_drives_through_the_addresses_and_is_found_out(
    committed_cast: Cast, site: str
) -> None:
    cast = committed_cast
    trip = planned(1, CYCLE.index(Incident.SEAL_BROKEN), ROAD)
    now = timezone.now()
    left_at = now - timedelta(seconds=trip.incident_after, minutes=10)
    replacing.load_starter()
    gateway = a_device(cast, "gateway", token="swd_gateway")
    a_device(cast, "seal", seal_number=SEAL, number=SEAL, gateway=gateway, digest="")
    a_device(cast, "camera", token="swd_camera")
    with clock.at(left_at - timedelta(hours=1)):
        movement = movement_of(cast, may_set_off(cast, transit_of_phones(cast)))
    assert movement is not None
    with clock.at(left_at), cast.acting("customs_officer") as officer:
        acts.act(officer, reference=movement.declaration.reference, name="depart")
    people = {"customs.head": token_of(cast, "customs_head")}
    truck = fleet.Vehicle(1, "road", 1, seal=SEAL, plate=movement.vehicles[0])
    truck.set_off(left_at)
    driver = Driver(fleet.Fleet("swd_gateway", "", "swd_camera", [truck]), Endpoints(site, people))

    turn = driver.turn(now - timedelta(minutes=15), wanted={}, is_now=False)
    assert turn.said == []
    assert turn.told > trip.incident_after / PERIOD - 10
    assert alarms_of(cast, movement) == [], "nothing has happened yet"
    for minutes in range(13, 0, -2):
        assert driver.turn(now - timedelta(minutes=minutes), wanted={}, is_now=False).told == 2
    assert alarms_of(cast, movement) == ["SEAL_BROKEN"]
    last = last_of(cast, movement)
    assert last is not None
    place = trip.place(truck.told // PERIOD * PERIOD)
    assert (last.longitude, last.latitude) == pytest.approx(place, abs=1e-6), "where the story says"
    truck.told = 0
    again = driver.turn(now - timedelta(minutes=1), wanted={}, is_now=False)
    assert again.told == 0, "told again is known as told"
    assert alarms_of(cast, movement) == ["SEAL_BROKEN"]

    truck.references = [movement.declaration.reference]
    truck.set_off(now - timedelta(seconds=trip.lasts + PERIOD))
    turn = driver.turn(now, wanted={}, is_now=False)
    assert turn.arrived == []
    assert "movement_stopped" in turn.said[0], "customs must look at the seal first"


def test_a_silent_truck_is_missed_while_it_is_silent_and_arrives_by_the_addresses(
    committed_cast: Cast, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, number = committed_cast, CYCLE.index(Incident.SILENCE)
    trip = planned(1, number, ROAD)
    hours = Hours(monkeypatch, ago=timedelta(seconds=trip.lasts, hours=1))
    replacing.load_starter()
    gateway = a_device(cast, "gateway", token="swd_gateway")
    a_device(cast, "seal", seal_number=SEAL, number=SEAL, gateway=gateway, digest="")
    a_device(cast, "camera", token="swd_camera")
    movement = movement_of(cast, may_set_off(cast, transit_of_phones(cast)))
    assert movement is not None
    people = {"customs.head": token_of(cast, "customs_head")}
    truck = fleet.Vehicle(number, "road", 1, seal=SEAL, plate=movement.vehicles[0])
    truck.references = [movement.declaration.reference]
    truck.set_off(hours.now())
    driver = Driver(fleet.Fleet("swd_gateway", "", "swd_camera", [truck]), Endpoints(site, people))

    moment = hours.go_by(seconds=trip.incident_after)
    assert driver.turn(moment, wanted={}, is_now=False).told > 100
    sweeping.sweep(inline=True)
    assert alarms_of(cast, movement) == []
    moment = hours.go_by(minutes=30)
    assert driver.turn(moment, wanted={}, is_now=False).told == 0, "it says nothing"
    sweeping.sweep(inline=True)
    assert alarms_of(cast, movement) == ["SIGNAL_LOST"]

    moment = hours.go_by(seconds=trip.lasts + PERIOD - trip.incident_after - 1800)
    turn = driver.turn(moment, wanted={}, is_now=False)
    assert (turn.said, turn.arrived) == ([], truck.references)
    there = movement_of(cast, movement.declaration)
    assert there is not None
    assert (there.state, truck.state) == ("arrived", fleet.THERE)
    sweeping.sweep(inline=True)
    assert alarms_of(cast, movement) == ["SIGNAL_LOST"], "found while it lasted, and no other"


def test_a_train_comes_by_its_stations_and_is_presented_by_customs(committed_cast: Cast, site: str) -> None:
    cast = committed_cast
    trip = planned(1, 18, RAIL, rail=True)
    now = timezone.now()
    left_at = now - timedelta(seconds=trip.lasts, minutes=2)
    replacing.load_starter()
    a_device(cast, "station", token="swd_stations")
    with clock.at(left_at - timedelta(hours=1)):
        movement = movement_of(cast, may_set_off(cast, transit_of_phones(cast, guarantee="", mode="20")))
    assert movement is not None
    train = fleet.Vehicle(18, "rail", 1, wagons=movement.vehicles, references=[movement.declaration.reference])
    train.set_off(left_at)
    people = {"customs.head": token_of(cast, "customs_head")}
    driver = Driver(fleet.Fleet("", "swd_stations", "", [train]), Endpoints(site, people))
    turn = driver.turn(now - timedelta(hours=1), wanted={}, is_now=False)
    assert (turn.said, turn.arrived) == ([], [])
    assert turn.told == sum(0 < trip.when(along) <= train.told for along, _name, _place in stations())
    standing = movement_of(cast, movement.declaration)
    assert standing is not None
    assert standing.state == "en_route", "it left the zone of the border, though nobody pressed a button"
    turn = driver.turn(now, wanted={}, is_now=False)
    assert (turn.said, turn.arrived) == ([], train.references)
    there = movement_of(cast, movement.declaration)
    assert there is not None
    assert (there.state, train.state) == ("arrived", fleet.THERE)
    assert alarms_of(cast, movement) == []


def alarms_of(cast: Cast, movement: Movement) -> list[str]:
    with cast.acting("system"):
        return list(Alarm.objects.filter(movement=movement).order_by("pk").values_list("kind", flat=True))
