"""Parts of a message that was found sound: values by name, each with its place. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from clearance.exchange import line_of, local_name, numbered_children


@dataclass(frozen=True)
class Place:
    """Where something stands, or would stand, in a message."""

    path: str
    line: int | None


@dataclass(frozen=True)
class Part:
    """An element with elements inside."""

    element: etree._Element
    path: str

    def text(self, name: str) -> str:
        """The value of a child, "" where there is none."""
        found = self.one(name)
        return "" if found is None else (found.element.text or "").strip()

    def one(self, name: str) -> Part | None:
        """The first child of that name."""
        return next(self.all(name), None)

    def all(self, name: str) -> Iterator[Part]:
        """Every child of that name, in order."""
        for child, number in numbered_children(self.element):
            if local_name(child) == name:
                yield Part(child, f"{self.path}/{name}[{number}]")

    def at(self, *names: str) -> str:
        """The value below a way of elements, "" where one of them is missing."""
        here: Part | None = self
        for name in names[:-1]:
            here = here.one(name) if here else None
        return here.text(names[-1]) if here else ""

    def place(self, name: str = "") -> Place:
        """Where this part, or a child of that name, stands or would stand."""
        found = self.one(name) if name else self
        if found is None:
            return Place(f"{self.path}/{name}[1]", line_of(self.element))
        return Place(found.path, line_of(found.element))


@dataclass(frozen=True)
class Message:
    """A message as its header says it is."""

    type: str
    root: Part

    @property
    def sender(self) -> str:
        return self.root.text("messageSender")

    @property
    def recipient(self) -> str:
        return self.root.text("messageRecipient")

    @property
    def identification(self) -> str:
        return self.root.text("messageIdentification")

    @property
    def correlation(self) -> str:
        return self.root.text("correlationIdentifier")

    @property
    def lrn(self) -> str:
        return self.root.at("TransitOperation", "LRN")

    @property
    def mrn(self) -> str:
        return self.root.at("TransitOperation", "MRN")


def message_of(root: etree._Element) -> Message:
    """The message of a parsed document, sound or not: what its header does not say is empty."""
    name = local_name(root)
    return Message(name, Part(root, f"/{name}[1]"))
