"""The five people of the stories, each at a browser of their own, and where what they did is written down."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cast import Cast
from tests.usability.people import Person

NOTES = os.environ.get("USABILITY_NOTES", "")
"""A folder for the counts of each story; empty outside `make usability`."""
PICTURES = os.environ.get("USABILITY_PICTURES", "")
"""A folder for a picture of every page on the way; empty unless somebody wants to look."""

Sits = Callable[..., Any]


@pytest.fixture
def cast(committed_cast: Cast) -> Cast:
    return committed_cast


@pytest.fixture
def sits_down(open_page: Any, site: str, request: pytest.FixtureRequest) -> Iterator[Sits]:
    """Put a person of this kind at a browser; their effort is written down under `task` when the story went well."""
    sitting: dict[str, Person] = {}

    def sit(kind: type[Person], task: str = "") -> Person:
        pictures = Path(PICTURES) / task if PICTURES and task else None
        if pictures:
            pictures.mkdir(parents=True, exist_ok=True)
        person = kind(open_page(), site, pictures)
        if task:
            sitting[task] = person
        return person

    yield sit
    for task, person in sitting.items():
        write_down(task, person)


def write_down(task: str, person: Person) -> None:
    """One file for each task; the runner reads them when all stories are told."""
    row = person.ends().as_row()
    print(f"{task}: {row}")
    if NOTES:
        (Path(NOTES) / f"{task}.json").write_text(json.dumps(row), encoding="utf-8")
