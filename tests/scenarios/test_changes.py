"""Changes a trader sends to what is filed already."""

import pytest

from tests.api.programs import Program, codes
from tests.cast import Cast
from tests.goods import imports

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
