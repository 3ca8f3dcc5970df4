"""The public scenarios: after each message the replies come that the testers named, or the table says why not."""

import csv
import os
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.corridor.helping import a_guarantee
from tests.ncts import public
from tests.ncts.helping import GRN
from tests.ncts.playing import REFUSALS, Play, expected, named

EVERY = os.environ.get("NCTS_ALL") == "1"
"""Every scenario takes minutes; otherwise those are played that show a reply no other has shown."""
Scenario = tuple[str, list[dict[str, str]]]


def scenarios() -> list[Scenario]:
    """The scenarios to be played: all, or as many as show every message with every reply named to it."""
    found: list[Scenario] = []
    shown: set[tuple[str, tuple[str, ...]]] = set()
    for name, group in groupby(public.scenarios(), key=lambda row: f"{row['collection']} / {row['scenario']}"):
        steps = list(group)
        chains = named(steps[0]["observed"])
        replies = {(step["message"], tuple(expected(chains, step["message"][2:5], 0) or ())) for step in steps}
        if EVERY or not replies <= shown:
            found.append((name, steps))
        shown |= replies
    return found


def same(wanted: list[str] | None, came: list[str]) -> bool:
    """Whether the replies named came, in their order, and no refusal that was not named."""
    if wanted is None:
        return REFUSALS.isdisjoint(came)
    rest = iter(came)
    return all(one in rest for one in wanted) and (Counter(came) - Counter(wanted)).keys().isdisjoint(REFUSALS)


def not_as_named() -> dict[tuple[str, str], str]:
    """The steps that are answered otherwise, each with its reason."""
    with (Path(__file__).parent / "not_as_named.csv").open(encoding="utf-8", newline="") as file:
        return {(row["scenario"], row["step"]): row["reason"] for row in csv.DictReader(file)}


@pytest.mark.django_db
def test_every_reply_is_the_one_named_or_the_table_says_why(cast: Cast) -> None:
    a_guarantee(cast, "100000000000.00", number=GRN)
    reasons, otherwise = not_as_named(), {}
    for name, steps in scenarios():
        play = Play(cast, named(steps[0]["observed"]))
        for step in steps:
            wanted, came = play.step(step)
            if not same(wanted, came):
                otherwise[name, step["step"]] = (wanted, came)
    assert {key: told for key, told in otherwise.items() if key not in reasons} == {}
