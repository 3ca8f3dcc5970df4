"""What is abnormal about a movement, judged without a database: one incident, one alarm, and none without an incident."""

from itertools import chain
from typing import Any

import pytest

from agencies.customs.alarms.detecting import detect
from agencies.customs.alarms.geometry import Circle
from agencies.customs.alarms.ground import Held, Seen, What
from agencies.customs.alarms.kinds import SITUATIONS, Kind
from agencies.customs.alarms.memory import Memory, remembered
from tests.corridor.roads import START, at_km, begun, beside, drive, ground, over, seen, stand


def test_a_truck_that_drives_as_it_should_raises_nothing() -> None:
    assert seen(drive(0, 1500, since=START, every=300)) == []


@pytest.mark.parametrize(("points", "begins"), [(2, []), (3, ["ROUTE_DEVIATION"])])
def test_a_deviation_counts_after_three_points_in_a_row(points: int, begins: list[str]) -> None:
    far = [Seen(START + 60 * number, beside(at_km(180), 60), "tracker") for number in range(points)]
    back = drive(180, 190, since=START + 1860)
    assert begun(seen(chain(far, back))) == begins


def test_two_points_off_and_one_on_the_way_are_no_deviation() -> None:
    row = [Seen(START + 1800 * n, beside(at_km(180), 0 if n % 3 == 2 else 55), "tracker") for n in range(12)]
    assert "ROUTE_DEVIATION" not in begun(seen(row))


@pytest.mark.parametrize(("minutes", "begins"), [(9, []), (12, ["ROUTE_DEVIATION_NEAR"])])
def test_beside_the_corridor_counts_after_ten_minutes(minutes: int, begins: list[str]) -> None:
    found = seen(drive(150, 150 + 1.2 * minutes, since=START, off_km=12))
    assert begun(found) == begins


def test_what_began_beside_and_went_far_is_told_as_graver_and_is_over_after_three_points() -> None:
    found = seen(chain(
        drive(300, 330, since=START, off_km=12),
        drive(330, 360, since=START + 3200, off_km=60),
        drive(360, 380, since=START + 6450),
    ))  # fmt: skip
    assert begun(found) == ["ROUTE_DEVIATION_NEAR", "ROUTE_DEVIATION"]
    assert over(found) == ["ROUTE_DEVIATION"], "the lesser one became the graver one"


def test_half_an_hour_where_nobody_rests_is_a_long_stop_and_four_hours_anywhere() -> None:
    assert begun(seen(stand(70, since=START, minutes=29))) == []
    found = seen(chain(stand(70, since=START, minutes=45), drive(71, 80, since=START + 3600)))
    assert (begun(found), over(found)) == (["LONG_STOP"], ["LONG_STOP"])
    at_shelek = 227.5
    assert begun(seen(stand(at_shelek, since=START, minutes=239, every=300))) == []
    assert begun(seen(stand(at_shelek, since=START, minutes=245, every=300))) == ["LONG_STOP"]


def test_standing_in_the_zone_of_departure_or_destination_is_no_stop() -> None:
    assert seen(stand(0, since=START, minutes=600, every=300)) == []


@pytest.mark.parametrize(
    ("held", "has_leave", "km", "begins"),
    [
        (Held.DEPARTURE, False, 2.5, ["GEOFENCE_EXIT"]),
        (Held.DEPARTURE, True, 2.5, []),
        (Held.DEPARTURE, False, 1.7, []),
        (Held.NOWHERE, False, 2.5, []),
        (Held.DESTINATION, False, 1513, []),
        (Held.DESTINATION, False, 1500, ["GEOFENCE_EXIT"]),
    ],
)
def test_goods_leave_a_zone_with_leave_only(held: Held, has_leave: bool, km: float, begins: list[str]) -> None:
    on = ground(held=held, has_leave=has_leave, is_under_way=held != Held.DESTINATION)
    assert begun(seen(stand(km, since=START, minutes=5), on)) == begins


def test_what_comes_late_of_the_way_before_the_arrival_is_no_exit() -> None:
    for since, begins in ((START, ["GEOFENCE_EXIT"]), (START + 300, []), (START + 60, ["GEOFENCE_EXIT"])):
        on = ground(held=Held.DESTINATION, held_since=since, is_under_way=False)
        assert begun(seen(stand(1500, since=START, minutes=4), on)) == begins, since - START


def test_entering_another_office_s_zone_is_told_and_passing_through_is_not() -> None:
    almaty = 344.7
    assert begun(seen(drive(335, 355, since=START, kmh=40, every=30))) == []
    found = seen(chain(stand(almaty, since=START, minutes=20), drive(almaty, 360, since=START + 1800)))
    assert (begun(found), over(found)) == (["WRONG_ZONE"], ["WRONG_ZONE"])
    assert found[0].facts == {"office": "KZ-ALMATY-CENTRE"}


def test_the_own_zone_counts_before_a_neighbour_s_that_overlaps_it() -> None:
    on = ground(zones=[("KZ-KHORGOS-ICBC", Circle((80.39, 44.2), 5000))])
    assert begun(seen(stand(0, since=START, minutes=60), on)) == []


def test_who_will_be_late_is_told_before_and_who_makes_it_up_is_told_over() -> None:
    on = ground(limit_at=START + 20 * 3600)
    found = seen(chain(drive(100, 200, since=START, kmh=50), drive(200, 500, since=START + 7200, kmh=120)), on)
    assert (begun(found), over(found)) == (["LATE_ETA"], ["LATE_ETA"])


def test_one_wild_point_is_bad_data_and_moves_nothing() -> None:
    wild = Seen(START + 630, beside(at_km(112.2), 80), "tracker")
    found = seen(chain(drive(100, 112, since=START), [wild], drive(112.8, 140, since=START + 660)))
    assert (begun(found), over(found)) == (["SPEED_IMPOSSIBLE"], ["SPEED_IMPOSSIBLE"])


def test_three_points_that_agree_are_believed_in_the_end() -> None:
    memory = Memory()
    first = stand(100, since=START, minutes=3)
    there = stand(400, since=START + 240, minutes=3)
    assert begun(seen(chain(first, there))) == ["SPEED_IMPOSSIBLE"]
    detect(memory, [*stand(100, since=START, minutes=3), *stand(400, since=START + 240, minutes=3)], ground())
    assert memory.along_m == pytest.approx(400_000, rel=0.01)


def test_who_is_seen_again_far_away_after_a_long_silence_is_told() -> None:
    found = seen(chain(drive(100, 110, since=START), drive(160, 170, since=START + 4800)))
    assert (begun(found), over(found)) == (["GAP_JUMP"], ["GAP_JUMP"])
    assert begun(seen(chain(drive(100, 110, since=START), drive(120, 130, since=START + 4800)))) == []


@pytest.mark.parametrize(("code", "kind"), SITUATIONS.items())
def test_each_abnormal_situation_of_a_seal_is_an_alarm(code: str, kind: Kind) -> None:
    points = [Seen(START + 60 * n, at_km(100 + n), "seal", code, 80) for n in range(3)]
    found = seen(points)
    assert begun(found) == [str(kind)]
    assert [finding.what for finding in found][:3] == [What.BEGINS, What.MORE, What.MORE]


def test_a_broken_seal_is_not_whole_again_when_it_speaks_but_told_anew_when_it_says_so_anew() -> None:
    said = [Seen(START + 60 * n, at_km(100 + n), "seal", code, 80) for n, code in enumerate(["01", "", "01"])]
    found = seen(said)
    assert (begun(found), over(found)) == (["SEAL_BROKEN", "SEAL_BROKEN"], [])
    faulty = [Seen(START + 60 * n, at_km(100 + n), "seal", code, 80) for n, code in enumerate(["04", ""])]
    assert over(seen(faulty)) == ["SEAL_FAULT"]


def test_what_a_late_point_of_a_seal_says_counts_but_its_place_does_not() -> None:
    late = [Seen(START + 60 + n, beside(at_km(180), 80), "seal", "01", 80) for n in range(4)]
    assert begun(seen(chain(drive(170, 190, since=START), late))) == ["SEAL_BROKEN"]


@pytest.mark.parametrize(
    ("battery", "source", "begins"), [(14, "seal", ["SEAL_LOW_BATTERY"]), (15, "seal", []), (5, "tracker", [])]
)
def test_a_seal_s_battery_under_fifteen_per_cent_is_told(battery: int, source: str, begins: list[str]) -> None:
    assert (
        begun(seen([Seen(START, at_km(100), source, "", battery), Seen(START + 60, at_km(101), source, "", battery)]))
        == begins
    )


@pytest.mark.parametrize(("kg", "begins"), [(19_401, []), (19_399, ["WEIGHT_DROP"]), (21_000, [])])
def test_a_weight_down_by_over_three_per_cent_between_scales_is_told(kg: int, begins: list[str]) -> None:
    weighed = [Seen(START + n, None, "station", "", None, {"weight_kg": one}) for n, one in enumerate([20_000, kg])]
    assert begun(seen(weighed)) == begins


@pytest.mark.parametrize("weight", [None, "heavy", True, -5, float("nan"), float("inf"), 0, [1]])
def test_hostile_weights_are_no_weights(weight: Any) -> None:
    said = [Seen(START + n, None, "station", "", None, {"weight_kg": one}) for n, one in enumerate([20_000, weight])]
    assert seen(said) == []


def test_a_word_after_silence_ends_it() -> None:
    memory = Memory(going_on=["SIGNAL_LOST"])
    assert over(seen(drive(100, 110, since=START), memory=memory)) == ["SIGNAL_LOST"]


def test_without_a_corridor_nothing_is_off_it() -> None:
    assert (
        begun(seen((Seen(START + 60 * n, (60.0 + n / 90, 45.0), "tracker") for n in range(90)), ground(way=None))) == []
    )


def test_what_is_remembered_stays_small() -> None:
    memory = Memory()
    detect(memory, drive(0, 1500, since=START, every=120), ground())
    assert len(str(memory.as_json())) < 1500
    assert remembered(memory.as_json()) == memory
