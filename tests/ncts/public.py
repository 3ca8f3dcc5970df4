"""The public messages, schemas and scenarios, where they are; every value a tester fills in is filled in here."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from lxml import etree

from clearance.exchange import read_xml
from tests.messages.conformance import data as everything
from tests.messages.conformance import folder

MOMENT, DAY = "2026-11-23T10:00:00", "2026-11-30"


def data() -> Path:
    """The folder of NCTS data; skips where it is not."""
    return folder("ncts")


def is_here() -> bool:
    """Whether the data is at hand; what is only made surer by it does not skip."""
    return (everything() / "ncts").is_dir()


def messages() -> list[Path]:
    """The 335 messages, the cases of the validator and the example."""
    return sorted([*data().glob("postman-p5/*.xml"), *data().glob("validator-cases/*.xml"), *data().glob("tis/*.xml")])


def scenarios() -> list[dict[str, str]]:
    """The steps of all scenarios, in order."""
    with (data() / "postman-scenarios.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def schema(name: str) -> etree.XMLSchema | None:
    """The official schema of a message, None where there is none."""
    file = data() / "xsd-phase5final" / f"{name.lower()}.xsd"
    return etree.XMLSchema(etree.parse(file)) if file.is_file() else None


def filled(body: bytes, values: dict[str, str] | None = None) -> bytes:
    """A message with the tester's variables filled in."""
    given = values or {}

    def value(found: re.Match[bytes]) -> bytes:
        name = found[1].decode()
        if name in given:
            return given[name].encode()
        if "Time" in name:
            return MOMENT.encode()
        if "date" in name.lower():
            return DAY.encode()
        return {"mrn": "24GB0000000000AAJ1"}.get(name.lower(), "X1").encode()

    return re.sub(rb"\{\{(\w+)\}\}", value, body)


def root_of(body: bytes) -> etree._Element | None:
    """The parsed message as the portal reads it."""
    return read_xml(body)[0]
