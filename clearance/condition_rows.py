"""A condition as the rows of a form, and back to the text of a rulebook: nothing is lost on the way. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clearance.conditions import TERM, parse_condition
from clearance.fact_registry import Fact

AND, OR = "and", "or"


@dataclass(frozen=True)
class ConditionRow:
    """One comparison; `joins` says whether it must hold too, or is another way for the row above it to hold."""

    joins: str
    fact: str
    operator: str
    value: str


def rows_of_condition(text: str) -> list[ConditionRow]:
    """The rows of a written condition; parts that are no comparison are left out (the check names them)."""
    found: list[ConditionRow] = []
    if text.strip() in ("", "*"):
        return found
    for clause in text.split("&"):
        for place, alternative in enumerate(clause.split("|")):
            term = TERM.match(alternative)
            if term:
                found.append(ConditionRow(OR if place else AND, *term.groups()))
    return found


def text_of_rows(rows: Iterable[ConditionRow]) -> str:
    """The condition as a rulebook writes it; the first row always begins a clause."""
    clauses: list[list[str]] = []
    for row in rows:
        written = f"{row.fact}{row.operator}{row.value}"
        if row.joins == OR and clauses:
            clauses[-1].append(written)
        else:
            clauses.append([written])
    return "&".join("|".join(clause) for clause in clauses)


def written_anew(before: str, rows: Iterable[ConditionRow], known: Mapping[str, Fact]) -> str:
    """The text for these rows; what says the same as before keeps its spelling, so that a comparison shows no change."""
    text = text_of_rows(rows)
    same = parse_condition(before, known)[0] == parse_condition(text, known)[0]
    return before if same and (before or not text) else text
