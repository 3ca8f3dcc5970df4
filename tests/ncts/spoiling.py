"""Messages gone wrong: elements dropped, doubled, moved and renamed, values that fit nowhere, and bytes that are no XML."""

from __future__ import annotations

import random
from copy import deepcopy

from lxml import etree

TEXTS = (
    "", " ", "x", "X1", "0", "1", "2", "-1", "00", "1.5", "0.5", "0.0", "1.1234567", "12345678901234567", "A" * 36, "B" * 71,
    "C" * 513, " padded ", "tab\there", "2026-02-30", "2026-02-28", "2026-13-01T00:00:00", "2026-11-23T10:00:00",
    "2026-11-23T10:00:00Z", "26KZ0000000000AAJ1", "KZNURJOL", "kz", "KZ", "é", "Ж" * 17, "a@b.c", "N/A", "99999", "100000",
    "+1", "1e3", ".5", "5.", "\u00a0x", "x  y",
)  # fmt: skip
NAMES = ("LRN", "MRN", "Seal", "sequenceNumber", "Nothing", "consignor", "referenceNumber")
CHANGES = ("drop", "twice", "move", "rename", "text", "text", "text", "stray", "attribute", "space", "unknown")


def spoilt(chance: random.Random, root: etree._Element) -> etree._Element:
    """The message with one to three things changed."""
    for _change in range(chance.randint(1, 3)):
        _change_one(chance, chance.choice(CHANGES), chance.choice(list(root.iter())), chance.choice(TEXTS))
    return root


def _change_one(chance: random.Random, kind: str, element: etree._Element, text: str) -> None:
    above = element.getparent()
    if above is None and kind != "attribute":
        return
    if kind == "drop":
        above.remove(element)
    elif kind == "twice":
        element.addnext(deepcopy(element))
    elif kind == "move":
        above.insert(chance.randrange(len(above)), element)
    elif kind == "rename":
        element.tag = chance.choice(NAMES)
    elif kind == "text" and not len(element):
        element.text = text
    elif kind == "stray":
        element.tail = "stray"
    elif kind == "attribute":
        element.set("colour", "red")
    elif kind == "space" and not len(element):
        element.text = f"\n {element.text or ''} \n"
    elif kind == "unknown":
        element.addprevious(etree.Element("Unknown"))


NOT_OURS = {
    "MRN": "26KZ9999999999998", "LRN": "NOBODY", "referenceNumber": "KZNOWHER", "identificationNumber": "KZ940140000385",
    "nationality": "QQ", "country": "QQ", "netMass": "99999", "typeOfPackages": "ZZ", "justification": "?",
}  # fmt: skip
"""Values of sound form that name nothing, somebody else or what cannot be."""


def misled(chance: random.Random, root: etree._Element) -> None:
    """One value of sound form that is not right."""
    element = chance.choice([one for one in root.iter() if one.tag in NOT_OURS])
    element.text = NOT_OURS[element.tag]


def spoilt_bytes(chance: random.Random, body: bytes) -> bytes:
    """The body cut off, with bytes changed, in another encoding, with entities, nested without end, or swollen."""
    at = chance.randrange(len(body))
    ways = (
        body[:at],
        body[:at] + chance.randbytes(3) + body[at:],
        body[:at] + b"\x00" + body[at + 1 :],
        body.replace(b"UTF-8", chance.choice([b"UTF-16", b"ebcdic-cp-us", b"x", b"idna"])),
        body.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY e "eeee"><!ENTITY f "&e;&e;">]>', 1),
        body[:at] + b"<a>" * 5_000 + body[at:],
        body.replace(b"<messageSender>", b"<messageSender>" + "日".encode() * 10_000, 1),
        body.replace(b"</messageIdentification>", b"&#x1F600;]]&gt;</messageIdentification>", 1),
        body.decode().encode("utf-16"),
        chance.randbytes(40),
    )
    return chance.choice(ways)
