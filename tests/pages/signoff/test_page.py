"""The sign-off page: five acts, each from its own short form; what is not allowed says why; nothing typed is lost."""

from typing import Any

import pytest
from django.test import Client

from clearance.models import Declaration, Question, SignOff
from clearance.reading.desk import Work
from clearance.views.five_acts import KINDS, why_not_this
from tests.acting import row
from tests.cast import Cast
from tests.goods import APPLES, imports
from tests.pages.signoff.acts import Sign, act, approval, look, questions, shown

ACTS = ["approve", "ask", "hold", "inspect", "refuse"]


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


def test_the_palette_and_the_list_of_keys_know_the_five_acts(officer: Client, sign_off: SignOff) -> None:
    url = f"/desk/signoffs/{sign_off.uuid}/"
    assert f'href="{url}?act=refuse"' in officer.get(f"/desk/palette/?q=refu&here={url}").text
    assert "?act=" not in officer.get("/desk/palette/?q=refu&here=/desk/queue/").text
    assert "?act=" not in officer.get("/desk/palette/?q=refu&here=//elsewhere.example/").text
    keys = officer.get("/desk/keys/").text
    assert all(f"<kbd>{kind.key}</kbd>" in keys for kind in KINDS)
