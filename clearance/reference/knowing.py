"""Codes that somebody wrote, held against the tariff that is loaded: those it does not have, and what may be meant."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from clearance.reference.models import ListVersion
from clearance.reference.tariff import INTERNATIONAL, SHARED, WHOLE_CODE, Code, Editions


def unknown_of(known: Editions, codes: Collection[str]) -> Mapping[str, Code | None]:
    """Each code or beginning of one that the tariff does not have, with the nearest it has; two statements.

    The tariff of the union is believed to its last digit, the Harmonized System to the sixth. The starter set is no
    measure: it has a part of the headings only.
    """
    edition, digits = _measure(known)
    if edition is None or not codes:
        return {}
    there = set(known.rows().filter(version=edition).values_list("code", flat=True))
    beginnings = {code[:length] for code in there for length in {len(one[:digits]) for one in codes}}
    missing = {code: _nearest(code[:digits], beginnings, there) for code in codes if code[:digits] not in beginnings}
    told = known.told(known.rows().filter(code__in=set(filter(None, missing.values()))))
    return {code: told.get(near) for code, near in missing.items()}


def _measure(known: Editions) -> tuple[ListVersion | None, int]:
    if known.official:
        return known.official, WHOLE_CODE
    return known.by_kind.get(INTERNATIONAL), SHARED


def _nearest(code: str, beginnings: Collection[str], there: Collection[str]) -> str:
    """The code of as many digits that is nearest below the same heading or chapter; "" where there is not even that."""
    for length in range(len(code) - 1, 1, -1):
        family = [one for one in beginnings if len(one) == len(code) and one.startswith(code[:length])]
        if family:
            nearest = min(family, key=lambda one: (abs(int(one) - int(code)), one))
            return nearest if nearest in there else min(one for one in there if one.startswith(nearest))
    return ""
