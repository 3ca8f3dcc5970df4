"""Where the public messages are, and a sentence where they are not."""

import csv
import os
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]


def data() -> Path:
    """The folder of public data: CONFORMANCE_DATA, relative to the repository; by default ../shared/data."""
    named = getattr(settings, "CONFORMANCE_DATA", "") or os.environ.get("CONFORMANCE_DATA") or "../shared/data"
    return (ROOT / named).resolve()


def folder(name: str) -> Path:
    """One collection, or skip."""
    found = data() / name
    if not found.is_dir():
        pytest.skip(f"The public messages are not here: {found}. Set CONFORMANCE_DATA to their folder.")
    return found


@cache
def index(kind: str) -> list[dict[str, str]]:
    """Rows of the index of UK customs test messages of one kind; empty where the data is not there."""
    path = data() / "hmrc-cds" / "index.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["kind"] == kind]
