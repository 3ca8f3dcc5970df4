"""A stranger follows a declaration by reference and code, and learns nothing the code is not for."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from clearance import clock, moves, record
from clearance.permissions import NotAllowed
from clearance.record import Happened
from clearance.services import deciding, filing, stopping
from clearance.services.found import NotFound
from portal.public import codes, tracking
from portal.public.models import TrackLink
from tests.acting import FILING, decide, file, fresh, pay, present, row
from tests.cast import Cast
from tests.goods import APPLES, imports

pytestmark = pytest.mark.django_db
SAID_TO_THE_TRADER = "Which orchard grew them?"


def link_of(cast: Cast, declaration) -> tracking.Link:
    with cast.acting("trader"):
        return tracking.link_of(declaration)


def ask(reference: str, code: str):
    return Client().post("/track/", {"reference": reference, "code": code})


def without_what_was_typed(answer, *typed: str) -> str:
    """The page without the token of the form and without what the person typed into it."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"', "", answer.content.decode())
    text = text.replace(answer.wsgi_request.path, "")
    for word in typed:
        text = text.replace(word, "")
    return text


def test_whoever_has_reference_and_code_sees_where_it_stands(cast: Cast) -> None:
    declaration = file(cast, imports(APPLES))
    link = link_of(cast, declaration)
    answer = ask(f" {link.reference.lower()} ", link.written.lower())
    assert answer.headers["Location"] == f"/track/{link.ticket}/"
    page = Client().get(f"/track/{link.ticket}/").content.decode()
    assert link.reference in page
    assert "Submitted" in page
    assert "Last change" in page


def test_letters_of_a_cyrillic_keyboard_are_taken_for_those_that_look_the_same(cast: Cast) -> None:
    declaration = file(cast)
    link = link_of(cast, declaration)
    cyrillic = str.maketrans("ABEKMHPCTX", "АВЕКМНРСТХ")
    assert ask(link.reference.translate(cyrillic), link.code.translate(cyrillic)).status_code == 302


@pytest.mark.parametrize("path", ["form", "address"])
def test_a_wrong_code_and_an_unknown_reference_are_answered_alike_byte_for_byte(cast: Cast, path: str) -> None:
    declaration = file(cast)
    right = link_of(cast, declaration)
    wrong = ("2" if right.code[0] != "2" else "3") + right.code[1:]
    unknown = "KZ26-9999999-9"
    answers = []
    for reference, code in ((declaration.reference, wrong), (unknown, right.code)):
        answer = ask(reference, code) if path == "form" else Client().get(f"/track/{reference}-{code}/")
        answers.append((answer.status_code, without_what_was_typed(answer, reference, code)))
    assert answers[0] == answers[1]
    assert answers[0][0] == (422 if path == "form" else 404)
    assert "No declaration is found by them together" in answers[0][1]


def test_a_draft_is_not_followed_by_any_code(cast: Cast) -> None:
    with cast.acting("trader", scopes=FILING) as trader:
        draft = filing.save_draft(trader, company_id=cast.companies()["silk_road"], content=imports()).declaration
        assert tracking.tracked(draft.reference, tracking.link_of(draft).code) is None


def test_a_renewed_code_replaces_the_old_one_and_a_stopped_one_opens_nothing(cast: Cast) -> None:
    declaration = file(cast)
    first = link_of(cast, declaration)
    client = cast.browser("trader")
    address = f"/cases/{declaration.reference}/link/"
    client.post(address, {"act": "renew"})
    second = link_of(cast, declaration)
    assert first.code != second.code
    assert tracking.tracked(first.reference, first.code) is None
    assert tracking.tracked(second.reference, second.code) is not None
    client.post(address, {"act": "stop"})
    third = link_of(cast, declaration)
    assert third.stopped
    assert [tracking.tracked(one.reference, one.code) for one in (first, second, third)] == [None, None, None]


def test_strangers_and_readers_cannot_change_the_code(cast: Cast) -> None:
    declaration = file(cast)
    with cast.acting("stranger") as stranger, pytest.raises(NotFound):
        tracking.renew(stranger, reference=declaration.reference)
    with cast.acting("viewer") as viewer, pytest.raises(NotAllowed):
        tracking.renew(viewer, reference=declaration.reference)


def test_officers_do_not_read_the_links(cast: Cast) -> None:
    declaration = file(cast)
    with cast.acting("trader") as trader:
        tracking.renew(trader, reference=declaration.reference)
    for who in ("customs_officer", "auditor", "stranger", "nobody"):
        with cast.acting(who):
            assert not TrackLink.objects.exists()


def followed(cast: Cast, declaration, language: str) -> str:
    link = link_of(cast, declaration)
    return Client().get(f"/track/{link.ticket}/", headers={"Accept-Language": language}).content.decode()


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_nothing_leaks_of_lane_people_companies_goods_or_money(cast: Cast, language: str) -> None:
    content = imports(
        APPLES, consignor={"name": "Xinjiang Canary Fruit", "country": "CN", "city": "Urumqi", "line": "1"}
    )
    paid = pay(cast, file(cast, content))
    declaration = present(cast, paid)
    one = row(cast, declaration, "plant_health")
    pages = [followed(cast, declaration, language)]
    with cast.acting("plant_health_officer") as officer:
        deciding.claim(officer, sign_off=str(one.uuid))
        deciding.ask(officer, sign_off=str(one.uuid), text=SAID_TO_THE_TRADER)
    pages.append(followed(cast, declaration, language))
    with cast.acting("plant_health_officer") as officer:
        stopping.place_hold(officer, sign_off=str(one.uuid), public_reason="Alert 17", legal_basis="Order 15-08")
    pages.append(followed(cast, declaration, language))
    secrets = [
        "Plant Health Officer", "plant_health", "Plant health", "Карантин", "карантин", "Silk Road", "Canary", "971240001315",
        "Apples", "apples", "080810", str(declaration.money_amount or "no amount"), "KZT", SAID_TO_THE_TRADER, "Alert 17", "Order 15-08",
        "sw-lane", "Green", "Yellow", "Red channel", "коридор", "дәліз", declaration.vehicle or "no vehicle", "/desk/", "signoff",
    ]  # fmt: skip
    for page in pages:
        main = page[page.index("<main") : page.index("</main>")]
        assert [secret for secret in secrets if secret in main] == []


def test_what_happens_out_of_the_trader_s_sight_does_not_move_the_last_change(cast: Cast) -> None:
    declaration = file(cast)
    link = link_of(cast, declaration)
    before = tracking.tracked(link.reference, link.code)
    with clock.at(timezone.now() + timedelta(hours=1)), cast.acting("system") as system:
        record.write(declaration, system, [Happened("signoff.warning", {}, public=False, agency="customs")])
        moves.save(declaration, changed_at=clock.now())
    after = tracking.tracked(link.reference, link.code)
    assert before == after
    assert before is not None
    assert before.changed_at is not None


def test_guessing_is_slowed_and_each_guess_counts_though_its_page_is_refused(cast: Cast, settings, monkeypatch) -> None:
    monkeypatch.setattr("portal.limits._now", lambda: (29_000_000, 42))
    settings.LIMITS = {**settings.LIMITS, "lookups": 3}
    declaration = file(cast)
    statuses = [ask(declaration.reference, "22222222").status_code for _turn in range(4)]
    assert statuses == [422, 422, 422, 429]
    link = link_of(cast, declaration)
    assert Client().get(f"/track/{link.ticket}/").status_code == 429, "the right one waits too"
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert elsewhere.get(f"/track/{link.ticket}/").status_code == 200


def test_the_number_of_statements_does_not_grow_with_the_goods(cast: Cast, django_assert_max_num_queries) -> None:
    declaration = file(cast, imports(APPLES))
    link = link_of(cast, declaration)
    with django_assert_max_num_queries(16):
        Client().get(f"/track/{link.ticket}/")


def test_the_trader_finds_the_code_on_the_case_page_and_on_the_confirmation(cast: Cast) -> None:
    declaration = file(cast)
    link = link_of(cast, declaration)
    client = cast.browser("trader")
    for address in (f"/cases/{declaration.reference}/", f"/declarations/{declaration.reference}/done/"):
        page = client.get(address).content.decode()
        assert link.written in page
        assert f"/track/{link.ticket}/" in page


def test_codes_hold_nothing_that_is_mistaken_and_are_each_their_own() -> None:
    made = {codes.track_code(f"KZ26-{number:07}-0", generation) for number in range(200) for generation in range(3)}
    assert len(made) == 600
    assert set("".join(made)) <= set(codes.ALPHABET)
    assert not set("01ILOU") & set(codes.ALPHABET)


def test_released_goods_are_told_as_released(cast: Cast) -> None:
    declaration = present(cast, pay(cast, file(cast, imports(APPLES))))
    decide(cast, row(cast, declaration, "plant_health"))
    declaration = fresh(cast, declaration)
    page = followed(cast, declaration, "en")
    assert "Released: the goods may leave" in page
    assert 'aria-current="step"' not in page
