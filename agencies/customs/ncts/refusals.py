"""How what an act says no with is told in a message: a code of the list of functional errors, at its place. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agencies.customs.ncts.parts import Place
from clearance.acts import NotAllowed, NotFound, Problem, Problems, Refused

NOT_IN_LIST, MISSING, RULE, DOUBLE, UNKNOWN_MRN, OUT_OF_SEQUENCE = "12", "13", "14", "26", "90", "92"
"""Functional error codes (CL180)."""

EXPECTED = (Problems, Refused, NotAllowed, NotFound)
"""What an act may raise about what was asked."""

Fault = dict[str, Any]
"""A kept error: what the API tells of a problem, with the code of the message's own list."""


def faults_of(error: Exception, places: Mapping[str, Place], nowhere: Place, unknown: Problem) -> list[Fault]:
    """Everything an act refused with, each at its place in the message; `unknown` is said where nothing was found."""
    if isinstance(error, Problems):
        return [_fault(problem, _of_problem(problem), places, nowhere) for problem in error.problems]
    if isinstance(error, NotFound):
        return [_fault(unknown, UNKNOWN_MRN, places, nowhere)]
    if isinstance(error, Refused):
        return [_fault(Problem(error.code, "", str(error.sentence)), OUT_OF_SEQUENCE, places, nowhere)]
    assert isinstance(error, NotAllowed)
    return [_fault(Problem("not_allowed", "", str(error.sentence)), RULE, places, nowhere)]


def is_form(fault: Fault) -> bool:
    """Whether the fault is one of form, told in a CC917C."""
    return str(fault["code"]).startswith("xml_")


def _of_problem(problem: Problem) -> str:
    if problem.code.endswith("_missing"):
        return MISSING
    return NOT_IN_LIST if problem.code.startswith(("unknown_", "not_in_")) else RULE


def _fault(problem: Problem, functional: str, places: Mapping[str, Place], nowhere: Place) -> Fault:
    place = _place_of(problem.pointer, places) or nowhere
    located = Problem(problem.code, place.path, problem.message, problem.hint, place.line, problem.severity)
    return {**located.as_dict(), "functional": functional}


def _place_of(pointer: str, places: Mapping[str, Place]) -> Place | None:
    """The place of a field of the content, or of the nearest part around it that has one."""
    while pointer:
        if pointer in places:
            return places[pointer]
        pointer = pointer.rpartition("/")[0]
    return None
