"""The electronic queue: an hour for a vehicle, a driver and goods; shares, no-shows, and hours that follow the goods."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from agencies.customs.gate import acts, booking, queueing
from agencies.customs.gate.places import Capacity
from agencies.customs.models import Slot, Visit
from clearance import clock, figures
from clearance.content import Problems
from clearance.models import Declaration, Hold
from clearance.permissions import NotAllowed
from clearance.services import stopping
from clearance.services.found import NotFound
from clearance.workflow import Refused
from portal.notices import lines, reading
from portal.notices.models import Notice
from tests.acting import FILING, decide, file, pay, present, row
from tests.cast import Cast
from tests.corridor.visiting import NURJOLY, an_import, do, told
from tests.goods import APPLES, imports

pytestmark = pytest.mark.django_db


def hour(ahead: int) -> datetime:
    """A full hour so many hours from now."""
    return clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=ahead + 1)


def booked(cast: Cast, *declarations: Declaration, ahead: int = 5, by: str = "trader", **more: Any) -> Slot:
    """An hour for a truck with these goods."""
    asked = {"office": NURJOLY, "plate": "584 AEK 19", "driver": "Serik Omarov", "starts_at": hour(ahead), **more}
    with cast.acting(by, scopes=FILING) as trader:
        return booking.book(trader, references=[one.reference for one in declarations], **asked)


def fresh(cast: Cast, slot: Slot) -> Slot:
    with cast.acting("system"):
        return Slot.objects.select_related("visit").get(pk=slot.pk)


def held(cast: Cast, declaration: Declaration, **more: Any) -> Hold:
    one = row(cast, present(cast, declaration), "plant_health")
    with cast.acting("plant_health_officer") as officer:
        return stopping.place_hold(
            officer, sign_off=str(one.uuid), public_reason="Beetles", legal_basis="Order 15", **more
        )


def test_a_trader_books_moves_and_cancels_an_hour(cast: Cast) -> None:
    declaration = an_import(cast)
    slot = booked(cast, declaration)
    assert (slot.place, slot.deposit, slot.deposit_state, slot.visit.plate) == (0, 20 * 4325, "held", "584AEK19")
    with cast.acting("trader", scopes=FILING) as trader:
        booking.move(trader, uuid=slot.visit.uuid, starts_at=hour(8))
    assert (fresh(cast, slot).starts_at, fresh(cast, slot).moves) == (hour(8), 1)
    with cast.acting("trader", scopes=FILING) as trader:
        booking.cancel(trader, uuid=slot.visit.uuid)
        with pytest.raises(Refused):
            booking.cancel(trader, uuid=slot.visit.uuid)
    slot = fresh(cast, slot)
    assert (slot.visit.state, slot.takes_place, slot.deposit_state) == ("cancelled", False, "returned")
    assert told(cast, declaration) == ["queue.booked", "queue.moved", "queue.cancelled"]
    booked(cast, declaration, ahead=8)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"plate": " - "}, "plate_missing"),
        ({"driver": ""}, "driver_missing"),
        ({"ahead": -3}, "hour"),
        ({"ahead": 24 * 31}, "hour"),
        ({"office": "KZ-ALMATY-CENTRE"}, "no_gate"),
        ({"kind": "priority"}, "ground"),
        ({"kind": "ordinary", "ground": "export"}, "ground"),
        ({"kind": "priority", "ground": "export"}, "ground"),
        ({"kind": "post"}, "post_early"),
        ({"kind": "soon"}, "kind"),
    ],
)
def test_what_cannot_be_booked_says_why(cast: Cast, wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(Problems) as told_wrong:
        booked(cast, an_import(cast), **wrong)
    assert code in {problem.code for problem in told_wrong.value.problems}


def test_an_hour_is_booked_for_own_goods_by_who_may(cast: Cast) -> None:
    declaration = an_import(cast)
    for who, refusal in (("stranger", NotFound), ("viewer", NotAllowed), ("customs_officer", NotAllowed)):
        with pytest.raises(refusal):
            booked(cast, declaration, by=who)
    slot = booked(cast, declaration, by="broker")
    with cast.acting("stranger", scopes=FILING) as stranger:
        assert not Slot.objects.exists()
        with pytest.raises(NotFound):
            booking.cancel(stranger, uuid=slot.visit.uuid)


def test_one_vehicle_has_one_hour_by_plate_and_by_vin(cast: Cast) -> None:
    booked(cast, an_import(cast), vin="WDB9634031L123456")
    with pytest.raises(Problems, match="plate_taken"):
        booked(cast, an_import(cast), plate="584-АЕК-19")
    with pytest.raises(Problems, match="vin_taken"):
        booked(cast, an_import(cast), plate="1", vin="wdb9634031l123456")


def test_a_full_hour_is_full_and_its_last_places_are_for_who_is_preferred(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    shares = {"priority": Decimal("0.05"), "post": Decimal("0.01"), "fast": Decimal("0.01")}
    monkeypatch.setattr(Capacity, "of", classmethod(lambda cls, row: cls(2, shares)))
    # In the morning, so that all of it is of one day.
    with clock.at((clock.now() + timedelta(days=1)).replace(hour=3, minute=10)):
        booked(cast, an_import(cast))
        with pytest.raises(Problems, match="full"):
            booked(cast, an_import(cast), plate="2")
        booked(cast, an_import(cast, APPLES), plate="3", kind="priority", ground="perishables")
        booked(cast, an_import(cast, APPLES), plate="4", kind="priority", ground="perishables", ahead=6)
        third = {"plate": "5", "kind": "priority", "ground": "perishables", "ahead": 7}
        with pytest.raises(Problems, match="full"):
            booked(cast, an_import(cast, APPLES), **third)


def test_the_database_gives_a_place_once(cast: Cast) -> None:
    first, second = booked(cast, an_import(cast)), booked(cast, an_import(cast), plate="2")
    with (
        cast.acting("system"),
        pytest.raises(DatabaseError, match="a_place_of_an_hour_is_given_once"),
        transaction.atomic(),
    ):
        Slot.objects.filter(pk=second.pk).update(place=first.place)
    with cast.acting("system"), pytest.raises(DatabaseError, match="a_plate_is_on_one_visit"), transaction.atomic():
        Visit.objects.create(office_id=NURJOLY, plate="584AEK19", written="584 AEK 19", since=clock.now())
    with cast.acting("system"), pytest.raises(DatabaseError, match="on the hour"), transaction.atomic():
        Slot.objects.filter(pk=second.pk).update(starts_at=hour(6) + timedelta(minutes=1))


def test_held_goods_move_the_hour_back_and_ready_ones_forward_again(cast: Cast) -> None:
    declaration = pay(cast, an_import(cast, APPLES))
    slot = booked(cast, declaration, ahead=6)
    hold = held(cast, declaration)
    assert queueing.look_after(inline=True) == 1
    slot = fresh(cast, slot)
    assert (slot.held, slot.starts_at) == (True, hour(6) + timedelta(hours=24))
    assert queueing.look_after(inline=True) == 0, "moved once, not at every sweep"
    reading.read_all()
    with cast.acting("system"):
        line = lines.line_of(Notice._base_manager.get(kind="queue.moved", recipient__username="trader"))
    assert (line.title, line.text) == ("The booked hour was moved", figures.moment(slot.starts_at)), (
        "the holder is told"
    )
    page = cast.browser("trader").get(reverse("slot", args=[slot.visit.uuid])).content.decode()
    assert "comes forward by itself" in page
    with cast.acting("plant_health_officer") as officer:
        stopping.lift_hold(officer, hold=str(hold.uuid), reason="None found")
    assert queueing.look_after(inline=True) == 0, "not held any more, but not ready yet"
    decide(cast, row(cast, declaration, "plant_health"))
    slot = fresh(cast, slot)
    assert (slot.held, slot.starts_at) == (False, hour(6)), "the release itself brings it forward"
    assert told(cast, declaration) == ["queue.booked", "queue.moved", "queue.moved"]


def test_a_hidden_hold_moves_no_hour(cast: Cast) -> None:
    declaration = pay(cast, an_import(cast, APPLES))
    slot = booked(cast, declaration, ahead=6)
    hold = held(cast, declaration)
    with cast.acting("system"):
        Hold.objects.filter(pk=hold.pk).update(visibility="restricted")
    queueing.look_after(inline=True)
    assert not fresh(cast, slot).held


def test_who_stays_away_twice_within_ninety_days_loses_the_deposit(cast: Cast) -> None:
    states = []
    for days in (0, 5, 200):
        with clock.at(clock.now() + timedelta(days=days)):
            slot = booked(cast, an_import(cast))
            with clock.at(slot.starts_at + timedelta(hours=1, minutes=59)):
                assert queueing.look_after(inline=True) == 0
            with clock.at(slot.starts_at + timedelta(hours=2, minutes=1)):
                assert queueing.look_after(inline=True) == 1
        states.append(fresh(cast, slot).deposit_state)
        assert fresh(cast, slot).visit.state == "no_show"
    assert states == ["returned", "lost", "returned"]


def test_who_was_called_and_does_not_come_has_missed_it(cast: Cast) -> None:
    slot = booked(cast, an_import(cast))
    do(cast, slot.visit, "arrive", "call")
    with clock.at(clock.now() + timedelta(minutes=31)):
        assert queueing.look_after(inline=True) == 1
    assert fresh(cast, slot).visit.state == "no_show"


def test_who_comes_has_the_deposit_back(cast: Cast) -> None:
    slot = booked(cast, an_import(cast))
    do(cast, slot.visit, "arrive", "call", "enter")
    assert fresh(cast, slot).deposit_state == "returned"
    with cast.acting("trader", scopes=FILING) as trader, pytest.raises(Refused, match="there already"):
        booking.move(trader, uuid=slot.visit.uuid, starts_at=hour(9))


def test_a_trader_books_on_a_page_and_sees_it_on_the_case(cast: Cast) -> None:
    declaration = an_import(cast)
    browser = cast.browser("trader")
    case = reverse("declaration", args=[declaration.reference])
    assert "No vehicle is booked" in browser.get(case).content.decode()
    form = {"references": declaration.reference.lower(), "plate": "584 AEK 19", "driver": "", "kind": "ordinary",
            "office": NURJOLY, "starts_at": hour(3).isoformat()}  # fmt: skip
    answer = browser.post(reverse("new_slot"), form)
    assert (answer.status_code, "Enter the name of the driver" in answer.content.decode()) == (422, True)
    answer = browser.post(reverse("new_slot"), {**form, "driver": "Serik", "references": "KZ26-0000000-0"})
    assert "You have no declaration" in answer.content.decode()
    page = browser.post(reverse("new_slot"), {**form, "driver": "Serik"}, follow=True).content.decode()
    assert "The hour is booked." in page
    assert "584 AEK 19" in browser.get(case).content.decode()
    with cast.acting("trader"):
        slot = Slot.objects.select_related("visit").get()
    browser.post(reverse("slot", args=[slot.visit.uuid]), {"starts_at": hour(4).isoformat()})
    assert fresh(cast, slot).starts_at == hour(4)
    browser.post(reverse("cancel_slot", args=[slot.visit.uuid]))
    assert "Cancelled" in browser.get(reverse("slots")).content.decode()
    assert cast.browser("stranger").get(reverse("slot", args=[slot.visit.uuid])).status_code == 404


def test_goods_of_two_companies_do_not_share_a_booking(cast: Cast) -> None:
    theirs = file(cast, imports(declarant={"id": "940140000385", "name": "Altyn Orda", "country": "KZ", "city": "Almaty",
                  "line": "Abay 2"}), by="stranger", company="altyn_orda")  # fmt: skip
    with pytest.raises(Problems, match="companies"):
        booked(cast, an_import(cast), theirs, by="broker")


def test_free_hours_cost_the_same_however_many_are_booked(cast: Cast) -> None:
    booked(cast, an_import(cast))
    with cast.acting("trader"):
        hours = booking.free_hours(NURJOLY, most=3)
        assert hours == [hour(0), hour(1), hour(2)]
        assert booking.free_hours("KZ-ALMATY-CENTRE") == []


def test_a_slot_s_visit_is_not_a_trader_s_to_move(cast: Cast) -> None:
    slot = booked(cast, an_import(cast))
    with cast.acting("trader"), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        connection.cursor().execute("update customs_visit set state = 'waiting_zone' where id = %s", [slot.visit_id])
    with cast.acting("trader", scopes=FILING) as trader, pytest.raises(NotAllowed):
        acts.act(trader, uuid=slot.visit.uuid, name="arrive")
