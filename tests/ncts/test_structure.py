"""Our description of the messages says of each what the official schema says, and at the same place."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from agencies.customs.ncts.structure import tables, xsd
from agencies.customs.ncts.structure.checking import faults_of
from agencies.customs.ncts.structure.writing import Unwritable, write
from tests.ncts import public
from tests.ncts.spoiling import spoilt

SEED, MUTANTS = 20261123, 1500


def said_by_schema(root: etree._Element) -> list[tuple[str, int]] | None:
    """Path and line of each fault the schema finds; None where there is no schema."""
    schema = public.schema(etree.QName(root).localname)
    if schema is None:
        return None
    schema.validate(root)
    return [(xsd.place_of(root, str(error.path)), error.line) for error in schema.error_log]


def disagreement(body: bytes) -> str | None:
    """Where our verdict and the schema's differ on one message."""
    root = public.root_of(body)
    if root is None:
        return None
    theirs, ours = said_by_schema(root), faults_of(root)
    if theirs is None:
        return None
    places = {(fault.pointer, fault.line) for fault in ours}
    # A missing element is told where it should stand; the schema tells the element it is missing in.
    places |= {(fault.pointer.rpartition("/")[0], fault.line) for fault in ours if fault.code == "13"}
    if bool(theirs) != bool(ours):
        return f"schema {theirs[:2]}, ours {[(fault.pointer, str(fault.message)) for fault in ours[:2]]}"
    lost = [place for place in theirs if place not in places]
    return f"not found by us: {lost[:3]}; ours {sorted(places)[:4]}" if lost else None


def test_every_public_message_has_the_schema_s_verdict_at_its_place():
    files = public.messages()
    differing = {file.name: told for file in files if (told := disagreement(public.filled(file.read_bytes())))}
    assert differing == {}
    assert len(files) >= 335


def test_messages_spoilt_by_chance_have_the_schema_s_verdict_at_its_place():
    chance = random.Random(SEED)
    sources = [file for file in public.messages() if "-p5" in str(file)]
    differing = []
    for number in range(MUTANTS):
        body = mutant(chance, chance.choice(sources))
        if body is not None and (told := disagreement(body)):
            differing.append((number, told))
    assert differing == []


def mutant(chance: random.Random, file: Path) -> bytes | None:
    """A public message with one to three things changed."""
    root = public.root_of(public.filled(file.read_bytes()))
    return None if root is None else etree.tostring(spoilt(chance, root))


def test_every_group_and_kind_named_in_the_tables_is_there():
    def walk(slots: tuple[tables.Slot, ...]) -> Iterator[tables.Slot]:
        for slot in slots:
            yield slot
            yield from walk(slot.group or ())

    for name in tables.names():
        slots = tables.message(name)
        assert slots
        for slot in walk(slots):
            assert slot.group or slot.kind, (name, slot)
            assert slot.least <= slot.most


def test_a_group_nobody_uses_is_not_in_the_tables():
    used = {slot.what for slots in tables.groups().values() for slot in slots}
    used |= {slot.what for name in tables.names() for slot in tables.message(name) or ()}
    assert set(tables.groups()) <= used


@pytest.mark.parametrize("name", sorted(tables.names()))
def test_a_message_without_its_parts_is_never_written(name: str):
    with pytest.raises(Unwritable):
        write(name, {})
