"""Finding the agency folders at start-up; read-only afterwards. No agency is known here by name."""

from __future__ import annotations

import csv
import importlib
import importlib.util
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from clearance.contract import Agency, Derived, Fact, RightHolder, SignOffForm, Source, Subject, Words
from clearance.fact_registry import core_facts

HOME = Path(__file__).resolve().parent.parent / "agencies"


class UnknownAgency(LookupError):
    """No folder declares an agency of that code."""


class BrokenAgency(ValueError):
    """A folder whose `agency.py` does not say who it is."""


def agencies(extra: Sequence[Path] = ()) -> Mapping[str, Agency]:
    """Every agency by code; `extra` are more places to look for folders in, for rehearsal and tests."""
    return MappingProxyType({code: found[0] for code, found in _found(tuple(extra)).items()})


def agency(code: str, extra: Sequence[Path] = ()) -> Agency:
    """One agency; raises UnknownAgency."""
    return _known(code, extra)[0]


def folder_of(code: str, extra: Sequence[Path] = ()) -> Path:
    """The folder of an agency; raises UnknownAgency."""
    return _known(code, extra)[1]


def rules_of(code: str, extra: Sequence[Path] = ()) -> list[dict[str, str]]:
    """The agency's default rulebook: the rows of its `rules.csv`."""
    return _rows(folder_of(code, extra) / "rules.csv")


def examples_of(code: str, extra: Sequence[Path] = ()) -> list[dict[str, str]]:
    """The agency's worked examples: the rows of its `examples.csv`."""
    return _rows(folder_of(code, extra) / "examples.csv")


def known_facts(extra: Sequence[Path] = ()) -> Mapping[str, Fact]:
    """Every registered fact: those of the core and those the agencies add."""
    facts = dict(core_facts())
    for one in agencies(extra).values():
        facts.update({fact.name: fact for fact in one.facts})
    return MappingProxyType(facts)


def form_of(code: str, requirement: str) -> type[SignOffForm] | None:
    """The class of an agency's own form for a requirement, if it has one."""
    path = agency(code).form_for(requirement)
    if path is None:
        return None
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)


def right_holder(code: str) -> Words | None:
    """Names of the body in whose name an agency works, by the code of the rule table."""
    return next((holder.names for holder in _right_holders() if holder.code == code), None)


def derive(subject: Subject, *, restricted: bool = True) -> dict[str, Derived]:
    """Facts the agencies derive in code; without `restricted` nothing is drawn and nothing secret is worked out."""
    found: dict[str, Derived] = {}
    for fact in known_facts().values():
        if not fact.provider or (fact.restricted and not restricted):
            continue
        module, _, name = fact.provider.rpartition(".")
        derived = getattr(importlib.import_module(module), name)(subject)
        if derived.value not in (None, ""):
            found[fact.name] = derived
    return found


def faults() -> list[str]:
    """What is wrong with the agencies as a whole, one sentence each; empty when all is well."""
    wrong: list[str] = []
    core = core_facts()
    for code, one in agencies().items():
        for fact in one.facts:
            if fact.name in core and core[fact.name] != Fact(**{**vars(fact), "provider": ""}):
                wrong.append(f"{code}: the fact {fact.name} is declared otherwise than in the core.")
            if fact.provider and fact.source is not Source.DERIVED:
                wrong.append(f"{code}: the fact {fact.name} has a provider but is not a derived fact.")
        asked = {row["requirement"] for row in rules_of(code) if row.get("requirement")}
        for requirement in sorted(asked - {known.code for known in one.requirements}):
            wrong.append(f"{code}: rules.csv asks for {requirement}, which agency.py does not declare.")
        if one.protected and any(row.get("waivable") == "yes" for row in rules_of(code)):
            wrong.append(f"{code}: nothing this agency asks for may be waived.")
    return wrong


@cache
def _right_holders() -> tuple[RightHolder, ...]:
    return tuple(holder for one in agencies().values() for holder in one.right_holders)


def _known(code: str, extra: Sequence[Path]) -> tuple[Agency, Path]:
    try:
        return _found(tuple(extra))[code]
    except KeyError:
        raise UnknownAgency(f"There is no agency {code}.") from None


@cache
def _found(extra: tuple[Path, ...]) -> dict[str, tuple[Agency, Path]]:
    found: dict[str, tuple[Agency, Path]] = {}
    for place in (HOME, *extra):
        for folder in sorted(path.parent for path in place.glob("*/agency.py")):
            declared = getattr(_module(folder), "AGENCY", None)
            if not isinstance(declared, Agency) or declared.code != folder.name:
                raise BrokenAgency(f"{folder / 'agency.py'} must hold AGENCY = Agency(code={folder.name!r}, …).")
            if declared.code in found:
                raise BrokenAgency(f"There are two folders for the agency {declared.code}.")
            found[declared.code] = (declared, folder)
    return found


def _module(folder: Path) -> Any:
    """The folder's `agency` module: of the package `agencies` at home, by its file elsewhere."""
    if folder.parent == HOME:
        return importlib.import_module(f"agencies.{folder.name}.agency")
    name = f"_agency_{abs(hash(folder))}_{folder.name}"
    spec = importlib.util.spec_from_file_location(name, folder / "agency.py")
    if spec is None or spec.loader is None:
        raise BrokenAgency(f"{folder / 'agency.py'} cannot be read.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows: Iterable[dict[str, str]] = csv.DictReader(file)
        return [dict(row) for row in rows]
