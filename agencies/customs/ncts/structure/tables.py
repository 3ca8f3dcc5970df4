"""The tables of the messages, read once: what stands in which, in which order and how often. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from agencies.customs.ncts.structure.kinds import Kind, kind_of

HERE = Path(__file__).parent
NAMESPACE = "http://ncts.dgtaxud.ec"


@dataclass(frozen=True)
class Slot:
    """A place for an element: its name, how often it stands there, and its group or kind of value."""

    name: str
    least: int
    most: int
    what: str

    @property
    def group(self) -> tuple[Slot, ...] | None:
        """The places inside it; None for an element with a value."""
        return groups().get(self.what)

    @property
    def kind(self) -> Kind:
        """The kind of its value."""
        return kind_of(self.what)


def message(name: str) -> tuple[Slot, ...] | None:
    """The places of a message from its header on; None for a message that is not known."""
    body = _messages().get(name)
    return None if body is None else _messages()["header"] + body


def names() -> frozenset[str]:
    """Every message in the tables."""
    return frozenset(_messages()) - {"header"}


@cache
def groups() -> Mapping[str, tuple[Slot, ...]]:
    """Groups of elements by name."""
    return _read("groups.txt")


@cache
def _messages() -> Mapping[str, tuple[Slot, ...]]:
    return _read("messages.txt")


def _read(file: str) -> dict[str, tuple[Slot, ...]]:
    found = {}
    for line in (HERE / file).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _is, body = line.partition(" = ")
            found[name] = tuple(_slot(word) for word in body.split())
    return found


def _slot(word: str) -> Slot:
    found = re.fullmatch(r"([A-Za-z]+)(\?|\*(\d+)-(\d+))?(?::(\S+))?", word)
    assert found, word
    name, often, least, most, what = found.groups()
    if often is None:
        return Slot(name, 1, 1, what or name)
    return Slot(name, int(least or 0), int(most or 1), what or name)
