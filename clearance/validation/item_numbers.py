"""The numbers of the items: from 1 without gaps; in a change an item keeps the number agencies know it by."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from .figures import items_of
from .findings import Findings


def check(findings: Findings, content: Mapping[str, Any], standing: Collection[int] = ()) -> None:
    """Check the numbers; `standing` are those of the version a change is made to, with the gaps a split has left."""
    given = [item.get("number", place) for place, item in enumerate(items_of(content), 1)]
    if given == list(range(1, len(given) + 1)):
        return
    if not standing:
        for place, number in enumerate(given):
            _wrong(findings, place, number, place + 1)
        return
    for place, right in _not_kept(given, standing):
        with findings.item(place):
            findings.error(
                "item_number",
                "number",
                _(
                    "Keep the numbers items have, in their order, and number new ones from {next}: {given} does not fit."
                ),
                next=right,
                given=given[place],
            )


def _wrong(findings: Findings, place: int, given: int, right: int) -> None:
    if given != right:
        with findings.item(place):
            findings.error(
                "item_number",
                "number",
                _("Number the items from 1 without gaps: this one is {right}, not {given}."),
                right=right,
                given=given,
            )


def _not_kept(given: list[int], standing: Collection[int]) -> Iterator[tuple[int, int]]:
    """Places whose number is neither one that stands, in rising order, nor the next new one; with the next new one."""
    last, following = 0, max(standing) + 1
    for place, number in enumerate(given):
        if number == following:
            following += 1
        elif number not in standing or number <= last:
            yield place, following
            continue
        last = number
