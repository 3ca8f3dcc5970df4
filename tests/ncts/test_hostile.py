"""Wrong messages of all six kinds: each is kept byte for byte, and answered where it is wrong; nothing that was taken is lost."""

import os
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from agencies.customs.models import NctsMessage
from agencies.customs.ncts.structure.checking import faults_of
from agencies.customs.ncts.structure.writing import write
from clearance.models import Declaration
from tests.acting import present
from tests.api.programs import token_of
from tests.cast import Cast
from tests.corridor.helping import may_set_off
from tests.ncts.helping import arrival, changed, declaration_in, declared, invalidation, presentation, sent, unloaded
from tests.ncts.spoiling import misled, spoilt, spoilt_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cover")]
MESSAGES = int(os.environ.get("HOSTILE_MESSAGES", "200"))
"""By the whole way through the portal; `make soak` sends ten thousand."""
REFUSALS = {"CC917C", "CC906C", "CC056C", "CC057C"}
MAKERS: list[Callable[[Any], dict[str, Any]]] = [
    lambda _declaration: declared(), changed, invalidation, presentation, arrival, unloaded,
]  # fmt: skip


def transits(cast: Cast) -> list[Declaration]:
    """One to be presented, one filed, one released, one arrived."""
    kinds = ("D", "A", "A", "A")
    found = [
        declaration_in(cast, sent(cast, "CC015C", declared(operation={"additionalDeclarationType": kind})))
        for kind in kinds
    ]
    for one in found[2:]:
        may_set_off(cast, present(cast, one))
    present(cast, found[3], office="KZ-ASTANA-LC")
    return found


def a_message(chance: random.Random, about: list[Declaration], sent_before: list[bytes]) -> bytes:
    """A message that was sent before, one under its number, a sound one, or one wrong in what it names, its bytes or its parts."""
    values = chance.choice(MAKERS)(chance.choice(about))
    root, drawn = etree.fromstring(write(values["messageType"], values)), chance.random()
    if drawn < 0.05 and sent_before:
        return chance.choice(sent_before)
    if drawn < 0.12:
        root.find("messageIdentification").text = "M1"
    elif drawn < 0.35:
        misled(chance, root)
    elif drawn < 0.5:
        return spoilt_bytes(chance, etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
    elif drawn < 0.9:
        spoilt(chance, root)
    return etree.tostring(root)


def must_be_located(taken: dict[str, Any]) -> str:
    """Everything wrong is told at a place and a line; returns the refusal, or "" for a message that was done."""
    errors = taken["message"]["errors"]
    replies = [one["type"] for one in taken["answers"]]
    if not errors:
        assert REFUSALS.isdisjoint(replies)
        return ""
    assert len(replies) == 1
    assert replies[0] in REFUSALS
    assert all(one["pointer"].startswith("/") and one["line"] >= 1 and one["message"] for one in errors), errors
    return str(replies[0])


def test_wrong_messages_are_answered_at_their_place_and_nothing_taken_is_lost(cast: Cast, settings: Any) -> None:
    settings.LIMITS = dict.fromkeys(settings.LIMITS, 0)
    about, chance, refused = transits(cast), random.Random(20261123), Counter[str]()
    client = Client(raise_request_exception=False)
    headers = {"authorization": f"Bearer {token_of(cast, 'trader', ('read', 'file', 'sign'))}"}
    kept: dict[str, bytes] = {}
    for _message in range(MESSAGES):
        body = a_message(chance, about, list(kept.values()))
        answer = client.post(
            "/api/v1/agencies/customs/ncts/messages", body, content_type="application/xml", headers=headers
        )
        assert answer.status_code in {200, 202}, (answer.content, body)
        taken, before = answer.json(), len(kept)
        assert kept.setdefault(taken["message"]["id"], body) == body
        assert (answer.status_code == 202) == (len(kept) > before), "200 says that the same came before"
        if answer.status_code == 202:
            refused[must_be_located(taken)] += 1
    with cast.acting("system"):
        rows = NctsMessage.objects.filter(direction="in", uuid__in=list(kept))
        assert {str(row.uuid): bytes(row.body) for row in rows} == kept
        for row in NctsMessage.objects.filter(direction="out", type__in=REFUSALS):
            assert faults_of(etree.fromstring(bytes(row.body))) == [], row.type
    assert all(refused[name] >= MESSAGES / 100 for name in ("", "CC917C", "CC906C", "CC056C", "CC057C")), refused
