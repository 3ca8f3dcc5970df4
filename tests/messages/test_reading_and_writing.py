"""Messages say what contents say: any prefix, located faults, kept pieces, our own statements."""

from typing import Any

import pytest
from hypothesis import given, settings

from clearance.content import Problem
from clearance.messages import documentation, parse, read, say_the_same, write
from tests.messages.conformance import ROOT
from tests.messages.contents import ANY_CONTENT, APPLES, PARCEL, TRANSIT, spoiled

GOODS = "/MetaData[1]/Declaration[1]/GoodsShipment[1]"


@settings(max_examples=150, deadline=None)
@given(content=ANY_CONTENT)
def test_any_content_comes_back_from_its_message(content: dict[str, Any]) -> None:
    message = write(content)
    assert read(message).content == content
    assert write(read(message).content) == message


@pytest.mark.parametrize("content", [APPLES, TRANSIT, PARCEL], ids=["import", "transit", "postal"])
def test_a_complete_declaration_comes_back_and_keeps_nothing(content: dict[str, Any]) -> None:
    back = read(write(content))
    assert back.content == content
    assert back.problems == []
    assert "unmapped" not in back.content


BARE = "<Declaration><TypeCode>DT</TypeCode><Declarant><ID>970740000838</ID></Declarant></Declaration>"
WAYS = {
    "no namespace": BARE,
    "default namespace": BARE.replace("<Declaration>", '<Declaration xmlns="urn:any:1">'),
    "prefix": BARE.replace("</", "</q:")
    .replace("<D", "<q:D")
    .replace("<T", "<q:T")
    .replace("<I", "<q:I")
    .replace("<q:Declaration>", '<q:Declaration xmlns:q="urn:wco:datamodel:WCO:DEC:2">'),
    "in MetaData": f"<MetaData><WCODataModelVersionCode>3.6</WCODataModelVersionCode>{BARE}</MetaData>",
    "in MetaData of another namespace": f'<m:MetaData xmlns:m="urn:x">{BARE}</m:MetaData>',
    "with comments": BARE.replace("<TypeCode>", "<!-- type --><?go on?><TypeCode>"),
}


@pytest.mark.parametrize("text", WAYS.values(), ids=WAYS.keys())
def test_root_and_prefix_do_not_matter(text: str) -> None:
    message = read(text.encode())
    assert message.problems == []
    assert message.content["declaration_type"] == "DT"
    assert message.content["declarant"] == {"id": "970740000838"}
    came, went = parse(text.encode())[0], parse(write(message.content))[0]
    assert came is not None
    assert went is not None
    assert say_the_same(came, went)


def test_an_element_of_another_vocabulary_is_kept_and_not_read() -> None:
    text = '<Declaration xmlns="urn:a"><x:TypeCode xmlns:x="urn:b">TT</x:TypeCode></Declaration>'
    content = read(text.encode()).content
    assert "declaration_type" not in content
    assert {"path": "/Declaration[1]/TypeCode[1]", "xml": '<x:TypeCode xmlns:x="urn:b">TT</x:TypeCode>'} in content[
        "unmapped"
    ]


ODD = """<Declaration id="7" xmlns="urn:a">stray text<TypeCode listID="x">DT</TypeCode><TypeCode>TT</TypeCode>
<GoodsShipment ref="1"><GovernmentAgencyGoodsItem><SequenceNumeric>007</SequenceNumeric></GovernmentAgencyGoodsItem>
<GovernmentAgencyGoodsItem a="b"><Novelty><Deep>1</Deep></Novelty><Commodity>
<GoodsMeasure><GrossMassMeasure>5</GrossMassMeasure></GoodsMeasure></Commodity><Empty/></GovernmentAgencyGoodsItem></GoodsShipment><Agent/><Seal/></Declaration>"""


def test_what_has_no_place_is_kept_with_its_exact_place_and_given_back() -> None:
    content = read(ODD.encode()).content
    paths = [piece["path"] for piece in content["unmapped"]]
    item = "/Declaration[1]/GoodsShipment[1]/GovernmentAgencyGoodsItem[2]"
    for path in ("/Declaration[1]/TypeCode[2]", f"{item}/Novelty[1]", f"{item}/Empty[1]", f"{item}/@a"):
        assert path in paths
    assert content["items"] == [{"number": 7}, {"gross_mass_kg": "5"}]
    came, went = parse(ODD.encode())[0], parse(write(content))[0]
    assert came is not None
    assert went is not None
    assert say_the_same(came, went)


def test_a_kept_element_gives_way_when_its_field_changes() -> None:
    content = read(ODD.encode()).content
    content["items"][1]["gross_mass_kg"] = "6"
    changed = write(content).decode()
    assert '<GrossMassMeasure unitCode="KGM">6</GrossMassMeasure>' in changed
    assert "<Deep>1</Deep>" in changed
    assert read(changed.encode()).content["items"][1]["gross_mass_kg"] == "6"


def test_a_commodity_code_in_parts_is_one_code_and_given_back_in_parts() -> None:
    text = (
        "<Declaration><GoodsShipment><GovernmentAgencyGoodsItem><Commodity>"
        "<Classification><ID>08081080</ID><IdentificationTypeCode>TSP</IdentificationTypeCode></Classification>"
        "<Classification><ID>06</ID><IdentificationTypeCode>TRC</IdentificationTypeCode></Classification>"
        "<Classification><ID>VATZ</ID><IdentificationTypeCode>GN</IdentificationTypeCode></Classification>"
        "</Commodity></GovernmentAgencyGoodsItem></GoodsShipment></Declaration>"
    )
    content = read(text.encode()).content
    assert content["items"][0]["commodity_code"] == "0808108006"
    came, went = parse(text.encode())[0], parse(write(content))[0]
    assert came is not None
    assert went is not None
    assert say_the_same(came, went)
    content["items"][0]["commodity_code"] = "0808108005"
    again = read(write(content)).content
    assert again["items"][0]["commodity_code"] == "0808108005"
    assert "VATZ" in str(again["unmapped"])


@pytest.mark.parametrize(
    ("element", "field"),
    [
        ('<CustomsValueAmount currencyID="GBP">130.00</CustomsValueAmount>', "customs_value"),
        (
            '<Commodity><GoodsMeasure><GrossMassMeasure unitCode="TNE">2</GrossMassMeasure></GoodsMeasure></Commodity>',
            "gross_mass_kg",
        ),
        ("<SequenceNumeric>first</SequenceNumeric>", "number"),
    ],
)
def test_a_value_with_another_meaning_is_kept_with_a_warning_and_not_taken(element: str, field: str) -> None:
    text = (
        f"<Declaration><GoodsShipment><GovernmentAgencyGoodsItem>{element}</GovernmentAgencyGoodsItem></GoodsShipment>"
    )
    message = read(f"{text}</Declaration>".encode())
    assert message.is_readable
    assert field not in message.content["items"][0]
    assert [problem.severity for problem in message.problems] == ["warning"]
    assert message.problems[0].line == 1
    assert message.problems[0].pointer.startswith("/Declaration[1]/GoodsShipment[1]/GovernmentAgencyGoodsItem[1]/")


@pytest.mark.parametrize(("flag", "codes"), [("0", ["container_flag"]), ("1", [])])
def test_a_container_flag_that_contradicts_the_containers_is_doubted(flag: str, codes: list[str]) -> None:
    consignment = f"<ContainerCode>{flag}</ContainerCode><TransportEquipment><ID>CSQU3054383</ID></TransportEquipment>"
    text = f"<Declaration><GoodsShipment><Consignment>{consignment}</Consignment></GoodsShipment></Declaration>"
    message = read(text.encode())
    assert [(problem.code, problem.severity) for problem in message.problems] == [(code, "warning") for code in codes]
    assert message.is_readable


KINDS = [
    ("DT", "40", "import"),
    ("DT", "10", "export"),
    ("DT", "31", "export"),
    ("DT", "80", "transit"),
    ("TT", None, "transit"),
    ("PD", None, "postal"),
    ("IMA", "40", "import"),
    ("IMZ", None, "import"),
    ("EXD", "10", "export"),
    ("COA", "40", "import"),
    ("DT", None, None),
    ("XX", "40", None),
]


@pytest.mark.parametrize(("type_code", "procedure", "kind"), KINDS)
def test_the_kind_follows_type_and_procedure(type_code: str, procedure: str | None, kind: str | None) -> None:
    box37 = f"<GovernmentProcedure><CurrentCode>{procedure}</CurrentCode></GovernmentProcedure>" if procedure else ""
    text = f"<Declaration><TypeCode>{type_code}</TypeCode><GoodsShipment><GovernmentAgencyGoodsItem>{box37}"
    message = read(f"{text}</GovernmentAgencyGoodsItem></GoodsShipment></Declaration>".encode())
    assert message.content.get("kind") == kind


def test_a_problem_of_the_content_is_shown_at_its_element_and_line() -> None:
    message = read(write(spoiled(APPLES, "items/0/origin", "ZZ")))
    place = message.place_of("/items/0/origin")
    assert place.path == f"{GOODS}/GovernmentAgencyGoodsItem[1]/Origin[1]/CountryCode[1]"
    lines = write(spoiled(APPLES, "items/0/origin", "ZZ")).decode().splitlines()
    assert "<CountryCode>ZZ</CountryCode>" in lines[(place.line or 0) - 1]


@pytest.mark.parametrize(
    ("pointer", "path"),
    [
        ("/items/0/origin", f"{GOODS}/GovernmentAgencyGoodsItem[1]/Origin[1]/CountryCode[1]"),
        ("/items/0/packages/0/type", f"{GOODS}/GovernmentAgencyGoodsItem[1]/Packaging[1]/TypeCode[1]"),
        ("/office", "/MetaData[1]/Declaration[1]/DeclarationOfficeID[1]"),
        ("/consignee/country", f"{GOODS}/Consignee[1]/Address[1]/CountryCode[1]"),
        ("/kind", "/MetaData[1]/Declaration[1]/TypeCode[1]"),
        ("/documents/1/number", "/MetaData[1]/Declaration[1]/AdditionalDocument[2]/ID[1]"),
        ("/transport/border/id", "/MetaData[1]/Declaration[1]/BorderTransportMeans[1]/ID[1]"),
        ("/flags/wood_packaging", "/MetaData[1]/Declaration[1]/AdditionalInformation[1]"),
        ("/items/9/origin", f"{GOODS}/GovernmentAgencyGoodsItem[1]"),
        ("/nothing/of/ours", "/MetaData[1]/Declaration[1]"),
    ],
)
def test_a_missing_field_is_shown_where_it_belongs(pointer: str, path: str) -> None:
    without = APPLES
    for gone in ("items/0/origin", "office", "consignee/country", "transport", "customs_value_total"):
        without = spoiled(without, gone, None)
    message = read(write(without))
    [problem] = message.located([Problem("missing", pointer, "Enter it.")])
    assert problem.pointer == path
    assert problem.line is not None


def test_the_table_in_the_documentation_is_the_table_of_the_code() -> None:
    text = (ROOT / "docs" / "messages.md").read_text(encoding="utf-8")
    between = text.split(documentation.START)[1].split(documentation.END)[0].strip()
    assert between == documentation.table(), "Run python -m clearance.messages.documentation and paste its table."


def test_order_of_different_names_does_not_matter_but_of_equal_names_does() -> None:
    def element(xml: str) -> Any:
        return parse(xml.encode())[0]

    one = element("<a><b>1</b><c/><b>2</b></a>")
    assert say_the_same(one, element("<a> <c/><b>1 </b>\n<b>2</b><!-- x --></a>"))
    assert not say_the_same(one, element("<a><b>2</b><b>1</b><c/></a>"))
    assert not say_the_same(one, element("<a><b>1</b><c/></a>"))
    assert not say_the_same(one, element("<a><b>1</b><c x='1'/><b>2</b></a>"))
    assert not say_the_same(one, element("<a xmlns='urn:x'><b>1</b><c/><b>2</b></a>"))


def test_999_items_are_read_and_written_in_seconds() -> None:
    import time

    many = {**APPLES, "items": [{**APPLES["items"][0], "number": number} for number in range(1, 1000)]}
    start = time.process_time()
    assert read(write(many)).content == many
    assert time.process_time() - start < 20
