"""Officers' programs: the queue, the next one, and every act on a sign-off."""

import pytest

from tests import acting
from tests.acting import answers, file, finding, fresh, pay, present, row
from tests.api.programs import codes
from tests.cast import Cast
from tests.goods import APPLES, LAMB, imports

pytestmark = pytest.mark.django_db


def approval(sign_off) -> dict:
    needs = sign_off.control in ("physical", "laboratory")
    return {
        "verdict": "approved",
        "finding": finding(items=tuple(sign_off.items)) if needs else None,
        "form": answers(sign_off),
        "version": sign_off.version,
    }


@pytest.fixture
def case(cast: Cast):
    """Apples that have arrived and are paid for: plant health is the last to answer."""
    declaration = present(cast, pay(cast, file(cast, imports(APPLES))))
    return declaration, row(cast, declaration, "plant_health")


def test_the_queue_shows_what_is_open_and_who_waits(program, cast: Cast, case) -> None:
    declaration, one = case
    queue = program("plant_health_officer").get("queue").json()
    assert [(row["id"], row["reference"]) for row in queue["signoffs"]] == [(str(one.uuid), declaration.reference)]
    assert queue["next"] is None
    assert program("veterinary_officer").get("queue").json()["signoffs"] == []
    assert program("plant_health_officer").get("queue?office=POST-ALA").json()["signoffs"] == []
    assert program("plant_health_officer").get("queue?agency=customs").json()["signoffs"] == []


def test_the_queue_is_paged_in_working_order(program, cast: Cast) -> None:
    for _number in range(5):
        present(cast, file(cast, imports(APPLES)))
    officer = program("plant_health_officer")
    whole = [row["id"] for row in officer.get("queue").json()["signoffs"]]
    paged, cursor = [], ""
    while cursor is not None:
        page = officer.get(f"queue?limit=2&cursor={cursor}").json()
        paged += [row["id"] for row in page["signoffs"]]
        cursor = page["next"]
    assert len(paged) == 5
    assert paged == whole


def test_next_claims_one_and_says_when_there_is_none(program, cast: Cast, case) -> None:
    _declaration, one = case
    officer = program("plant_health_officer")
    taken = officer.post("queue/next")
    assert (taken.status_code, taken.json()["id"], taken.json()["state"]) == (200, str(one.uuid), "claimed")
    none = program("plant_health_second").post("queue/next", {})
    assert (none.status_code, none.content) == (204, b"")
    assert [row["id"] for row in officer.get("queue?view=mine").json()["signoffs"]] == [str(one.uuid)]


def test_the_last_decision_releases(program, cast: Cast, case) -> None:
    _declaration, one = case
    answer = program("plant_health_officer").post(f"signoffs/{one.uuid}/decide", approval(one))
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert told["signoff"]["verdict"] == "approved"
    assert told["declaration"]["state"] == "released"
    again = program("plant_health_officer").post(f"signoffs/{one.uuid}/decide", approval(one))
    assert (again.status_code, codes(again)) == (409, ["illegal_move"])


def test_a_physical_control_needs_its_finding(program, case) -> None:
    _declaration, one = case
    answer = program("plant_health_officer").post(f"signoffs/{one.uuid}/decide", {"verdict": "approved"})
    assert answer.status_code == 422
    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert {"/finding/place", "/finding/at", "/finding/items", "/finding/seals"} <= pointers


def test_a_claim_is_lost_with_the_sentence_and_given_back(program, cast: Cast, case) -> None:
    _declaration, one = case
    first, second = program("plant_health_officer"), program("plant_health_second")
    assert first.post(f"signoffs/{one.uuid}/claim").status_code == 200
    lost = second.post(f"signoffs/{one.uuid}/claim")
    assert (lost.status_code, codes(lost)) == (409, ["lost_claim"])
    assert cast.user("plant_health_officer").get_full_name() in lost.json()["errors"][0]["message"]
    assert codes(second.post(f"signoffs/{one.uuid}/release")) == ["not_yours"]
    assert first.post(f"signoffs/{one.uuid}/release").json()["signoff"]["state"] == "open"
    assert second.post(f"signoffs/{one.uuid}/claim").status_code == 200


def test_a_question_is_asked_and_answered(program, cast: Cast, case) -> None:
    declaration, one = case
    asked = program("plant_health_officer").post(f"signoffs/{one.uuid}/ask", {"text": "Which orchard?"})
    assert asked.status_code == 201, asked.content
    question = asked.json()["id"]
    trader = program("trader")
    shown = trader.get(f"declarations/{declaration.reference}").json()
    assert [(one["id"], one["open"]) for one in shown["questions"]] == [(question, True)]
    path = f"declarations/{declaration.reference}/answers"
    assert program("stranger").post(path, {"question": question, "text": "x"}).status_code == 404
    answer = trader.post(path, {"question": question, "text": "Orchard 12"})
    assert (answer.status_code, answer.json()["open"]) == (200, False)
    again = trader.post(path, {"question": question, "text": "Orchard 13"})
    assert (again.status_code, codes(again)) == (409, ["already_answered"])
    assert trader.post(path, {"question": "x", "text": "y"}).status_code == 404


def test_an_answer_goes_to_the_declaration_it_names(program, cast: Cast, case) -> None:
    _declaration, one = case
    other = file(cast, imports(APPLES))
    question = program("plant_health_officer").post(f"signoffs/{one.uuid}/ask", {"text": "Which?"}).json()["id"]
    wrong = program("trader").post(f"declarations/{other.reference}/answers", {"question": question, "text": "x"})
    assert wrong.status_code == 404
    shown = program("trader").get(f"declarations/{_declaration.reference}").json()["questions"]
    assert [one["open"] for one in shown] == [True]


def test_a_hold_is_placed_and_lifted(program, cast: Cast, case) -> None:
    declaration, one = case
    officer = program("plant_health_officer")
    none = officer.post(f"signoffs/{one.uuid}/lift", {"reason": "x"})
    assert (none.status_code, codes(none)) == (409, ["no_hold"])
    placed = officer.post(f"signoffs/{one.uuid}/hold", {"public_reason": "Pest alert", "legal_basis": "Order 15"})
    assert placed.status_code == 201, placed.content
    assert fresh(cast, declaration).open_holds == 1
    foreign = program("customs_officer").post(f"signoffs/{one.uuid}/lift", {"reason": "No"})
    assert foreign.status_code in {403, 404}
    lifted = officer.post(f"signoffs/{one.uuid}/lift", {"reason": "Over", "hold": placed.json()["id"]})
    assert (lifted.status_code, bool(lifted.json()["lifted_at"])) == (200, True)
    assert fresh(cast, declaration).open_holds == 0


def test_an_inspection_is_ordered_only_where_the_rule_provides_for_it(program, cast: Cast) -> None:
    declaration = present(cast, file(cast, imports(LAMB, APPLES)))
    answers_by_provision = set()
    for one in acting.rows(cast, declaration):
        if one.is_undecided:
            officer = program(f"{one.agency}_officer")
            answer = officer.post(f"signoffs/{one.uuid}/inspect", {"control": "laboratory"})
            assert answer.status_code == (200 if "laboratory" in one.escalate_to else 409), answer.content
            answers_by_provision.add(answer.status_code)
            strange = officer.post(f"signoffs/{one.uuid}/inspect", {"control": "astrological"})
            assert (strange.status_code, codes(strange)) == (422, ["choice"])
    assert answers_by_provision


def test_a_foreign_agency_may_read_and_not_decide(program, case) -> None:
    declaration, one = case
    customs = program("customs_officer")
    assert customs.get(f"declarations/{declaration.reference}").status_code == 200
    for act, body in (("claim", None), ("decide", approval(one)), ("ask", {"text": "x"})):
        assert customs.post(f"signoffs/{one.uuid}/{act}", body).status_code == 403, act
    assert program("veterinary_officer").post(f"signoffs/{one.uuid}/claim").status_code == 404


def test_money_is_recorded_once(program, cast: Cast) -> None:
    declaration = file(cast)
    body = {"amount": "416000.00", "currency": "KZT", "reference": "P-1", "kind": "paid"}
    cashier, path = program("cashier"), f"declarations/{declaration.reference}/payments"
    assert [cashier.post(path, body).status_code for _turn in range(2)] == [201, 200]
    other = cashier.post(path, {**body, "amount": "1.00"})
    assert (other.status_code, codes(other)) == (409, ["same_payment"])
    assert program("customs_officer").post(path, body).status_code == 403
    assert program("trader").post(path, body).status_code == 403


def test_a_traders_notice_counts_where_the_company_is_authorised(program, cast: Cast) -> None:
    at_border, inland = file(cast), file(cast, imports(office="KZ-ALMATY-CENTRE"))
    trader = program("trader")
    notice = trader.post(f"declarations/{at_border.reference}/present", {})
    assert (notice.status_code, notice.json()["state"]) == (200, "lodged")
    counted = trader.post(f"declarations/{inland.reference}/present", {"office": "KZ-ALMATY-CENTRE"})
    assert (counted.status_code, counted.json()["state"]) == (200, "accepted"), counted.content
    confirmed = program("customs_officer").post(f"declarations/{at_border.reference}/present")
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "accepted")


def test_a_document_is_attached_in_both_ways_once(program, cast: Cast) -> None:
    import base64

    from django.core.files.uploadedfile import SimpleUploadedFile

    declaration = file(cast)
    trader, pdf = program("trader"), b"%PDF-1.7 invoice"
    path = f"declarations/{declaration.reference}/documents"
    body = {"name": "i.pdf", "media_type": "application/pdf", "type": "INVOICE", "data": base64.b64encode(pdf).decode()}
    first = trader.post(path, body)
    assert first.status_code == 201, first.content
    form = {"file": SimpleUploadedFile("i.pdf", pdf, "application/pdf"), "type": "INVOICE"}
    second = trader.client.post("/api/v1/" + path, form, headers=trader.headers)
    assert (second.status_code, second.json()["id"]) == (201, first.json()["id"]), second.content
    nothing = trader.client.post("/api/v1/" + path, {"type": "INVOICE"}, headers=trader.headers)
    assert (nothing.status_code, codes(nothing)) == (422, ["missing"])


def test_a_split_lets_the_allowed_items_go(program, cast: Cast) -> None:
    declaration = present(cast, pay(cast, file(cast, imports(APPLES, {**APPLES, "description": "Apples, Aport"}))))
    one = row(cast, declaration, "plant_health")
    body = {**approval(one), "verdicts_by_item": {"1": "approved", "2": "refused"}, "reason": "Moth in item 2"}
    assert program("plant_health_officer").post(f"signoffs/{one.uuid}/decide", body).status_code == 200
    answer = program("trader").post(f"declarations/{declaration.reference}/split")
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert (told["kept"]["reference"], told["kept"]["state"]) == (declaration.reference, "released")
    assert told["refused"]["state"] == "refused"
    gone = program("customs_officer").post(
        f"declarations/{told['refused']['reference']}/disposal", {"disposal": "re-export"}
    )
    assert (gone.status_code, gone.json()["state"]) == (200, "closed"), gone.content


def test_registration_is_refused_with_every_reason(program, cast: Cast) -> None:
    declaration = file(cast)
    path = f"declarations/{declaration.reference}/refuse_registration"
    assert program("trader").post(path, {"reasons": ["x"]}).status_code == 403
    answer = program("customs_officer").post(path, {"reasons": ["Wrong office", "No contract"]})
    assert (answer.status_code, answer.json()["state"]) == (200, "cancelled"), answer.content


def test_withdrawing_ends_it_and_twice_is_a_conflict(program, cast: Cast) -> None:
    declaration = file(cast)
    trader, path = program("trader"), f"declarations/{declaration.reference}/withdraw"
    assert trader.post(path, {"reason": "Sold elsewhere"}).json()["state"] == "cancelled"
    again = trader.post(path, {"reason": "Sold elsewhere"})
    assert again.status_code == 409
    assert again.json()["errors"][0]["message"]
