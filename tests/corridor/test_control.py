"""The control centre sees every movement, is called by what is abnormal, and does nothing without a reason."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.customs.control import handing_over, intervening, seeing, watching
from agencies.customs.control.asked import Asked, asked_of
from agencies.customs.control.roles import MAY, Right, may
from agencies.customs.models import Alarm, Handover, Intervention, Movement, Stop, Watch
from clearance import clock
from clearance.acting import Actor, Granted
from clearance.acts import NotAllowed, NotFound, Problems, Refused
from tests.cast import Cast
from tests.corridor.helping import kinds_of_control
from tests.corridor.tracked import SEAL, a_device, said, tell, under_way

pytestmark = pytest.mark.django_db


def an_alarm(cast: Cast, movement: Movement, kind: str = "LONG_STOP", severity: str = "medium") -> Alarm:
    now = clock.now()
    with cast.acting("system"):
        return Alarm.objects.create(
            movement=movement, declaration_id=movement.declaration_id, company_id=movement.company_id, kind=kind,
            severity=severity, opened_at=now, last_at=now,
        )  # fmt: skip


def intervenes(cast: Cast, who: str, movement: Movement, **other: Any) -> Intervention:
    given: dict[str, Any] = {"kind": "patrol", "reason": "The seal is open", **other}
    with cast.acting(who) as actor:
        return intervening.intervene(actor, movement=movement.uuid, **given)


# ---- Stepping in ------------------------------------------------------------------------------------------------------


def test_a_dispatcher_sends_a_patrol_and_the_record_says_why(cast: Cast) -> None:
    movement = under_way(cast)
    alarm = an_alarm(cast, movement)
    made = intervenes(cast, "dispatcher", movement, alarm=alarm.uuid)
    assert (made.kind, made.reason, made.alarm_id) == ("patrol", "The seal is open", alarm.pk)
    assert kinds_of_control(cast, movement) == ["control.patrol", "transit.alarm_acted"]
    with cast.acting("system"):
        alarm.refresh_from_db()
        assert alarm.acknowledged_by_id == cast.ids()["dispatcher"]


@pytest.mark.parametrize("kind", ["note", "call", "patrol", "inspection", "hold"])
def test_nobody_steps_in_without_a_reason(cast: Cast, kind: str) -> None:
    movement = under_way(cast)
    with pytest.raises(Problems):
        intervenes(cast, "shift_head", movement, kind=kind, reason="  ", legal_basis="Art. 150")
    with cast.acting("system"):
        assert not Intervention.objects.exists()
        assert not Stop.objects.exists()


def test_a_stop_of_the_control_centre_is_a_stop_of_the_movement(cast: Cast) -> None:
    movement = under_way(cast)
    intervenes(cast, "dispatcher", movement, kind="hold", legal_basis="Art. 150")
    with cast.acting("system"):
        assert Stop.objects.get(movement=movement, lifted_at=None).reason == "The seal is open"


def test_each_role_does_what_the_table_says_and_no_more(cast: Cast) -> None:
    movement = under_way(cast)
    with pytest.raises(NotAllowed):
        intervenes(cast, "image_reader", movement, kind="patrol")
    with pytest.raises(NotAllowed):
        intervenes(cast, "cashier", movement, kind="note")
    with pytest.raises(NotFound):
        intervenes(cast, "stranger", movement, kind="note")
    intervenes(cast, "image_reader", movement, kind="inspection")


@pytest.mark.parametrize("right", Right)
def test_every_right_is_of_somebody_of_customs_alone(right: Right) -> None:
    for role in MAY[right]:
        assert may(Actor(grants=(Granted("customs", None, role),)), right)
        assert not may(Actor(grants=(Granted("plant_health", None, role),)), right)
    assert not may(Actor(grants=(Granted("customs", None, "operator"),)), right)


# ---- The shift --------------------------------------------------------------------------------------------------------


def test_a_shift_is_handed_over_with_what_is_open_and_taken_by_a_colleague(cast: Cast) -> None:
    alarm = an_alarm(cast, under_way(cast))
    with cast.acting("shift_head") as head:
        with pytest.raises(Problems):
            handing_over.give(head, note=" ")
        given = handing_over.give(head, note="Look after the truck at Aktogay")
        assert (given.alarms, given.under_way) == ([str(alarm.uuid)], 1)
        with pytest.raises(Refused):
            handing_over.give(head, note="Again")
        with pytest.raises(NotAllowed):
            handing_over.take(head)
    with cast.acting("customs_officer") as officer, pytest.raises(NotAllowed):
        handing_over.take(officer)
    with cast.acting("second_shift_head") as second:
        assert handing_over.take(second).taken_by_id == cast.ids()["second_shift_head"]
        with pytest.raises(Refused):
            handing_over.take(second)


# ---- What is seen -----------------------------------------------------------------------------------------------------


def test_the_gravest_is_first_and_filters_leave_what_they_say(cast: Cast) -> None:
    quiet, loud, by_rail = under_way(cast), under_way(cast), under_way(cast, mode="20", guarantee="")
    an_alarm(cast, loud, "SIGNAL_LOST")
    with cast.acting("dispatcher"):

        def found(**asked: Any) -> list[int]:
            return [one.pk for one in seeing.page_of(asked_of(asked))[0]]

        assert found()[0] == loud.pk
        assert set(found(mode="rail")) == {by_rail.pk}
        assert found(silent="1") == [loud.pk]
        assert loud.pk in found(alarm="1")
        assert quiet.pk not in found(alarm="1"), "the others have its seal, and that is an alarm of theirs"
        assert set(found(lane="road.KZ-NURJOLY.KZ-ASTANA-LC")) == {quiet.pk, loud.pk}
        assert found(destination="KZ-ALMATY-CENTRE") == []
        assert found(q=quiet.vehicles[0])
        figures = seeing.figures(clock.now())
        assert (figures.under_way, figures.silent, figures.untouched) == (3, 1, 100)
        assert figures.alarms == Alarm.objects.count()
        road = next(lane for lane in seeing.lanes(clock.now()) if lane.mode == "road")
        assert (road.number, road.alarmed) == (2, len(found(alarm="1", mode="road")))


def test_the_share_never_touched_and_the_reasons_are_counted(cast: Cast) -> None:
    touched, _other = under_way(cast), under_way(cast)
    alarm = an_alarm(cast, touched)
    for kind in ("patrol", "call"):
        intervenes(cast, "dispatcher", touched, kind=kind, alarm=alarm.uuid)
    intervenes(cast, "risk_officer", touched, kind="note")
    with cast.acting("dispatcher"):
        assert seeing.figures(clock.now()).untouched == 50
        assert seeing.reasons(clock.now()) == [("", "note", 1), ("LONG_STOP", "call", 1), ("LONG_STOP", "patrol", 1)]


def test_arrivals_are_counted_by_corridor(cast: Cast) -> None:
    movement, now = under_way(cast), clock.now()
    with cast.acting("system"):
        watch, _made = Watch.objects.get_or_create(
            movement=movement, defaults={"declaration_id": movement.declaration_id, "company_id": movement.company_id}
        )
        Watch.objects.filter(pk=watch.pk).update(eta=now + timedelta(hours=2))
    with cast.acting("dispatcher"):
        (lane,) = seeing.lanes(now)
        assert (lane.soon, lane.next_at) == (1, now + timedelta(hours=2))


def test_a_feed_that_fell_silent_is_said(cast: Cast) -> None:
    movement = under_way(cast)
    tell(said(a_device(cast, movement=movement, moved_at=clock.now() - timedelta(hours=2))))
    now = clock.now()
    with cast.acting("dispatcher"):
        assert seeing.last_word(now)[1] is False
        assert seeing.last_word(now + timedelta(minutes=11))[1] is True
        assert not seeing.is_stale("30", now, now + timedelta(minutes=29))
        assert seeing.is_stale("30", now, now + timedelta(minutes=31))
        assert not seeing.is_stale("20", now, now + timedelta(minutes=31))


def test_whoever_watches_is_woken_by_alarms_and_positions_and_not_by_nothing(cast: Cast) -> None:
    movement = under_way(cast)
    with cast.acting("system"):
        before = watching.mark()
        assert watching.mark() == before
    an_alarm(cast, movement)
    with cast.acting("system"):
        alarmed = watching.mark()
    assert alarmed != before
    tell(said(a_device(cast, movement=movement, moved_at=clock.now() - timedelta(hours=2))))
    with cast.acting("system"):
        assert watching.mark() != alarmed


@pytest.mark.parametrize(
    "given", [{"page": "-1"}, {"page": "x"}, {"lane": "sea.A.B"}, {"mode": "air"}, {"alarm": "yes"}]
)
def test_an_address_that_says_nonsense_asks_for_everything(given: dict[str, str]) -> None:
    assert asked_of(given) == Asked()


def test_an_address_says_what_was_asked(cast: Cast) -> None:
    asked = Asked(mode="rail", alarm=True, words="KZ 1", page=3, wall=True)
    assert asked_of(dict(pair.split("=") for pair in asked.address()[1:].replace("+", " ").split("&"))) == Asked(
        mode="rail", alarm=True, words="KZ 1", wall=True
    )


# ---- The pages --------------------------------------------------------------------------------------------------------


def page(client: Client, name: str = "control", *args: Any, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_wall_shows_alarms_movements_and_corridors(cast: Cast) -> None:
    movement = under_way(cast)
    an_alarm(cast, movement)
    tell(
        said(
            a_device(cast, movement=movement, moved_at=clock.now() - timedelta(hours=2), name="Tracker"),
            place="Zharkent",
        )
    )
    text = page(cast.browser("dispatcher"))
    for expected in ("Stands too long", movement.vehicles[0], "Zharkent", "Acknowledge", "Send a patrol", "Corridors"):
        assert expected in text
    assert "<html" not in page(cast.browser("dispatcher"), fragment="control")
    assert "Acknowledge" not in page(cast.browser("dispatcher"), wall="1")


def test_risk_is_shown_to_those_only_for_whom_it_is_meant(cast: Cast) -> None:
    movement = under_way(cast)
    tell(said(a_device(cast, movement=movement, moved_at=clock.now() - timedelta(hours=2))))
    for who, sees in (("shift_head", True), ("risk_officer", True), ("dispatcher", False), ("image_reader", False)):
        client = cast.browser(who)
        drawn = client.get(reverse("control_positions")).json()["movements"]
        pages = (page(client), page(client, "control_movement", movement.uuid))
        assert all(
            ("sw-lane-green" in text or "sw-lane-yellow" in text or "sw-lane-red" in text) is sees for text in pages
        )
        assert [bool(one["risk"]) for one in drawn] == [sees]
        assert ("sw-lane-" in page(client, "desk_declaration", movement.declaration.reference)) is sees
    for who in ("trader", "postman", "cashier", "plant_health_officer"):
        assert cast.browser(who).get(reverse("control")).status_code == 403
        assert cast.browser(who).get(reverse("control_positions")).status_code == 403


def test_the_page_costs_the_same_whatever_is_on_the_way(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client = cast.browser("shift_head")
    for number in range(3):
        movement = under_way(cast)
        tell(
            said(
                a_device(
                    cast,
                    movement=movement,
                    moved_at=clock.now() - timedelta(hours=2),
                    name=f"Tracker {number}",
                    token=str(number),
                )
            )
        )
        an_alarm(cast, movement)
    with django_assert_max_num_queries(50) as asked:
        page(client)
        client.get(reverse("control_positions"))
    before = len(asked.captured_queries)
    for _number in range(2):
        an_alarm(cast, under_way(cast))
    with django_assert_max_num_queries(before):
        page(client)
        client.get(reverse("control_positions"))


def test_a_movement_is_told_whole_and_an_hour_is_played_back(cast: Cast) -> None:
    movement = under_way(cast)
    device = a_device(cast, movement=movement, moved_at=clock.now() - timedelta(hours=2))
    now = clock.now()
    tell(*(said(device, now - timedelta(minutes=10 * step), latitude=44.0 - step / 10) for step in range(3)))
    an_alarm(cast, movement)
    intervenes(cast, "shift_head", movement, kind="call")
    text = page(cast.browser("shift_head"), "control_movement", movement.uuid)
    for expected in (
        'data-point="44.0000,80.4000"',
        SEAL,
        "Stands too long",
        "Call to the carrier",
        "The seal is open",
    ):
        assert expected in text
    ago = page(cast.browser("shift_head"), "control_movement", movement.uuid, until="2026-01-01T00:00:00+05:00")
    assert "No position in this hour" in ago
    assert cast.browser("shift_head").get(
        reverse("control_movement", args=[movement.uuid]), {"until": "31.02."}
    ).status_code == 200  # fmt: skip


@pytest.mark.parametrize("kind", ["note", "call", "patrol", "inspection", "hold"])
def test_the_form_of_each_intervention_asks_why(cast: Cast, kind: str) -> None:
    movement = under_way(cast)
    client = cast.browser("shift_head")
    address = reverse("control_intervene", args=[movement.uuid, kind])
    answer = client.post(address, {"reason": "", "legal_basis": "Art. 150"})
    assert answer.status_code == 422
    assert "Enter the reason" in answer.content.decode()
    answer = client.post(address, {"reason": "Seen standing with open doors", "legal_basis": "Art. 150"})
    assert answer.status_code == 302
    with cast.acting("system"):
        assert Intervention.objects.get().kind == kind


def test_an_alarm_is_acknowledged_and_closed_with_a_reason_and_a_critical_one_by_two(cast: Cast) -> None:
    movement = under_way(cast)
    usual, critical = an_alarm(cast, movement), an_alarm(cast, movement, "SEAL_BROKEN", "critical")
    first, second = cast.browser("shift_head"), cast.browser("second_shift_head")
    assert first.post(reverse("acknowledge_alarm", args=[usual.uuid])).status_code == 302
    assert second.post(reverse("acknowledge_alarm", args=[usual.uuid])).status_code == 409
    close = reverse("close_alarm", args=[usual.uuid])
    assert first.post(close, {"reason": " "}).status_code == 422
    assert first.post(close, {"reason": "The driver rested"}).status_code == 302
    lift = reverse("close_alarm", args=[critical.uuid])
    assert first.post(lift, {"reason": "The seal is whole"}).status_code == 302
    assert first.post(lift, {"reason": "The seal is whole"}).status_code == 409
    assert "asks to lift it" in page(second, "close_alarm", critical.uuid)
    assert second.post(lift, {"reason": "Seen by me too"}).status_code == 302
    with cast.acting("system"):
        assert not Alarm.objects.exclude(state="closed").exists()


def test_a_shift_changes_on_its_page(cast: Cast) -> None:
    first, second = cast.browser("shift_head"), cast.browser("second_shift_head")
    assert first.post(reverse("control_handover"), {"note": ""}).status_code == 422
    assert first.post(reverse("control_handover"), {"note": "Watch Aktogay"}).status_code == 302
    assert "Watch Aktogay" in page(second, "control_handover")
    assert "has handed the shift over" in page(second)
    assert second.post(reverse("take_handover")).status_code == 302
    with cast.acting("system"):
        assert Handover.objects.get().taken_by_id == cast.ids()["second_shift_head"]
