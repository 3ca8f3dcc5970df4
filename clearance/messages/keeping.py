"""What a message held that has no place in the content: kept with its exact place, and given back there.

A piece is `{path, xml}`. The path is absolute with positions; it ends in an element, in `/@name` for an attribute
(in Clark notation), or in `/text()` for text among elements. A path without xml marks an element that was not there
though we would write one. An element that a field was read from is kept as well where writing the field would give
other XML; it is given back as long as the field still says the same.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

from .elements import local_name, namespace_of
from .parsing import fragment

_STEP = re.compile(r"/([^/\[\]@]+)\[([0-9]{1,6})\]")
_ATTRIBUTE = re.compile(r"/@(?:\{[^}]*\})?[^/@{}\[\]]+$")


class Keeping:
    """The pieces kept while one message is read."""

    def __init__(self) -> None:
        self.pieces: list[dict[str, str]] = []

    def whole(self, path: str, element: etree._Element) -> None:
        """Keep an element with all that is in it."""
        self.pieces.append({"path": path, "xml": as_text(element)})

    def absence(self, path: str) -> None:
        """Remember that nothing stood at a place."""
        self.pieces.append({"path": path})

    def shell(self, path: str, element: etree._Element, usual: str | None) -> None:
        """Keep an element's own namespace and attributes, without what is in it, unless they are the usual ones."""
        namespace = namespace_of(element)
        if namespace == usual and not element.attrib:
            return
        prefixes: Any = {element.prefix: namespace} if namespace else None
        self.whole(
            path,
            etree.Element(element.tag, {str(name): str(value) for name, value in element.attrib.items()}, prefixes),
        )

    def attributes(self, path: str, element: etree._Element) -> None:
        """Keep the attributes of an element that holds others."""
        for name, value in element.attrib.items():
            self.pieces.append({"path": f"{path}/@{name!s}", "xml": str(value)})

    def text(self, path: str, element: etree._Element) -> None:
        """Keep text that stands among elements."""
        for piece in (element.text, *(kid.tail for kid in element)):
            if piece and piece.strip():
                self.pieces.append({"path": f"{path}/text()", "xml": piece.strip()})


def as_text(element: etree._Element) -> str:
    """Return an element as canonical XML (exclusive C14N) without insignificant white space, readable alone."""
    alone = copy.deepcopy(element)
    alone.tail = None
    for part in alone.iter():
        part.tail = (part.tail or "").strip() or None
        if len(part):
            part.text = (part.text or "").strip() or None
    # A prefix may be used only inside a value (xsi:type="p:Name"); canonical XML cannot see that by itself.
    values = [str(value) for part in alone.iter() for value in part.attrib.values()]
    named = sorted({value.partition(":")[0] for value in values if ":" in value} & {p for p in element.nsmap if p})
    return etree.tostring(alone, method="c14n", exclusive=True, inclusive_ns_prefixes=named).decode()


def copy_of(element: etree._Element) -> etree._Element:
    """Return an element that can be put into a tree while the kept one stays for the next writing."""
    return copy.deepcopy(element)


class Kept:
    """What was kept of a message, by its place."""

    def __init__(self, entries: Iterable[Any]) -> None:
        self.elements: dict[str, dict[str, dict[int, etree._Element | None]]] = {}
        self.attributes: dict[str, dict[str, str]] = {}
        self.texts: dict[str, list[str]] = {}
        for entry in entries:
            path, xml = str(entry.get("path") or ""), str(entry.get("xml") or "")
            if path.endswith("/text()"):
                self.texts.setdefault(path.removesuffix("/text()"), []).append(xml)
            elif found := _ATTRIBUTE.search(path):
                self.attributes.setdefault(path[: found.start()], {})[found.group()[2:]] = xml
            elif steps := _STEP.findall(path):
                name, position = steps[-1]
                element = fragment(xml) if xml else None
                if not xml or (element is not None and local_name(element) == name):
                    parent = path[: path.rindex("/")]
                    self.elements.setdefault(parent, {}).setdefault(name, {})[int(position)] = element

    def at(self, parent: str) -> dict[str, dict[int, etree._Element | None]]:
        """Return the kept children of a place: by name and position; None marks that nothing stood there."""
        return {name: dict(by_position) for name, by_position in self.elements.get(parent, {}).items()}
