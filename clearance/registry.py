"""Finding the agency folders at start-up; read-only afterwards. No agency is known here by name."""

from __future__ import annotations

import csv
import importlib
import importlib.util
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from clearance.contract import Agency, Fact, Panel, Requirement, SignOffForm, Source, Told, Words
from clearance.fact_registry import core_facts

HOME = Path(__file__).resolve().parent.parent / "agencies"


class UnknownAgency(LookupError):
    """No folder declares an agency of that code."""


class BrokenAgency(ValueError):
    """A folder whose `agency.py` does not say who it is."""


def agencies(extra: Sequence[Path] = ()) -> Mapping[str, Agency]:
    """Every agency by code; `extra` are more places to look for folders in, for rehearsal and tests."""
    return MappingProxyType(_found(tuple(extra)))


def agency(code: str, extra: Sequence[Path] = ()) -> Agency:
    """One agency; raises UnknownAgency."""
    try:
        return agencies(extra)[code]
    except KeyError:
        raise UnknownAgency(f"There is no agency {code}.") from None


def rulebook_codes(extra: Sequence[Path] = ()) -> tuple[str, ...]:
    """Codes of all default rulebooks: one for each agency, and those of folders that only hold rules (waivers)."""
    return tuple(sorted(path.parent.name for place in (HOME, *extra) for path in place.glob("*/rules.csv")))


def rules_of(code: str, extra: Sequence[Path] = ()) -> list[dict[str, str]]:
    """The default rulebook of a folder: the rows of its `rules.csv`; raises UnknownAgency."""
    return _rows(code, "rules.csv", extra)


def examples_of(code: str, extra: Sequence[Path] = ()) -> list[dict[str, str]]:
    """The worked examples of a folder: the rows of its `examples.csv`; raises UnknownAgency."""
    return _rows(code, "examples.csv", extra)


def facts(extra: Sequence[Path] = ()) -> Mapping[str, Fact]:
    """Every registered fact: those of the core and those the agencies add."""
    known = dict(core_facts())
    for one in agencies(extra).values():
        known.update({fact.name: fact for fact in one.facts})
    return MappingProxyType(known)


def form_of(code: str, requirement: str) -> type[SignOffForm] | None:
    """The class of an agency's own form for a requirement, if it has one."""
    path = agency(code).form_for(requirement)
    if path is None:
        return None
    module, _, name = path.rpartition(".")
    form: type[SignOffForm] = getattr(importlib.import_module(module), name)
    return form


@cache
def leading() -> tuple[str, ...]:
    """Codes of the agencies that lead clearance: they see every filed declaration and confirm arrivals."""
    return tuple(code for code, one in agencies().items() if one.leads)


def requirement(code: str) -> Requirement | None:
    """The requirement of that code, of whatever agency."""
    return _requirements().get(code)


@cache
def events() -> Mapping[str, Told]:
    """How events of the agencies' own are told, by kind."""
    return MappingProxyType({kind: told for one in agencies().values() for kind, told in one.events.items()})


def panels(declaration: Any, actor: Any) -> list[Panel]:
    """What the agencies show this reader of their own on the page of a declaration."""
    paths = (path for one in agencies().values() for path in ([one.panel] if isinstance(one.panel, str) else one.panel))
    shown = (_panel_of(path)(declaration, actor) for path in paths)
    return [panel for panel in shown if panel is not None]


def outlooks(draft: Any, content: Mapping[str, Any]) -> list[Panel]:
    """What the agencies tell a trader of a content before it is filed."""
    paths = (path for one in agencies().values() for path in one.outlook)
    shown = (_panel_of(path)(draft, content) for path in paths)
    return [panel for panel in shown if panel is not None]


def routers() -> dict[str, Any]:
    """The calls agencies add to the API, by agency: `router` of `agencies/<code>/api.py`, where there is one."""
    names = {code: f"agencies.{code}.api" for code in agencies()}
    return {
        code: importlib.import_module(name).router for code, name in names.items() if importlib.util.find_spec(name)
    }


@cache
def _panel_of(path: str) -> Callable[..., Panel | None]:
    module, _, name = path.rpartition(".")
    found: Callable[..., Panel | None] = getattr(importlib.import_module(module), name)
    return found


def right_holder_of(code: str) -> Words | None:
    """Names of the body in whose name a requirement is worked on, where it is another than the agency itself."""
    found = requirement(code)
    if found is None or not found.in_the_name_of:
        return None
    holders = {holder.code: holder.names for one in agencies().values() for holder in one.right_holders}
    return holders[found.in_the_name_of]


def faults() -> list[str]:
    """What is wrong with the agencies as a whole, one sentence each; empty when all is well."""
    wrong: list[str] = []
    core = core_facts()
    for code, one in agencies().items():
        for fact in one.facts:
            if fact.name in core and replace(fact, provider="", inputs=(), version="") != replace(
                core[fact.name], provider="", inputs=(), version=""
            ):
                wrong.append(f"{code}: the fact {fact.name} is declared otherwise than in the core.")
            if fact.provider and fact.source is not Source.DERIVED:
                wrong.append(f"{code}: the fact {fact.name} has a provider but is not a derived fact.")
        declared = {known.code: known for known in one.requirements}
        wrong += [
            f"{code}: the requirement {name} must begin with {code}." for name in declared if not _is_of(name, code)
        ]
        for row in rules_of(code):
            asked = declared.get(row["requirement"])
            if asked is None:
                wrong.append(
                    f"{code}: rule {row['rule_id']} asks for {row['requirement']}, which agency.py does not declare."
                )
            elif row["agency"] in one.executes and asked.in_the_name_of != row["agency"]:
                wrong.append(
                    f"{code}: rule {row['rule_id']} is {row['agency']}'s, but {asked.code} is not in its name."
                )
        if one.protected and any(row.get("waivable") == "yes" for row in rules_of(code)):
            wrong.append(f"{code}: nothing this agency asks for may be waived.")
    return wrong


def _is_of(requirement_code: str, agency_code: str) -> bool:
    return requirement_code.partition(".")[0] == agency_code


@cache
def _requirements() -> Mapping[str, Requirement]:
    return {known.code: known for one in agencies().values() for known in one.requirements}


@cache
def _found(extra: tuple[Path, ...]) -> dict[str, Agency]:
    found: dict[str, Agency] = {}
    for place in (HOME, *extra):
        for folder in sorted(path.parent for path in place.glob("*/agency.py")):
            declared = getattr(_module(folder), "AGENCY", None)
            if not isinstance(declared, Agency) or declared.code != folder.name:
                raise BrokenAgency(f"{folder / 'agency.py'} must hold AGENCY = Agency(code={folder.name!r}, …).")
            if declared.code in found:
                raise BrokenAgency(f"There are two folders for the agency {declared.code}.")
            found[declared.code] = declared
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


def _rows(code: str, name: str, extra: Sequence[Path]) -> list[dict[str, str]]:
    paths = [place / code / name for place in (HOME, *extra) if (place / code / name).exists()]
    if not paths:
        raise UnknownAgency(f"No folder {code} holds a {name}.")
    with paths[0].open(encoding="utf-8", newline="") as file:
        return [dict(row) for row in csv.DictReader(file)]
