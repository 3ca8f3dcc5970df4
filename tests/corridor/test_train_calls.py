"""A railway's program sends a train list and follows its notes."""

from typing import Any

import pytest

from tests.api.programs import Program, codes
from tests.cast import Cast
from tests.corridor.trained import HEAD, a_listed_train, wagon_number, wagons

pytestmark = pytest.mark.django_db
PATH = "agencies/customs/trains"


def listed(notes: int, **head: Any) -> dict[str, Any]:
    names, *rows = wagons(notes)
    told = {name: getattr(HEAD, name) for name in ("list_number", "number", "office", "destination_office", "carrier")}
    return {
        **told, "dispatch_country": "CN", "destination_country": "KZ", "currency": "USD",
        "wagons": [dict(zip(names, map(str, row), strict=True)) for row in rows], **head,
    }  # fmt: skip


def test_a_list_is_filed_once_and_each_note_is_followed(cast: Cast) -> None:
    railway = Program(cast, "trader")
    sent = railway.post(PATH, listed(2))
    assert sent.status_code == 201, sent.content
    told = sent.json()
    assert (told["filed"], told["errors"], [note["stage"] for note in told["notes"]]) == (2, [], ["lodged"] * 2)
    assert told["notes"][1]["wagons"] == [wagon_number(1)]
    again = railway.post(PATH, listed(2))
    assert (again.status_code, again.json()["filed"], again.json()["id"]) == (200, 0, told["id"])
    assert railway.get(f"{PATH}/{told['id']}").json()["notes"] == told["notes"]
    assert Program(cast, "stranger").get(f"{PATH}/{told['id']}").status_code == 404
    described = railway.get("openapi.json").json()
    assert described["paths"][f"/{PATH}"]["post"]["tags"] == ["trains"]
    assert set(described["components"]["schemas"]["TrainNote"]["properties"]) == set(told["notes"][0])


def test_what_is_wrong_is_said_by_wagon_and_column_and_the_right_notes_go_when_asked(cast: Cast) -> None:
    railway, wrong = Program(cast, "trader"), listed(2)
    wrong["wagons"][1]["wagon"] = "52100001"
    refused = railway.post(PATH, wrong)
    assert refused.status_code == 422
    assert [(one["code"], one["pointer"]) for one in refused.json()["errors"]] == [("wagon_number", "/wagons/2/wagon")]
    partly = railway.post(f"{PATH}?partly=true", wrong).json()
    assert (partly["filed"], [(one["wagon"], one["column"]) for one in partly["errors"]]) == (1, [(2, "wagon")])


def test_a_list_that_is_none_of_this_company_or_of_no_train_is_refused(cast: Cast) -> None:
    a_listed_train(cast, "silk_road", "TL-0")
    railway = Program(cast, "trader")
    for body, query, code in (
        (b"{", "", "not_json"), ({"wagons": []}, "", "empty_list"), (listed(1, list_number=""), "", "list_number_missing"),
        (listed(1, list_number="L" * 21), "", "too_long"), (listed(1, colour="red"), "", "unknown_key"),
        (listed(1, office="KZ-NOWHERE"), "", "office_unknown"),
    ):  # fmt: skip
        answer = railway.call("POST", PATH + query, body)
        assert (answer.status_code, code in codes(answer)) == (422, True), (code, answer.content)
    assert railway.post(f"{PATH}?company=940140000385", listed(1)).status_code == 403
    assert Program(cast, "trader", ("read", "file")).post(PATH, listed(1)).status_code == 403, "a list is signed"
    assert Program(cast, "customs_officer").post(PATH, listed(1)).status_code == 403
