"""What a trader knows of a transit before it is filed: how long it may take and what covers it, each with its reckoning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from agencies.customs.guarantees import covering
from agencies.customs.models import Guarantee
from agencies.customs.transit import following, limits
from clearance.acts import Sentence, clock, cover_of, figures, offices_of
from clearance.contract import Panel

FEW = 5
MOST_LINES = 20


@dataclass(frozen=True)
class Term:
    """How long the goods may be on the way, and until when if they were released today."""

    way: limits.Way
    term: limits.Term
    until: date
    settings: Mapping[str, str]


@dataclass(frozen=True)
class Secured:
    """What is to be covered and what covers it: a ground of exemption, or an amount with the guarantees at hand."""

    ground: str = ""
    amount: str = ""
    worth: str = ""
    duty: str = ""
    tax: str = ""
    basis: Sequence[Mapping[str, Any]] = ()
    covered_by: Guarantee | None = None
    lacks: Sentence | str = ""
    others: tuple[tuple[Guarantee, bool], ...] = ()


def of_content(draft: Any, content: Mapping[str, Any]) -> Panel | None:
    """The outlook of a transit that is being filled in; four statements."""
    if content.get("kind") != "transit":
        return None
    return Panel("customs/outlook.html", {"term": term_of(content), "secured": _secured(draft, content)})


def term_of(content: Mapping[str, Any]) -> Term | None:
    """The time limit as it would be set today; None while an end of the way or the mode is missing."""
    ends = [str(content.get(name) or "") for name in ("office", "destination_office")]
    found, mode, today = offices_of(ends), str(content.get("border_mode") or ""), clock.today()
    if len(found) < 2 or not mode:
        return None
    points = limits.point_of(found[ends[0]]), limits.point_of(found[ends[1]])
    way = limits.way_between(ends[0], ends[1], mode, today, ends=points)
    term = limits.term_of(mode, way.km, today)
    names = ("km_a_month", "days_a_month", "road_km_a_day", "detour")
    settings = {name: figures.number(limits.setting(name, today)) for name in names}
    return Term(way, term, today + timedelta(days=term.days), settings)


def _secured(draft: Any, content: Mapping[str, Any]) -> Secured:
    needed, debt = cover_of(content)
    if draft.company.aeo_type in covering.AEO_WITHOUT_GUARANTEE:
        return Secured(ground="aeo")
    if not needed:
        return Secured(ground=following.why_exempt(draft, str(content.get("border_mode") or "")))
    amount = debt.amount if debt else None
    kept = list(Guarantee.objects.filter(company_id=draft.company_id).order_by("pk"))
    numbers = covering.named_in(content)
    named = [one for one in kept if one.number in numbers]
    covered_by = next((one for one in named if covering.is_in_force(one) and _covers(one, amount)), None)
    others = [(one, _covers(one, amount)) for one in kept if one not in named and covering.is_in_force(one)]
    return Secured(
        amount=figures.money(amount, "KZT") if debt else "",
        worth=figures.money(debt.worth, "KZT") if debt else "",
        duty=figures.money(debt.duty, "KZT") if debt else "",
        tax=figures.money(debt.tax, "KZT") if debt else "",
        basis=[line.as_json() for line in debt.lines[:MOST_LINES]] if debt else (),
        covered_by=covered_by,
        lacks="" if covered_by else covering.lacking(numbers, named, amount) or "",
        others=() if covered_by else tuple(sorted(others, key=lambda one: not one[1])[:FEW]),
    )


def _covers(guarantee: Guarantee, amount: Decimal | None) -> bool:
    return amount is not None and guarantee.available >= amount
