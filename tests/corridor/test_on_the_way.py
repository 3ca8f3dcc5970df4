"""On the way: incidents, seals, other vehicles, escorts; who may do what, and what customs must do in time."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from agencies.customs.models import Device, Enquiry, Escort, Incident, Leave, Movement, Seal
from agencies.customs.transit import (
    acts,
    enquiries,
    escorts,
    incidents,
    ladder,
    late,
    leaves,
    life,
    limits,
    seals,
    stages,
)
from clearance import clock
from clearance.acting import SYSTEM, acting_as
from clearance.content import Problems
from clearance.models import Declaration, Document
from clearance.moves import locked
from clearance.permissions import NotAllowed
from clearance.services.found import NotFound
from clearance.settling import SYSTEM as SYSTEM_ACTOR
from clearance.workflow import Refused
from portal.notices import reading
from portal.notices.models import Notice
from tests import pictures
from tests.acting import present
from tests.cast import Cast
from tests.corridor.helping import ASTANA, delivered, kinds, may_set_off, movement_of, released, transit_of_phones
from tests.corridor.tracked import SEAL, a_device, said, tell

pytestmark = pytest.mark.django_db
PICTURE = pictures.png()


def on_the_way(cast: Cast, **more: Any) -> Declaration:
    """Sealed and set off."""
    declaration = may_set_off(cast, transit_of_phones(cast, **more))
    with cast.acting("nurjoly_officer") as officer:
        acts.act(officer, reference=declaration.reference, name="depart")
    return declaration


def told_by_the_driver(cast: Cast, declaration: Declaration, kind: str = "breakdown", **more: Any) -> Incident:
    """As the page behind the driver's link does it: nobody is signed in."""
    with acting_as(SYSTEM):
        movement = Movement.objects.get(declaration=declaration)
        movement.declaration = locked(pk=declaration.pk)
        return incidents.report(movement, kind=kind, text="Gearbox is gone", reported_as="driver", **more)


def test_a_driver_reports_with_a_picture_and_an_officer_says_how_it_ended(cast: Cast) -> None:
    declaration = on_the_way(cast)
    incident = told_by_the_driver(cast, declaration, photographs=[("cab.png", PICTURE)])
    assert movement_of(cast, declaration).state == "incident"
    with cast.acting("system"):
        kept = Document.objects.get(declaration=declaration, type="INCIDENT_PHOTO")
        assert (kept.number, kept.added_by_id) == (str(incident.uuid), None)
    with pytest.raises(Refused, match="incident"):
        present(cast, declaration)
    given = {"reference": declaration.reference, "incident": incident.uuid}
    for who, refusal in (("trader", NotAllowed), ("plant_health_head", NotFound), ("stranger", NotFound)):
        with cast.acting(who) as actor, pytest.raises(refusal):
            incidents.resolve(actor, **given, reason="Mended")
    with cast.acting("nurjoly_officer") as officer:
        with pytest.raises(Problems, match="reason_missing"):
            incidents.resolve(officer, **given, reason=" ")
        incidents.resolve(officer, **given, reason="Mended at the roadside, seals whole")
        with pytest.raises(NotFound):
            incidents.resolve(officer, **given, reason="Again")
    assert movement_of(cast, declaration).state == "en_route"
    delivered(cast, declaration)
    assert movement_of(cast, declaration).state == "completed"


def test_the_goods_go_on_after_the_last_of_several_incidents(cast: Cast) -> None:
    declaration = on_the_way(cast)
    both = [told_by_the_driver(cast, declaration, kind) for kind in ("accident", "seal_damaged")]
    for one, state in zip(both, ("incident", "en_route"), strict=True):
        with cast.acting("customs_officer") as officer:
            incidents.resolve(officer, reference=declaration.reference, incident=one.uuid, reason="Seen by the patrol")
        assert movement_of(cast, declaration).state == state


@pytest.mark.parametrize(
    "wrong", [{"kind": "ufo"}, {"photographs": [("a.pdf", b"%PDF-1.7")]}, {"photographs": [("a.png", PICTURE)] * 7}]
)
def test_what_cannot_be_recorded_is_said(cast: Cast, wrong: dict[str, Any]) -> None:
    declaration = on_the_way(cast)
    with pytest.raises(Problems):
        told_by_the_driver(cast, declaration, **{"kind": "accident", **wrong})
    assert movement_of(cast, declaration).state == "en_route"


def test_a_broken_seal_is_replaced_by_one_that_names_it(cast: Cast) -> None:
    declaration = on_the_way(cast)
    old = movement_of(cast, declaration).seals[0]
    with cast.acting("nurjoly_officer") as officer:
        movement = Movement.objects.select_related("declaration").get(declaration=declaration)
        seal = Seal.objects.get(movement=movement, number=old)
        with pytest.raises(Problems, match="reason_missing"):
            seals.end(officer, movement, seal, "break")
        seals.end(officer, movement, seal, "break", reason="Cut by thieves")
        new = seals.affix(officer, movement, number="kz-900", replaces=old)
        with pytest.raises(Problems, match="replaces"):
            seals.affix(officer, movement, number="KZ-901", replaces=old)
    assert (new.replaces_id, movement_of(cast, declaration).seals) == (seal.pk, ["KZ-900"])
    assert "movement.seal_broken" in kinds(cast, declaration)
    delivered(cast, declaration)
    with cast.acting("system"):
        assert list(Seal.objects.filter(movement=movement).values_list("state", flat=True)) == ["broken", "removed"]


def test_a_live_seal_is_on_one_movement(cast: Cast) -> None:
    first, second = on_the_way(cast), on_the_way(cast)
    assert movement_of(cast, second).seals == [], "its number hangs on other goods"
    assert "movement.seal_doubled" in kinds(cast, second)
    taken = movement_of(cast, first).seals[0]
    with cast.acting("customs_officer") as officer:
        movement = Movement.objects.select_related("declaration").get(declaration=second)
        with pytest.raises(Problems, match="number"):
            seals.affix(officer, movement, number=taken)
    with cast.acting("system"), pytest.raises(DatabaseError, match="a_live_seal"), transaction.atomic():
        Seal.objects.create(
            number=taken, kind="mechanical", state="affixed", movement=movement, declaration=second,
            company_id=second.company_id, affixed_at=clock.now(),
        )  # fmt: skip


def test_a_seal_comes_from_stock_and_reports(cast: Cast) -> None:
    declaration = on_the_way(cast)
    with cast.acting("customs_officer") as officer:
        seals.take_in(officer, office="KZ-NURJOLY", numbers=["NAV-1", "NAV-2"], kind="navigation")
        with pytest.raises(Problems, match="numbers"):
            seals.take_in(officer, office="KZ-NURJOLY", numbers=["NAV-1"], kind="navigation")
        movement = Movement.objects.select_related("declaration").get(declaration=declaration)
        seals.affix(officer, movement, number="NAV-1", kind="navigation")
    speaking, other = (a_device(cast, seal_number=number, token=number) for number in ("NAV1", "NAV3"))
    with cast.acting("system"):
        Device.objects.filter(pk__in=[speaking.pk, other.pk]).update(movement=movement, moved_at=movement.released_at)
    for device in (other, speaking, speaking):
        tell(said(device, clock.now()))
        with cast.acting("system"):
            stands = dict(Seal.objects.exclude(movement=None).values_list("number", "state"))
        assert stands["NAV-1"] == ("affixed" if device is other else "reporting")
    assert stands[SEAL] == "affixed", "it is on the goods, and has said nothing"
    assert kinds(cast, declaration).count("movement.seal_reporting") == 1


@pytest.mark.parametrize("source", [str(state) for state in life.SealState])
def test_the_database_knows_the_same_moves_of_seals(cast: Cast, source: str) -> None:
    declaration = on_the_way(cast)
    way = {"stock": (), "reporting": ("affixed", "reporting")}.get(
        source, ("affixed", source) if source != "affixed" else (source,)
    )
    with cast.acting("system"):
        movement = Movement.objects.get(declaration=declaration)
        seal = Seal.objects.create(number="S-1", kind="mechanical", office_id="KZ-NURJOLY")
        of = {"movement": movement, "declaration": declaration, "company_id": declaration.company_id}

        def go(state: str) -> None:
            live = state in map(str, life.LIVE)
            moved = {**of, "affixed_at": clock.now()} if state != "stock" else {}
            Seal.objects.filter(pk=seal.pk).update(
                state=state, reason="x", ended_at=None if live else clock.now(), **moved
            )

        for state in way:
            go(state)
        for target in map(str, life.SealState):
            if target == source:
                continue
            with transaction.atomic():
                try:
                    with transaction.atomic():
                        go(target)
                    allowed = True
                except DatabaseError:
                    allowed = False
                transaction.set_rollback(True)
            assert allowed == ((source, target) in life.pairs(life.SEAL_MOVES)), (source, target)


def test_another_vehicle_is_told_where_seals_are_whole_and_asked_where_they_are_not(cast: Cast) -> None:
    declaration = on_the_way(cast)
    given = {"reference": declaration.reference, "reason": "Gearbox"}
    with cast.acting("trader") as trader:
        told = leaves.tranship_as(trader, **given, vehicle="02 abc 02 / 77xyz02", seals_whole=True)
    assert (told.state, movement_of(cast, declaration).vehicles) == ("noticed", ["02ABC02", "77XYZ02"])
    told_by_the_driver(cast, declaration, "seal_damaged")
    with cast.acting("trader") as trader:
        asked = leaves.tranship_as(trader, **given, vehicle="03DEF03", seals_whole=True)
        with pytest.raises(Refused, match="asked already"):
            leaves.tranship_as(trader, **given, vehicle="03DEF03", seals_whole=False)
    assert (asked.state, movement_of(cast, declaration).vehicles) == ("asked", ["02ABC02", "77XYZ02"])
    decision = {"reference": declaration.reference, "leave": asked.uuid, "is_granted": True}
    with cast.acting("trader") as trader, pytest.raises(NotAllowed):
        leaves.decide(trader, **decision, reason="Mine")
    with cast.acting("customs_officer") as officer:
        with pytest.raises(Problems):
            leaves.decide(officer, **decision, reason="")
        leaves.decide(officer, **decision, reason="Patrol is there")
    assert movement_of(cast, declaration).vehicles == ["03DEF03"]


def test_leave_is_decided_by_the_end_of_the_next_day_of_the_office(cast: Cast) -> None:
    declaration = on_the_way(cast)
    with cast.acting("trader") as trader:
        asked = leaves.ask_destination(
            trader, reference=declaration.reference, office=ASTANA, place="Warehouse 4", reason="Full"
        )
    left = asked.due_at - asked.asked_at
    assert timedelta(days=1) <= left <= timedelta(days=2)
    with clock.at(asked.due_at + timedelta(seconds=1)):
        assert [late.tell_of_late(inline=True) for _ in range(2)] == [1, 0]
    assert kinds(cast, declaration)[-1] == "movement.leave_late"


def test_in_the_same_region_only_the_place_changes(cast: Cast) -> None:
    declaration = on_the_way(cast)
    with cast.acting("trader") as trader:
        asked = leaves.ask_destination(
            trader, reference=declaration.reference, office=ASTANA, place="Warehouse 4", reason="Full"
        )
    with cast.acting("customs_officer") as officer:
        leaves.decide(officer, reference=declaration.reference, leave=asked.uuid, is_granted=True, reason="Free there")
    movement = movement_of(cast, declaration)
    assert (movement.state, movement.destination_id) == ("en_route", ASTANA)
    assert movement.place.endswith("Warehouse 4")


def test_an_escort_is_arranged_within_its_hours(cast: Cast) -> None:
    declaration = on_the_way(cast)
    given = {"reference": declaration.reference}
    with cast.acting("trader") as trader, pytest.raises(NotAllowed):
        escorts.order(trader, **given, ground="signs", reason="x")
    with cast.acting("customs_officer") as officer:
        escort = escorts.order(officer, **given, ground="unpaid_fines", reason="Three fines since May")
        assert escort.arrange_by - escort.ordered_at == timedelta(hours=24)
        with pytest.raises(Refused, match="ordered already"):
            escorts.order(officer, **given, ground="signs", reason="x")
    with clock.at(escort.arrange_by + timedelta(seconds=1)):
        assert [late.tell_of_late(inline=True) for _ in range(2)] == [1, 0]
    with cast.acting("customs_officer") as officer:
        escorts.arrange(officer, **given, escorted_by="Patrol 7")
        with pytest.raises(Refused, match="arranged already"):
            escorts.arrange(officer, **given, escorted_by="Patrol 8")
        escorts.end(officer, **given, reason="Handed over at the gate")
        assert escorts.of(movement_of(cast, declaration)) is None
    with cast.acting("trader"):
        assert not Escort.objects.exists(), "its ground is nothing for the trader"


def test_a_trusted_operator_is_not_escorted_for_other_signs(cast: Cast) -> None:
    declaration = on_the_way(cast)
    with cast.acting("system"):
        company = cast.user("trader").memberships.get().company
        company.aeo_type = "3"
        company.save()
    with cast.acting("customs_officer") as officer, pytest.raises(Problems, match="ground"):
        escorts.order(officer, reference=declaration.reference, ground="signs", reason="A call")


def test_late_goods_are_asked_for_at_the_destination_and_offices_answer(cast: Cast) -> None:
    declaration = on_the_way(cast)
    with clock.at(movement_of(cast, declaration).limit_at + timedelta(days=10, minutes=1)):
        while ladder.climb(inline=True):
            pass
    with cast.acting("system"):
        assert list(Enquiry.objects.values_list("office", flat=True)) == [ASTANA]
        demand = declaration.events.get(kind="movement.demanded").payload
        assert (demand["guarantor"], demand["amount"]) == ("Halyk Bank", str(declaration.money_amount))
        reminded = declaration.events.get(kind="movement.reminded").payload
        assert reminded["offices"] == ["KZ-NURJOLY", ASTANA]
    given = {"reference": declaration.reference, "office": ASTANA, "was_seen": False, "answer": "No record"}
    with cast.acting("nurjoly_officer") as officer, pytest.raises(NotAllowed):
        enquiries.answer(officer, **given)
    with cast.acting("customs_officer") as officer:
        enquiries.answer(officer, **given)
        with pytest.raises(NotFound):
            enquiries.answer(officer, **given)


def test_what_stands_by_an_incident_is_not_looked_for(cast: Cast) -> None:
    declaration = on_the_way(cast)
    incident = told_by_the_driver(cast, declaration)
    with clock.at(movement_of(cast, declaration).limit_at + timedelta(days=4)):
        while ladder.climb(inline=True):
            pass
    assert movement_of(cast, declaration).state == "incident"
    assert "movement.enquire" in kinds(cast, declaration)
    with cast.acting("customs_officer") as officer:
        incidents.resolve(officer, reference=declaration.reference, incident=incident.uuid, reason="Towed")
    with clock.at(movement_of(cast, declaration).limit_at + timedelta(days=11)):
        ladder.climb(inline=True)
    assert movement_of(cast, declaration).state == "enquiry", "the next rung looks for it"


def test_the_company_and_both_offices_are_told_that_goods_are_late(cast: Cast) -> None:
    declaration = on_the_way(cast)
    reading.read_all()
    with clock.at(movement_of(cast, declaration).limit_at + timedelta(days=1, minutes=1)):
        while ladder.climb(inline=True):
            pass
        reading.read_all()
    told = Notice._base_manager.filter(kind="movement.reminded", recipient__username__in=["trader", "nurjoly_officer"])
    with cast.acting("system"):
        assert set(told.values_list("recipient__username", "topic")) == {
            ("trader", "transit"), ("nurjoly_officer", "movement"),
        }  # fmt: skip


def test_rungs_are_dated() -> None:
    names = [row["event"] for row in limits.rows("ladder")]
    assert len(ladder.rungs_on(clock.today())) == len(names) == 5


def test_straight_sql_cannot_change_what_was_told(cast: Cast) -> None:
    declaration = on_the_way(cast)
    incident = told_by_the_driver(cast, declaration)
    for act in (
        lambda: Incident.objects.filter(pk=incident.pk).update(text="Nothing"),
        lambda: Incident.objects.filter(pk=incident.pk).update(resolved_at=clock.now()),
        lambda: Movement.objects.filter(declaration=declaration).update(state="en_route"),
        lambda: Movement.objects.filter(declaration=declaration).update(state="completed", ended_at=clock.now()),
        lambda: Leave.objects.create(
            movement=incident.movement, declaration=declaration, company_id=declaration.company_id, kind="transhipment",
            state="granted", vehicle="X", reason="x", asked_at=clock.now(),
        ),
    ):  # fmt: skip
        with cast.acting("system"), pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_stages_are_worked_out_from_registration_on(cast: Cast) -> None:
    declaration = transit_of_phones(cast)
    assert stages.stage_of(declaration, None) == "registered"
    declaration = released(cast, declaration)
    assert stages.stage_of(declaration, None) == "guaranteed"
    movement = movement_of(cast, may_set_off(cast, declaration))
    steps = stages.steps_of(declaration, movement)
    assert [step["state"] for step in steps] == ["done", "done", "done", "now", "", "", "", ""]


def test_the_page_offers_each_what_is_theirs(cast: Cast, client: Any) -> None:
    declaration = on_the_way(cast)
    address = reverse("movement", args=[declaration.reference])
    client.force_login(cast.user("trader"))
    page = client.get(address).content.decode()
    assert "Ask for another destination" in page
    assert "Order an escort" not in page
    sent = client.post(
        reverse("movement_affair", args=[declaration.reference, "report"]),
        {"report-kind": "breakdown", "report-text": ""},
    )
    assert sent.status_code == 422
    assert "Say in a few words what happened" in sent.content.decode()
    client.post(
        reverse("movement_affair", args=[declaration.reference, "report"]),
        {"report-kind": "breakdown", "report-text": "Gearbox", "report-place": "km 412"},
    )
    client.force_login(cast.user("customs_officer"))
    page = client.get(address).content.decode()
    assert "Gearbox" in page
    assert "Order an escort" in page
    assert "Ask for another destination" not in page
    incident = Incident._base_manager
    with cast.acting("system"):
        uuid = incident.get(declaration=declaration).uuid
    done = client.post(
        reverse("movement_affair", args=[declaration.reference, "resolve"]),
        {"resolve-incident": uuid, "resolve-reason": "Towed and mended"},
        follow=True,
    )
    assert "Towed and mended" in done.content.decode()
    assert movement_of(cast, declaration).state == "en_route"


def test_nobody_but_the_system_reports_without_an_account(cast: Cast) -> None:
    declaration = on_the_way(cast)
    with cast.acting("system"), pytest.raises(DatabaseError, match="who_has_an_account"), transaction.atomic():
        incidents.report(movement_of(cast, declaration), kind="other", text="x", reported_as="officer", by=SYSTEM_ACTOR)
