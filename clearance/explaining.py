"""What would happen, and why: a plan as a plain object for `manage.py explain` and the API, in no language yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from clearance import registry
from clearance.fact_tables import document_names
from clearance.plans import Asked, Need, Plan
from clearance.rule_words import Visibility

NOBODY: Mapping[str, str] = {}


def explain(plan: Plan, *, restricted: bool = False) -> dict[str, Any]:
    """Agencies with their sign-offs, steps, visit checks, papers and what could not be placed.

    Without `restricted`, as a trader may read it: nothing a restricted rule asks is in it, nor counted anywhere in it.
    """

    def may_read(visibility: str) -> bool:
        return restricted or visibility != Visibility.RESTRICTED

    needs = [need for need in plan.needs if may_read(need.visibility)]
    unplaced = [one for one in plan.unplaced if may_read(one.visibility)]
    return {
        "agencies": [
            {
                "agency": code,
                "names": dict(_names_of(code)),
                "sign_offs": [_sign_off(need) for need in needs if need.agency == code],
            }
            for code in sorted({need.agency for need in needs})
        ],
        "needs_no_hand": bool(needs) and not unplaced and all(need.auto for need in needs),
        "steps": [_asked(step) for step in plan.steps],
        "visit_checks": [_asked(check) for check in plan.visit_checks],
        "documents": [
            {
                "any_of": named(one.any_of),
                "required": one.required,
                "given": one.given,
                "items": list(one.items),
                "requirements": list(one.requirements),
                "rules": list(one.rules),
            }
            for one in plan.documents
            if may_read(one.visibility)
        ],
        "unplaced": [
            {
                "rule": one.rule,
                "agency": one.agency,
                "reason": one.reason,
                "facts": list(one.facts),
                "items": list(one.items),
            }
            for one in unplaced
        ],
    }


def named(kinds: Iterable[str]) -> list[dict[str, Any]]:
    """Kinds of paper with their names in three languages."""
    names = document_names()
    return [{"code": kind, "names": dict(names.get(kind, {"en": kind, "ru": kind, "kk": kind}))} for kind in kinds]


def _names_of(agency: str) -> Mapping[str, str]:
    known = registry.agencies().get(agency)
    return known.names if known else {"en": agency, "ru": agency, "kk": agency}


def _asked(asked: Asked) -> dict[str, Any]:
    holder = registry.right_holder_of(asked.requirement)
    return {
        "agency": asked.agency,
        "agency_names": dict(_names_of(asked.agency)),
        "in_the_name_of": {"code": asked.right_holder, "names": dict(holder)} if holder else None,
        "requirement": asked.requirement,
        "titles": dict(asked.titles),
        "stage": asked.stage,
        "place": asked.place,
        "control": asked.control,
        "items": list(asked.items),
        "blocks": asked.blocks,
        "opens_on": asked.opens_on,
        "deadline": {
            "value": asked.deadline_value,
            "unit": asked.deadline_unit,
            "source": asked.deadline_source,
            "starts": asked.clock_start,
        },
        "documents": [{**paper, "any_of": named(paper["any_of"])} for paper in asked.documents],
        "missing_documents": [named(kinds) for kinds in asked.missing_documents],
        "rules": list(asked.rules),
        "because": [dict(entry) for entry in asked.because],
        "legal_basis": asked.legal_basis,
        "is_default": asked.is_default,
    }


def _sign_off(need: Need) -> dict[str, Any]:
    return {**_asked(need), "escalate_to": need.escalate_to, "automatic": need.auto, "visibility": need.visibility}
