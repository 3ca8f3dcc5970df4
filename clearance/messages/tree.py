"""The mapping table arranged as the tree of elements that reading and writing walk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from . import mapping
from .mapping import Group, Row


@dataclass(eq=False)
class Node:
    """What the table says of one element: rows and groups right below it, and elements on the way to others."""

    rows: list[Row] = field(default_factory=list)
    groups: list[tuple[Group, Node]] = field(default_factory=list)
    below: dict[str, Node] = field(default_factory=dict)


def arranged(rows: Sequence[Row | Group]) -> Node:
    """Return the table as a tree."""
    top = Node()
    for entry in rows:
        node = top
        for step in entry.parents:
            node = node.below.setdefault(step, Node())
        if isinstance(entry, Group):
            node.groups.append((entry, arranged(entry.rows)))
        else:
            node.rows.append(entry)
    return top


@cache
def declaration() -> Node:
    """Return the tree of the Declaration element."""
    return arranged(mapping.DECLARATION)


@cache
def envelope() -> Node:
    """Return the tree of the MetaData element, without the declaration in it."""
    return arranged(mapping.ENVELOPE)


def value_at(part: Mapping[str, Any], path: str) -> Any:
    """Return the value at a field path such as `transport/border/id`, or None."""
    here: Any = part
    for step in path.split("/"):
        if not isinstance(here, Mapping):
            return None
        here = here.get(step)
    return here


def put(part: dict[str, Any], path: str, value: Any) -> None:
    """Put a value at a field path, making the objects on the way."""
    *steps, last = path.split("/")
    for step in steps:
        part = part.setdefault(step, {})
    part[last] = value
