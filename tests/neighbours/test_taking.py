"""What a neighbour tells is believed when it signed it, counts once, and is numbered or refused with every fault."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from clearance import clock
from clearance.acting import Who, acting_as
from clearance.services.filing import problems_of
from portal.neighbours import duty
from portal.neighbours.models import Incoming, Neighbour
from tests.cast import Cast
from tests.neighbours import next_door
from tests.neighbours.next_door import post, told

pytestmark = pytest.mark.django_db


def test_a_notice_is_numbered_and_expected_at_its_office(cast: Cast) -> None:
    next_door.neighbour()
    answer = post(told())
    assert answer.status_code == 201
    (kept,) = next_door.incoming()
    assert answer.json() == {"number": kept.number, "state": "expected"}
    assert (kept.office_id, kept.vehicles, kept.bins) == ("KZ-NURJOLY", ["731BOL05", "84ADL19"], ["971240001315"])


def test_the_same_message_again_has_one_effect_and_another_under_its_id_is_refused(cast: Cast) -> None:
    next_door.neighbour()
    message = "7f1f4bb8-7a64-4f1f-9a52-6b6f5f6a3c11"
    first, again = post(told(), message=message), post(told(), message=message)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert post(told(version=2), message=message).status_code == 409
    assert len(next_door.incoming()) == 1


FORGED: dict[str, Any] = {
    "by another key": lambda: post(told(), by=next_door.impostor()),
    "too old": lambda: post(told(), at=clock.now() - timedelta(minutes=6)),
    "from a day to come": lambda: post(told(), at=clock.now() + timedelta(minutes=6)),
    "of an unknown window": lambda: post(told(), signed={"window-from": "UZ"}),
    "without a time": lambda: post(told(), signed={"webhook-timestamp": ""}),
    "with a time of letters": lambda: post(told(), signed={"webhook-timestamp": "²"}),
    "with another id": lambda: post(told(), signed={"webhook-id": "7f1f4bb8-7a64-4f1f-9a52-6b6f5f6a3c11"}),
    "with an id that is none": lambda: post(told(), message="1"),
    "with no signature": lambda: post(told(), signed={"webhook-signature": ""}),
    "with nonsense for one": lambda: post(told(), signed={"webhook-signature": "v1a,%%% v1,abc"}),
    "with another body": lambda: post(told(), signed=next_door.headers(b"{}")),
}


@pytest.mark.parametrize("how", FORGED)
def test_nothing_is_believed_that_is(cast: Cast, how: str) -> None:
    next_door.neighbour()
    assert FORGED[how]().status_code == 401
    assert next_door.incoming() == []


def test_a_neighbour_that_was_stopped_is_not_believed(cast: Cast) -> None:
    Neighbour.objects.filter(pk=next_door.neighbour().pk).update(active=False)
    assert post(told()).status_code == 401


WRONG: list[tuple[Any, list[str]]] = [
    (b"{", [""]),
    (b"[]", [""]),
    (b"\xff", [""]),
    (b"[" * 100_000, [""]),
    (told(reference="", version=True, released_at="yesterday", entry_office="CN-1"),
     ["/reference", "/version", "/released_at", "/entry_office"]),
    (told(released_at="2026-11-20T08:00:00"), ["/released_at"]),
    (told(reference=7, version=0, entry_office=["KZ-NURJOLY"]), ["/reference", "/version", "/entry_office"]),
    ({**told(), "goods": []}, ["/goods"]),
    (told(goods={"items": []}), ["/goods/items"]),
    (told(goods={"items": [{"commodity_code": "0808", "description": ""}]}),
     ["/goods/items/0/commodity_code", "/goods/items/0/description"]),
    (told(goods={"items": "many"}), ["/goods/items"]),
    (told(goods={"consignee": {"id": "971240001315", "named": "x"}}), ["/goods/consignee/named"]),
    (told(goods={"dispatch_country": "C\x00N"}), ["/goods/dispatch_country"]),
]  # fmt: skip


@pytest.mark.parametrize(("notice", "places"), WRONG)
def test_a_wrong_notice_is_refused_with_the_place_of_every_fault_and_kept(
    cast: Cast, notice: Any, places: list[str]
) -> None:
    next_door.neighbour()
    answer = post(notice)
    assert (answer.status_code, answer.json()["state"]) == (201, "refused")
    assert [error["pointer"] for error in answer.json()["errors"]] == places
    (kept,) = next_door.incoming()
    assert (kept.state, kept.number) == ("refused", answer.json()["number"])


def test_a_newer_version_takes_the_place_and_an_overtaken_one_does_not(cast: Cast) -> None:
    next_door.neighbour()
    for version in (1, 3, 2):
        post(told(version=version))
    assert [(one.version, one.state) for one in next_door.incoming()] == [
        (1, "replaced"), (3, "expected"), (2, "replaced"),
    ]  # fmt: skip


def test_after_thirty_days_a_notice_lapses(cast: Cast) -> None:
    next_door.neighbour()
    post(told())
    with clock.at(clock.now() + timedelta(days=29)):
        assert duty.do_what_is_due(inline=True) == 0
    with clock.at(clock.now() + timedelta(days=30, minutes=1)):
        assert duty.do_what_is_due(inline=True) == 1
    assert next_door.incoming()[0].state == "expired"


@pytest.mark.parametrize("column", ["body", "digest", "reference"])
def test_nobody_changes_what_was_told(cast: Cast, column: str) -> None:
    next_door.neighbour()
    post(told())
    with pytest.raises(DatabaseError, match="stands as it came"), acting_as(Who(system=True)), transaction.atomic():
        Incoming.objects.update(**{column: json.dumps("other")})


def test_the_addressee_begins_a_draft_and_types_nothing_again(cast: Cast, signed: Any) -> None:
    next_door.neighbour()
    number = post(told()).json()["number"]
    page = f"/pre-arrival/{number}/"
    assert signed("stranger").get(page).status_code == 404, "another company's goods"
    trader = signed("trader")
    assert trader.get(page).status_code == 200
    begun = trader.post(f"{page}declare/", {"kind": "transit"})
    (kept,) = next_door.incoming()
    with cast.acting("trader"):
        draft = kept.declaration.draft
    assert begun.status_code == 302
    assert kept.declaration.reference in begun["Location"]
    goods = kept.body["goods"]
    assert (draft["kind"], draft["office"], draft["containers"]) == ("transit", "KZ-NURJOLY", goods["containers"])
    assert draft["items"][0]["description"] == goods["items"][0]["description"]
    assert draft["items"][0]["previous_documents"][0]["number"] == number
    assert trader.post(f"{page}declare/", {"kind": "transit"}).status_code == 409, "once"
    trader.post(f"/declarations/{kept.declaration.reference}/discard/")
    assert trader.post(f"{page}declare/", {"kind": "import"}).status_code == 302, "but again when it was thrown away"


def begun(cast: Cast, signed: Any, kind: str, **goods: Any) -> dict[str, Any]:
    """The content of a draft begun from a notice by one press."""
    number = post(told(reference=f"CN-{len(next_door.incoming())}", goods=goods)).json()["number"]
    answer = signed("trader").post(f"/pre-arrival/{number}/declare/", {"kind": kind})
    assert answer.status_code == 302, answer.text
    with cast.acting("trader"):
        draft: dict[str, Any] = next_door.incoming()[-1].declaration.draft
    return draft


def test_a_transit_begun_from_a_notice_has_the_fields_of_its_mode(cast: Cast, signed: Any) -> None:
    next_door.neighbour()
    road = begun(cast, signed, "transit", documents=[{"type": "CMR", "number": "C-7", "date": "2026-11-19"}])
    assert (road["declaration_type"], road["declarant"]["id"], road["border_mode"]) == ("TT", "971240001315", "30")
    assert road["transport"]["border"]["id"] == "731BOL05"
    assert road["transit"] == {"trailers": ["84ADL19"], "cmr_note": {"number": "C-7", "date": "2026-11-19"}}
    means = {"transport": {"border": {"id": "52123452/94123452", "mode": "20", "nationality": None}}}
    rail = begun(cast, signed, "transit", **means, documents=[{"type": "SMGS_NOTE", "number": "2954"}])
    assert rail["transit"] == {
        "wagons": [{"number": "52123452"}, {"number": "94123452"}], "smgs_note": {"number": "2954"},
    }  # fmt: skip
    assert "transport" not in rail
    fields = {problem.pointer.split("/")[1] for problem in problems_of(rail)}
    assert not fields & {"transit", "transport", "declarant", "procedure", "office", "documents"}, fields
    listed = {"wagons": [{"number": "52123452", "seals": ["K1"]}], "train_number": "1206"}
    whole = begun(cast, signed, "transit", **means, transit=listed)
    assert whole["transit"] == listed
    assert next_door.incoming()[-1].vehicles == ["52123452"]
    assert "transit" not in begun(cast, signed, "import", **means, transit=listed)


def test_customs_sees_every_notice_and_other_agencies_none(cast: Cast, signed: Any) -> None:
    next_door.neighbour()
    number = post(told()).json()["number"]
    assert number in signed("customs_officer").get("/pre-arrival/").content.decode()
    assert signed("plant_health_officer").get("/pre-arrival/").status_code in {403, 404}
    with cast.acting("plant_health_officer"):
        assert not Incoming.objects.exists()
