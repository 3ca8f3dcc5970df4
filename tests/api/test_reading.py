"""What each reader is shown of a declaration, and what not."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clearance import advance
from clearance.models import Event, SignOff
from clearance.services import deciding, stopping
from tests import acting
from tests.acting import decide, file, pay, present, row
from tests.cast import Cast
from tests.goods import APPLES, CERAMICS, LAMB, imports, item

pytestmark = pytest.mark.django_db

SIGN_OFF = {
    "id", "agency", "office", "stage", "requirement", "items", "control", "blocks", "blocking", "because", "rules",
    "legal_basis", "state", "verdict", "verdicts_by_item", "decided_by", "carried_from", "reason", "claimed",
    "opened_at", "due_at", "clock", "decided_at", "version",
}  # fmt: skip
DECLARATION = {
    "reference", "kind", "state", "version", "routed_version", "headline", "registration_number", "money", "items",
    "signoffs", "holds", "questions", "documents_needed", "released_at",
}  # fmt: skip
OFFICERS_ONLY = {"claimed_by", "risk", "finding", "form", "visibility", "difference"}


def red(**more: Any) -> dict[str, Any]:
    """Goods that a restricted profile of customs picks for inspection."""
    content = imports(APPLES, invoice_total="40.00", customs_value_total="20800.00", **more)
    content["items"] = [item(1, APPLES, price="40.00", customs_value="20800.00")]
    return content


def test_a_declaration_has_the_shape_of_the_contract(program, cast: Cast) -> None:
    declaration = file(cast, imports(APPLES))
    read = program("trader").get(f"declarations/{declaration.reference}").json()
    assert set(read) >= DECLARATION
    assert set(read["headline"]) == {"code", "text", "holder", "since", "due"}
    assert set(read["money"]) == {"position", "amount", "currency"}
    assert read["money"]["amount"] == "416000.00"
    for shown in read["signoffs"]:
        assert set(shown) >= SIGN_OFF
        assert shown["blocking"] is (shown["blocks"] == "release")
        assert shown["state"] in {"waiting", "open", "claimed", "decided"}
        assert shown["clock"] in {"running", "stopped"}


def test_the_reference_is_found_in_any_case(program, cast: Cast) -> None:
    declaration = file(cast)
    assert program("trader").get(f"declarations/{declaration.reference.lower()}").status_code == 200


def test_a_trader_sees_no_officers_name_and_no_inner_field(program, cast: Cast) -> None:
    declaration = present(cast, file(cast, imports(APPLES)))
    one = row(cast, declaration, "plant_health")
    with cast.acting("plant_health_officer") as officer:
        deciding.claim(officer, sign_off=str(one.uuid))
    theirs = program("trader").get(f"declarations/{declaration.reference}")
    ours = program("plant_health_second").get(f"declarations/{declaration.reference}")
    name = cast.user("plant_health_officer").get_full_name()
    assert name not in theirs.content.decode()
    assert name in ours.content.decode()
    for shown in theirs.json()["signoffs"]:
        assert not OFFICERS_ONLY & set(shown)
    claimed = [shown for shown in theirs.json()["signoffs"] if shown["claimed"]]
    assert [shown["agency"] for shown in claimed] == ["plant_health"]
    events = program("trader").get(f"declarations/{declaration.reference}/events")
    assert name not in events.content.decode()
    assert not {"actor", "hash"} & set(events.json()["events"][0])


def neutral(program: Any, reference: str) -> str:
    """What a trader is shown before presentation, without what differs between any two declarations."""
    trader = program("trader")
    read = trader.get(f"declarations/{reference}").json()
    events = trader.get(f"declarations/{reference}/events").json()
    listed = trader.get("declarations").json()["declarations"]
    shown = {"read": read, "events": events, "listed": [one for one in listed if one["reference"] == reference]}
    for name in ("content", "money", "changed_at", "lodged_at"):
        read.pop(name)
    return json.dumps(_without_accidents(shown, reference), sort_keys=True)


ACCIDENTS = {
    "id", "since", "due", "at", "recorded_at", "opened_at", "due_at", "decided_at", "changed_at", "digest", "signoff",
    "local_ref", "registration_number", "number", "reference", "text",
}  # fmt: skip


def _without_accidents(value: Any, reference: str) -> Any:
    if isinstance(value, dict):
        return {k: (bool(v) if k in ACCIDENTS else _without_accidents(v, reference)) for k, v in value.items()}
    if isinstance(value, list):
        return [_without_accidents(one, reference) for one in value]
    return value


def test_green_and_red_are_the_same_to_a_trader_before_presentation(program, cast: Cast) -> None:
    green, picked = file(cast, imports(APPLES)), file(cast, red())
    with cast.acting("system"):
        secret = SignOff.objects.filter(declaration=picked, visibility="restricted", announced_at=None)
        assert secret.exists(), "the profile no longer picks these goods: choose others"
    assert neutral(program, green.reference) == neutral(program, picked.reference)


def test_an_announced_inspection_says_no_rule(program, cast: Cast) -> None:
    declaration = present(cast, file(cast, red()))
    read = program("trader").get(f"declarations/{declaration.reference}").json()
    with cast.acting("system"):
        secret = SignOff.objects.get(declaration=declaration, visibility="restricted")
    shown = next(one for one in read["signoffs"] if one["id"] == str(secret.uuid))
    assert (shown["rules"], shown["because"]) == ([], "")
    whole = json.dumps(read) + program("trader").get(f"declarations/{declaration.reference}/events").content.decode()
    for rule in secret.rules:
        assert rule not in whole
    officer = program("customs_officer").get(f"declarations/{declaration.reference}").json()
    assert next(one for one in officer["signoffs"] if one["id"] == str(secret.uuid))["rules"] == secret.rules


def test_a_traders_event_numbers_have_no_gaps_and_go_on_after_any(program, cast: Cast) -> None:
    declaration = present(cast, pay(cast, file(cast, red())))
    for one in acting.rows(cast, declaration):
        if one.is_undecided:
            decide(cast, one)
    with cast.acting("system"):
        assert Event.objects.filter(declaration=declaration, is_public=False).exists()
    told = program("trader").get(f"declarations/{declaration.reference}/events").json()
    numbers = [event["seq"] for event in told["events"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert told["next"] == numbers[-1]
    rest = program("trader").get(f"declarations/{declaration.reference}/events?after=3").json()["events"]
    assert [event["seq"] for event in rest] == numbers[3:]
    assert program("trader").get(f"declarations/{declaration.reference}/events?after=9999").json()["events"] == []


def test_lists_are_paged_without_loss_or_repetition(program, cast: Cast) -> None:
    trader = program("trader")
    references = {trader.post("declarations", imports(CERAMICS)).json()["reference"] for _number in range(5)}
    found, cursor, pages = [], "", 0
    while cursor is not None:
        page = trader.get(f"declarations?limit=2&cursor={cursor}").json()
        found += [one["reference"] for one in page["declarations"]]
        cursor, pages = page["next"], pages + 1
    assert (len(found), set(found), pages) == (5, references, 3)


def test_lists_are_filtered(program, cast: Cast) -> None:
    released = present(cast, pay(cast, file(cast, imports(CERAMICS))))
    lodged = file(cast, imports(APPLES))
    trader = program("trader")

    def found(query: str) -> list[str]:
        return [one["reference"] for one in trader.get(f"declarations?{query}").json()["declarations"]]

    assert found("state=released") == [released.reference]
    assert found("state=lodged&state=released") == [lodged.reference, released.reference]
    assert found("q=apples") == [lodged.reference]
    assert found(f"q={released.reference.lower()}") == [released.reference]
    assert found("updated_since=2099-01-01T00:00:00Z") == []
    assert found("client=971240001315") == [lodged.reference, released.reference]


def test_questions_papers_and_holds_are_shown(program, cast: Cast) -> None:
    content = imports(APPLES)
    content["documents"] = [one for one in content["documents"] if one["type"] != "PHYTO_CERT"]
    declaration = file(cast, content)
    one = row(cast, declaration, "plant_health")
    with cast.acting("plant_health_officer") as officer:
        hold = stopping.place_hold(
            officer, sign_off=str(one.uuid), public_reason="Pest alert", legal_basis="Order 15-08/590"
        )
    trader = program("trader")
    read = trader.get(f"declarations/{declaration.reference}").json()
    assert [paper["any_of"] for paper in read["documents_needed"]] == [["PHYTO_CERT"]]
    assert [shown["id"] for shown in read["holds"]] == [str(hold.uuid)]
    assert read["headline"]["code"] == "held"


def test_what_lapsed_is_shown_on_request(program, cast: Cast) -> None:
    content = imports(APPLES)
    declaration = file(cast, content)
    changed = {**content, "items": [item(1, CERAMICS)]}
    program("trader").post(f"declarations/{declaration.reference}/amend", {"content": changed, "version": 1})
    advance.advance(declaration.pk)
    path = f"declarations/{declaration.reference}"
    assert "lapsed" not in {one["state"] for one in program("trader").get(path).json()["signoffs"]}
    assert "lapsed" in {one["state"] for one in program("trader").get(f"{path}?include=lapsed").json()["signoffs"]}


def test_reading_costs_the_same_whatever_the_number_of_items(program, cast: Cast) -> None:
    few, many = file(cast, imports(CERAMICS)), file(cast, imports(*([CERAMICS] * 60)))
    trader = program("trader")
    trader.get("declarations")  # notes the first use of the token
    spent = []
    for declaration in (few, many):
        with CaptureQueriesContext(connection) as asked:
            assert trader.get(f"declarations/{declaration.reference}").status_code == 200
        spent.append(len(asked))
    assert spent[0] == spent[1]
    assert spent[0] <= 13


def test_restricted_and_merged_goods_are_explained_without_sign_in(program) -> None:
    answer = program().post("explain", imports(LAMB, APPLES))
    agencies = [one["agency"] for one in answer.json()["agencies"]]
    assert {"veterinary", "plant_health", "customs"} <= set(agencies)
    assert "restricted" not in answer.content.decode()
    sign_off = next(one for one in answer.json()["agencies"] if one["agency"] == "plant_health")["sign_offs"][0]
    assert sign_off["because_text"]
    assert sign_off["legal_basis"]
    assert sign_off["deadline_text"]


def test_bare_facts_are_explained(program) -> None:
    facts = {"declaration": {"direction": "import"}, "items": [{"hs": "0808108006", "origin": "CN"}]}
    answer = program().post("explain", {"facts": facts})
    assert answer.status_code == 200, answer.content
    assert "plant_health" in [one["agency"] for one in answer.json()["agencies"]]
    wrong = program().post("explain", {"facts": {"declaration": {"lane": "red", "nix": 1}, "items": ["x"]}})
    assert wrong.status_code == 422
    pointers = {error["pointer"] for error in wrong.json()["errors"]}
    assert pointers == {"/facts/declaration/lane", "/facts/declaration/nix", "/facts/items/0"}
