"""A trader follows a declaration and acts on it: answer, attach, arrival, change, withdraw, split."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from agencies.models import OfficeContact
from clearance import clock
from clearance.models import Declaration
from clearance.services import deciding, stopping
from tests import acting
from tests.acting import decide, file, fresh, pay, present, row, rows
from tests.cast import PASSWORD, Cast
from tests.goods import APPLES, CERAMICS, LAMB, imports, item
from tests.pages.conftest import ROUTE, send

Sign = Callable[[str], Client]


def case(client: Client, declaration: Declaration, more: str = "") -> Any:
    return client.get(f"/cases/{declaration.reference}/{more}")


def ask(cast: Cast, declaration: Declaration, text: str = "Send the right certificate") -> str:
    sign_off = row(cast, declaration, "plant_health")
    with cast.acting("plant_health_officer") as actor:
        asked = deciding.ask(actor, sign_off=str(sign_off.uuid), text=text, pointer="/items/0")
    return str(asked.uuid)


@pytest.fixture
def apples(cast: Cast) -> Declaration:
    """Apples at the border, paid: plant health has them."""
    return present(cast, pay(cast, file(cast, imports(APPLES))))


def test_the_page_says_who_has_the_ball_and_why(trader: Client, apples: Declaration) -> None:
    page = case(trader, apples)
    assert "Plant health has to sign" in page.text
    assert "Because of item 1: commodity code 0808108006" in page.text
    states = {one["title"]: one["state"] for group in page.context["agencies"] for one in group["rows"]}
    assert states["Phytosanitary control"] == "open"
    assert [step.state for step in page.context["steps"]] == ["done", "done", "done", "now", ""]


def test_the_officers_name_is_never_shown(trader: Client, apples: Declaration, cast: Cast) -> None:
    sign_off = row(cast, apples, "plant_health")
    with cast.acting("plant_health_officer") as actor:
        deciding.claim(actor, sign_off=str(sign_off.uuid))
    decide(cast, sign_off, "refused", reason="Live insects found")
    page = case(trader, apples).text
    assert "Live insects found" in page
    assert "Plant Health Officer" not in page


def test_a_question_is_answered_and_the_clock_runs_on(trader: Client, apples: Declaration, cast: Cast) -> None:
    uuid = ask(cast, apples)
    page = case(trader, apples).text
    assert "You need to do something" in page
    assert "clock stopped — waiting for you" in page
    url = f"/cases/{apples.reference}/questions/{uuid}/"
    assert url in page
    assert "It is about item 1" in trader.get(url).text
    assert trader.post(url, {"text": " "}).status_code == 422
    assert trader.post(url, {"text": "Here it is"}).status_code == 302
    assert row(cast, apples, "plant_health").stopped_at is None
    assert "Here it is" in case(trader, apples).text
    assert trader.post(url, {"text": "Once more"}).status_code == 409


def test_a_question_of_another_declaration_is_not_found(trader: Client, apples: Declaration, cast: Cast) -> None:
    uuid = ask(cast, apples)
    other = file(cast, imports(CERAMICS))
    assert case(trader, other, f"questions/{uuid}/").status_code == 404


def test_a_file_is_attached_to_a_filed_declaration(trader: Client, apples: Declaration) -> None:
    file_ = SimpleUploadedFile("certificate.pdf", b"%PDF-1.7 c", content_type="application/pdf")
    url = f"/cases/{apples.reference}/files/"
    assert trader.post(url, {"file-type": "PHYTO_CERT", "file-file": file_}).status_code == 302
    assert "certificate.pdf" in case(trader, apples).text


def test_notice_of_arrival_counts_only_where_the_company_is_authorised(trader: Client, cast: Cast) -> None:
    at_border = file(cast, imports(CERAMICS))
    answer = trader.post(f"/cases/{at_border.reference}/arrival/", {"office": "KZ-NURJOLY"}, follow=True)
    assert "An officer confirms the arrival." in answer.text
    assert fresh(cast, at_border).presented_at is None
    own = pay(cast, file(cast, imports(CERAMICS, office="KZ-ALMATY-CENTRE")))
    trader.post(f"/cases/{own.reference}/arrival/", {"office": "KZ-ALMATY-CENTRE"})
    assert fresh(cast, own).state == "released"
    assert case(trader, own, "arrival/").status_code == 409


def test_an_arrival_in_the_future_is_refused_at_its_field(trader: Client, cast: Cast) -> None:
    declaration = file(cast, imports(CERAMICS))
    url = f"/cases/{declaration.reference}/arrival/"
    answer = trader.post(url, {"office": "KZ-NURJOLY", "at": "01.01.2099 10:00"})
    assert answer.status_code == 422
    assert 'id="id_at_error"' in answer.text


def test_a_declaration_is_withdrawn_with_a_reason(trader: Client, apples: Declaration, cast: Cast) -> None:
    url = f"/cases/{apples.reference}/withdraw/"
    assert trader.post(url, {"reason": ""}).status_code == 422
    assert trader.post(url, {"reason": "Sold on the way"}).status_code == 302
    assert fresh(cast, apples).state == "cancelled"
    assert trader.post(url, {"reason": "Again"}).status_code == 409


def test_before_a_change_is_sent_the_trader_sees_who_is_asked_again(trader: Client, cast: Cast) -> None:
    declaration = file(cast, imports(APPLES, LAMB))
    base = f"/cases/{declaration.reference}/change/"
    assert "Nothing is changed yet" in trader.get(f"{base}check/").text
    page = trader.get(f"{base}items/1/")
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value()}
    changed = {**data, "description": "Fresh apples, Golden, packed in boxes"}
    assert send(trader, f"{base}items/1/", changed).status_code == 302
    checked = trader.get(f"{base}check/")
    again = {change.agency: change.what for change in checked.context["again"]}
    assert again["plant_health"] == "again"
    assert again["veterinary"] == "stays"
    assert fresh(cast, declaration).version == 1, "nothing is sent before it is signed"
    assert trader.post(f"{base}check/", {"password": "guess"}).status_code == 422
    assert trader.post(f"{base}check/", {"password": PASSWORD}).status_code == 302
    after = fresh(cast, declaration)
    assert after.version == 2
    assert "Golden" in case(trader, after).text
    assert "Nothing is changed yet" in trader.get(f"{base}check/").text


def test_a_change_is_forgotten(trader: Client, cast: Cast) -> None:
    declaration = file(cast, imports(CERAMICS))
    base = f"/cases/{declaration.reference}/change/"
    revision = trader.get(f"{base}items/").context["kept"].revision
    trader.post(f"{base}items/1/remove/", {"revision": revision})
    assert trader.get(f"{base}items/").context["table"].rows == []
    assert trader.post(f"{base}drop/").status_code == 302
    assert len(trader.get(f"{base}items/").context["table"].rows) == 1


def test_a_change_is_the_company_s_and_another_session_goes_on_with_it(
    trader: Client, signed: Sign, cast: Cast
) -> None:
    declaration = file(cast, imports(CERAMICS))
    base = f"/cases/{declaration.reference}/change/"
    send(trader, f"{base}sections/route/", {"local_ref": "MINE"}, act="later")
    page = signed("colleague").get(f"{base}sections/route/")
    assert page.context["form"]["local_ref"].value() == "MINE"
    assert str(cast.user("trader")) in page.text
    assert signed("stranger").get(f"{base}sections/route/").status_code == 404


def test_a_change_begun_on_a_version_of_before_is_carried_over(trader: Client, signed: Sign, cast: Cast) -> None:
    declaration = file(cast, imports(CERAMICS))
    base = f"/cases/{declaration.reference}/change/"
    send(trader, f"{base}sections/route/", {**ROUTE, "local_ref": "MINE"})
    with cast.acting("trader", scopes=acting.FILING) as actor:
        from clearance.services import trading

        after = {**imports(CERAMICS), "goods_location": "KZ-1"}
        trading.amend(actor, reference=declaration.reference, content=after, version=1)
    page = trader.get(f"{base}check/")
    assert page.context["kept"].content["local_ref"] == "MINE"
    assert page.context["kept"].content["goods_location"] == "KZ-1"
    assert "What you had changed is carried over" in page.text


def test_what_one_agency_refused_is_split_off(trader: Client, cast: Cast) -> None:
    declaration = present(cast, pay(cast, file(cast, imports(APPLES, {**APPLES, "description": "Fresh apples, Gala"}))))
    sign_off = row(cast, declaration, "plant_health")
    decide(cast, sign_off, "refused", reason="Insects in item 2", verdicts_by_item={1: "approved", 2: "refused"})
    page = case(trader, declaration)
    assert "Some items are refused" in page.text
    url = f"/cases/{declaration.reference}/split/"
    assert [one["number"] for one in trader.get(url).context["refused"]] == [2]
    assert trader.post(url, {"password": "guess"}).status_code == 422
    assert trader.post(url, {"password": PASSWORD}).status_code == 302
    assert fresh(cast, declaration).state == "released"


def test_a_hold_is_shown_with_reason_and_law(trader: Client, apples: Declaration, cast: Cast) -> None:
    sign_off = row(cast, apples, "plant_health")
    with cast.acting("plant_health_officer") as actor:
        stopping.place_hold(actor, sign_off=str(sign_off.uuid), public_reason="Seal broken", legal_basis="Art. 1")
    page = case(trader, apples).text
    assert "Plant health has stopped the release" in page
    assert "Seal broken" in page


def test_the_fragment_is_the_inside_of_the_page(trader: Client, apples: Declaration) -> None:
    with clock.at(clock.now()):
        fragment = case(trader, apples, "?fragment=case").text
        assert "<html" not in fragment
        assert without_tokens(fragment).strip() in without_tokens(case(trader, apples).text)


def test_the_page_names_its_stream(trader: Client, apples: Declaration, settings: Any) -> None:
    assert f'data-live="/live/declarations/{apples.reference}"' in case(trader, apples).text
    settings.LIVE_UPDATES = False
    assert 'data-live=""' in case(trader, apples).text


def test_the_declaration_is_given_back_as_xml(trader: Client, apples: Declaration) -> None:
    answer = case(trader, apples, "message.xml")
    assert answer["Content-Type"] == "application/xml"
    assert b"0808108006" in answer.content


PAGES = ("", "questions/", "arrival/", "files/", "withdraw/", "split/", "change/check/", "message.xml")


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_finds_nothing(signed: Sign, apples: Declaration, page: str) -> None:
    assert case(signed("stranger"), apples, page).status_code == 404


def test_a_viewer_reads_and_does_not_act(signed: Sign, apples: Declaration) -> None:
    viewer = signed("viewer")
    page = case(viewer, apples)
    assert page.status_code == 200
    assert "/withdraw/" not in page.text
    assert viewer.post(f"/cases/{apples.reference}/withdraw/", {"reason": "No"}).status_code == 403


def test_an_officer_is_led_to_the_desks_page(signed: Sign, apples: Declaration) -> None:
    answer = case(signed("customs_officer"), apples)
    assert answer["Location"] == f"/desk/declarations/{apples.reference}/"


def red(content: dict[str, Any]) -> dict[str, Any]:
    """The same goods priced below anything sold: a profile of customs picks them for inspection."""
    content |= {"invoice_total": "40.00", "customs_value_total": "20800.00"}
    content["items"] = [item(1, APPLES, price="40.00", customs_value="20800.00", charges=item(1, APPLES)["charges"])]
    return content


def without_tokens(text: str) -> str:
    return re.sub(r"csrfmiddlewaretoken\" value=\"[^\"]+\"|X-CSRFToken[^}]+", "TOKEN", text)


def as_read(text: str, declaration: Declaration) -> str:
    """The page without what any two declarations differ in: numbers of their own, moments, prices."""
    text = text.replace("<wbr>", "")
    for own in (declaration.reference, declaration.local_ref, declaration.registration_number):
        text = text.replace(own, "OWN")
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID", text)
    text = re.sub(r"/track/[^/]+/", "TRACK", without_tokens(text))
    text = re.sub(r'<strong class="sw-ref">[^<]+', "CODE", text)
    text = re.sub(r"<time.*?</time>|\d\d? \w+ \d{4}, \d\d:\d\d", "TIME", text)
    return re.sub(r"(5\u00a0000|40)\u00a0USD", "PRICE", text)


@pytest.mark.parametrize("before", [lambda cast, one: one, pay])
def test_green_and_red_read_the_same_before_presentation(trader: Client, cast: Cast, before: Any) -> None:
    green, picked = (before(cast, file(cast, content)) for content in (imports(APPLES), red(imports(APPLES))))
    assert len(rows(cast, picked)) > len(rows(cast, green)), "the red one has a restricted sign-off"
    pages = [
        as_read(case(trader, one, more).text, one)
        for one in (green, picked)
        for more in ("", "?fragment=case", "arrival/")
    ]
    assert pages[:3] == pages[3:]
    texts = trader.get("/declarations/?tab=progress").text
    assert "inspection" not in texts.lower()


def test_after_presentation_the_inspection_is_shown(trader: Client, cast: Cast) -> None:
    picked = present(cast, pay(cast, file(cast, red(imports(APPLES)))))
    assert "2 agencies still have to sign" in case(trader, picked).text


def test_questions_of_all_agencies_are_answered_on_one_page(trader: Client, apples: Declaration, cast: Cast) -> None:
    ask(cast, apples)
    sign_off = row(cast, apples, "plant_health")
    with cast.acting("plant_health_officer") as actor:
        deciding.ask(actor, sign_off=str(sign_off.uuid), text="Which packing house?")
    assert "2 questions are waiting for you" in case(trader, apples).text
    url = f"/cases/{apples.reference}/questions/"
    page = trader.get(url)
    assert "Which packing house?" in page.text
    first, second = (card["question"] for card in page.context["cards"])
    assert "Nothing was answered yet" in trader.post(url, {f"q-{first.uuid}-text": " "}).text
    assert trader.post(url, {f"q-{second.uuid}-text": "House 7"}).url == url  # one is still open
    left = trader.get(url)
    assert [card["question"] for card in left.context["cards"]] == [first]
    assert "House 7" in left.text
    assert trader.post(url, {f"q-{first.uuid}-text": "Orchard 3"}).url == f"/cases/{apples.reference}/"
    assert "No question is open" in trader.get(url).text


def test_the_office_that_has_the_ball_is_reached_from_the_page(trader: Client, cast: Cast, apples: Declaration) -> None:
    for agency, phone in (("plant_health", "+7 727 000 00 00"), ("veterinary", "+7 727 999 99 99")):
        OfficeContact.objects.create(
            agency=agency,
            office_id="KZ-NURJOLY",
            phone=phone,
            email=f"{agency}@example.kz",
            where_en="Hall 2, window 5",
        )
    page = case(trader, apples).text
    assert 'href="tel:+77270000000"' in page
    assert 'href="mailto:plant_health@example.kz"' in page
    assert "Hall 2, window 5" in page
    assert "999 99 99" not in page
    assert re.search(r"<dt>Monday – \w+</dt><dd class=\"sw-hours\">\d\d:\d\d-", page)


def test_an_office_without_a_contact_still_has_hours_and_a_finished_case_names_none(
    trader: Client, cast: Cast, apples: Declaration
) -> None:
    page = case(trader, apples).text
    assert "Who to ask" in page
    assert "tel:" not in page
    decide(cast, row(cast, apples, "plant_health"))
    assert "Who to ask" not in case(trader, apples).text
