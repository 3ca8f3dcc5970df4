"""When two messages say the same.

Two elements are the same if their namespaces and local names are equal (the prefix does not matter), their attributes
are equal (in any order), their own text is equal once the white space around each piece is taken off, and their
children are the same: children of one name in the same order, while children of different names may stand in any
order among each other, as the order of names is fixed by the schema and carries no meaning. Comments and processing
instructions say nothing. The portal's own statements (see `statements`) are compared as a set.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

OWN_STATEMENT = "ZSW"
"""StatementTypeCode of the additional information with which the portal carries its own fields."""


def say(element: etree._Element) -> tuple[Any, ...]:
    """Return what an element says, in a form that is equal for elements that say the same."""
    children = [child for child in element if isinstance(child.tag, str)]
    pieces = [element.text, *(child.tail for child in element)]
    said = [say(child) for child in children]
    by_name: dict[str, list[tuple[Any, ...]]] = {}
    for child in said:
        by_name.setdefault(child[0], []).append(child)
    ordered = []
    for name in sorted(by_name):
        plain = [child for child in by_name[name] if not _is_own_statement(child)]
        own = sorted((child for child in by_name[name] if _is_own_statement(child)), key=repr)
        ordered += plain + own
    return (
        str(element.tag),
        tuple(sorted((str(name), str(value)) for name, value in element.attrib.items())),
        tuple(piece.strip() for piece in pieces if piece and piece.strip()),
        tuple(ordered),
    )


def _is_own_statement(said: tuple[Any, ...]) -> bool:
    return said[0].endswith("}AdditionalInformation") and any(
        child[0].endswith("}StatementTypeCode") and child[2] == (OWN_STATEMENT,) for child in said[3]
    )


def say_the_same(one: etree._Element, other: etree._Element) -> bool:
    """Tell whether two elements say the same."""
    return say(one) == say(other)
