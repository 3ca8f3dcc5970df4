"""The life of a declaration, told by the people in it."""

from datetime import timedelta

import pytest

from clearance import advance, clock
from clearance.models import Event, Question, Version
from clearance.services import arriving, deciding, found, stopping, trading
from clearance.workflow import Refused
from tests import acting
from tests.acting import decide, file, fresh, pay, present, row, rows
from tests.cast import Cast
from tests.goods import APPLES, CERAMICS, LAMB, imports, item

pytestmark = pytest.mark.django_db


def red_apples():
    """Apples priced below anything sold: a profile of customs picks them for inspection."""
    content = imports(APPLES, invoice_total="40.00", customs_value_total="20800.00")
    content["items"] = [item(1, APPLES, price="40.00", customs_value="20800.00")]
    return content


def test_a_complete_ordinary_import_needs_no_hand(cast: Cast):
    declaration = file(cast, imports(CERAMICS))
    assert acting.asked(cast, declaration) == []
    assert declaration.headline["code"] == "waiting_for_arrival"
    pay(cast, declaration)
    declaration = present(cast, declaration)
    assert declaration.state == "released"
    assert declaration.released_version == 1


def test_money_not_settled_keeps_the_goods_until_the_cashier_records_it(cast: Cast):
    declaration = present(cast, file(cast))
    assert (declaration.state, declaration.headline["code"]) == ("accepted", "payment_due")
    assert pay(cast, declaration).state == "released"


def test_green_apples_need_one_agency(cast: Cast):
    declaration = file(cast, imports(APPLES))
    assert acting.asked(cast, declaration) == ["plant_health.phytosanitary"]
    assert row(cast, declaration, "plant_health").state == "waiting"
    pay(cast, declaration)
    declaration = present(cast, declaration)
    assert declaration.headline["holder"] == "plant_health"
    decide(cast, row(cast, declaration, "plant_health"))
    assert fresh(cast, declaration).state == "released"


def test_red_apples_need_two_at_one_opening(cast: Cast):
    declaration = pay(cast, file(cast, red_apples()))
    declaration = present(cast, declaration)
    opened = [one for one in rows(cast, declaration) if one.state == "open"]
    assert sorted(one.agency for one in opened) == ["customs", "plant_health"]
    assert {one.control for one in opened} == {"physical"}
    assert len({one.opened_at for one in opened}) == 1
    for one in opened:
        decide(cast, one)
    assert fresh(cast, declaration).state == "released"


def test_a_release_is_recorded_once_and_everything_verifies(cast: Cast):
    declaration = present(cast, pay(cast, file(cast)))
    advance.advance(declaration.pk)
    with cast.acting("system"):
        assert Event.objects.filter(declaration=declaration, kind="declaration.released").count() == 1
        seqs = list(Event.objects.filter(declaration=declaration).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))


def test_the_last_of_three_agencies_releases(cast: Cast):
    declaration = pay(cast, file(cast, imports(LAMB, APPLES)))
    declaration = present(cast, declaration)
    waiting = [one for one in rows(cast, declaration) if one.is_undecided]
    assert len(waiting) >= 2
    for one in waiting[:-1]:
        decide(cast, one)
        assert fresh(cast, declaration).state == "accepted"
    decide(cast, waiting[-1])
    assert fresh(cast, declaration).state == "released"


def test_every_reason_reaches_the_trader_in_one_refusal(cast: Cast):
    declaration = present(cast, pay(cast, file(cast, imports(LAMB, APPLES))))
    waiting = [one for one in rows(cast, declaration) if one.is_undecided]
    for one in waiting:
        assert fresh(cast, declaration).state == "accepted"
        decide(cast, one, "refused", reason=f"{one.agency} says no")
    declaration = fresh(cast, declaration)
    assert declaration.state == "refused"
    with cast.acting("trader"):
        event = Event.objects.get(declaration=declaration, kind="declaration.refuse")
    assert {reason["reason"] for reason in event.payload["reasons"]} == {f"{one.agency} says no" for one in waiting}
    with cast.acting("customs_officer") as officer:
        stopping.dispose(officer, reference=declaration.reference, disposal="re-export")
    assert fresh(cast, declaration).state == "closed"


def test_a_condition_with_follow_up_releases_with_conditions(cast: Cast):
    declaration = present(cast, pay(cast, file(cast, imports(APPLES))))
    decide(
        cast, row(cast, declaration, "plant_health"), "approved_with_conditions", conditions=["Fumigate within 3 days"]
    )
    assert fresh(cast, declaration).state == "released_with_conditions"


def test_a_question_stops_its_own_clock_and_the_answer_moves_the_due_time(cast: Cast):
    declaration = present(cast, pay(cast, file(cast, imports(LAMB, APPLES))))
    asked, other = row(cast, declaration, "plant_health"), row(cast, declaration, "veterinary")
    with cast.acting("plant_health_officer") as officer:
        question = deciding.ask(officer, sign_off=str(asked.uuid), text="Which orchard?")
    assert fresh(cast, declaration).headline["code"] == "question"
    assert fresh(cast, declaration).holder == "trader"
    later = clock.now() + timedelta(hours=5)
    with clock.at(later), cast.acting("colleague") as colleague:
        trading.answer(colleague, question=str(question.uuid), text="Orchard 12, Yining")
    after = {one.agency: one for one in rows(cast, declaration) if one.is_undecided}
    assert after["veterinary"].due_at == other.due_at
    assert after["plant_health"].due_at - asked.due_at >= timedelta(hours=5)
    assert after["plant_health"].stopped_at is None
    with cast.acting("system"):
        assert not Question.objects.filter(declaration=declaration, answered_at=None).exists()


def test_an_amendment_reopens_only_what_rests_on_the_change(cast: Cast):
    content = imports(LAMB, APPLES, CERAMICS)
    declaration = present(cast, pay(cast, file(cast, content)))
    vet = row(cast, declaration, "veterinary")
    decide(cast, vet)
    changed = {**content, "items": [dict(one) for one in content["items"]]}
    changed["items"][1]["description"] = "Fresh apples, Gala, packed in wooden boxes"
    with cast.acting("trader", scopes=acting.FILING) as trader:
        trading.amend(trader, reference=declaration.reference, content=changed, version=1)
    advance.advance(declaration.pk)
    declaration = fresh(cast, declaration)
    assert (declaration.version, declaration.routed_version, declaration.state) == (2, 2, "accepted")
    live = {one.agency: one for one in rows(cast, declaration) if one.decided_kind != "system"}
    assert live["veterinary"].verdict == "approved"
    assert live["veterinary"].carried_from_id == vet.pk
    assert live["veterinary"].version == 2
    assert live["plant_health"].state == "open"
    assert live["plant_health"].carried_from_id is None
    assert [one["fact"] for one in live["plant_health"].difference if one["item"] == 2] == ["description"]
    decide(cast, live["plant_health"])
    assert fresh(cast, declaration).state == "released"
    with cast.acting("trader"):
        assert Version.objects.filter(declaration=declaration).count() == 2


def test_a_hold_stops_the_release_until_its_agency_lifts_it(cast: Cast):
    declaration = file(cast, imports(APPLES))
    one = row(cast, declaration, "plant_health")
    with cast.acting("plant_health_officer") as officer:
        hold = stopping.place_hold(
            officer, sign_off=str(one.uuid), public_reason="Pest alert for the region", legal_basis="Order 15-08/590"
        )
    assert fresh(cast, declaration).headline["code"] == "held"
    declaration = present(cast, pay(cast, declaration))
    decide(cast, row(cast, declaration, "plant_health"))
    assert fresh(cast, declaration).state == "accepted"
    with cast.acting("customs_officer") as customs, pytest.raises(Exception, match="Only the agency"):
        stopping.lift_hold(customs, hold=str(hold.uuid), reason="No")
    with cast.acting("plant_health_second") as officer:
        stopping.lift_hold(officer, hold=str(hold.uuid), reason="Alert ended")
    assert fresh(cast, declaration).state == "released"


def test_allowed_items_go_on_and_the_refused_rest_stays_refused(cast: Cast):
    content = imports(APPLES, {**APPLES, "description": "Fresh apples, Aport"}, CERAMICS)
    declaration = present(cast, pay(cast, file(cast, content)))
    one = row(cast, declaration, "plant_health")
    decide(cast, one, "approved", verdicts_by_item={1: "approved", 2: "refused"}, reason="Codling moth in item 2")
    declaration = fresh(cast, declaration)
    assert (declaration.state, declaration.headline["code"]) == ("accepted", "split_choice")
    with cast.acting("trader", scopes=acting.FILING) as trader:
        kept, rest = trading.split(trader, reference=declaration.reference)
    kept, rest = fresh(cast, kept), fresh(cast, rest)
    assert (kept.state, kept.version) == ("released", 2)
    assert (rest.state, rest.split_from_id) == ("refused", kept.pk)
    with cast.acting("trader"):
        assert [i["number"] for i in Version.objects.get(declaration=kept, number=2).content["items"]] == [1, 3]
        assert [i["number"] for i in Version.objects.get(declaration=rest).content["items"]] == [2]


def test_not_competent_goes_to_the_routing_desk_which_blocks_the_same_step(cast: Cast):
    declaration = present(cast, pay(cast, file(cast, imports(APPLES))))
    decide(cast, row(cast, declaration, "plant_health"), "not_competent", reason="Ours is the port")
    assert fresh(cast, declaration).state == "accepted"
    desk = row(cast, declaration, "routing_desk")
    assert desk.blocks == "release"
    with cast.acting("desk_clerk") as clerk:
        sent = deciding.reassign(clerk, sign_off=str(desk.uuid), agency="health", reason="Food safety")
    decide(cast, sent)
    assert fresh(cast, declaration).state == "released"


def test_a_withdrawn_declaration_leaves_every_queue(cast: Cast):
    declaration = present(cast, pay(cast, file(cast, imports(APPLES))))
    with cast.acting("trader", scopes=acting.FILING) as trader:
        trading.withdraw(trader, reference=declaration.reference, reason="Sold elsewhere")
    assert fresh(cast, declaration).state == "cancelled"
    assert [one for one in rows(cast, declaration) if one.is_undecided] == []


def test_goods_that_never_come_expire(cast: Cast):
    declaration = file(cast, imports(APPLES))
    with clock.at(clock.now() + timedelta(days=31)):
        advance.sweep()
    assert fresh(cast, declaration).state == "expired"


def test_an_own_notice_counts_only_at_an_authorised_place(cast: Cast):
    declaration = pay(cast, file(cast))
    assert present(cast, declaration, by="trader").state == "lodged"
    other = pay(cast, file(cast, imports(office="KZ-ALMATY-CENTRE")))
    assert present(cast, other, by="trader", office="KZ-ALMATY-CENTRE").state == "released"


def test_waiting_work_cannot_be_decided_and_claims_name_their_holder(cast: Cast):
    declaration = file(cast, imports(APPLES))
    one = row(cast, declaration, "plant_health")
    with pytest.raises(Refused, match="opens when the goods arrive"):
        decide(cast, one)
    declaration = present(cast, declaration)
    with cast.acting("plant_health_officer") as officer:
        deciding.claim(officer, sign_off=str(one.uuid))
    with cast.acting("plant_health_second") as second, pytest.raises(Refused, match="Plant Health Officer has this"):
        deciding.claim(second, sign_off=str(one.uuid))


def test_a_stranger_finds_nothing(cast: Cast):
    declaration = file(cast)
    with cast.acting("stranger") as stranger, pytest.raises(found.NotFound):
        arriving.present(stranger, reference=declaration.reference)
