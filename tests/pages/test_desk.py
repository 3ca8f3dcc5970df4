"""Officers at the desk: queue, claim, next, decide with a finding, ask, inspect, hold; cashier; routing desk; record."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client
from django.utils import timezone

from clearance.models import Declaration, SignOff
from tests.acting import answers, decide, file, fresh, pay, present, row
from tests.cast import Cast
from tests.goods import APPLES, CERAMICS, imports

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


def test_the_queue_costs_five_statements_beside_the_persons_own(
    officer: Client, cast: Cast, apples: Declaration, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for _number in range(3):
        present(cast, pay(cast, file(cast, imports(APPLES))))
    officer.get("/desk/queue/")
    with django_assert_max_num_queries(21) as seen:
        officer.get("/desk/queue/")
    asked = [
        query["sql"]
        for query in seen.captured_queries
        if "clearance_" in query["sql"] and "sw_act_as" not in query["sql"]
    ]
    assert len(asked) <= 5, asked


def test_views_filters_and_search_are_in_the_address(officer: Client, apples: Declaration) -> None:
    assert apples.reference in officer.get(f"/desk/queue/?q={apples.reference}").text
    assert "No cases match these filters" in officer.get("/desk/queue/?q=nothing-like-this").text
    assert "Nothing waits here" in officer.get("/desk/queue/?view=mine").text
    assert apples.reference not in officer.get("/desk/queue/?view=overdue").text


def test_each_filter_that_is_set_is_shown_and_taken_off_alone(officer: Client, apples: Declaration) -> None:
    page = officer.get("/desk/queue/?view=unclaimed&q=silk&risk=green&transport=30&sort=due")
    assert [one["words"] for one in page.context["active"]] == ["“silk”", "Green", "Road"]
    assert str(page.context["found"]) == "1"
    without = {tuple(sorted(parse_qs(one["url"][1:]))) for one in page.context["active"]}
    assert without == {
        ("risk", "sort", "transport", "view"),
        ("q", "sort", "transport", "view"),
        ("q", "risk", "sort", "view"),
    }
    assert all("risk=green" in tab["url"] and "q=silk" in tab["url"] for tab in page.context["tabs"])


def test_the_figures_are_views_and_under_one_hour_counts_what_is_due_then(
    officer: Client, cast: Cast, sign_off: SignOff
) -> None:
    def shown() -> dict[str, int]:
        return {one["name"]: one["count"] for one in officer.get("/desk/queue/?view=soon").context["figures"]}

    assert shown() == {"overdue": 0, "soon": 0, "unclaimed": 1, "mine": 0}
    with cast.acting("system"):
        SignOff.objects.filter(pk=sign_off.pk).update(due_at=timezone.now() + timedelta(minutes=50))
    assert shown() == {"overdue": 0, "soon": 1, "unclaimed": 1, "mine": 0}
    assert len(officer.get("/desk/queue/?view=soon").context["rows"]) == 1
    with cast.acting("system"):
        SignOff.objects.filter(pk=sign_off.pk).update(stopped_at=timezone.now())
    assert shown()["soon"] == 0, "a clock that stands still runs out never"


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


def test_an_own_companys_declaration_is_not_worked_on(
    officer: Client, cast: Cast, apples: Declaration, sign_off: SignOff
) -> None:
    from portal.accounts.models import Membership

    Membership.objects.create(
        user=cast.user("plant_health_officer"), company_id=sign_off.company_id, role="declarant", may_sign=False
    )
    assert officer.get(f"/desk/signoffs/{sign_off.uuid}/").status_code == 404
    assert apples.reference not in officer.get("/desk/queue/").text


def test_a_trader_finds_no_desk(trader: Client, sign_off: SignOff) -> None:
    for url in ("/desk/", "/desk/queue/", "/desk/find/", f"/desk/signoffs/{sign_off.uuid}/", "/desk/payments/"):
        assert trader.get(url).status_code == 403, url


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


@pytest.mark.parametrize(
    "words", ["{reference}", "584AEK19", " 584 aek-19", "MSKU 123456-5", "971240001315", "silk ro"]
)
def test_the_header_finds_the_only_declaration_and_opens_it(signed: Sign, cast: Cast, words: str) -> None:
    boxed = imports(APPLES, containers=[{"number": "MSKU1234565", "seals": []}])
    declaration = present(cast, pay(cast, file(cast, boxed)))
    found = signed("customs_officer").get("/desk/find/", {"q": words.format(reference=declaration.reference)})
    assert found["Location"] == f"/desk/declarations/{declaration.reference}/"


def test_several_are_listed_and_what_one_may_not_see_is_not_found(
    signed: Sign, cast: Cast, apples: Declaration
) -> None:
    other = present(cast, pay(cast, file(cast, imports(APPLES))))
    customs = signed("customs_officer").get("/desk/find/?q=584AEK19")
    assert all(one.reference in customs.text for one in (apples, other))
    assert "Nothing found" in signed("customs_officer").get("/desk/find/?q=no-such-thing").text
    assert "Nothing found" in signed("border_guard_officer").get("/desk/find/?q=584AEK19").text
    assert "Nothing found" in signed("border_guard_officer").get("/desk/find/?q=971240001315").text


def test_the_search_stands_in_the_header_of_staff_alone(officer: Client, trader: Client, apples: Declaration) -> None:
    assert 'id="header-search"' in officer.get("/desk/").text
    assert 'id="header-search"' not in trader.get("/declarations/").text


def test_a_search_costs_the_same_whatever_it_finds(
    officer: Client, cast: Cast, django_assert_max_num_queries: Callable[[int], Any], apples: Declaration
) -> None:
    def statements() -> int:
        with django_assert_max_num_queries(30) as seen:
            officer.get("/desk/find/?q=584AEK19")
        return len([query for query in seen.captured_queries if "clearance_" in query["sql"]])

    present(cast, pay(cast, file(cast, imports(APPLES))))
    two = statements()
    present(cast, pay(cast, file(cast, imports(APPLES))))
    assert statements() == two


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
