"""Every headline and every event has words, in whatever language; a new code without words fails here."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import translation

from clearance import moves, sentences, words, workflow
from clearance.services import addressing, posting

ROOT = Path(__file__).parents[2] / "clearance"


def headline_codes() -> set[str]:
    text = (ROOT / "headline.py").read_text(encoding="utf-8")
    found = set(re.findall(r'headline\(\s*"([a-z_]+)"', text)) | set(re.findall(r'"code": "([a-z_]+)"', text))
    return found | {"closed", "cancelled", "expired", "routing"}


def event_kinds() -> set[str]:
    """Every kind of event the code can write: named outright, or made from a move."""
    found = {moves.KINDS.get(name, f"declaration.{name}") for name in workflow.MOVES}
    folders = (ROOT, ROOT / "services", ROOT / "worklist", ROOT.parent / "portal" / "neighbours")
    for path in (path for folder in folders for path in folder.glob("*.py")):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'(?:Happened|_tell|_happened)\((?:[a-z_]+, )*\s*"([a-z]+\.[a-z_]+)"', text))
        found |= set(re.findall(r'"(neighbour\.[a-z_]+)"', text))
        for line in re.findall(r"kind = .*", text):
            found |= set(re.findall(r'"([a-z]+\.[a-z_]+)"', line))
    found |= {addressing.OBJECTED, addressing.ASKED_RETURN}
    found |= set(posting.ITEM_EVENTS.values()) | {f"appeal.{state}" for state in workflow.AppealState}
    return found | {"arrival.notice", "arrival.confirmation", "charges.paid", "charges.secured"}


def test_the_walk_finds_codes_and_kinds() -> None:
    assert {"question", "with_agency", "payment_due"} <= headline_codes()
    assert {"signoff.decided", "question.asked", "declaration.released", "hold.placed"} <= event_kinds()


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("code", sorted(headline_codes()))
def test_every_headline_has_a_sentence(code: str, language: str) -> None:
    stored = {"code": code, "holder": "customs", "agency": "customs", "agencies": ["customs"], "count": 1}
    with translation.override(language):
        for audience in (words.TRADER, words.OFFICER):
            said = sentences.headline_sentence(stored, audience)
            assert said
            assert "%(" not in said
        assert words.word_for(code, of="headline")
        full = {**stored, "since": "2026-11-23T02:00:00+00:00", "due": "2026-11-23T09:00:00+00:00"}
        assert sentences.headline_next(full)


def test_the_sentence_after_is_left_out_where_its_time_is_not_known() -> None:
    assert sentences.headline_next({"code": "held", "agency": "customs"}) == ""


@pytest.mark.parametrize("kind", sorted(event_kinds()))
def test_every_event_has_a_sentence(kind: str) -> None:
    event = SimpleNamespace(kind=kind, payload={}, agency="customs")
    for audience in (words.TRADER, words.OFFICER):
        line = sentences.event_line(event, audience)
        assert line.title
        assert line.title != kind, "this kind has no words"
        assert line.mark in {"good", "info", "warn", "bad", "plain"}


def test_several_agencies_are_counted() -> None:
    stored = {"code": "with_agency", "agency": "customs", "count": 2}
    assert sentences.headline_sentence(stored) == "2 agencies still have to sign"


def test_no_sentence_is_for_a_code_nobody_writes() -> None:
    extra = set(sentences.EVENTS) - event_kinds() - {"arrival.gate"}
    assert not extra


def test_a_changed_fact_is_told_with_both_values() -> None:
    entry = {"item": 1, "fact": "origin", "before": "CN", "after": None}
    assert sentences.difference_text(entry) == "Item 1, country of origin: was CN, is not given"
