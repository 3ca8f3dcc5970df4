"""After a split the goods that go on keep their numbers, and a change asks again only those whose goods it touches."""

from copy import deepcopy
from typing import Any

import pytest
from django.test import Client

from clearance import messages
from clearance.models import SignOff
from tests.api.programs import Program, codes
from tests.cast import PASSWORD, Cast
from tests.goods import APPLES, LAMB, imports
from tests.pages.conftest import send
from tests.scenarios.player import Case
from tests.scenarios.steps import presented

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    """Apples of one orchard and lamb go on; apples of another, item 2, were refused."""
    content = imports(APPLES, {**APPLES, "description": "Fresh apples of another orchard"}, LAMB)
    case = Case(cast, content)
    case.file()
    presented()(case)
    for agency in ("veterinary", "plant_health"):
        for one in case.rows(agency):
            verdicts = {str(number): "refused" if number == 2 else "approved" for number in one["items"]}
            verdict = "refused" if 2 in one["items"] else "approved"
            case.decide(agency, verdict, requirement=one["requirement"], verdicts_by_item=verdicts)
    parts = case.act("trader", "split")
    assert parts["refused"]["state"] == "refused"
    return case


def browser(case: Case) -> Client:
    """The trader signed in at a browser."""
    client = Client()
    client.force_login(case.cast.user("trader"))
    return client


def standing(case: Case) -> dict[str, Any]:
    """The content of the version that stands."""
    content: dict[str, Any] = deepcopy(case.detail("trader")["content"])
    return content


def asked_again(case: Case) -> set[str]:
    """Requirements whose answer does not stand any more, after the system has done its part."""
    case.work()
    rows = case.detail()["signoffs"]
    return {row["requirement"] for row in rows if row["carried_from"] is None}


def covering(case: Case, number: int) -> set[str]:
    """Requirements that speak of this item, or of the declaration as a whole."""
    return {row["requirement"] for row in case.detail()["signoffs"] if not row["items"] or number in row["items"]}


def describe(content: dict[str, Any], number: int, description: str) -> dict[str, Any]:
    """The content with other words for one item."""
    next(item for item in content["items"] if item["number"] == number)["description"] = description
    return content


@pytest.mark.parametrize(("number", "stays"), [(3, "plant_health.phytosanitary"), (1, "veterinary.import_control")])
@pytest.mark.parametrize("way", ["json", "xml", "form"])
def test_a_change_after_a_split_asks_exactly_those_again_whose_goods_it_touches(
    case: Case, way: str, number: int, stays: str
) -> None:
    touched, everything = covering(case, number), {row["requirement"] for row in case.detail()["signoffs"]}
    assert stays in everything - touched
    content = describe(standing(case), number, "Described anew, more precisely than before")
    WAYS[way](case, content, number)
    now = case.detail("trader")
    assert now["version"] == 3
    assert [item["number"] for item in now["content"]["items"]] == [1, 3]
    assert asked_again(case) == touched
    assert {row["requirement"] for row in case.detail()["signoffs"]} == everything


def by_json(case: Case, content: dict[str, Any], number: int) -> None:
    case.act("trader", "amend", {"content": content, "version": 2})


def by_xml(case: Case, content: dict[str, Any], number: int) -> None:
    path = f"declarations/{case.reference}/amend?version=2"
    case.call("trader", "POST", path, messages.write(content), kind="application/xml")


def by_form(case: Case, content: dict[str, Any], number: int) -> None:
    client = browser(case)
    base = f"/cases/{case.reference}/change/"
    place = [item["number"] for item in content["items"]].index(number) + 1
    page = client.get(f"{base}items/{place}/")
    form = page.context["form"]
    assert page.context["number"] == number
    data = {name: form[name].value() for name in form.fields if form[name].value()}
    data["description"] = content["items"][place - 1]["description"]
    assert send(client, f"{base}items/{place}/", data).status_code == 302
    assert client.post(f"{base}check/", {"password": PASSWORD}).status_code == 302


WAYS = {"json": by_json, "xml": by_xml, "form": by_form}


def test_a_new_item_comes_after_the_highest_number_and_the_refused_ones_stays_free(case: Case) -> None:
    content = standing(case)
    for number, status, told in [(2, 422, ["item_number"]), (5, 422, ["item_number"]), (4, 200, None)]:
        new = {**deepcopy(content["items"][0]), "number": number, "description": "Fresh apples, Gala"}
        items = sorted([*content["items"], new], key=lambda item: int(item["number"]))
        if number == 2:
            items = [*content["items"], new]
        sent = {"content": {**content, "items": items}, "version": 2}
        answer = Program(case.cast, "trader").post(f"declarations/{case.reference}/amend", sent)
        assert answer.status_code == status, answer.content
        if told:
            assert codes(answer) == told
            assert "number new ones from 4" in answer.json()["errors"][0]["message"]


def test_an_item_taken_out_in_the_browser_leaves_the_numbers_of_the_others(case: Case) -> None:
    client = browser(case)
    base = f"/cases/{case.reference}/change/"
    page = client.get(f"{base}items/")
    assert [one.number for one in page.context["table"].rows] == [1, 3]
    said = client.post(f"{base}items/1/remove/", {"revision": page.context["kept"].revision}, follow=True)
    assert "Item 1 is removed. The others keep their numbers." in said.text
    assert [one.number for one in said.context["table"].rows] == [3]
    assert client.post(f"{base}check/", {"password": PASSWORD}).status_code == 302
    case.work()
    rows = {row["requirement"]: row for row in case.detail()["signoffs"]}
    assert "plant_health.phytosanitary" not in rows
    assert rows["veterinary.import_control"]["carried_from"]


def test_a_first_filing_is_still_numbered_without_gaps(case: Case) -> None:
    content = {**standing(case), "local_ref": "A-NEW-ONE"}
    answer = Program(case.cast, "trader").post("declarations", content)
    assert (answer.status_code, set(codes(answer))) == (422, {"item_number"})


def test_what_a_split_carries_rests_on_the_goods_that_stay(case: Case) -> None:
    """The control: a change that says the same asks nobody again."""
    case.act("trader", "amend", {"content": standing(case), "version": 2})
    assert asked_again(case) == set()
    with case.cast.acting("system"):
        assert not SignOff.objects.filter(declaration__reference=case.reference, version=3, carried_from=None).exists()
