"""Guarantees of a declaration that cover nothing, each with why, as messages list them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agencies.customs.guarantees import covering
from agencies.customs.models import Guarantee

UNKNOWN, NOT_VALID, ANOTHERS, TOO_LITTLE = "G01", "G02", "G03", "G09"
"""Reasons of our own numbering, until the country has its list."""
COVERED = frozenset({"nothing_due", "secured", "paid"})


def of(declaration: Any, content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The guarantees named of which none covers the declaration; nothing where it is covered or needs none."""
    if declaration.money_position in COVERED or declaration.company.aeo_type in covering.AEO_WITHOUT_GUARANTEE:
        return []
    numbers = covering.named_in(content)
    known = {one.number: one for one in Guarantee.objects.filter(number__in=numbers)}
    in_force = set(covering.in_force().filter(number__in=numbers).values_list("number", flat=True))
    reasons = {number: _why(declaration, known.get(number), number in in_force) for number in numbers}
    if any(why == "" for why in reasons.values()):
        return []
    return [{"GRN": number, "InvalidGuaranteeReason": [{"code": why}]} for number, why in reasons.items()]


def _why(declaration: Any, kept: Guarantee | None, in_force: bool) -> str:
    if kept is None:
        return UNKNOWN
    if kept.company_id != declaration.company_id:
        return ANOTHERS
    if not in_force:
        return NOT_VALID
    amount = declaration.money_amount
    return TOO_LITTLE if amount is not None and kept.available < amount else ""
