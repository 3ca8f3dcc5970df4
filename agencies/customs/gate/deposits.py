"""The deposit of a booking: given back to who came or cancelled, lost by who stays away again and again."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from agencies.customs.gate import dated
from agencies.customs.models import Slot, Visit
from clearance.acts import as_system, clock


def amount(on: date) -> Decimal:
    """What is asked for a booking, in KZT."""
    return dated.setting("deposit_mrp", on) * dated.setting("mrp", on)


def give_back(visit: Visit) -> None:
    """Who came, or said in time that they would not, has it back."""
    with as_system():
        Slot.objects.filter(visit=visit, deposit_state="held").update(deposit_state="returned")


def after_no_show(slot: Slot) -> str:
    """What becomes of it: lost at so many no-shows of the company within so many days, this one among them."""
    today = clock.today()
    since = clock.now() - timedelta(days=int(dated.setting("no_show_days", today)))
    with as_system():
        missed = Slot.objects.filter(company_id=slot.company_id, visit__state="no_show", visit__since__gt=since).count()
        state = "lost" if missed >= int(dated.setting("no_shows", today)) else "returned"
        Slot.objects.filter(pk=slot.pk, deposit_state="held").update(deposit_state=state)
    return state
