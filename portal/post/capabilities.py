"""The code of a notice: drawn by chance for each postal item, kept for its operator, and what opens its page."""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from clearance import clock
from clearance.acting import Actor, as_system
from clearance.models import Declaration
from clearance.permissions import may_act_for
from portal.post.models import ParcelCode
from portal.public import codes

LENGTH = 8


def plain_number(typed: str) -> str:
    """An S10 number as it is kept, however it was typed."""
    return codes.plain(typed)[:35]


def codes_of(actor: Actor, declarations: Sequence[Declaration]) -> dict[int, str]:
    """The code of each item of the operator, by key; the first printing draws it. Two statements for any number."""
    for company_id in {one.company_id for one in declarations}:
        may_act_for(actor, company_id)
    keys = [one.pk for one in declarations]
    known = set(ParcelCode.objects.filter(declaration__in=keys).values_list("declaration_id", flat=True))
    ParcelCode.objects.bulk_create(
        [
            ParcelCode(
                declaration=one,
                company_id=one.company_id,
                number=one.local_ref,
                code=codes.chance(LENGTH),
                made_at=clock.now(),
            )
            for one in declarations
            if one.pk not in known
        ],
        ignore_conflicts=True,  # somebody prints the same at this moment: their code counts
    )
    return dict(ParcelCode.objects.filter(declaration__in=keys).values_list("declaration_id", "code"))


def opened(number: str, code: str) -> Declaration | None:
    """The item that number and code open together; None alike for an unknown number and for a wrong code."""
    typed = codes.plain(code).encode()
    with as_system():
        # A number may come again after years; each has its own code. An unknown one is compared with a code too.
        rows = list(
            ParcelCode.objects.filter(number=plain_number(number))
            .select_related("declaration__company", "declaration__office")
            .order_by("-pk")[:3]
        ) or [ParcelCode(code=codes.chance(LENGTH))]
        fitting = [row for row in rows if hmac.compare_digest(row.code.encode(), typed)]
        return fitting[0].declaration if fitting and fitting[0].pk else None
