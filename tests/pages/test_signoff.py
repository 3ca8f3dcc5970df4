"""The sign-off page: five acts, each from its own short form; what is not allowed says why; nothing typed is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from clearance.models import Declaration, Event, Question, SignOff
from clearance.reading.desk import Work
from clearance.reasons.models import ListedReason
from clearance.views.five_acts import KINDS, why_not_this
from portal.accounts.models import User
from tests.acting import a_second_row, answers, file, fresh, pay, present, row, rows
from tests.cast import Cast
from tests.goods import APPLES, LAMB, imports

Sign = Callable[[str], Client]
ACTS = ["approve", "ask", "hold", "inspect", "refuse"]


@pytest.fixture
def officer(signed: Sign) -> Client:
    return signed("plant_health_officer")


@pytest.fixture
def apples(cast: Cast) -> Declaration:
    return present(cast, pay(cast, file(cast, imports(APPLES))))


@pytest.fixture
def sign_off(cast: Cast, apples: Declaration) -> SignOff:
    return row(cast, apples, "plant_health")


@pytest.fixture
def in_russian(cast: Cast) -> None:
    """The trader reads Russian."""
    User.objects.filter(pk=cast.user("trader").pk).update(language="ru")


def look(client: Client, sign_off: SignOff, query: str = "") -> Any:
    return client.get(f"/desk/signoffs/{sign_off.uuid}/{query}")


def act(client: Client, sign_off: SignOff, name: str, **data: Any) -> Any:
    """Send the form of an act; its fields bear the name of the act."""
    given = {f"{name}-{field}": value for field, value in data.items()}
    return client.post(f"/desk/signoffs/{sign_off.uuid}/{name}/", given)


def put_in(client: Client, sign_off: SignOff, name: str, **data: Any) -> Any:
    """Press the button that only puts the chosen text into the field."""
    given = {f"{name}-{field}": value for field, value in data.items()} | {"put_in": "1"}
    return client.post(f"/desk/signoffs/{sign_off.uuid}/{name}/", given)


def found(sign_off: SignOff) -> dict[str, Any]:
    """What an inspector writes down of the goods."""
    return {
        "finding_place": "Shed 4",
        "finding_at": "20.11.2026 10:00",
        **{f"found_{number}": "clean" for number in sign_off.items or [1]},
        "finding_seals": "KZ1 KZ2",
    }


def approval(sign_off: SignOff) -> dict[str, Any]:
    """What an inspector fills in to approve."""
    return {**found(sign_off), **{f"form_{name}": value for name, value in answers(sign_off).items()}}


def questions(cast: Cast) -> list[tuple[str, str]]:
    """What was asked, with the language it is in."""
    with cast.acting("system"):
        return list(Question.objects.values_list("text", "language"))


def shown(page: Any) -> dict[str, Any]:
    """The five acts of a page by their code."""
    return {one.kind.code: one for one in page.context["acts"]}


def test_the_page_shows_goods_reasons_and_five_acts_with_the_agencys_own_form(
    officer: Client, sign_off: SignOff
) -> None:
    page = look(officer, sign_off)
    assert "Fresh apples, Fuji" in page.text
    assert "Because of item 1" in page.text
    assert "Who else must sign" in page.text
    assert page.context["paper_count"] == len(page.context["declared"]) > 0
    assert list(shown(page)) == ACTS
    assert "form_pests" in shown(page)["approve"].form.fields
    assert not any(one.is_open for one in shown(page).values())


@pytest.mark.parametrize("name", ["approve", "ask", "hold", "refuse"])
def test_an_address_opens_one_act(officer: Client, sign_off: SignOff, name: str) -> None:
    page = look(officer, sign_off, f"?act={name}")
    assert [code for code, one in shown(page).items() if one.is_open] == [name]
    assert page.text.count('<details class="sw-panel-act"') == sum(one.form is not None for one in shown(page).values())


def test_an_act_that_does_not_exist_opens_nothing(officer: Client, sign_off: SignOff) -> None:
    assert not any(one.is_open for one in shown(look(officer, sign_off, "?act=dance")).values())


def test_a_control_that_cannot_be_made_stricter_is_greyed_with_the_reason(
    officer: Client, cast: Cast, sign_off: SignOff
) -> None:
    with cast.acting("system"):
        SignOff.objects.filter(pk=sign_off.pk).update(escalate_to="")
    page = look(officer, sign_off, "?act=inspect")
    assert shown(page)["inspect"].form is None
    assert "The rule of this sign-off does not provide for a stricter control." in page.text


def test_goods_that_are_released_can_no_longer_be_held(apples: Declaration, sign_off: SignOff) -> None:
    apples.state = "released"
    work = Work(sign_off, apples, {})
    assert "a hold can no longer stop them" in str(why_not_this("hold", work))
    assert why_not_this("ask", work) is None


def test_what_is_not_allowed_now_says_why_and_keeps_what_was_typed(
    officer: Client, signed: Sign, cast: Cast, sign_off: SignOff
) -> None:
    act(signed("plant_health_second"), sign_off, "claim")
    answer = act(officer, sign_off, "ask", text="Which orchard was it?")
    assert answer.status_code == 409
    assert "Plant Health Second is working on it." in answer.text
    assert "Which orchard was it?" in answer.text
    assert shown(answer)["ask"].is_open
    assert questions(cast) == []


def test_nothing_is_asked_while_a_decision_waits(officer: Client, sign_off: SignOff, settings: Any) -> None:
    settings.UNDO_SECONDS = 60
    assert act(officer, sign_off, "approve", **approval(sign_off)).status_code == 302
    page = look(officer, sign_off)
    assert all(one.form is None for one in shown(page).values())
    assert "Your decision counts in a few seconds." in page.text
    assert act(officer, sign_off, "hold", public_reason="Wait", legal_basis="Art. 1").status_code == 409


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


def test_a_question_goes_to_the_trader(officer: Client, cast: Cast, apples: Declaration, sign_off: SignOff) -> None:
    wrong = act(officer, sign_off, "ask", text="", days="40")
    assert wrong.status_code == 422
    assert "Enter your question" in wrong.text
    assert 'value="40"' in wrong.text
    assert "Take the next one" not in look(officer, sign_off).text
    assert act(officer, sign_off, "ask", text="Which orchard?", about="/items/0", days="2").status_code == 302
    assert fresh(cast, apples).headline["code"] == "question"
    page = look(officer, sign_off).text
    assert "Which orchard?" in page
    assert "Take the next one" in page, "the case waits for the trader: one goes on"


def test_an_inspection_is_ordered_with_a_reason_the_trader_reads(signed: Sign, cast: Cast) -> None:
    declaration = present(cast, file(cast, imports(LAMB)))
    sign_off = row(cast, declaration, "veterinary")
    vet = signed("veterinary_officer")
    offered = [code for code, _label in shown(look(vet, sign_off))["inspect"].form.fields["control"].choices]
    assert offered
    assert "Enter why the goods are inspected" in act(vet, sign_off, "inspect", control=offered[0]).text
    done = act(vet, sign_off, "inspect", control=offered[0], listed="seal_differs", reason="Seal KZ7 is torn")
    assert done.status_code == 302
    assert row(cast, declaration, "veterinary").control == offered[0]
    assert (
        "A seal is missing or differs\nSeal KZ7 is torn"
        in signed("trader").get(f"/cases/{declaration.reference}/").text
    )
    assert act(vet, sign_off, "inspect", control="nonsense", reason="No").status_code in {409, 422}


def test_a_hold_is_placed_and_lifted_by_its_agency(
    officer: Client, signed: Sign, cast: Cast, apples: Declaration, sign_off: SignOff
) -> None:
    wrong = act(officer, sign_off, "hold", public_reason="Seal broken")
    assert wrong.status_code == 422
    assert "Seal broken" in wrong.text
    assert act(officer, sign_off, "hold", public_reason="Seal broken", legal_basis="Art. 1").status_code == 302
    with cast.acting("system"):
        hold = apples.holds.get()
    url = f"/desk/holds/{hold.uuid}/lift/"
    assert signed("customs_officer").post(url, {"reason": "No"}).status_code == 403
    assert officer.post(url, {"reason": ""}).status_code == 422
    assert officer.post(url, {"reason": "New seal"}).status_code == 302
    assert fresh(cast, apples).open_holds == 0


@pytest.mark.parametrize(
    ("reader", "words"),
    [
        ("en", "Send a paper that is missing"),
        ("ru", "Пришлите недостающий документ"),
        ("kk", "Жетіспейтін құжатты жіберіңіз"),
    ],
)
def test_a_ready_text_is_put_in_in_the_traders_language_without_a_script(
    officer: Client, cast: Cast, sign_off: SignOff, reader: str, words: str
) -> None:
    User.objects.filter(pk=cast.user("trader").pk).update(language=reader)
    page = put_in(officer, sign_off, "ask", listed="send_paper", text="Dear trader", days="two")
    assert page.status_code == 200
    assert "Dear trader\n" + words in page.text
    assert 'value="two"' in page.text
    assert not page.context["has_errors"]
    assert questions(cast) == []
    sent = act(officer, sign_off, "ask", listed="send_paper", placed="send_paper", text=words + ": the invoice")
    assert sent.status_code == 302
    assert questions(cast) == [(words + ": the invoice", reader)]


def test_another_ready_text_takes_the_place_of_the_one_before(
    officer: Client, in_russian: None, sign_off: SignOff
) -> None:
    page = put_in(
        officer, sign_off, "ask", listed="explain_goods", placed="send_paper", text="Пришлите недостающий документ"
    )
    assert shown(page)["ask"].form["text"].value() == "Опишите товар точнее"


@pytest.mark.parametrize("name", ["ask", "hold", "inspect", "refuse"])
def test_every_act_with_words_offers_its_list_with_the_texts(
    signed: Sign, cast: Cast, in_russian: None, name: str
) -> None:
    ListedReason.objects.create(
        agency="veterinary",
        use={"ask": "question", "hold": "hold", "inspect": "inspection", "refuse": "refusal"}[name],
        code="own-1",
        title_en="Own reason",
        text_ru="Готовый текст для участника",
        changed_at=timezone.now(),
        changed_by=cast.user("veterinary_officer"),
    )
    sign_off = row(cast, present(cast, file(cast, imports(LAMB))), "veterinary")
    vet = signed("veterinary_officer")
    assert 'data-text="Готовый текст для участника" data-language="ru"' in look(vet, sign_off, f"?act={name}").text
    form = shown(put_in(vet, sign_off, name, listed="own-1"))[name].form
    assert form[form.said].value() == "Готовый текст для участника"


def test_the_reason_of_a_refusal_is_in_the_language_of_the_text_put_in(
    officer: Client, cast: Cast, in_russian: None, apples: Declaration, sign_off: SignOff
) -> None:
    data = {**found(sign_off), "verdict": "refused", "listed": "prohibited"}
    assert act(officer, sign_off, "refuse", **data).status_code == 302
    assert rows(cast, apples, agency="plant_health")[0].reason_language == "ru"


def test_the_reason_of_an_inspection_is_recorded(signed: Sign, cast: Cast, in_russian: None) -> None:
    declaration = present(cast, file(cast, imports(LAMB)))
    vet, sign_off = signed("veterinary_officer"), row(cast, declaration, "veterinary")
    control = shown(look(vet, sign_off))["inspect"].form.fields["control"].choices[0][0]
    assert act(vet, sign_off, "inspect", control=control, listed="seal_differs").status_code == 302
    with cast.acting("system"):
        payload = Event.objects.get(declaration=declaration, kind="inspection.ordered").payload
    assert (payload["reason"], payload["language"]) == ("Пломба отсутствует или другая", "ru")


def test_another_agencys_officer_may_read_and_hears_why_not_decide(signed: Sign, sign_off: SignOff) -> None:
    customs = signed("customs_officer")
    page = look(customs, sign_off)
    assert "You have no role for this agency at this office." in page.text
    assert all(one.form is None for one in shown(page).values())
    for name in ACTS:
        assert act(customs, sign_off, name, reason="Mine").status_code == 403


def test_what_changed_since_is_shown(officer: Client, cast: Cast, apples: Declaration) -> None:
    from clearance import advance
    from clearance.services import trading
    from tests.acting import FILING

    changed = imports({**APPLES, "description": "Fresh apples, Golden"}, local_ref=apples.local_ref)
    with cast.acting("trader", scopes=FILING) as actor:
        trading.amend(actor, reference=apples.reference, content=changed, version=1)
    advance.advance(apples.pk)
    page = look(officer, row(cast, apples, "plant_health")).text
    assert "Changed since it was looked at before" in page
    assert "Golden" in page
    assert "changed" in officer.get("/desk/queue/").text


def test_a_page_that_stays_open_hears_what_others_do(officer: Client, cast: Cast, sign_off: SignOff) -> None:
    page = look(officer, sign_off)
    assert page.context["news"] == []
    since = page.context["since"]
    assert act(officer, sign_off, "ask", text="Which orchard?").status_code == 302
    with cast.acting("trader") as actor:
        from clearance.services import trading

        trading.answer(actor, question=str(Question.objects.get().uuid), text="Orchard 7")
    for _again in range(2):  # what was shown live is not forgotten at the next change
        live = look(officer, sign_off, f"?fragment=live&since={since}")
        assert "Since you looked:" in live.text
        assert "Orchard 7" in live.text
        assert "<form" not in live.text.split('id="signoff-news"')[1]
    assert look(officer, sign_off, "?fragment=live&since=nonsense").status_code == 200


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


def test_the_palette_and_the_list_of_keys_know_the_five_acts(officer: Client, sign_off: SignOff) -> None:
    url = f"/desk/signoffs/{sign_off.uuid}/"
    assert f'href="{url}?act=refuse"' in officer.get(f"/desk/palette/?q=refu&here={url}").text
    assert "?act=" not in officer.get("/desk/palette/?q=refu&here=/desk/queue/").text
    assert "?act=" not in officer.get("/desk/palette/?q=refu&here=//elsewhere.example/").text
    keys = officer.get("/desk/keys/").text
    assert all(f"<kbd>{kind.key}</kbd>" in keys for kind in KINDS)
