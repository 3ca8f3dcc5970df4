"""Goods are approved, refused or put under conditions on the sign-off page, as a whole or item by item."""

from typing import Any

import pytest
from django.test import Client

from clearance.models import Declaration, SignOff
from tests.acting import a_second_row, file, fresh, pay, present, row, rows
from tests.cast import Cast
from tests.goods import APPLES, imports
from tests.pages.signoff.acts import Sign, act, approval, found, look, shown


@pytest.mark.parametrize("name", ["approve", "refuse"])
def test_a_decision_of_both_kinds_can_be_taken_back(
    officer: Client, cast: Cast, apples: Declaration, sign_off: SignOff, settings: Any, name: str
) -> None:
    settings.UNDO_SECONDS = 60
    data = approval(sign_off) if name == "approve" else {**found(sign_off), "verdict": "refused", "reason": "Larvae"}
    assert act(officer, sign_off, name, **data).status_code == 302
    pending = look(officer, sign_off).context["pending"]
    assert officer.post(f"/desk/decisions/{pending.act}/undo/").status_code == 302
    assert shown(look(officer, sign_off))[name].form is not None
    assert row(cast, apples, "plant_health").state == "claimed"


def test_a_finding_is_asked_for_before_goods_are_approved(officer: Client, sign_off: SignOff) -> None:
    answer = act(officer, sign_off, "approve", finding_seals="KZ77")
    assert answer.status_code == 422
    assert '<a href="#id_approve-finding_place">Enter where the goods were inspected</a>' in answer.text
    assert '<a href="#id_approve-found_1">Enter the result for item 1</a>' in answer.text
    assert [code for code, one in shown(answer).items() if one.is_open] == ["approve"]
    assert "KZ77" in answer.text


def test_the_last_decision_releases_the_goods(
    officer: Client, cast: Cast, apples: Declaration, sign_off: SignOff
) -> None:
    answer = act(officer, sign_off, "approve", **approval(sign_off))
    assert answer.status_code == 302, answer.text
    assert fresh(cast, apples).state == "released"
    decided = rows(cast, apples, agency="plant_health")[0]
    assert decided.finding == {
        "place": "Shed 4",
        "at": "2026-11-20T10:00:00+05:00",
        "items": {"1": "clean"},
        "seals": ["KZ1", "KZ2"],
    }
    assert "Shed 4" in look(officer, sign_off).text


def test_conditions_are_written_one_a_line(officer: Client, cast: Cast, apples: Declaration, sign_off: SignOff) -> None:
    data = {**approval(sign_off), "conditions": "Fumigate\nReport in a week"}
    assert act(officer, sign_off, "approve", **data).status_code == 302
    assert rows(cast, apples, agency="plant_health")[0].conditions == ["Fumigate", "Report in a week"]
    assert fresh(cast, apples).state == "released_with_conditions"


def test_a_refusal_needs_a_reason_and_no_finding_of_the_form(
    officer: Client, cast: Cast, apples: Declaration, sign_off: SignOff
) -> None:
    refusal = {**found(sign_off), "verdict": "refused"}
    answer = act(officer, sign_off, "refuse", **refusal)
    assert answer.status_code == 422
    assert '<a href="#id_refuse-reason">Enter the reason. The trader will read it.</a>' in answer.text
    done = act(officer, sign_off, "refuse", **refusal, listed="prohibited", reason="Live larvae")
    assert done.status_code == 302
    decided = rows(cast, apples, agency="plant_health")[0]
    assert decided.reason == "The goods are prohibited\nLive larvae"
    assert fresh(cast, apples).state == "refused"


def test_what_was_found_is_recorded_with_a_refusal(
    officer: Client, cast: Cast, apples: Declaration, sign_off: SignOff
) -> None:
    data = {**found(sign_off), "verdict": "refused", "reason": "Larvae", "form_pests": "found"}
    assert act(officer, sign_off, "refuse", **data).status_code == 302
    assert rows(cast, apples, agency="plant_health")[0].form == {"pests": "found"}


def test_not_competent_needs_no_inspection_and_goes_to_the_routing_desk(
    officer: Client, signed: Sign, cast: Cast, apples: Declaration, sign_off: SignOff
) -> None:
    assert act(officer, sign_off, "refuse", verdict="not_competent", reason="Not plants").status_code == 302
    clerk = signed("desk_clerk")
    assert apples.reference in clerk.get("/desk/routing/").text
    desk = row(cast, apples, "routing_desk")
    assert "Send it to the competent agency" in look(clerk, desk).text
    assert act(clerk, desk, "reassign", agency="health").status_code == 422
    assert act(clerk, desk, "reassign", agency="health", reason="Food").status_code == 302
    assert row(cast, apples, "health").requirement.startswith("health.instead_of.")


def test_single_items_are_refused(officer: Client, cast: Cast) -> None:
    two = present(cast, pay(cast, file(cast, imports(APPLES, {**APPLES, "description": "Fresh apples, Gala"}))))
    sign_off = row(cast, two, "plant_health")
    data = {**found(sign_off), "verdict": "refused", "only_items": ["2"], "reason": "Larvae in item 2"}
    assert act(officer, sign_off, "refuse", **data).status_code == 302
    assert rows(cast, two, agency="plant_health")[0].verdicts_by_item == {"1": "approved", "2": "refused"}
    assert fresh(cast, two).headline["code"] == "split_choice"


def test_conditions_may_be_for_single_items_but_not_without_words(officer: Client, cast: Cast) -> None:
    two = present(cast, pay(cast, file(cast, imports(APPLES, {**APPLES, "description": "Fresh apples, Gala"}))))
    sign_off = row(cast, two, "plant_health")
    data = {**approval(sign_off), "only_items": ["1"]}
    assert "Enter at least one condition." in act(officer, sign_off, "approve", **data).text
    assert act(officer, sign_off, "approve", **data, conditions="Fumigate").status_code == 302
    by_item = rows(cast, two, agency="plant_health")[0].verdicts_by_item
    assert by_item == {"1": "approved_with_conditions", "2": "approved"}


def test_the_other_checks_of_the_agency_are_decided_with_it_when_ticked(
    officer: Client, cast: Cast, apples: Declaration, sign_off: SignOff
) -> None:
    with cast.acting("system"):
        second = a_second_row(sign_off)
    page = look(officer, sign_off)
    assert [one["row"].pk for one in page.context["card"]] == [second.pk]
    assert shown(page)["approve"].form["together"].value() == [str(second.uuid)]
    assert shown(page)["refuse"].form["together"].value() == []
    assert act(officer, sign_off, "approve", **approval(sign_off), together=[str(second.uuid)]).status_code == 302
    assert {one.verdict for one in rows(cast, apples, agency="plant_health")} == {"approved"}
