"""Small questions to XML elements: names, namespaces, lines, positions, values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from lxml import etree


def local_name(element: etree._Element) -> str:
    """Return the element's name without namespace; also of a tag that no schema would allow."""
    return str(element.tag).rpartition("}")[2]


def line_of(element: etree._Element) -> int | None:
    """Return the line of the message the element starts on."""
    return cast("int | None", element.sourceline)


def namespace_of(element: etree._Element) -> str:
    """Return the namespace of an element, "" for none."""
    return str(element.tag).rpartition("}")[0].lstrip("{")


def element_in(namespace: str, name: str, attributes: dict[str, str]) -> etree._Element:
    """Return a new element whose namespace needs no prefix."""
    if not namespace:
        return etree.Element(name, attributes)
    return etree.Element(f"{{{namespace}}}{name}", attributes, cast("dict[str, str]", {None: namespace}))


def numbered_children(element: etree._Element) -> Sequence[tuple[etree._Element, int]]:
    """Return the children with their position among those of the same local name."""
    counts: dict[str, int] = {}
    numbered = []
    for kid in element:
        if not isinstance(cast("object", kid.tag), str):  # a comment or an instruction
            continue
        name = local_name(kid)
        counts[name] = counts.get(name, 0) + 1
        numbered.append((kid, counts[name]))
    return numbered


def path_below(source: etree._Element, places: dict[etree._Element, str], otherwise: str) -> str:
    """Return the path of an element that is a child, or stands below a child, of the element being read."""
    steps: list[str] = []
    here: etree._Element | None = source
    while here is not None and here not in places:
        name = local_name(here)
        above = here.getparent()
        same = (
            [kid for kid in above if isinstance(kid.tag, str) and local_name(kid) == name]
            if above is not None
            else [here]
        )
        steps.append(f"{name}[{same.index(here) + 1}]")
        here = above
    return "/".join([places[here], *reversed(steps)]) if here is not None else otherwise


def text_of(element: etree._Element | None) -> str | None:
    """Return the text of an element without children and without surrounding white space; None if there is none."""
    if element is None or len(element):
        return None
    return (element.text or "").strip() or None


def child(element: etree._Element, name: str) -> etree._Element | None:
    """Return the first child of this local name."""
    return next((part for part in element if isinstance(part.tag, str) and part.tag.rpartition("}")[2] == name), None)
