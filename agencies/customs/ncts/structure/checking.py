"""What is wrong with the form of a message: every fault at once, each at its element and line. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from lxml import etree

from agencies.customs.ncts.structure import kinds, tables
from agencies.customs.ncts.structure.tables import NAMESPACE, Slot
from clearance.acts import Problem, Sentence
from clearance.exchange import line_of, local_name, namespace_of, numbered_children

MISSING, NOT_HERE, OTHER, TOO_MANY, NOT_XML = "13", "15", "18", "35", "52"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA_HINTS = frozenset({f"{{{XSI}}}schemaLocation", f"{{{XSI}}}noNamespaceSchemaLocation"})
SAID: dict[str, Sentence] = {
    kinds.INCORRECT: _("Use a code of the list for {name}."),
    kinds.TOO_LONG: _("Shorten {name}: it is longer than its format."),
    kinds.TOO_SHORT: _("Fill in {name}: it is shorter than its format."),
    kinds.NO_SUCH_VALUE: _("Correct {name}: there is no such day or time."),
    kinds.OTHER_PATTERN: _("Write {name} in its format ({format})."),
    kinds.TOO_LOW: _("Correct {name}: the number is too small."),
    kinds.TOO_HIGH: _("Correct {name}: the number is too large."),
}


@dataclass(frozen=True)
class Fault:
    """One fault of form: its code in the list of XML errors, where it is, what to do, and what stood there."""

    code: str
    pointer: str
    line: int
    message: str
    value: str = ""

    def as_problem(self) -> Problem:
        """The fault as the API tells it."""
        return Problem(f"xml_{self.code}", self.pointer, self.message, line=self.line)


def faults_of(root: etree._Element) -> list[Fault]:
    """Everything wrong with the form of a message, in the order of the document."""
    name, path = local_name(root), f"/{local_name(root)}[1]"
    slots = tables.message(name)
    if slots is None or namespace_of(root) != NAMESPACE:
        return [_fault(NOT_HERE, path, root, _("Send a message of phase 5 in its namespace: {name} is none."), name)]
    return [*_attributes(root, path, allowed={"PhaseID": "phase"}), *_group(root, slots, path)]


def unread(problem: Problem) -> Fault:
    """The fault of a message that is no XML at all."""
    return Fault(NOT_XML, problem.pointer or "/", problem.line or 1, str(problem.message))


def _group(element: etree._Element, slots: Sequence[Slot], path: str) -> Iterator[Fault]:
    """The faults of an element with elements inside, and of those."""
    at, count = 0, 0
    text_told = _has_text(element.text)
    if text_told:
        yield _fault(NOT_HERE, path, element, _("Remove the text between the elements of {name}."), local_name(element))
    for child, number in numbered_children(element):
        name, here = local_name(child), f"{path}/{local_name(child)}[{number}]"
        found = _place_of(child, slots, at)
        if found is None:
            yield _misplaced(child, slots, at, count, here)
            known = next((slot for slot in slots if slot.name == name and not namespace_of(child)), None)
            if known is not None:
                yield from _element(child, known, here)
        else:
            if found != at:
                if missing := _missing(slots, at, count, found):
                    text = _("Put {missing} before {name}: it is missing there.")
                    yield _fault(MISSING, here, child, text, name, missing=missing.name)
                at, count = found, 0
            count += 1
            if count > slots[at].most:
                text = _("Leave out this {name}: there may be {most}.")
                yield _fault(TOO_MANY, here, child, text, name, most=str(slots[at].most))
            yield from _element(child, slots[at], here)
        if not text_told and _has_text(child.tail):
            text_told = True
            yield _fault(
                NOT_HERE, path, element, _("Remove the text between the elements of {name}."), local_name(element)
            )
    for slot in _all_missing(slots, at, count):
        yield _fault(MISSING, f"{path}/{slot.name}[1]", element, _("Add {name}: it is missing."), slot.name)


def _element(element: etree._Element, slot: Slot, path: str) -> Iterator[Fault]:
    yield from _attributes(element, path, allowed={})
    group = slot.group
    if group is not None:
        yield from _group(element, group, path)
        return
    if len(element):
        yield _fault(NOT_HERE, path, element, _("Put a value into {name}, not elements."), slot.name)
        return
    text = element.text or ""
    if code := slot.kind.fault_of(text):
        yield _fault(code, path, element, SAID[code], slot.name, value=text, format=slot.what)


def _attributes(element: etree._Element, path: str, *, allowed: dict[str, str]) -> Iterator[Fault]:
    for key, value in element.attrib.items():
        name = str(key)
        if name in SCHEMA_HINTS:
            continue
        if name not in allowed:
            yield _fault(NOT_HERE, path, element, _("Remove the attribute {name}."), name.rpartition("}")[2])
        elif code := kinds.kind_of(allowed[name]).fault_of(str(value)):
            yield _fault(code, path, element, SAID[code], name, value=str(value))


def _place_of(child: etree._Element, slots: Sequence[Slot], at: int) -> int | None:
    """The place of an element from where reading stands, or None."""
    if namespace_of(child):
        return None
    name = local_name(child)
    return next((place for place in range(at, len(slots)) if slots[place].name == name), None)


def _misplaced(child: etree._Element, slots: Sequence[Slot], at: int, count: int, path: str) -> Fault:
    name = local_name(child)
    if any(slot.name == name for slot in slots) and not namespace_of(child):
        return _fault(NOT_HERE, path, child, _("Put {name} further up: it does not belong here."), name)
    missing = _missing(slots, at, count, len(slots))
    if missing:
        text = _("Put {missing} here: {name} does not belong in this place.")
        return _fault(NOT_HERE, path, child, text, name, missing=missing.name)
    return _fault(NOT_HERE, path, child, _("Remove {name}: it does not belong in this place."), name)


def _missing(slots: Sequence[Slot], at: int, count: int, until: int) -> Slot | None:
    return next((slot for slot in _all_missing(slots[:until], at, count)), None)


def _all_missing(slots: Sequence[Slot], at: int, count: int) -> list[Slot]:
    rest = [slot for slot in slots[at + 1 :] if slot.least]
    return [slots[at], *rest] if slots and count < slots[at].least else rest


def _has_text(text: str | None) -> bool:
    return bool(text and text.strip(" \t\r\n"))


def _fault(
    code: str, path: str, element: etree._Element, text: Sentence, name: str, *, value: str = "", **more: str
) -> Fault:
    said = str(text).format(name=name[:80], **more)
    return Fault(code, path, line_of(element) or 1, said, value[:512])
