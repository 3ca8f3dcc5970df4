"""What routing answers: needs, steps, visit checks, papers, what could not be placed, and the trace. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Asked:
    """What is common to a need, a step and a visit check; the identity is agency, stage, place and requirement.

    `documents` are `{any_of, required}`; `missing_documents` the alternatives of each required one that some item
    lacks; `right_holder` is the code of the body whose rule it is: rules of two bodies never share a requirement.
    """

    agency: str
    stage: str
    place: str
    requirement: str
    right_holder: str
    control: str
    items: tuple[int, ...]
    blocks: str
    opens_on: str
    clock_start: str
    deadline_value: int
    deadline_unit: str
    deadline_source: str
    documents: tuple[Mapping[str, Any], ...]
    missing_documents: tuple[tuple[str, ...], ...]
    rules: tuple[str, ...]
    titles: Mapping[str, str]
    because: tuple[Mapping[str, Any], ...]
    legal_basis: str
    is_default: bool

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """What makes two of them the same one."""
        return self.agency, self.stage, self.place, self.requirement

    def as_json(self) -> dict[str, Any]:
        """A JSON object with every field."""
        return {field.name: as_json(getattr(self, field.name)) for field in fields(self)}


@dataclass(frozen=True)
class Need(Asked):
    """A sign-off to ask for; `items` is empty when it covers the declaration as a whole.

    `because` holds `{rule, facts, items}` for each rule; `auto` says that the system decides it in this run.
    """

    escalate_to: str
    auto: bool
    stop: bool
    follow_up: bool
    visibility: str
    fingerprint: str
    waivable: bool = False


@dataclass(frozen=True)
class Step(Asked):
    """Something the system does and records itself."""


@dataclass(frozen=True)
class VisitCheck(Asked):
    """Something looked at when the vehicle passes; it belongs to the vehicle's visit."""


@dataclass(frozen=True)
class DocumentNeed:
    """A paper that sign-offs, steps or visit checks ask for, with those who ask."""

    any_of: tuple[str, ...]
    required: bool
    given: bool
    items: tuple[int, ...]
    requirements: tuple[str, ...]
    rules: tuple[str, ...]
    visibility: str

    def as_json(self) -> dict[str, Any]:
        """A JSON object with every field."""
        return {field.name: as_json(getattr(self, field.name)) for field in fields(self)}


@dataclass(frozen=True)
class Unplaced:
    """A rule the engine could not answer: `reason` is absent_number or short_code; it goes to the routing desk."""

    rule: str
    agency: str
    reason: str
    facts: tuple[str, ...]
    items: tuple[int, ...]
    visibility: str

    def as_json(self) -> dict[str, Any]:
        """A JSON object with every field."""
        return {field.name: as_json(getattr(self, field.name)) for field in fields(self)}


@dataclass(frozen=True)
class Plan:
    """The whole answer for one set of facts."""

    needs: tuple[Need, ...]
    steps: tuple[Step, ...]
    visit_checks: tuple[VisitCheck, ...]
    documents: tuple[DocumentNeed, ...]
    unplaced: tuple[Unplaced, ...]
    trace: tuple[Mapping[str, Any], ...]

    def as_json(self) -> dict[str, Any]:
        """A JSON object with every part."""
        return {field.name: as_json(getattr(self, field.name)) for field in fields(self)}


def as_json(value: Any) -> Any:
    """Plain lists and dicts all the way down."""
    if hasattr(value, "as_json"):
        return value.as_json()
    if isinstance(value, tuple | list):
        return [as_json(member) for member in value]
    if isinstance(value, Mapping):
        return {key: as_json(member) for key, member in value.items()}
    return value
