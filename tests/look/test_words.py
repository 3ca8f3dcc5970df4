"""No state, verdict, headline or lane without words for each audience (I-18)."""

import re
from pathlib import Path

import pytest

from clearance import words
from clearance.rule_words import Kind, Outcome
from clearance.templatetags import look
from clearance.workflow import SignOffState, State, Verdict

AUDIENCES = (words.TRADER, words.OFFICER)
HEADLINES = Path(__file__).parents[2] / "clearance" / "headline.py"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_state_and_verdict_has_a_word(audience: str) -> None:
    for state in State:
        assert words.word_for(state.value, audience, of="declaration")
    for state in SignOffState:
        assert words.word_for(state.value, audience, of="signoff")
    for verdict in Verdict:
        assert words.word_for(verdict.value, audience, of="verdict")
        assert words.word_for(verdict.value, audience, of="signoff"), "a decided sign-off is shown by its verdict"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_headline_has_a_word(audience: str) -> None:
    codes = set(re.findall(r'headline\(\s*"(\w+)"', HEADLINES.read_text(encoding="utf-8")))
    assert {"question", "with_agency", "held"} <= codes
    assert codes - set(words.HEADLINE[audience]) == set()


def test_every_rule_and_what_became_of_it_has_a_word() -> None:
    assert set(words.RULE) == {str(kind) for kind in Kind}
    assert set(words.OUTCOME) == {str(outcome) for outcome in Outcome}


def test_both_audiences_know_the_same_codes() -> None:
    for lists in (words.DECLARATION, words.SIGNOFF, words.VERDICT, words.HEADLINE):
        assert set(lists[words.TRADER]) == set(lists[words.OFFICER])


def test_every_code_is_painted_on_purpose() -> None:
    for lists in (words.DECLARATION, words.SIGNOFF, words.VERDICT, words.HEADLINE):
        assert set(lists[words.TRADER]) <= set(words.TONES)
    assert set(words.TASK) <= set(words.TONES)


def test_an_unknown_code_is_never_shown_as_it_is() -> None:
    with pytest.raises(KeyError, match="words.py"):
        words.word_for("limbo")


def test_a_chip_speaks_by_shape_and_word_not_only_colour() -> None:
    chip = look.status_chip("refused", "trader", "declaration")
    assert "<svg" in chip
    assert "Refused" in chip
    assert "sw-tone-bad" in chip


def test_the_officer_and_the_trader_read_different_words() -> None:
    assert words.word_for("question", words.TRADER) == "Needs your answer"
    assert words.word_for("question", words.OFFICER) == "Question sent"
