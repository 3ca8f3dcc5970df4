"""Alarms of movements: raised by what trackers and seals say, dealt with by customs, lifted by two where they are critical."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from agencies.customs.alarms import acts, stops, sweeping, told, words
from agencies.customs.alarms.ground import Seen
from agencies.customs.alarms.kinds import AlarmState, Kind, Severity
from agencies.customs.alarms.watching import watch
from agencies.customs.alarms.weighing import weighed
from agencies.customs.corridors import replacing
from agencies.customs.models import Alarm, Movement, Stop, Watch
from agencies.customs.tracking.stream import StoredPoint
from clearance import clock
from clearance.content import Problems
from clearance.models import Declaration
from clearance.permissions import NotAllowed
from clearance.services.found import NotFound
from clearance.workflow import Refused
from tests.acting import present
from tests.cast import Cast
from tests.corridor.helping import ASTANA, delivered, kinds, may_set_off, movement_of, released, transit_of_phones
from tests.corridor.roads import at_km, beside, drive, stand

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _drawn(db: None) -> None:
    replacing.load_starter()


def told_by(movement: Movement, points: Iterable[Seen]) -> list[StoredPoint]:
    """Points as tracking stores them."""
    return [
        StoredPoint(
            movement_id=movement.pk, device_id=1, at=at, received_at=at, speed_kmh=None, source=one.source, code=one.code,
            latitude=one.place and one.place[1], longitude=one.place and one.place[0], battery=one.battery, facts=one.facts,
        )
        for one in points for at in [datetime.fromtimestamp(one.at, UTC)]
    ]  # fmt: skip


def watched(cast: Cast, movement: Movement, points: Iterable[Seen]) -> list[Alarm]:
    """The alarms after these points."""
    with cast.acting("system"):
        watch(told_by(movement, points))
    return alarms(cast, movement)


def alarms(cast: Cast, movement: Movement) -> list[Alarm]:
    with cast.acting("system"):
        return list(Alarm.objects.filter(movement=movement).exclude(kind=Kind.DUPLICATE_SEAL).order_by("pk"))


def sealed(cast: Cast) -> Movement:
    found = movement_of(cast, may_set_off(cast, transit_of_phones(cast)))
    assert found is not None
    return found


def since(movement: Movement) -> float:
    return movement.released_at.timestamp() + 60


def broken(cast: Cast, movement: Movement) -> Alarm:
    """A movement whose seal says that it is broken."""
    return watched(cast, movement, [Seen(since(movement), at_km(100), "seal", "01", 80)])[-1]


def events(cast: Cast, movement: Movement) -> list[tuple[str, bool]]:
    with cast.acting("system"):
        rows = movement.declaration.events.filter(kind__startswith="transit.").order_by("seq")
        return [(event.kind.removeprefix("transit."), event.is_public) for event in rows]


def test_more_of_the_same_adds_to_the_open_alarm_and_the_company_reads_nothing_of_it(cast: Cast) -> None:
    movement = sealed(cast)
    far = [Seen(since(movement) + 60 * n, beside(at_km(180), 60), "tracker") for n in range(5)]
    [alarm] = watched(cast, movement, far)
    assert (alarm.kind, alarm.severity, alarm.state, alarm.points) == ("ROUTE_DEVIATION", "high", "open", 3)
    more = [Seen(since(movement) + 60 * n, beside(at_km(180), 60), "tracker") for n in range(5, 9)]
    [alarm] = watched(cast, movement, more)
    assert alarm.points == 7
    assert alarm.last_at.timestamp() == since(movement) + 480
    assert events(cast, movement) == [("alarm_raised", False)]
    for who in ("trader", "broker", "stranger", "plant_health_officer"):
        with cast.acting(who):
            assert not Alarm.objects.exists()
            assert not Watch.objects.exists()


def test_what_gets_graver_stays_one_alarm_and_is_looked_at_anew(cast: Cast) -> None:
    movement = sealed(cast)
    start = since(movement)
    [alarm] = watched(cast, movement, drive(300, 330, since=start, off_km=12))
    with cast.acting("customs_officer") as officer:
        acts.acknowledge(officer, uuid=alarm.uuid)
    [worse] = watched(cast, movement, drive(330, 360, since=start + 3200, off_km=60))
    assert (worse.pk, worse.kind, worse.severity, worse.state) == (alarm.pk, "ROUTE_DEVIATION", "high", "open")
    [over] = watched(cast, movement, drive(360, 380, since=start + 6450))
    assert over.over_at is not None
    assert [kind for kind, _ in events(cast, movement)] == ["alarm_raised", "alarm_acknowledged", "alarm_worsened"]


def test_a_new_incident_after_a_closed_one_is_a_new_alarm_and_the_same_one_is_not(cast: Cast) -> None:
    movement = sealed(cast)
    start = since(movement)
    [alarm] = watched(cast, movement, stand(70, since=start, minutes=40))
    with cast.acting("customs_officer") as officer:
        acts.close(officer, uuid=alarm.uuid, reason="A puncture; the driver was called")
    assert len(watched(cast, movement, stand(70, since=start + 2460, minutes=30))) == 1, "it is the same stop"
    assert len(watched(cast, movement, stand(90, since=start + 6000, minutes=40))) == 2


def test_a_critical_alarm_stops_the_movement_and_two_persons_lift_it(cast: Cast) -> None:
    movement = sealed(cast)
    alarm = broken(cast, movement)
    assert (alarm.kind, alarm.severity) == ("SEAL_BROKEN", "critical")
    with cast.acting("trader"):
        stop = Stop.objects.get(movement=movement)
        assert str(stop.told) == "Customs must look at the seal."
    assert (stop.office_id, bool(stop.legal_basis), stop.review_at > stop.placed_at) == (ASTANA, True, True)
    assert events(cast, movement) == [("alarm_raised", False), ("stopped", True)]
    with pytest.raises(Refused), transaction.atomic():
        present(cast, movement.declaration, office=ASTANA)
    assert movement_of(cast, movement.declaration).state == "sealed"
    with cast.acting("customs_officer") as officer:
        with pytest.raises(Refused, match="lifted when the alarm"):
            stops.lift(officer, uuid=stop.uuid, reason="Looked at")
        with pytest.raises(Problems):
            acts.close(officer, uuid=alarm.uuid, reason=" ")
        assert acts.close(officer, uuid=alarm.uuid, reason="The seal is whole").state == "open", "only asked for"
        with pytest.raises(Refused, match="colleague"):
            acts.lift(officer, uuid=alarm.uuid, reason="The seal is whole")
    with cast.acting("customs_second") as second:
        assert acts.lift(second, uuid=alarm.uuid, reason="Agreed").state == "closed"
        with pytest.raises(Refused):
            acts.close(second, uuid=alarm.uuid, reason="Again")
    with cast.acting("system"):
        assert not stops.is_stopped(movement)
    assert [kind for kind, _ in events(cast, movement)[2:]] == ["alarm_lift_asked", "alarm_closed", "stop_lifted"]
    present(cast, movement.declaration, office=ASTANA)
    assert movement_of(cast, movement.declaration).arrived_at is not None


def test_a_finished_release_is_never_undone_by_an_alarm(cast: Cast) -> None:
    movement = sealed(cast)
    broken(cast, movement)
    with cast.acting("system"):
        assert Declaration.objects.get(pk=movement.declaration_id).state == "released"


def test_an_officer_stops_a_movement_with_a_public_reason_and_lifts_it_alone(cast: Cast) -> None:
    movement = sealed(cast)
    reference = movement.declaration.reference
    with cast.acting("customs_officer") as officer:
        for given in ({"reason": " "}, {"legal_basis": ""}, {"review_at": clock.now() - timedelta(hours=1)}):
            with pytest.raises(Problems):
                stops.stop(officer, reference=reference, **{"reason": "Check", "legal_basis": "Art. 343", **given})
        placed = stops.stop(officer, reference=reference, reason="Check of the papers", legal_basis="Art. 343")
        with pytest.raises(Problems):
            stops.lift(officer, uuid=placed.uuid, reason="")
        stops.lift(officer, uuid=placed.uuid, reason="Checked")
        with pytest.raises(Refused):
            stops.lift(officer, uuid=placed.uuid, reason="Checked")
    assert events(cast, movement) == [("stopped", True), ("stop_lifted", True)]


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("trader", NotFound), ("stranger", NotFound), ("plant_health_head", NotFound), ("cashier", NotAllowed)],
)
def test_alarms_are_for_customs_at_either_office_and_the_centre(cast: Cast, who: str, refusal: type[Exception]) -> None:
    movement = sealed(cast)
    [alarm] = watched(cast, movement, stand(70, since=since(movement), minutes=40))
    with cast.acting(who) as actor:
        for act in (
            lambda: acts.acknowledge(actor, uuid=alarm.uuid),
            lambda: acts.act_on(actor, uuid=alarm.uuid, did="call", reason="Asked the driver"),
            lambda: acts.close(actor, uuid=alarm.uuid, reason="Nothing"),
        ):
            with pytest.raises(refusal):
                act()
    with cast.acting("nurjoly_officer") as actor:
        assert acts.act_on(actor, uuid=alarm.uuid, did="call", reason="Asked the driver").state == "acknowledged"
        with pytest.raises(Refused, match="deals with this alarm already"):
            acts.acknowledge(actor, uuid=alarm.uuid)
        with pytest.raises(Problems):
            acts.act_on(actor, uuid=alarm.uuid, did="call", reason="")


def test_who_falls_silent_is_noticed_without_any_point(cast: Cast) -> None:
    movement = sealed(cast)
    watched(cast, movement, drive(100, 110, since=since(movement)))
    with cast.acting("system"):
        last = Watch.objects.get(movement=movement).seen_at
    states = []
    for minutes in (19, 21, 30, 39, 41, 400):
        with clock.at(last + timedelta(minutes=minutes)):
            sweeping.sweep(inline=True)
        states.append([(one.kind, one.severity) for one in alarms(cast, movement)])
    assert states == [[], *[[("SIGNAL_LOST", "medium")]] * 3, *[[("SIGNAL_LOST", "high")]] * 2]
    [alarm] = watched(cast, movement, drive(111, 112, since=last.timestamp() + 1200))
    assert alarm.over_at is not None
    assert [kind for kind, _ in events(cast, movement)] == ["alarm_raised", "alarm_worsened"]


def test_a_passed_time_limit_is_told_once(cast: Cast) -> None:
    movement = sealed(cast)
    for _ in range(3):
        with clock.at(movement.limit_at + timedelta(minutes=1)):
            sweeping.sweep(inline=True)
    assert [one.kind for one in alarms(cast, movement)] == ["OVERDUE"]


def test_what_is_over_closes_by_itself_at_the_end_and_what_tells_of_the_goods_does_not(cast: Cast) -> None:
    movement = sealed(cast)
    watched(cast, movement, stand(70, since=since(movement), minutes=40))
    for kg in (20_000.0, 15_000.0):
        weighed(movement, kg=kg, at=clock.now())
    delivered(cast, movement.declaration)
    assert movement_of(cast, movement.declaration).ended_at is not None
    sweeping.sweep(inline=True)
    assert [(one.kind, one.state) for one in alarms(cast, movement)] == [
        ("LONG_STOP", "closed"),
        ("WEIGHT_DROP", "open"),
    ]
    with cast.acting("system"):
        assert not Watch.objects.filter(movement=movement).exists(), "nothing is remembered of what has ended"


def test_goods_that_may_leave_and_leave_are_on_their_way_by_themselves(cast: Cast) -> None:
    movement = sealed(cast)
    assert watched(cast, movement, drive(0, 8, since=since(movement))) == []
    now = movement_of(cast, movement.declaration)
    assert (now.state, kinds(cast, movement.declaration)[-1]) == ("en_route", "movement.depart")
    assert now.departed_at > now.released_at


def test_goods_that_leave_before_they_are_sealed_are_an_alarm(cast: Cast) -> None:
    movement = movement_of(cast, released(cast, transit_of_phones(cast)))
    assert movement.state == "released"
    [alarm] = watched(cast, movement, drive(0, 8, since=since(movement)))
    assert (alarm.kind, movement_of(cast, movement.declaration).state) == ("GEOFENCE_EXIT", "released")


def test_a_seal_on_two_movements_is_an_alarm_of_the_second(cast: Cast) -> None:
    first, second = sealed(cast), sealed(cast)
    with cast.acting("system"):
        doubles = Alarm.objects.filter(kind=Kind.DUPLICATE_SEAL)
        assert [one.movement_id for one in doubles] == [second.pk]
    assert first.pk != second.pk


def test_expected_arrival_is_kept_from_the_way_left_and_the_speed_lately(cast: Cast) -> None:
    movement = sealed(cast)
    watched(cast, movement, drive(100, 130, since=since(movement), kmh=72))
    with cast.acting("system"):
        row = Watch.objects.get(movement=movement)
    assert row.along_km == pytest.approx(129, abs=2)
    assert (row.eta - row.seen_at).total_seconds() == pytest.approx(row.left_km / 72 * 3600, rel=0.02)


def test_a_batch_costs_the_same_number_of_statements_whatever_its_size(cast: Cast) -> None:
    trucks = [sealed(cast) for _ in range(4)]
    for truck in trucks:
        watched(cast, truck, drive(0, 8, since=since(truck)))
    counted = []
    for km, some in ((70, trucks[:1]), (90, trucks[1:])):
        stops_of_all = [stand(km, since=since(truck) + 3600, minutes=40) for truck in some]
        points = [one for truck, stop in zip(some, stops_of_all, strict=True) for one in told_by(truck, stop)]
        with cast.acting("system"), CaptureQueriesContext(connection) as queries:
            watch(points)
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert all(alarms(cast, truck) for truck in trucks)


@pytest.mark.parametrize(
    ("changed", "wall"),
    [
        ({"kind": "ODD"}, "an_alarm_is_of_a_kind"),
        ({"severity": "grim"}, "an_alarm_is_more_or_less_grave"),
        ({"severity": "low"}, "never becomes less grave"),
        ({"points": 0}, "forgets no point"),
        ({"state": "acknowledged"}, "an_acknowledged_alarm_says_by_whom"),
        ({"state": "closed"}, "a_closed_alarm_says_when_and_why"),
        ({"state": "closed", "close_reason": "x", "closed_at": "now"}, "a_critical_alarm_is_lifted_by_two"),
        ({"state": "closed", "close_reason": "x", "closed_at": "now", "closed_by": "customs_head", "lift_asked_by": "customs_head",
          "lift_asked_at": "now", "lift_asked_why": "x"}, "a_critical_alarm_is_lifted_by_two"),
        ({"lift_asked_by": "customs_head"}, "who_asks_to_lift_an_alarm_says_why"),
        ({"opened_at": "now"}, "stays what was raised"),
        ({"latitude": 91}, "an_alarm_lies_on_the_map"),
    ],
)  # fmt: skip
def test_straight_sql_cannot_bend_an_alarm(cast: Cast, changed: dict[str, Any], wall: str) -> None:
    alarm = broken(cast, sealed(cast))
    of = {"now": clock.now(), "customs_head": cast.user("customs_head")}
    values = {name: of.get(value, value) if isinstance(value, str) else value for name, value in changed.items()}
    with cast.acting("system"):
        with pytest.raises(DatabaseError, match=wall), transaction.atomic():
            Alarm.objects.filter(pk=alarm.pk).update(**values)
        with pytest.raises(DatabaseError), transaction.atomic():
            alarm.delete()


@pytest.mark.parametrize(
    ("changed", "wall"),
    [
        ({"lifted_at": "now", "lifted_by": "customs_head", "lift_reason": "x"}, "a_critical_stop_is_lifted_by_two"),
        ({"lifted_by": "customs_head"}, "a_lifted_stop_says_by_whom_and_why"),
        ({"review_at": "long ago"}, "a_stop_has_owner_reason_law_and_review"),
        ({"office": None}, "a_stop_has_owner_reason_law_and_review"),
        ({"reason": "Nothing"}, "a stop stays what was placed"),
        ({"is_critical": False}, "a stop stays what was placed"),
    ],
)
def test_straight_sql_cannot_bend_a_stop_nor_arrive_under_it(cast: Cast, changed: dict[str, Any], wall: str) -> None:
    movement = sealed(cast)
    broken(cast, movement)
    of = {"now": clock.now(), "long ago": clock.now() - timedelta(days=9), "customs_head": cast.user("customs_head")}
    values = {name: of.get(value, value) if isinstance(value, str) else value for name, value in changed.items()}
    with cast.acting("system"):
        with pytest.raises(DatabaseError, match=wall), transaction.atomic():
            Stop.objects.filter(movement=movement).update(**values)
        with pytest.raises(DatabaseError, match="does not arrive"), transaction.atomic():
            Movement.objects.filter(pk=movement.pk).update(state="arrived", arrived_at=clock.now())
        with pytest.raises(DatabaseError), transaction.atomic():
            Stop.objects.filter(movement=movement).delete()


def test_one_alarm_of_a_kind_is_open_and_it_is_of_its_movement_s_company(cast: Cast) -> None:
    movement = sealed(cast)
    alarm = broken(cast, movement)
    given = {
        "movement": movement, "declaration_id": movement.declaration_id, "company_id": movement.company_id, "kind": alarm.kind,
        "severity": "critical", "opened_at": clock.now(), "last_at": clock.now(),
    }  # fmt: skip
    for change, wall in (
        ({}, "one_open_alarm_of_a_kind_for_a_movement"),
        ({"kind": "LONG_STOP", "company_id": cast.companies()["altyn_orda"]}, "what belongs to a movement"),
        ({"kind": "LONG_STOP", "state": "closed", "closed_at": clock.now(), "close_reason": "x"}, "begins open"),
    ):
        with cast.acting("system"), pytest.raises(DatabaseError, match=wall), transaction.atomic():
            Alarm.objects.create(**{**given, **change})


def test_every_word_is_there() -> None:
    assert words.KINDS.keys() == set(Kind)
    assert words.SEVERITIES.keys() == set(Severity)
    assert words.STATES.keys() == set(AlarmState)
    assert all(set(one.titles) == {"en", "ru", "kk"} and all(one.titles.values()) for one in told.EVENTS.values())
