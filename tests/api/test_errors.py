"""Whatever is sent, the answer is one of ours: `{"errors": […]}`, never a page, never a fault of ours."""

import json

import pytest

from tests.api.programs import codes
from tests.goods import imports

pytestmark = pytest.mark.django_db

WRONG_BODIES = [
    ("application/json", b"{", 422),
    ("application/json", b"", 422),
    ("application/json", b"[]", 422),
    ("application/json", b"null", 422),
    ("application/json", b"\xff\xfe\x00", 422),
    ("application/json", '{"kind": "импорт"}'.encode("utf-16"), 422),
    ("application/json", b'{"kind": "\\u0000"}', 422),
    ("application/json", b'{"kind": "\\ud800"}', 422),
    ("application/json", b'{"local_ref": NaN}', 422),
    ("application/json", b"[" * 100_000, 422),
    ("application/json", b'{"a":' * 5_000 + b"1" + b"}" * 5_000, 422),
    ("application/json", b'{"items": ' + b"9" * 5_000 + b"}", 422),
    ("application/json", b'{"signature": {"a": "\\u0000"}, "kind": "import"}', 422),
    ("application/json", b'{"content": [], "version": "1", "x": 2}', 422),
    ("application/xml", b"", 422),
    ("application/xml", b"<a>", 422),
    ("application/xml", b"\x00\x01\x02", 422),
    ("application/xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', 422),
    ("text/csv", b"a;b", 415),
    ("application/x-www-form-urlencoded", b"kind=import", 415),
    ("text/plain", b"{}", 415),
    ("", b"{}", 415),
]


@pytest.mark.parametrize(("kind", "body", "status"), WRONG_BODIES)
@pytest.mark.parametrize("action", ["file", "draft", "check"])
def test_what_cannot_be_read_is_told(program, kind: str, body: bytes, status: int, action: str) -> None:
    answer = program("trader").post(f"declarations?action={action}", body, kind=kind)
    assert answer.status_code == status, answer.content
    codes(answer)


def test_an_oversized_body_is_413(program, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = program("trader").post("declarations", imports())
    assert (answer.status_code, codes(answer)) == (413, ["too_large"])


def test_an_unknown_address_is_404_in_json(program) -> None:
    answer = program("trader").get("nowhere")
    assert (answer.status_code, codes(answer)) == (404, ["not_found"])


def test_a_method_nobody_declared_is_405_with_those_allowed(program) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        answer = program("trader").call(method, "declarations", {})
        assert (answer.status_code, codes(answer)) == (405, ["method_not_allowed"])
        assert answer.headers["Allow"] == "GET, POST"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer sw_wrong", "Basic dHJhZGVyOng=", "Bearer \x00"])
def test_without_a_valid_token_it_is_401(program, header: str) -> None:
    nobody = program()
    for call in (nobody.get, nobody.post):
        answer = call("declarations", **({"authorization": header} if header else {}))
        assert (answer.status_code, codes(answer)) == (401, ["not_signed_in"])
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_session_reads_but_never_acts(program, cast) -> None:
    """A browser sends its cookie along whoever asks it to; only a token is proof that a program means it."""
    nobody = program()
    nobody.client.force_login(cast.user("trader"))
    assert nobody.get("declarations").status_code == 200
    answer = nobody.post("declarations", imports())
    assert (answer.status_code, codes(answer)) == (401, ["not_signed_in"])


def test_wrong_parameters_are_told_all_at_once(program) -> None:
    answer = program("trader").get("declarations?state=sold&limit=many&updated_since=yesterday")
    assert answer.status_code == 422
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/state/0", "/limit", "/updated_since"}


@pytest.mark.parametrize("cursor", ["x", "W10", "WzEsMl0", "WyJhIiwxXQ", "%00", "W1tbW1s", "WyIyMDI2LTAxLTAxIiwxXQ"])
@pytest.mark.parametrize(("person", "path"), [("trader", "declarations"), ("customs_officer", "queue")])
def test_a_cursor_we_did_not_make_is_told(program, person: str, path: str, cursor: str) -> None:
    answer = program(person).get(f"{path}?cursor={cursor}")
    assert (answer.status_code, codes(answer)) == (422, ["cursor"])


@pytest.mark.parametrize("q", ["%00", "'", "%", "\\", "😀" * 20, "%ED%A0%80"])
def test_any_words_may_be_looked_for(program, q: str) -> None:
    assert program("trader").get(f"declarations?q={q}").status_code == 200


ACTS = [
    ("cashier", "payments", {"amount": "NaN", "currency": "KZT", "reference": "1", "kind": "paid"}),
    ("cashier", "payments", {"amount": "1E+999999", "currency": "KZT", "reference": "1", "kind": "paid"}),
    ("cashier", "payments", {"amount": 1.5, "currency": "KZT", "reference": "1", "kind": "paid"}),
    ("cashier", "payments", {"amount": "-1", "currency": "KZT", "reference": "1", "kind": "paid"}),
    ("cashier", "payments", {"amount": "1.005", "currency": "KZT", "reference": "1", "kind": "paid"}),
    ("cashier", "payments", {"amount": "1", "currency": "KZT", "reference": "\u0000", "kind": "paid"}),
    ("cashier", "payments", {"amount": "1", "currency": "KZT", "reference": "1", "kind": "gift"}),
    ("cashier", "payments", {}),
    ("customs_officer", "present", {"at": "0001-01-01T00:00:00+14:00"}),
    ("customs_officer", "present", {"at": "9999-12-31T23:59:59-14:00"}),
    ("customs_officer", "present", {"at": "2026-11-01T10:00:00"}),
    ("customs_officer", "present", {"office": "nowhere"}),
    ("customs_officer", "present", {"offices": "KZ-NURJOLY"}),
    ("trader", "withdraw", {"reason": ""}),
    ("trader", "withdraw", {"reason": "x" * 30_000}),
    ("trader", "withdraw", {"reason": ["x"]}),
    ("trader", "documents", {"name": "a", "media_type": "application/pdf", "type": "INVOICE", "data": "?"}),
    ("trader", "documents", {"name": "a", "media_type": "application/pdf", "type": "INVOICE", "data": "QUJD"}),
]


@pytest.mark.parametrize(("person", "act", "body"), ACTS)
def test_a_wrong_act_is_told_and_changes_nothing(program, person: str, act: str, body: dict) -> None:
    trader = program("trader")
    reference = trader.post("declarations", imports()).json()["reference"]
    before = trader.get(f"declarations/{reference}").json()
    answer = program(person).post(f"declarations/{reference}/{act}", json.dumps(body))
    assert answer.status_code == 422, answer.content
    codes(answer)
    assert trader.get(f"declarations/{reference}").json() == before


def test_errors_speak_the_language_asked_for(program) -> None:
    trader = program("trader")
    english = trader.get("nowhere", accept_language="en")
    assert english.headers["Content-Language"] == "en"
    for language in ("ru", "kk"):
        answer = trader.get("declarations?limit=x", accept_language=language)
        assert answer.headers["Content-Language"] == language
        codes(answer)


def test_no_answer_of_the_api_is_kept_by_caches_between(program) -> None:
    answer = program("trader").get("declarations")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Authorization" in answer.headers["Vary"]
