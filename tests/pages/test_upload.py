"""A declaration in a file: kept as a draft, faults with path and line, the same facts as typed in."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from clearance import facts
from clearance.content import canonical
from clearance.messages import write
from tests.goods import imports
from tests.pages.conftest import begin, declaration, fill_in, sign

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


def upload(client: Client, data: bytes, name: str = "declaration.xml") -> Any:
    kind = "application/json" if name.endswith(".json") else "application/xml"
    return client.post("/declarations/upload/", {"file": SimpleUploadedFile(name, data, content_type=kind)})


def reference_of(answer: Any) -> str:
    assert answer.status_code == 302, answer.text
    return str(answer["Location"].split("/")[2])


def test_an_xml_file_is_checked_signed_and_filed(trader: Client) -> None:
    reference = reference_of(upload(trader, write(imports())))
    page = trader.get(f"/declarations/{reference}/check/")
    assert page.context["located"] == []
    assert sign(trader, reference).status_code == 302
    assert declaration(reference).state == "lodged"


def test_a_json_file_is_read_too(trader: Client) -> None:
    reference = reference_of(upload(trader, canonical(imports()), "declaration.json"))
    assert trader.get(f"/declarations/{reference}/check/").context["located"] == []


def test_faults_of_a_file_have_path_and_line_and_lead_to_the_field(trader: Client) -> None:
    content = imports()
    del content["items"][0]["origin"]
    content["consignee"]["id"] = "971240001316"
    reference = reference_of(upload(trader, write(content)))
    located = trader.get(f"/declarations/{reference}/check/").context["located"]
    assert len(located) == 2
    for one in located:
        assert one["place"].path.startswith("/MetaData[1]/Declaration[1]/GoodsShipment[1]/")
        assert one["place"].line
        assert "#id_" in one["url"]


def test_places_in_the_file_are_forgotten_once_the_draft_is_edited(trader: Client) -> None:
    content = imports()
    del content["items"][0]["origin"]
    reference = reference_of(upload(trader, write(content)))
    fill_in(trader, reference)
    located = trader.get(f"/declarations/{reference}/check/").context["located"]
    assert all("place" not in one for one in located)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<MetaData><Declaration>", "declaration.xml"),
        (b"\x00\x01binary", "declaration.xml"),
        (b'{"kind": 4}', "declaration.json"),
        (b"", "declaration.xml"),
    ],
)
def test_a_file_nobody_can_read_is_refused_with_what_to_do(trader: Client, data: bytes, says: str) -> None:
    answer = upload(trader, data, says)
    assert answer.status_code == 422
    assert "<title>Error: Upload a declaration" in answer.text


def test_the_same_goods_by_form_and_by_xml_give_equal_facts(trader: Client) -> None:
    typed = begin(trader)
    fill_in(trader, typed)
    by_form = declaration(typed).draft
    by_file = declaration(reference_of(upload(trader, write(by_form)))).draft
    assert facts.facts_of(by_form).as_json() == facts.facts_of(by_file).as_json()


def test_editing_an_uploaded_draft_keeps_what_the_form_does_not_know(trader: Client) -> None:
    data = write(imports()).replace(
        b"</Declaration>", b"<Authentication><Authentication>x</Authentication></Authentication></Declaration>"
    )
    reference = reference_of(upload(trader, data))
    before = declaration(reference).draft
    fill_in(trader, reference)
    assert declaration(reference).draft.get("unmapped") == before.get("unmapped")


def test_the_example_with_five_errors_shows_five_with_their_lines(trader: Client) -> None:
    reference = reference_of(upload(trader, (EXAMPLES / "refused-with-five-errors.xml").read_bytes()))
    page = trader.get(f"/declarations/{reference}/check/")
    assert len(page.context["located"]) == 5
    for one in page.context["located"]:
        assert f"Line {one['place'].line}, {one['place'].path}" in page.text
    assert sign(trader, reference).status_code == 422
