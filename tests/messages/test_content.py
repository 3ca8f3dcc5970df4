"""The canonical form: one way to sign it, and every fault of structure at once."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearance.content import Problem, Problems, canonical, digest, problems_of, read_json
from tests.messages.contents import ANY_CONTENT, APPLES


def test_the_canonical_form_is_sorted_utf8_without_absent_keys() -> None:
    content = {
        "office": "KZ-NURJOLY",
        "aeo": "",
        "carrier": None,
        "declarant": {"name": "Алма", "city": ""},
        "items": [],
    }
    assert canonical(content) == '{"declarant":{"name":"Алма"},"office":"KZ-NURJOLY"}'.encode()


def test_a_float_is_never_signed() -> None:
    with pytest.raises(TypeError):
        canonical({"items": [{"price": 1.5}]})


def test_the_digest_does_not_depend_on_order_but_on_every_value() -> None:
    turned = dict(reversed(list(APPLES.items())))
    assert digest(turned) == digest(APPLES)
    assert digest({**APPLES, "incoterms_place": "Astana"}) != digest(APPLES)
    assert digest({**APPLES, "carrier": None}) != digest(APPLES)


@settings(max_examples=100, deadline=None)
@given(content=ANY_CONTENT)
def test_what_is_canonical_is_read_again_without_a_fault(content: dict[str, Any]) -> None:
    assert read_json(canonical(content)) == (content, [])


def test_every_fault_of_structure_is_told_at_once() -> None:
    content, problems = read_json(
        json.dumps(
            {
                "kind": 1,
                "offise": "KZ-NURJOLY",
                "consignee": "Silk Road",
                "documents": {"type": "INVOICE"},
                "flags": {"personal": 1, "Wood": True, "sealed": "yes", "sold": False},
                "items": [{"number": "1"}, {"price": 1.5, "currency": None, "weight": "1"}, 3],
                "transport": {"border": {"id": ["584AEK19"]}},
                "local_ref": "A\u0000B",
                "~": "1",
                "a/b": "1",
            }
        ).encode()
    )
    assert {(problem.pointer, problem.code) for problem in problems} == {
        ("/kind", "text_expected"),
        ("/offise", "unknown_key"),
        ("/consignee", "object_expected"),
        ("/documents", "list_expected"),
        ("/flags/personal", "flag_expected"),
        ("/flags/Wood", "flag_name"),
        ("/items/0/number", "number_expected"),
        ("/items/1/price", "text_expected"),
        ("/items/1/weight", "unknown_key"),
        ("/items/2", "object_expected"),
        ("/transport/border/id", "text_expected"),
        ("/local_ref", "control_character"),
        ("/~0", "unknown_key"),
        ("/a~1b", "unknown_key"),
    }
    assert "currency" not in content["items"][1]
    assert next(str(p.hint) for p in problems if p.pointer == "/offise") == "Did you mean office?"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{", "not_json"),
        (b"", "not_json"),
        (b"[]", "not_an_object"),
        (b'"import"', "not_an_object"),
        (b"null", "not_an_object"),
        ("{}".encode("utf-16"), "not_utf8"),
        (b"[" * 100_000, "too_deep"),
        (b'{"a":' * 50 + b"1" + b"}" * 50, "too_deep"),
        (b'{"items":[' + b"[]," * 150_000 + b"[]]}", "too_many_values"),
        (b'{"items":[{"number":' + b"1" * 5000 + b"}]}", "not_json"),
        (b'{"items":[{"price":NaN}]}', "text_expected"),
        (b'{"kind":"import","kind":"export"}', "repeated_key"),
        (b'{"kind":"\\ud800"}', "control_character"),
        (b'{"kind":"\\uffff"}', "control_character"),
        (b'{"kind":"' + b"x" * 20_001 + b'"}', "too_long"),
        (b" " * (10 * 1024 * 1024 + 1), "too_large"),
    ],
)
def test_what_is_not_a_content_is_refused_in_words(data: bytes, code: str) -> None:
    _content, problems = read_json(data)
    assert [problem.code for problem in problems] == [code]
    assert str(problems[0].message)


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: json.dumps({text: text}).encode()))
def test_reading_json_never_raises(data: bytes) -> None:
    read_json(data)


def test_a_thousand_faults_are_enough() -> None:
    _content, problems = read_json(json.dumps({"items": list(range(5000))}).encode())
    assert len(problems) == 1000


def test_quotes_and_brackets_inside_texts_are_not_depth() -> None:
    assert read_json(json.dumps({"local_ref": '"[' * 100}).encode())[1] == []


def test_a_problem_as_the_api_shows_it() -> None:
    assert Problem("code", "/items/0", "Do it.").as_dict() == {
        "code": "code",
        "pointer": "/items/0",
        "message": "Do it.",
        "hint": "",
    }
    warned = Problem("code", "/a[1]", "Look.", "There.", line=3, severity="warning")
    assert warned.as_dict()["line"] == 3
    assert warned.as_dict()["severity"] == "warning"
    assert Problems([warned]).as_dicts() == [warned.as_dict()]


def test_the_apples_are_structurally_right() -> None:
    assert problems_of(APPLES) == []
