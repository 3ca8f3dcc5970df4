"""Hostile bytes: entity bombs, depth, size, encodings, truncation, noise. Each a located problem, no exception."""

import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from clearance.content import LARGEST_CONTENT
from clearance.messages import read
from clearance.messages.parsing import DEEPEST_MESSAGE, MOST_ELEMENTS
from tests.messages.conformance import ROOT

APPLES = (ROOT / "docs" / "examples" / "one-agency.xml").read_bytes()
BOMB = (
    '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9)).replace("&a0;", "&a;")
    + "]><Declaration><TypeCode>&a8;</TypeCode></Declaration>"
).encode()
OUTSIDE = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><Declaration><TypeCode>&x;</TypeCode></Declaration>'
AFAR = b'<?xml version="1.0"?>\n<!-- a --><!DOCTYPE d SYSTEM "http://127.0.0.1:1/d.dtd"><Declaration/>'
IN_ATTRIBUTE = (
    b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<Declaration name="&b;&b;&b;"/>'
)

HOSTILE = {
    "empty": (b"", "empty", 1),
    "only spaces": (b" \n\t ", "empty", 1),
    "entity bomb": (BOMB, "dtd", 1),
    "external entity": (OUTSIDE, "dtd", 1),
    "external dtd": (AFAR, "dtd", 2),
    "bomb in an attribute": (IN_ATTRIBUTE, "dtd", 1),
    "undefined entity": (b"<Declaration>\n<TypeCode>&nbsp;</TypeCode></Declaration>", "not_well_formed", 2),
    "deeper than libxml2 reads": (b"<a>" * 5000 + b"</a>" * 5000, "too_deep", 1),
    "deeper than we read": (b"<a>" * (DEEPEST_MESSAGE + 1) + b"</a>" * (DEEPEST_MESSAGE + 1), "too_deep", 1),
    "too large": (b"<Declaration>" + b" " * LARGEST_CONTENT + b"</Declaration>", "too_large", None),
    "truncated": (APPLES[: len(APPLES) // 2], "not_well_formed", None),
    "binary": (bytes(range(256)) * 16, "encoding", None),
    "zip archive": (b"PK\x03\x04\x14\x00\x00\x00\x08\x00", "not_well_formed", 1),
    "wrong encoding": ('<?xml version="1.0" encoding="UTF-8"?>\n<a>Алма</a>'.encode("cp1251"), "encoding", 2),
    "unknown encoding": (b'<?xml version="1.0" encoding="x-klingon"?><a/>', "encoding", 1),
    "half of a pair": ("<a>\ud83d</a>".encode("utf-16", "surrogatepass"), "encoding", 1),
    "a null in the text": (b"<Declaration><TypeCode>D\x00T</TypeCode></Declaration>", "not_well_formed", 1),
    "undeclared prefix": (b"<Declaration><c:TypeCode>DT</c:TypeCode></Declaration>", "not_well_formed", 1),
    "two roots": (b"<Declaration/><Declaration/>", "not_well_formed", 1),
    "plain text": (b"please release my goods", "not_well_formed", 1),
    "JSON": (b'{"kind": "import"}', "not_well_formed", 1),
    "another message": (b"<Invoice><ID>1</ID></Invoice>", "not_a_declaration", 1),
    "metadata without a declaration": (b"<MetaData>\n<Response/></MetaData>", "not_a_declaration", 1),
    "two declarations": (b"<MetaData><Declaration/>\n<Declaration/></MetaData>", "not_a_declaration", 2),
    "a text too long to keep": (
        b"<Declaration>\n<FunctionalReferenceID>" + b"x" * 20_001 + b"</FunctionalReferenceID></Declaration>",
        "too_long",
        2,
    ),
}


@pytest.mark.parametrize(("data", "code", "line"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_message_is_refused_with_its_place(data: bytes, code: str, line: int | None) -> None:
    start = time.process_time()
    message = read(data)
    assert time.process_time() - start < 5
    assert not message.is_readable
    assert [problem.code for problem in message.problems] == [code]
    problem = message.problems[0]
    assert problem.pointer.startswith("/")
    if code != "too_large":
        assert problem.line is not None
    if line is not None:
        assert problem.line == line


def test_more_elements_than_any_declaration_has_are_refused() -> None:
    message = read(b"<Declaration>" + b"<a/>" * (MOST_ELEMENTS + 1) + b"</Declaration>")
    assert [problem.code for problem in message.problems] == ["too_many_elements"]


def test_a_doctype_inside_a_comment_is_no_doctype() -> None:
    assert read(b"<!-- <!DOCTYPE a> --><Declaration><TypeCode>DT</TypeCode></Declaration>").is_readable


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251"])
def test_the_encodings_of_the_trade_are_read(encoding: str) -> None:
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    text = f'<?xml version="1.0" encoding="{declared}"?>'
    text += "<Declaration><Declarant><Name>Алма</Name></Declarant></Declaration>"
    message = read(text.encode(encoding))
    assert message.content["declarant"] == {"name": "Алма"}


def test_a_statement_that_fits_nowhere_does_no_harm() -> None:
    statement = (
        "<AdditionalInformation><StatementCode>FIELD</StatementCode><StatementDescription>{}</StatementDescription>"
    )
    statement += "<StatementTypeCode>ZSW</StatementTypeCode></AdditionalInformation>"
    for said in (
        "/items/7/origin=1",
        "/items=1",
        "/kind=[[[",
        "nothing",
        "/=1",
        "/a/b/c=1.5",
        "/kind=NaN",
        "=",
        "/x~2=1",
    ):
        message = read(f"<Declaration>{statement.format(said)}</Declaration>".encode())
        for problem in message.problems:
            assert problem.pointer.startswith("/Declaration[1]"), said


MUTATIONS = st.lists(
    st.tuples(
        st.integers(0, len(APPLES) - 1),
        st.integers(0, 40),
        st.binary(max_size=12)
        | st.sampled_from([b"<", b">", b"&", b"]]>", b"<!DOCTYPE", b'"', b"<Declaration>", b"\xff"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutations=MUTATIONS)
@example(mutations=[(0, 0, b"\xef\xbb\xbf")])
def test_mutated_bytes_never_raise(mutations: list[tuple[int, int, bytes]]) -> None:
    data = APPLES
    for place, cut, put in mutations:
        data = data[:place] + put + data[place + cut :]
    assert_all_located(data)


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=400))
def test_noise_never_raises(data: bytes) -> None:
    assert_all_located(data)


def assert_all_located(data: bytes) -> None:
    message = read(data)
    for problem in message.problems:
        assert problem.pointer.startswith("/")
        assert problem.line is not None
        assert str(problem.message)
