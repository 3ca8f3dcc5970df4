"""Programs send and fetch messages by the API; people see them on the page of the declaration; numbers and codes go both ways."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.customs.ncts import codes, numbers
from agencies.customs.ncts.structure.writing import write
from clearance import clock
from clearance.identifiers import is_mrn, new_reference
from clearance.models import Office
from tests.api.programs import token_of
from tests.cast import Cast
from tests.ncts.helping import declaration_in, declared, sent, unloaded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cover")]


class Program:
    """A program with a token."""

    def __init__(self, cast: Cast, who: str, scopes: tuple[str, ...] = ("read", "file", "sign")) -> None:
        self.headers = {"authorization": f"Bearer {token_of(cast, who, scopes)}"}

    def post(self, body: bytes, kind: str = "application/xml") -> Any:
        return Client().post("/api/v1/agencies/customs/ncts/messages", body, content_type=kind, headers=self.headers)

    def get(self, path: str) -> Any:
        return Client().get(path, headers=self.headers)


def test_the_api_takes_messages_and_gives_the_answers(cast: Cast) -> None:
    mine, other = Program(cast, "trader"), Program(cast, "stranger")
    body = write("CC015C", declared())
    answer = mine.post(body)
    assert answer.status_code == 202, answer.content
    shown = answer.json()
    assert [one["type"] for one in shown["answers"]] == ["CC928C"]
    assert shown["message"]["mrn"] == numbers.mrn_of(shown["message"]["reference"])
    assert mine.post(body).status_code == 200
    listed = mine.get("/api/v1/agencies/customs/ncts/messages").json()
    assert [one["type"] for one in listed["messages"]] == ["CC015C", "CC928C"]
    assert mine.get(f"/api/v1/agencies/customs/ncts/messages?after={listed['next']}").json()["messages"] == []
    assert mine.get(listed["messages"][0]["url"]).content == body
    assert other.get("/api/v1/agencies/customs/ncts/messages").json()["messages"] == []
    assert other.get(listed["messages"][0]["url"]).status_code == 404
    assert mine.post(b"{}", "application/json").status_code == 415
    wrong = mine.post(b"<x")
    assert (wrong.status_code, wrong.json()["answers"][0]["type"]) == (202, "CC917C")
    assert Program(cast, "trader", ("read",)).post(body).status_code == 403
    paths = mine.get("/api/v1/openapi.json").json()["paths"]
    assert {"/agencies/customs/ncts/messages", "/agencies/customs/ncts/messages/{message_id}"} <= set(paths)


def test_messages_stand_on_the_page_of_the_declaration_in_every_language(cast: Cast, client: Any) -> None:
    declaration = declaration_in(cast, sent(cast, "CC015C", declared()))
    wrong = sent(cast, "CC044C", unloaded(declaration))
    assert wrong.message.errors
    for who, page in (("trader", "declaration"), ("customs_officer", "desk_declaration")):
        client.force_login(cast.user(who))
        shown = client.get(reverse(page, args=[declaration.reference])).content.decode()
        assert f"MRN {numbers.mrn_of(declaration.reference)}" in shown
        assert "Declaration received" in shown
        assert ("/api/v1/agencies/customs/ncts/messages/" in shown) == (who == "trader")


def test_an_mrn_is_our_reference_and_back() -> None:
    for _turn in range(200):
        reference = new_reference(2026)
        mrn = numbers.mrn_of(reference)
        assert is_mrn(mrn), mrn
        assert numbers.reference_of(mrn) == reference
    assert numbers.reference_of("26KZTR007K3M9QX4J0") is None or is_mrn("26KZTR007K3M9QX4J0")
    assert numbers.reference_of("23GB000246ZPABRDJ3") is None


def test_every_customs_office_has_a_code_in_messages_and_back(cast: Cast) -> None:
    today = clock.today()
    offices = [
        office.pk
        for office in Office.objects.exclude(type__in=["control_centre", "postal_exchange"])
        if not office.pk.startswith("POST")
    ]
    missing = [code for code in offices if codes.theirs("office", code, today) is None]
    assert missing == []
    assert all(codes.ours("office", codes.theirs("office", code, today) or "", today) == code for code in offices)
