"""What the rules let the system decide once more is known: `auto_when` looked at again, never over a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clearance import clock, record, rulebooks
from clearance.acting import as_system
from clearance.fact_registry import Facts
from clearance.models import Declaration, SignOff
from clearance.record import Happened
from clearance.rules import CompiledRule
from clearance.settling import SYSTEM, settle
from clearance.workflow import Control, SignOffState, Verdict, Visibility


def decide_what_needs_nobody(declaration: Declaration, known: Mapping[str, Any]) -> list[SignOff]:
    """Decide the open sign-offs of a locked declaration whose rules say so of the facts `known` now.

    Only what nobody has claimed or asked about, on papers alone, in the open, and by rules that look at these facts.
    """
    with as_system():
        rows = list(
            SignOff.objects.filter(
                declaration=declaration,
                state=SignOffState.OPEN,
                control=Control.DOCUMENTARY,
                visibility=Visibility.PUBLIC,
                asked_by=None,
                stopped_at=None,
            )
            .select_related("run")
            .order_by("pk")
        )
        decided = [row for row in rows if _holds(row, _rules_of(declaration, row), known)]
        now = clock.now()
        for row in decided:
            row.state, row.verdict = SignOffState.DECIDED, Verdict.APPROVED
            row.decided_kind, row.decided_at, row.warn_at = "system", now, None
        SignOff.objects.bulk_update(decided, ["state", "verdict", "decided_kind", "decided_at", "warn_at"])
        record.write(
            declaration,
            SYSTEM,
            [
                Happened(
                    "signoff.decided",
                    {"signoff": str(row.uuid), "requirement": row.requirement, "verdict": row.verdict},
                    agency=row.agency,
                    office=row.office_id,
                )
                for row in decided
            ],
        )
    if decided:
        settle(declaration)
    return decided


def _rules_of(declaration: Declaration, row: SignOff) -> list[CompiledRule]:
    """The rules that asked for a row, from the books its run was made by."""
    _ids, books = rulebooks.in_force(declaration.accepted_at or declaration.lodged_at or clock.now())
    return [rule for book in books for rule in book.rules if rule.agency == row.agency and rule.rule in row.rules]


def _holds(row: SignOff, rules: list[CompiledRule], known: Mapping[str, Any]) -> bool:
    conditions = [rule.auto_when for rule in rules if rule.auto_when is not None]
    if row.run is None or len(conditions) < len(row.rules) or not any(known.keys() & one.reads() for one in conditions):
        return False
    facts = Facts.from_json(row.run.facts)
    items = [item for item in facts.items if item["number"] in row.items] or [{}]
    whole = {**facts.declaration, **known}
    return all(condition.answer(whole, item) is True for condition in conditions for item in items)
