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
"""All 405 steps take minutes; otherwise as few scenarios as show each message, each reply and each reason."""
PARTS = 12 if EVERY else 1
Scenario = tuple[str, list[dict[str, str]]]


def scenarios() -> list[Scenario]:
    """The scenarios to be played."""
    every = [
        (name, list(steps))
        for name, steps in groupby(public.scenarios(), key=lambda row: f"{row['collection']} / {row['scenario']}")
    ]
    return every if EVERY else as_few_as_show_everything(every)


def as_few_as_show_everything(every: list[Scenario]) -> list[Scenario]:
    """Always the one next that shows most of what no other has shown, for each step that it costs."""
    reasons = not_as_named()
    left = {name: what_it_shows(name, steps, reasons) for name, steps in every}
    found: list[Scenario] = []
    while any(left.values()):
        best = max(every, key=lambda one: len(left[one[0]]) / len(one[1]))
        found.append(best)
        shown = left[best[0]]
        left = {name: shows - shown for name, shows in left.items()}
    return found


def what_it_shows(name: str, steps: list[dict[str, str]], reasons: dict[tuple[str, str], str]) -> set[str]:
    """The messages of a scenario, the replies named to them, and why it is answered otherwise."""
    chains = named(steps[0]["observed"])
    replies = {reply for step in steps for reply in expected(chains, step["message"][2:5], 0) or ()}
    return (
        {step["message"] for step in steps}
        | replies
        | {reasons.get((name, step["step"]), "as named") for step in steps}
    )


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
@pytest.mark.parametrize("part", range(PARTS))
def test_every_reply_is_the_one_named_or_the_table_says_why(cast: Cast, part: int) -> None:
    a_guarantee(cast, "100000000000.00", number=GRN)
    reasons, played, otherwise = not_as_named(), set(), {}
    for name, steps in scenarios()[part::PARTS]:
        play = Play(cast, named(steps[0]["observed"]))
        for step in steps:
            wanted, came = play.step(step)
            played.add((name, step["step"]))
            if not same(wanted, came):
                otherwise[name, step["step"]] = (wanted, came)
    assert {key: told for key, told in otherwise.items() if key not in reasons} == {}
    assert (reasons.keys() & played) - otherwise.keys() == set(), "no reason stays when the answer is as named"
