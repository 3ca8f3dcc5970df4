"""A visit: in through the gate, over the scales, past border guard and transport control, out with what may leave."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.customs.gate import acts, gathering, life, service, weighing
from agencies.customs.models import Alarm, Carried, Visit, VisitCheck, VisitStep
from clearance import clock
from clearance.content import Problems
from clearance.permissions import NotAllowed
from clearance.services import stopping
from clearance.services.found import NotFound
from clearance.workflow import Refused
from tests.acting import decide, fresh, pay, present, row, rows
from tests.cast import Cast
from tests.corridor.helping import ASTANA, may_set_off, movement_of, transit_of_phones
from tests.corridor.visiting import NURJOLY, PLATE, an_import, arrived, ask, checked, do, inside, now, told, whys
from tests.goods import APPLES

pytestmark = pytest.mark.django_db


@contextmanager
def straight() -> Iterator[Any]:
    """A cursor whose refused statement leaves the rest of the transaction whole."""
    with transaction.atomic(), connection.cursor() as cursor:
        yield cursor


def test_a_truck_comes_in_is_weighed_and_checked_and_leaves_when_all_is_released(cast: Cast) -> None:
    declaration = pay(cast, an_import(cast, APPLES))
    visit = arrived(cast)
    assert whys(ask(cast, "584-АЕК-19")) == ["in_zone"], "typed on a Cyrillic keyboard"
    do(cast, visit, "call")
    assert ask(cast, PLATE).word == "go"
    do(cast, visit, "enter")
    assert fresh(cast, declaration).presented_at is not None, "the officer at the gate confirms the arrival"
    assert "scales" in whys(ask(cast, PLATE))
    do(cast, visit, "20000", by="site_operator")
    with cast.acting("site_operator") as operator, pytest.raises(Refused, match="may not leave"):
        acts.act(operator, uuid=visit.uuid, name="leave")
    assert ask(cast, PLATE).word == "bay", "plant health looks at apples"
    decide(cast, row(cast, declaration, "plant_health"))
    for one in rows(cast, declaration, state__in=["open", "claimed"]):
        decide(cast, one)
    assert whys(ask(cast, PLATE)) == ["check"], "border guard is still to look at the crew"
    checked(cast, visit)
    assert ask(cast, PLATE).word == "go"
    visit = do(cast, visit, "leave", by="site_operator")
    assert visit.gate_out_at is not None
    assert told(cast, declaration) == [
        "vehicle.arrived", "queue.called", "vehicle.identified", "vehicle.weighed", "vehicle.checked",
        "vehicle.processed", "vehicle.departed",
    ]  # fmt: skip


def test_several_declarations_are_aboard_and_one_keeps_the_vehicle_until_it_is_unloaded(cast: Cast) -> None:
    first, second = pay(cast, an_import(cast)), an_import(cast)
    visit = inside(cast)
    checked(cast, visit)
    with cast.acting("system"):
        assert set(Carried.objects.values_list("declaration_id", flat=True)) == {first.pk, second.pk}
    found = ask(cast, PLATE)
    assert {one.reference for one in found.reasons} == {second.reference}
    with cast.acting("nurjoly_officer") as officer:
        with pytest.raises(Problems, match="reason"):
            acts.take_off(officer, uuid=visit.uuid, reference=second.reference, reason=" ")
        acts.take_off(officer, uuid=visit.uuid, reference=second.reference, reason="Into the warehouse of the site")
    assert fresh(cast, first).state == "released"
    assert ask(cast, PLATE).word == "go"
    do(cast, visit, "leave")


def test_a_vehicle_is_found_by_container_seal_reference_and_note(cast: Cast) -> None:
    content = {"containers": [{"number": "MSKU1234565", "seals": ["CN7781234"]}]}
    declaration = an_import(cast, **content)
    visit = arrived(cast)
    for sign in ("MSKU 123456-5", "cn7781234", declaration.reference):
        with cast.acting("site_operator"):
            found = gathering.look_up(sign, office=NURJOLY)
        assert found.visit == visit, sign
    assert whys(ask(cast, "nothing known")) == ["unknown"]


def test_a_revoked_note_opens_no_gate(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from clearance import followers

    note = followers.Note(is_genuine=False, standing="revoked")
    monkeypatch.setattr(gathering, "note_of", lambda text: note)
    assert whys(ask(cast, "https://window.example/verify/7KQM2XRD34AB/")) == ["note"]


@pytest.mark.parametrize("aboard", [1, 4])
def test_the_answer_costs_the_same_however_much_is_aboard(cast: Cast, aboard: int) -> None:
    for _each in range(aboard):
        an_import(cast, APPLES)
    inside(cast)
    with cast.acting("site_operator"), CaptureQueriesContext(connection) as made:
        gathering.look_up(PLATE, office=NURJOLY)
    assert len(made) <= 12, [query["sql"][:90] for query in made]


def test_a_hold_keeps_the_vehicle_and_its_words_are_for_officers(cast: Cast) -> None:
    declaration = present(cast, pay(cast, an_import(cast, APPLES)))
    one = row(cast, declaration, "plant_health")
    with cast.acting("plant_health_officer") as officer:
        stopping.place_hold(officer, sign_off=str(one.uuid), public_reason="Beetles", legal_basis="Order")
    visit = inside(cast)
    address = reverse("visit", args=[visit.uuid])
    assert "Beetles" in cast.browser("nurjoly_officer").get(address).content.decode()
    page = cast.browser("site_operator").get(address).content.decode()
    assert "The goods are held" in page
    assert "Beetles" not in page


def test_a_transit_arrives_at_its_destination_by_the_gate(cast: Cast) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    visit = arrived(cast, plate="731 BOL 05", by="customs_officer", office=ASTANA)
    do(cast, visit, "call", "enter", by="customs_officer")
    assert movement_of(cast, declaration).state == "arrived"
    assert "asked" in whys(ask(cast, "731BOL05", office=ASTANA)), "what is asked at the destination keeps it there"


def test_let_in_by_the_operator_the_arrival_waits_for_customs(cast: Cast) -> None:
    declaration = pay(cast, an_import(cast))
    visit = do(cast, arrived(cast), "call", "enter", "20000", by="site_operator")
    checked(cast, visit)
    assert fresh(cast, declaration).presented_at is None
    assert "not_presented" in whys(ask(cast, PLATE))


def test_who_became_lighter_on_the_way_is_kept_told_and_offered(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    offered: list[tuple[str, weighing.Drop]] = []
    monkeypatch.setattr(weighing, "_LISTENERS", [lambda one, drop: offered.append((one.reference, drop))])
    declaration = an_import(cast)
    visit = inside(cast)
    do(cast, visit, "19500", by="site_operator")
    do(cast, visit, "18500", by="site_operator")
    with cast.acting("system"):
        weights = list(VisitStep.objects.filter(visit=visit, facts__has_key="kg").values_list("facts", flat=True))
    assert weights == [{"kg": 20000}, {"kg": 19500}, {"kg": 18500, "before": 19500, "percent": "5.1"}]
    assert offered == [(declaration.reference, weighing.Drop(19500, 18500, Decimal("5.1")))]
    assert told(cast, declaration).count("vehicle.weighed") == 3


def test_the_last_scale_may_stand_at_another_gate(cast: Cast) -> None:
    declaration = transit_of_phones(cast)
    visit = do(cast, arrived(cast, plate="731BOL05"), "call", "enter", "20000")
    may_set_off(cast, fresh(cast, declaration))
    checked(cast, visit)
    assert [(one.why, one.title) for one in ask(cast, "731BOL05").reasons] == []
    do(cast, visit, "leave")
    visit = arrived(cast, plate="731 BOL 05", by="customs_officer", office=ASTANA)
    do(cast, visit, "call", "enter", "18000", by="customs_officer")
    with cast.acting("system"):
        step = VisitStep.objects.get(visit=visit, kind="weigh")
        alarms = list(Alarm.objects.filter(declaration=declaration).values_list("kind", flat=True))
    assert step.facts["percent"] == "10.0"
    assert alarms == ["WEIGHT_DROP"]


def test_checks_of_a_vehicle_are_ticked_by_their_agency_and_failing_says_why(cast: Cast) -> None:
    an_import(cast)
    visit = inside(cast)
    with cast.acting("system"):
        asked = VisitCheck.objects.get(visit=visit)
    assert asked.requirement == "border_guard.crew_and_vehicle"
    for who, refusal in (("nurjoly_officer", NotAllowed), ("transport_officer", NotAllowed), ("site_operator", NotAllowed),
                         ("plant_health_officer", NotFound), ("stranger", NotFound)):  # fmt: skip
        with cast.acting(who) as actor, pytest.raises(refusal):
            acts.check(actor, uuid=visit.uuid, number=asked.pk, passed=True)
    with cast.acting("border_guard_officer") as officer:
        with pytest.raises(Problems, match="note"):
            acts.check(officer, uuid=visit.uuid, number=asked.pk, passed=False)
        acts.check(officer, uuid=visit.uuid, number=asked.pk, passed=False, note="One in the crew has no visa")
    assert "check_failed" in whys(ask(cast, PLATE))
    with cast.acting("border_guard_officer") as officer:
        acts.check(officer, uuid=visit.uuid, number=asked.pk, passed=True)
        with pytest.raises(Refused):
            acts.check(officer, uuid=visit.uuid, number=asked.pk, passed=False, note="No")


def test_scanning_is_customs_and_no_trader_hears_of_it(cast: Cast) -> None:
    declaration = an_import(cast)
    visit = inside(cast)
    with cast.acting("site_operator") as operator, pytest.raises(NotAllowed):
        acts.act(operator, uuid=visit.uuid, name="scan")
    do(cast, visit, "scan")
    page = cast.browser("trader").get(reverse("declaration", args=[declaration.reference])).content.decode()
    assert "At the controls" in page
    assert "scanned" not in page.casefold()
    assert "vehicle.scanned" in told(cast, declaration)


def test_who_works_elsewhere_or_for_others_does_nothing_at_a_gate(cast: Cast) -> None:
    visit = arrived(cast)
    for who, refusal in (("trader", NotFound), ("plant_health_officer", NotFound), ("border_guard_officer", NotAllowed),
                         ("cashier", NotAllowed), ("auditor", NotAllowed)):  # fmt: skip
        with cast.acting(who) as actor, pytest.raises(refusal):
            acts.act(actor, uuid=visit.uuid, name="call")
    for who, office in (("site_operator", ASTANA), ("nurjoly_officer", ASTANA), ("trader", NURJOLY)):
        with cast.acting(who) as actor, pytest.raises(NotAllowed):
            acts.register(actor, office=office, plate="1")


def test_one_vehicle_is_on_one_visit_at_a_time(cast: Cast) -> None:
    visit = arrived(cast)
    with cast.acting("site_operator") as operator, pytest.raises(Problems, match="plate_taken"):
        acts.register(operator, office=NURJOLY, plate="584АЕК19")
    do(cast, visit, "cancel", by="site_operator")
    arrived(cast)


@pytest.mark.parametrize("source", [str(state) for state in life.State])
def test_the_database_knows_the_same_moves_of_a_visit(cast: Cast, source: str) -> None:
    way = {
        "booked": (), "waiting_zone": ("waiting_zone",), "called": ("waiting_zone", "called"), "no_show": ("no_show",),
        "cancelled": ("cancelled",),
    }.get(source) or tuple(map(str, life.CHAIN[1 : life.CHAIN.index(life.State(source)) + 1]))  # fmt: skip
    moment = clock.now()
    with cast.acting("system"):
        visit = Visit.objects.create(office_id=NURJOLY, plate="X1", written="X 1", since=moment)

        def go(state: str) -> None:
            Visit.objects.filter(pk=visit.pk).update(state=state, gate_in_at=moment, gate_out_at=moment)

        for state in way:
            go(state)
        for target in map(str, life.State):
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
            assert allowed == ((source, target) in life.pairs()), (source, target)


@pytest.mark.parametrize("who", ["site_operator", "nurjoly_officer", "system"])
def test_by_straight_sql_too_nobody_leaves_with_what_may_not(cast: Cast, who: str) -> None:
    an_import(cast, APPLES)
    visit = do(cast, inside(cast), "finish")
    checked(cast, visit)
    with cast.acting(who), pytest.raises(DatabaseError, match="what may leave"), straight() as cursor:
        cursor.execute("update customs_visit set state = 'gate_out', gate_out_at = now() where id = %s", [visit.pk])


def test_by_straight_sql_too_nobody_leaves_unchecked(cast: Cast) -> None:
    pay(cast, an_import(cast))
    visit = do(cast, inside(cast), "finish")
    with (
        cast.acting("nurjoly_officer"),
        pytest.raises(DatabaseError, match="what may leave"),
        straight() as cursor,
    ):
        cursor.execute("update customs_visit set state = 'gate_out', gate_out_at = now() where id = %s", [visit.pk])


def test_an_operator_sees_vehicles_of_the_own_site_and_no_goods(cast: Cast) -> None:
    declaration = an_import(cast, APPLES)
    visit = inside(cast)
    other = arrived(cast, plate="1AAA01", by="customs_officer", office=ASTANA)
    with cast.acting("site_operator"):
        assert set(Visit.objects.values_list("pk", flat=True)) == {visit.pk}
        assert not Carried.objects.exists()
    browser = cast.browser("site_operator")
    assert browser.get(reverse("visit", args=[other.uuid])).status_code == 404
    for name in ("gate", "yard", "gate_fees", "gate_service"):
        page = browser.get(reverse(name), {"q": PLATE})
        assert page.status_code == 200, name
        text = page.content.decode()
        assert not any(hidden in text for hidden in ("Silk Road", "pples", "2600000", "2 600 000", "lane"))
    assert browser.get(reverse("desk_declaration", args=[declaration.reference])).status_code == 403
    assert browser.get("/").headers["Location"] == reverse("gate")


def test_the_yard_and_its_levels_are_counted(cast: Cast) -> None:
    moment = clock.now()
    with cast.acting("system"):
        for number, minutes in enumerate((30, 40, 50, 60, 300)):
            visit = Visit.objects.create(office_id=NURJOLY, plate=f"P{number}", written=f"P{number}", since=moment)
            for state in life.CHAIN[1:]:
                Visit.objects.filter(pk=visit.pk).update(
                    state=str(state), gate_in_at=moment - timedelta(minutes=minutes), gate_out_at=moment
                )
    arrived(cast)
    with cast.acting("site_operator"):
        day = service.levels(NURJOLY)[0]
        assert [one.plate for one in service.here(NURJOLY)] == ["584AEK19"]
    assert (day.left, day.median.seconds // 60, day.ninth.seconds // 60) == (5, 50, 204)


def test_steps_are_written_once(cast: Cast) -> None:
    visit = inside(cast)
    with cast.acting("system"), pytest.raises(DatabaseError, match="append-only|permission"), transaction.atomic():
        VisitStep.objects.filter(visit=visit).update(kind="scan")


def page_of(cast: Cast, who: str, visit: Any) -> str:
    return cast.browser(who).get(reverse("visit", args=[visit.uuid])).content.decode()


def test_a_visit_page_offers_an_act_only_to_who_may_do_it(cast: Cast) -> None:
    an_import(cast)
    visit = inside(cast)
    assert "It was scanned" in page_of(cast, "nurjoly_officer", visit)
    assert "It was scanned" not in page_of(cast, "site_operator", visit)
    assert "Keep the weight" in page_of(cast, "site_operator", visit)
    assert "Keep the weight" not in page_of(cast, "border_guard_officer", visit)
    assert 'value="passed"' in page_of(cast, "border_guard_officer", visit)
    assert 'value="passed"' not in page_of(cast, "site_operator", visit)
    assert now(cast, visit).state == "weighed"
