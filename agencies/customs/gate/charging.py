"""The fees of visits from what is on record: one visit, or a page of a site's last ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q

from agencies.customs.gate import dated, fees
from agencies.customs.gate.fees import Fee, Used
from agencies.customs.models import Visit, VisitStep
from clearance.acts import clock

WEIGHINGS = frozenset({"weigh", "weigh_again"})
DAYS = 7
MOST = 200


def fees_of(visit: Visit, steps: Sequence[VisitStep]) -> list[Fee]:
    """The lines of one visit so far; nothing before it came in."""
    if visit.gate_in_at is None:
        return []
    done = Counter(step.kind for step in steps)
    slot = getattr(visit, "slot", None)
    used = Used(
        visit.office_id,
        (visit.gate_out_at or clock.now()) - visit.gate_in_at,
        weighings=sum(done[kind] for kind in WEIGHINGS),
        scans=done["scan"],
        is_fast=slot is not None and slot.kind == "fast",
    )
    return fees.of(used, clock.day_of(visit.gate_in_at))


def of_site(office: str) -> dict[str, Any]:
    """The visits of the last days with what each owes, the sum, and the tariff of today; two queries."""
    since = clock.now() - timedelta(days=DAYS)
    recent = Q(gate_out_at__isnull=True) | Q(gate_out_at__gte=since)
    visits = Visit.objects.filter(recent, office_id=office, gate_in_at__isnull=False).select_related("slot")
    rows = list(visits.order_by("-gate_in_at", "-pk")[:MOST])
    steps: dict[int, list[VisitStep]] = defaultdict(list)
    for step in VisitStep.objects.filter(visit__in=rows, kind__in=["weigh", "weigh_again", "scan"]):
        steps[step.visit_id].append(step)
    lines = [(visit, sum_of(fees_of(visit, steps[visit.pk]))) for visit in rows]
    tariff = [row for row in dated.rows("tariff", clock.today()) if row["office"] in (office, dated.EVERY)]
    return {
        "lines": lines,
        "sum": sum((amount for _visit, amount in lines), Decimal(0)),
        "tariff": tariff,
        "days": DAYS,
    }


def sum_of(lines: Sequence[Fee]) -> Decimal:
    """What the lines come to."""
    return sum((line.amount for line in lines), Decimal(0))
