"""Filing by a program: check, draft, file; whose declaration it is; the same key is the same declaration."""

from pathlib import Path

import pytest

from clearance import messages
from clearance.models import Declaration
from tests.api.programs import codes
from tests.goods import APPLES, imports

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


def test_a_declaration_is_filed_and_read_back(program) -> None:
    trader = program("trader")
    filed = trader.post("declarations", imports(APPLES))
    assert filed.status_code == 201, filed.content
    told = filed.json()
    assert set(told) == {"reference", "state", "version", "url"}
    assert (told["state"], told["version"]) == ("lodged", 1)
    assert told["url"].endswith(f"/api/v1/declarations/{told['reference']}")
    read = trader.get(f"declarations/{told['reference']}").json()
    assert read["items"][0] == {
        "number": 1,
        "commodity_code": "0808108006",
        "description": "Fresh apples, Fuji, packed in cartons",
        "origin": "CN",
        "net_mass_kg": "1000",
    }
    assert read["headline"]["code"] == "routing"


def test_checking_explains_and_saves_nothing(program, cast) -> None:
    answer = program("trader").post("declarations?action=check", imports(APPLES))
    assert answer.status_code == 200
    told = answer.json()
    assert told["valid"] is True
    assert "plant_health" in [agency["agency"] for agency in told["agencies"]]
    with cast.acting("system"):
        assert not Declaration.objects.exists()


def test_a_faulty_declaration_tells_every_fault_at_once_and_saves_nothing(program, cast) -> None:
    content = imports(APPLES)
    content["items"][0] |= {"commodity_code": "08", "origin": "ZZ"}
    del content["declarant"]
    for action in ("check", "file"):
        answer = program("trader").post(f"declarations?action={action}", content)
        assert answer.status_code == 422
        pointers = {error["pointer"] for error in answer.json()["errors"]}
        assert {"/items/0/commodity_code", "/items/0/origin"} <= pointers
        assert len(codes(answer)) >= 3
    with cast.acting("system"):
        assert not Declaration.objects.exists()


def test_a_draft_may_be_incomplete_and_is_filed_by_its_reference(program) -> None:
    trader = program("trader")
    draft = trader.post("declarations?action=draft", {"kind": "import"})
    assert (draft.status_code, draft.json()["state"], draft.json()["version"]) == (201, "draft", 0)
    reference = draft.json()["reference"]
    filed = trader.post(f"declarations?reference={reference}", imports(APPLES))
    assert (filed.json()["reference"], filed.json()["state"]) == (reference, "lodged"), filed.content


def test_xml_is_filed_located_and_given_back(program) -> None:
    trader = program("trader")
    xml = messages.write(imports(APPLES))
    filed = trader.post("declarations", xml, kind="application/xml")
    assert filed.status_code == 201, filed.content
    back = trader.get(f"declarations/{filed.json()['reference']}", accept="application/xml")
    assert back.headers["Content-Type"].startswith("application/xml")
    assert messages.read(back.content).content == messages.read(xml).content


def test_faults_in_xml_have_a_path_and_a_line(program) -> None:
    content = imports(APPLES)
    content["items"][0]["commodity_code"] = "08"
    answer = program("trader").post("declarations", messages.write(content), kind="application/xml")
    assert answer.status_code == 422
    located = [error for error in answer.json()["errors"] if "GovernmentAgencyGoodsItem[1]" in error["pointer"]]
    assert located, answer.content
    assert located[0]["pointer"].startswith("/")
    assert located[0]["line"] > 1


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.glob("*.xml")))
def test_each_example_is_answered_in_words(program, name: str) -> None:
    answer = program("trader").post("declarations?action=check", (EXAMPLES / name).read_bytes(), kind="application/xml")
    assert answer.status_code in {200, 422}, answer.content
    if answer.status_code == 422:
        assert len(codes(answer)) == 5


def test_the_same_key_again_is_the_same_declaration(program) -> None:
    trader, content = program("trader"), imports(APPLES)
    first = trader.post("declarations", content, idempotency_key="order-1")
    again = trader.post("declarations", content, idempotency_key="order-1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["reference"] == again.json()["reference"]


def test_the_same_key_with_another_content_is_refused(program) -> None:
    trader = program("trader")
    trader.post("declarations", imports(APPLES), idempotency_key="order-1")
    other = trader.post("declarations", imports(APPLES), idempotency_key="order-1")
    assert (other.status_code, codes(other)) == (409, ["same_key"])


def test_two_companies_may_use_the_same_key(program) -> None:
    content = imports(APPLES)
    mine = program("trader").post("declarations", content, idempotency_key="1")
    for role in ("declarant", "consignee", "payer", "buyer"):
        content[role]["id"] = "940140000385"
    theirs = program("stranger").post("declarations", content, idempotency_key="1")
    assert (mine.status_code, theirs.status_code) == (201, 201), theirs.content
    assert mine.json()["reference"] != theirs.json()["reference"]


def test_the_same_local_reference_twice_is_located(program) -> None:
    trader, content = program("trader"), imports(APPLES)
    trader.post("declarations", content)
    answer = trader.post("declarations", content)
    assert answer.status_code == 422
    assert [(e["code"], e["pointer"]) for e in answer.json()["errors"]] == [("local_ref_used", "/local_ref")]


def test_a_broker_files_for_the_declared_client(program, cast) -> None:
    filed = program("broker").post("declarations", imports(APPLES))
    assert filed.status_code == 201, filed.content
    reference = filed.json()["reference"]
    assert program("trader").get(f"declarations/{reference}").status_code == 200
    assert program("stranger").get(f"declarations/{reference}").status_code == 404
    listed = program("broker").get("declarations?client=971240001315").json()["declarations"]
    assert [one["reference"] for one in listed] == [reference]
    assert program("broker").get("declarations?client=940140000385").json()["declarations"] == []


def test_nobody_files_for_a_company_they_do_not_act_for(program, cast) -> None:
    answer = program("stranger").post("declarations", imports(APPLES))
    assert (answer.status_code, codes(answer)) == (403, ["not_allowed"])
    with cast.acting("system"):
        assert not Declaration.objects.exists()


def test_a_token_without_the_right_to_sign_files_nothing_but_drafts(program) -> None:
    preparing = program("trader", ("read", "file"))
    assert preparing.post("declarations?action=draft", imports(APPLES)).status_code == 201
    answer = preparing.post("declarations", imports(APPLES))
    assert (answer.status_code, codes(answer)) == (403, ["not_allowed"])


def test_a_refused_filing_leaves_no_draft_behind(program, cast) -> None:
    """The draft row is written before the signature is asked for; the refusal takes it back."""
    trader = program("trader")
    trader.post("declarations", imports(local_ref="A-1"))
    trader.post("declarations", imports(local_ref="A-1"))
    with cast.acting("system"):
        assert Declaration.objects.count() == 1


def test_an_amendment_takes_the_whole_content_and_the_version(program) -> None:
    trader, content = program("trader"), imports(APPLES)
    reference = trader.post("declarations", content).json()["reference"]
    content["items"][0]["description"] = "Fresh apples, Aport, packed in boxes"
    amended = trader.post(f"declarations/{reference}/amend", {"content": content, "version": 1})
    assert (amended.status_code, amended.json()["version"]) == (200, 2), amended.content
    stale = trader.post(f"declarations/{reference}/amend", {"content": content, "version": 1})
    assert (stale.status_code, codes(stale)) == (409, ["stale_version"])
    missing = trader.post(f"declarations/{reference}/amend", {"content": content})
    assert (missing.status_code, missing.json()["errors"][0]["pointer"]) == (422, "/version")
    flat = trader.post(f"declarations/{reference}/amend", {**content, "version": 2})
    assert (flat.status_code, flat.json()["version"]) == (200, 3), flat.content
    xml = trader.post(f"declarations/{reference}/amend?version=3", messages.write(content), kind="application/xml")
    assert (xml.status_code, xml.json()["version"]) == (200, 4), xml.content
