"""A message from plain values: put into the order of its table, filled where the table knows, and never against its form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

from agencies.customs.ncts.structure import tables
from agencies.customs.ncts.structure.tables import NAMESPACE, Slot

PHASE = "NCTS5.1"


class Unwritable(ValueError):
    """A message whose required part is not there; the text is the way to it."""


def write(name: str, values: Mapping[str, Any]) -> bytes:
    """The message of that name; optional parts that would break its form are left out. Raises Unwritable."""
    slots = tables.message(name)
    assert slots is not None, name
    root = etree.Element(f"{{{NAMESPACE}}}{name}", {"PhaseID": PHASE}, {"ncts": NAMESPACE})
    _fill(root, slots, values, name)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _fill(element: etree._Element, slots: Sequence[Slot], values: Mapping[str, Any], path: str) -> None:
    unknown = set(values) - {slot.name for slot in slots}
    if unknown:
        raise Unwritable(f"{path}: {sorted(unknown)}")
    for slot in slots:
        given = values.get(slot.name)
        parts = given if isinstance(given, list) else [given]
        made = [one for one in (_made(slot, part, path) for part in parts) if one is not None]
        if len(made) < slot.least:
            raise Unwritable(f"{path}/{slot.name}")
        for number, one in enumerate(made[: slot.most], 1):
            if slot.group is not None and slot.group[0].name == "sequenceNumber":
                one[0].text = str(number)
            element.append(one)


def _made(slot: Slot, given: Any, path: str) -> etree._Element | None:
    """The element of one value; None where there is nothing, or nothing that fits."""
    group = slot.group
    if group is not None:
        if not isinstance(given, Mapping):
            return None
        made = etree.Element(slot.name)
        numbered = {"sequenceNumber": "1"} if group[0].name == "sequenceNumber" else {}
        try:
            _fill(made, group, {**numbered, **given}, f"{path}/{slot.name}")
        except Unwritable:
            if slot.least:
                raise
            return None
        return made if len(made) or slot.least else None
    if given in (None, ""):
        return None
    text = _fitting(slot, str(given))
    if text is None:
        return None
    made = etree.Element(slot.name)
    made.text = text
    return made


def _fitting(slot: Slot, text: str) -> str | None:
    """The text, cut to the length of its kind where it is only too long; None where it does not fit."""
    kind = slot.kind
    text = "".join(sign for sign in kind.plain(text) if sign.isprintable()).strip()
    if kind.fault_of(text) is None:
        return text
    longest = re.fullmatch(r"(?:text|words)(\d+)!?", slot.what)
    if longest is None:
        return None
    text = text[: int(longest[1])].strip()
    return text if kind.fault_of(text) is None else None
