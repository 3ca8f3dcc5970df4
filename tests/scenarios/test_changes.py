"""Changes a trader sends to what is filed already."""

import pytest

from tests.api.programs import Program, codes
from tests.cast import Cast
from tests.goods import APPLES, imports
from tests.scenarios.player import Case
from tests.scenarios.steps import paid, presented

pytestmark = pytest.mark.django_db


def test_a_change_to_a_reference_of_the_company_that_is_taken_is_told_at_its_place(cast: Cast) -> None:
    trader = Program(cast, "trader")
    one, other = imports(), imports()
    for content in (one, other):
        assert trader.post("declarations", content).status_code == 201
    reference = trader.get(f"declarations?q={other['local_ref']}").json()["declarations"][0]["reference"]
    path = f"declarations/{reference}/amend"
    answer = trader.post(path, {"content": {**other, "local_ref": one["local_ref"]}, "version": 1})
    assert (answer.status_code, codes(answer)) == (422, ["local_ref_used"])
    assert answer.json()["errors"][0]["pointer"] == "/content/local_ref"
    assert trader.get(f"declarations/{reference}").json()["version"] == 1
    assert trader.post(path, {"content": other, "version": 1}).status_code == 200


def test_a_declaration_can_be_split_again_after_a_change(cast: Cast) -> None:
    three = [{**APPLES, "description": f"Fresh apples of orchard {number}"} for number in (1, 2, 3)]
    case = Case(cast, imports(*three, local_ref="A-REFERENCE-AS-LONG-AS-THEY-MAY-BE1"))
    case.file()
    presented()(case)
    refused_ones = []
    for turn, number in enumerate((2, 2)):
        verdicts = {
            str(one["number"]): "refused" if one["number"] == number else "approved" for one in case.content["items"]
        }
        case.decide("plant_health", "refused", verdicts_by_item=verdicts)
        parts = case.act("trader", "split")
        refused_ones.append(parts["refused"])
        left = case.detail("trader")["content"]
        assert number not in [one["number"] for one in left["items"]]
        if turn == 0:
            left["items"][1] |= {"number": 2, "description": "Fresh apples of another orchard"}
            case.act("trader", "amend", {"content": left, "version": 2})
            case.content = left
            case.work()
    assert [one["state"] for one in refused_ones] == ["refused", "refused"]
    assert len({one["local_ref"] for one in refused_ones}) == 2
    paid()(case)
    assert case.detail("trader")["state"] == "released"
