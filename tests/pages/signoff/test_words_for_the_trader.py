"""Questions, inspections and holds from the sign-off page; ready texts reach the trader in the trader's language."""

import pytest
from django.test import Client
from django.utils import timezone

from clearance.models import Declaration, Event, SignOff
from clearance.reasons.models import ListedReason
from portal.accounts.models import User
from tests.acting import file, fresh, present, row, rows
from tests.cast import Cast
from tests.goods import LAMB, imports
from tests.pages.signoff.acts import Sign, act, found, look, put_in, questions, shown


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
