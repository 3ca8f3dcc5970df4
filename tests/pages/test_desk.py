"""Officers at the desk: queue, claim, next, decide with a finding, ask, inspect, hold; cashier; routing desk; record."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from clearance.models import Declaration, SignOff
from tests.acting import answers, decide, file, fresh, pay, present, row, rows
from tests.cast import Cast
from tests.goods import APPLES, CERAMICS, LAMB, imports

Sign = Callable[[str], Client]


@pytest.fixture
def officer(signed: Sign) -> Client:
    return signed("plant_health_officer")


@pytest.fixture
def apples(cast: Cast) -> Declaration:
    return present(cast, pay(cast, file(cast, imports(APPLES))))


@pytest.fixture
def sign_off(cast: Cast, apples: Declaration) -> SignOff:
    return row(cast, apples, "plant_health")


def act(client: Client, sign_off: SignOff, name: str, **data: Any) -> Any:
    return client.post(f"/desk/signoffs/{sign_off.uuid}/{name}/", data)


def approval(sign_off: SignOff) -> dict[str, Any]:
    """What an inspector fills in to approve."""
    own = {f"form_{name}": value for name, value in answers(sign_off).items()}
    return {
        "verdict": "approved",
        "finding_place": "Shed 4",
        "finding_at": "20.11.2026 10:00",
        "found_1": "clean",
        "finding_seals": "KZ1 KZ2",
        **own,
    }


def test_the_queue_shows_what_waits_for_the_agency_and_who_else_must_sign(officer: Client, apples: Declaration) -> None:
    page = officer.get("/desk/queue/")
    assert apples.reference in page.text
    assert {str(tab["count"]) for tab in page.context["tabs"]} == {"1", "0"}
    letters = {letter["name"]: letter["state"] for letter in page.context["rows"][0]["letters"]}
    assert letters["Plant health"] == "open"
    assert page.context["rows"][0]["lane"] == "green"


def test_the_queue_costs_four_statements_beside_the_persons_own(
    officer: Client, cast: Cast, apples: Declaration, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for _number in range(3):
        present(cast, pay(cast, file(cast, imports(APPLES))))
    officer.get("/desk/queue/")
    with django_assert_max_num_queries(20) as seen:
        officer.get("/desk/queue/")
    asked = [
        query["sql"]
        for query in seen.captured_queries
        if "clearance_" in query["sql"] and "sw_act_as" not in query["sql"]
    ]
    assert len(asked) <= 4, asked


def test_views_filters_and_search_are_in_the_address(officer: Client, apples: Declaration) -> None:
    assert apples.reference in officer.get(f"/desk/queue/?q={apples.reference}").text
    assert "Nothing fits" in officer.get("/desk/queue/?q=nothing-like-this").text
    assert "Nothing waits here" in officer.get("/desk/queue/?view=mine").text
    assert apples.reference not in officer.get("/desk/queue/?view=overdue").text


def test_an_officer_of_another_agency_sees_another_queue(signed: Sign, apples: Declaration) -> None:
    assert apples.reference not in signed("veterinary_officer").get("/desk/queue/").text


def test_one_of_two_claims_wins_and_the_other_hears_who_has_it(
    officer: Client, signed: Sign, sign_off: SignOff
) -> None:
    assert act(officer, sign_off, "claim").status_code == 302
    lost = act(signed("plant_health_second"), sign_off, "claim")
    assert lost.status_code == 409
    assert "Plant Health Officer has this since" in lost.text


def test_the_next_one_is_taken_and_opened(officer: Client, sign_off: SignOff) -> None:
    assert officer.post("/desk/queue/next/")["Location"] == f"/desk/signoffs/{sign_off.uuid}/"
    assert "Nothing is waiting in your queues." in officer.post("/desk/queue/next/", follow=True).text


def test_a_claimed_one_is_given_back(officer: Client, cast: Cast, apples: Declaration, sign_off: SignOff) -> None:
    act(officer, sign_off, "claim")
    assert act(officer, sign_off, "give-back").status_code == 302
    assert row(cast, apples, "plant_health").state == "open"


def test_the_page_shows_goods_reasons_and_the_agencys_own_form(officer: Client, sign_off: SignOff) -> None:
    page = officer.get(f"/desk/signoffs/{sign_off.uuid}/").text
    assert "Fresh apples, Fuji" in page
    assert "Because of item 1" in page
    assert "Quarantine pests" in page
    assert "Who else must sign" in page


def test_a_finding_is_asked_for_before_goods_are_approved(officer: Client, sign_off: SignOff) -> None:
    answer = act(officer, sign_off, "decide", verdict="approved")
    assert answer.status_code == 422
    assert '<a href="#id_finding_place">Enter where the goods were inspected</a>' in answer.text
    assert '<a href="#id_found_1">Enter the result for item 1</a>' in answer.text


def test_nothing_decided_asks_for_the_decision(officer: Client, sign_off: SignOff) -> None:
    assert "Select the decision" in act(officer, sign_off, "decide").text


def test_the_last_decision_releases_the_goods(
    officer: Client, cast: Cast, apples: Declaration, sign_off: SignOff
) -> None:
    answer = act(officer, sign_off, "decide", **approval(sign_off))
    assert answer.status_code == 302, answer.text
    assert fresh(cast, apples).state == "released"
    decided = rows(cast, apples, agency="plant_health")[0]
    assert decided.finding == {
        "place": "Shed 4",
        "at": "2026-11-20T10:00:00+05:00",
        "items": {"1": "clean"},
        "seals": ["KZ1", "KZ2"],
    }
    assert "Shed 4" in officer.get(f"/desk/signoffs/{sign_off.uuid}/").text


def test_a_refusal_needs_a_reason_and_no_finding_of_the_form(
    officer: Client, cast: Cast, apples: Declaration, sign_off: SignOff
) -> None:
    refusal = {**approval(sign_off), "verdict": "refused"}
    answer = act(officer, sign_off, "decide", **refusal)
    assert answer.status_code == 422
    assert '<a href="#id_reason">Enter the reason. The trader will read it.</a>' in answer.text
    assert (
        act(officer, sign_off, "decide", **refusal, reason_code="prohibited", reason="Live larvae").status_code == 302
    )
    decided = rows(cast, apples, agency="plant_health")[0]
    assert decided.reason == "The goods are prohibited. Live larvae"
    assert fresh(cast, apples).state == "refused"


def test_not_competent_needs_no_inspection_and_goes_to_the_routing_desk(
    officer: Client, signed: Sign, cast: Cast, apples: Declaration, sign_off: SignOff
) -> None:
    assert act(officer, sign_off, "decide", verdict="not_competent", reason="Not plants").status_code == 302
    clerk = signed("desk_clerk")
    assert apples.reference in clerk.get("/desk/routing/").text
    desk = row(cast, apples, "routing_desk")
    assert "Send it to the competent agency" in clerk.get(f"/desk/signoffs/{desk.uuid}/").text
    assert act(clerk, desk, "reassign", **{"reassign-agency": "health"}).status_code == 422
    data = {"reassign-agency": "health", "reassign-reason": "Food"}
    assert act(clerk, desk, "reassign", **data).status_code == 302
    assert row(cast, apples, "health").requirement.startswith("health.instead_of.")


def test_items_may_be_decided_differently(officer: Client, cast: Cast) -> None:
    two = present(cast, pay(cast, file(cast, imports(APPLES, {**APPLES, "description": "Fresh apples, Gala"}))))
    sign_off = row(cast, two, "plant_health")
    data = {**approval(sign_off), "found_2": "larvae", "verdicts_by_item_2": "refused", "reason": "Larvae in item 2"}
    assert act(officer, sign_off, "decide", **data).status_code == 302
    assert rows(cast, two, agency="plant_health")[0].verdicts_by_item == {"1": "approved", "2": "refused"}
    assert fresh(cast, two).headline["code"] == "split_choice"


def test_conditions_are_written_one_a_line(officer: Client, cast: Cast, apples: Declaration, sign_off: SignOff) -> None:
    data = {**approval(sign_off), "verdict": "approved_with_conditions"}
    assert act(officer, sign_off, "decide", **data).status_code == 422
    assert act(officer, sign_off, "decide", **data, conditions="Fumigate\nReport in a week").status_code == 302
    assert rows(cast, apples, agency="plant_health")[0].conditions == ["Fumigate", "Report in a week"]
    assert fresh(cast, apples).state == "released_with_conditions"


def test_a_question_goes_to_the_trader(officer: Client, cast: Cast, apples: Declaration, sign_off: SignOff) -> None:
    assert act(officer, sign_off, "ask", **{"ask-text": ""}).status_code == 422
    data = {"ask-text": "Which orchard?", "ask-about": "/items/0", "ask-days": "2"}
    assert act(officer, sign_off, "ask", **data).status_code == 302
    assert fresh(cast, apples).headline["code"] == "question"
    assert "Which orchard?" in officer.get(f"/desk/signoffs/{sign_off.uuid}/").text


def test_an_inspection_is_ordered_where_the_rule_allows_it(signed: Sign, cast: Cast) -> None:
    declaration = present(cast, file(cast, imports(LAMB)))
    sign_off = row(cast, declaration, "veterinary")
    vet = signed("veterinary_officer")
    page = vet.get(f"/desk/signoffs/{sign_off.uuid}/")
    offered = [code for code, _label in page.context["forms"]["inspect"].fields["control"].choices]
    assert offered
    assert act(vet, sign_off, "inspect", **{"inspect-control": offered[0]}).status_code == 302
    assert row(cast, declaration, "veterinary").control == offered[0]
    assert act(vet, sign_off, "inspect", **{"inspect-control": "nonsense"}).status_code == 422


def test_a_hold_is_placed_and_lifted_by_its_agency(
    officer: Client, signed: Sign, cast: Cast, apples: Declaration, sign_off: SignOff
) -> None:
    assert act(officer, sign_off, "hold", **{"hold-public_reason": "Seal broken"}).status_code == 422
    data = {"hold-public_reason": "Seal broken", "hold-legal_basis": "Art. 1"}
    assert act(officer, sign_off, "hold", **data).status_code == 302
    with cast.acting("system"):
        hold = apples.holds.get()
    url = f"/desk/holds/{hold.uuid}/lift/"
    assert signed("customs_officer").post(url, {"reason": "No"}).status_code == 403
    assert officer.post(url, {"reason": ""}).status_code == 422
    assert officer.post(url, {"reason": "New seal"}).status_code == 302
    assert fresh(cast, apples).open_holds == 0


def test_an_own_companys_declaration_is_not_worked_on(
    officer: Client, cast: Cast, apples: Declaration, sign_off: SignOff
) -> None:
    from portal.accounts.models import Membership

    Membership.objects.create(
        user=cast.user("plant_health_officer"), company_id=sign_off.company_id, role="declarant", may_sign=False
    )
    assert officer.get(f"/desk/signoffs/{sign_off.uuid}/").status_code == 404
    assert apples.reference not in officer.get("/desk/queue/").text


def test_another_agencys_officer_may_read_and_hears_why_not_decide(signed: Sign, sign_off: SignOff) -> None:
    customs = signed("customs_officer")
    page = customs.get(f"/desk/signoffs/{sign_off.uuid}/")
    assert "You have no role for this agency at this office." in page.text
    assert act(customs, sign_off, "decide", verdict="approved").status_code == 403


def test_a_trader_finds_no_desk(trader: Client, sign_off: SignOff) -> None:
    for url in ("/desk/", "/desk/queue/", "/desk/find/", f"/desk/signoffs/{sign_off.uuid}/", "/desk/payments/"):
        assert trader.get(url).status_code == 403, url


def test_what_changed_since_is_shown(officer: Client, cast: Cast, apples: Declaration) -> None:
    from clearance import advance
    from clearance.services import trading
    from tests.acting import FILING

    changed = imports({**APPLES, "description": "Fresh apples, Golden"}, local_ref=apples.local_ref)
    with cast.acting("trader", scopes=FILING) as actor:
        trading.amend(actor, reference=apples.reference, content=changed, version=1)
    advance.advance(apples.pk)
    sign_off = row(cast, apples, "plant_health")
    page = officer.get(f"/desk/signoffs/{sign_off.uuid}/").text
    assert "Changed since it was looked at before" in page
    assert "Golden" in page
    assert "changed" in officer.get("/desk/queue/").text


def test_customs_confirms_the_arrival(signed: Sign, cast: Cast) -> None:
    declaration = pay(cast, file(cast, imports(CERAMICS)))
    customs = signed("nurjoly_officer")
    url = f"/desk/declarations/{declaration.reference}/"
    assert "Confirm the arrival" in customs.get(url).text
    assert customs.post(f"{url}arrival/", {"office": "KZ-NURJOLY"}).status_code == 302
    assert fresh(cast, declaration).state == "released"
    assert "Confirm the arrival" not in customs.get(url).text


def test_registration_is_refused_with_every_reason(signed: Sign, cast: Cast) -> None:
    declaration = file(cast, imports(CERAMICS))
    customs = signed("customs_officer")
    url = f"/desk/declarations/{declaration.reference}/refuse/"
    assert customs.post(url, {"reasons": ""}).status_code == 422
    assert customs.post(url, {"reasons": "No right to sign\nWrong office"}).status_code == 302
    assert fresh(cast, declaration).state == "cancelled"
    assert "No right to sign; Wrong office" in signed("trader").get(f"/cases/{declaration.reference}/").text


def test_refused_goods_are_disposed_of(signed: Sign, cast: Cast, apples: Declaration, sign_off: SignOff) -> None:
    decide(cast, sign_off, "refused")
    customs = signed("customs_officer")
    url = f"/desk/declarations/{apples.reference}/"
    assert "What happens to the goods" in customs.get(url).text
    assert customs.post(f"{url}dispose/", {"disposal": "re-export"}).status_code == 302
    assert fresh(cast, apples).state == "closed"


def test_goods_released_with_conditions_are_recalled_by_a_head(
    signed: Sign, cast: Cast, apples: Declaration, sign_off: SignOff
) -> None:
    decide(cast, sign_off, "approved_with_conditions", conditions=["Fumigate"])
    url = f"/desk/declarations/{apples.reference}/recall/"
    assert signed("customs_officer").post(url, {"reason": "Found"}).status_code == 403
    assert signed("customs_head").post(url, {"reason": "Found"}).status_code == 302
    assert fresh(cast, apples).state == "refused"


def test_the_cashier_records_a_payment_once(signed: Sign, cast: Cast) -> None:
    declaration = file(cast, imports(CERAMICS))
    cashier = signed("cashier")
    assert declaration.reference in cashier.get("/desk/payments/").text
    url = f"/desk/payments/{declaration.reference}/"
    assert "416" in cashier.get(url).text
    assert cashier.post(url, {"amount": "", "reference": "P-1", "kind": "paid"}).status_code == 422
    assert cashier.post(url, {"amount": "416 000", "reference": "P-1", "kind": "paid"}).status_code == 302
    assert fresh(cast, declaration).money_position == "paid"
    again = cashier.post(url, {"amount": "416 000", "reference": "P-1", "kind": "paid"}, follow=True)
    assert "This payment was recorded before." in again.text


def test_the_auditor_reads_the_whole_record_and_acts_on_nothing(signed: Sign, apples: Declaration) -> None:
    page = signed("auditor").get(f"/desk/declarations/{apples.reference}/")
    assert len(page.context["events"]) == page.context["whole"].events[-1].seq
    assert page.context["whole"].events[0].hash[:12] in page.text
    assert "PHY-002" in page.text or "PHY-" in page.text
    assert "Confirm the arrival" not in page.text


def test_a_declaration_is_found_by_number_vehicle_or_company(signed: Sign, apples: Declaration) -> None:
    customs = signed("customs_officer")
    assert customs.get(f"/desk/find/?q={apples.reference}")["Location"] == f"/desk/declarations/{apples.reference}/"
    assert apples.reference in customs.get("/desk/find/?q=584AEK19").text
    assert "Nothing found" in customs.get("/desk/find/?q=no-such-thing").text
    assert apples.reference not in signed("border_guard_officer").get("/desk/find/?q=584AEK19").text


def test_rulebooks_are_read_by_administrators_and_auditors(signed: Sign, cast: Cast) -> None:
    auditor = signed("auditor")
    page = auditor.get("/desk/rulebooks/")
    book = next(one["book"] for one in page.context["rows"] if one["book"].agency == "plant_health")
    assert "PHY-001" in auditor.get(f"/desk/rulebooks/{book.pk}/").text
    assert signed("plant_health_officer").get("/desk/rulebooks/").status_code == 403


def test_my_desk_shows_what_is_in_hand_and_what_was_answered(
    officer: Client, cast: Cast, apples: Declaration, sign_off: SignOff
) -> None:
    from clearance.models import Question
    from clearance.services import trading

    assert "You have nothing in hand" in officer.get("/desk/").text
    act(officer, sign_off, "claim")
    act(officer, sign_off, "ask", **{"ask-text": "Which orchard?"})
    with cast.acting("trader") as actor:
        trading.answer(actor, question=str(Question.objects.get().uuid), text="Orchard 7")
    page = officer.get("/desk/").text
    assert apples.reference in page
    assert "Orchard 7" in page
