"""What a declaration must satisfy before agencies see it: form, then logic, then law (handbook 2.3 and 2.5).

Every stage reports all of its problems at once. Warnings stop nothing. What papers are needed is not checked here:
routing asks for them, rule by rule.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Literal

from clearance.content import Problem

from . import form, law, logic
from .findings import Findings

Stage = Literal["form", "logic", "law"]
STAGES: tuple[Stage, ...] = ("form", "logic", "law")


def check(
    content: Mapping[str, Any],
    *,
    on: date,
    stage: Stage,
    offices: Mapping[str, Any] | None = None,
    nomenclature: Mapping[str, str] | None = None,
    standing: Collection[int] = (),
) -> list[Problem]:
    """Return the problems of one stage on a day.

    `offices` holds the known offices by code (objects with `type` and `modes`); without it no office is looked up.
    `nomenclature` holds the loaded ten-digit codes with their supplementary unit ("" for none); without it only the
    form of a code is checked. `standing` holds, for a change, the numbers of the items as they stand.
    """
    findings = Findings(content if standing else {})
    if stage == "form":
        form.check(findings, content, on)
    elif stage == "logic":
        logic.check(findings, content, on, nomenclature, standing)
    else:
        law.check(findings, content, on, offices)
    return findings.problems


def check_all(
    content: Mapping[str, Any],
    *,
    on: date,
    offices: Mapping[str, Any] | None = None,
    nomenclature: Mapping[str, str] | None = None,
) -> list[Problem]:
    """Return the problems of all three stages, in their order."""
    return [
        problem
        for stage in STAGES
        for problem in check(content, on=on, stage=stage, offices=offices, nomenclature=nomenclature)
    ]
