"""The lane: a small table of risk profiles plus a logged share drawn for the declaration. Restricted.

Profiles and shares are defaults of the demo; a customs service keeps its own, and keeps them secret.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from clearance.contract import Condition, Draw, Facts, core_facts, parse_condition, prefixes_of

PROFILES = Path(__file__).parent / "lane_profiles.csv"
LANES = ("green", "yellow", "red")
YELLOW_FROM, RED_FROM = 30, 60
RED_SHARE, YELLOW_SHARE, BLUE_SHARE = Decimal("0.005"), Decimal("0.02"), Decimal("0.03")
"""Shares of the handbook, section 7: of green 2 % to yellow and 0.5 % to red by chance, 3 % checked after release."""
TRUSTED = ("1", "2", "3")


@dataclass(frozen=True)
class Profile:
    """One line of the table: which goods, what makes them odd, how many points."""

    code: str
    prefixes: tuple[str, ...]
    condition: Condition
    eur_per_kg_below: Decimal | None
    points: int


@cache
def profiles() -> tuple[Profile, ...]:
    """The table; raises ValueError for a line that cannot be read."""
    found = []
    with PROFILES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            condition, wrong = parse_condition(row["condition"], core_facts())
            prefixes, unread = prefixes_of(row["hs_include"])
            if wrong or unread:
                raise ValueError(f"Profile {row['profile']} cannot be read: {[*wrong, *unread]}")
            below = Decimal(row["eur_per_kg_below"]) if row["eur_per_kg_below"] else None
            found.append(Profile(row["profile"], prefixes, condition, below, int(row["points"])))
    return tuple(found)


def lane_of(facts: Facts, draw: Draw) -> tuple[str, Mapping[str, Any]]:
    """green, yellow, red or blue, and how it came about: profiles hit, points, share drawn."""
    hit = sorted({profile.code for profile in profiles() if any(_fits(profile, facts))})
    points = sum(profile.points for profile in profiles() if profile.code in hit)
    rank = 2 if points >= RED_FROM else 1 if points >= YELLOW_FROM else 0
    if facts.declaration.get("aeo_type") in TRUSTED:
        rank = max(0, rank - 1)
    share = draw("lane")
    if share < RED_SHARE:
        rank = 2
    elif share < RED_SHARE + YELLOW_SHARE:
        rank = max(rank, 1)
    lane = LANES[rank]
    if lane == "green" and share >= 1 - BLUE_SHARE:
        lane = "blue"
    return lane, {"profiles": hit, "points": points, "share": str(share)}


def sanction_profile_of(facts: Facts, draw: Draw) -> tuple[bool | None, Mapping[str, Any]]:
    """Whether an export of high-priority goods is for a country that passes them on; the list is a demo default."""
    prefixes, _ = prefixes_of("8471;8517;8526;8542")
    hit = facts.declaration.get("direction") == "export" and facts.declaration.get("destination_country") in WATCHED
    hit = hit and any(str(item.get("hs", "")).startswith(prefixes) for item in facts.items)
    return (True if hit else None), {"watched": sorted(WATCHED)}


WATCHED = frozenset({"XX"})
"""No real country is named in an open demo: XX stands for one."""


def _fits(profile: Profile, facts: Facts) -> Iterator[bool]:
    """For each item, whether the profile fits it."""
    for item in facts.items:
        of_these = not profile.prefixes or str(item.get("hs", "")).startswith(profile.prefixes)
        odd = of_these and profile.condition.answer(facts.declaration, item) is True
        yield odd and (profile.eur_per_kg_below is None or _is_cheap(item, facts, profile.eur_per_kg_below))


def _is_cheap(item: Mapping[str, Any], facts: Facts, below: Decimal) -> bool:
    """Whether the item costs less for a kilogram than anybody sells it for; unknown is not cheap."""
    price, mass = item.get("item_price"), item.get("item_net_kg")
    total, value = facts.declaration.get("invoice_total"), facts.declaration.get("value_eur")
    if value is None or not mass:
        return False
    try:
        share = price / total if price is not None and total else Decimal(1) / len(facts.items)
    except InvalidOperation:
        return False
    return bool(value * share / mass < below)
