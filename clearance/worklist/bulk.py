"""Approving several cards at once: only green ones that need nothing but a yes, after a look at the list."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clearance import registry
from clearance.acting import Actor
from clearance.content import Problems
from clearance.models import SignOff
from clearance.permissions import NotAllowed, may_decide
from clearance.services import found
from clearance.services.deciding import Decision
from clearance.workflow import Control, Refused, Sentence, SignOffState, Verdict
from clearance.worklist import undoing
from clearance.worklist.cards import rows_of_card, with_all_it_shows


@dataclass
class Preview:
    """What would be approved, and what not and why."""

    ready: list[SignOff] = field(default_factory=list)
    left_out: list[tuple[SignOff, Sentence]] = field(default_factory=list)


def preview(actor: Actor, chosen: Iterable[str]) -> Preview:
    """Sort the chosen cards."""
    shown = Preview()
    for row in with_all_it_shows(actor, SignOff.objects.filter(uuid__in=list(chosen))).order_by("due_at", "id"):
        if why := why_not(actor, row):
            shown.left_out.append((row, why))
        else:
            shown.ready.append(row)
    return shown


def approve(actor: Actor, chosen: Iterable[str]) -> tuple[int, list[str]]:
    """Approve those that may be approved in one go, each card by itself; returns how many and why others were not."""
    done, refused = 0, []
    seen = preview(actor, chosen)
    for row in seen.ready:
        rows = rows_of_card(row)
        try:
            with transaction.atomic():
                undoing.decide(actor, {str(one.uuid): Decision(Verdict.APPROVED, version=one.version) for one in rows})
            done += 1
        except (Refused, NotAllowed, Problems, found.NotFound) as refusal:
            refused.append(f"{row.declaration.reference}: {refusal}")
    return done, refused + [f"{row.declaration.reference}: {why}" for row, why in seen.left_out]


def why_not(actor: Actor, row: SignOff) -> Sentence | None:
    """Why a card cannot be approved in one go with others, or None."""
    if sentence := may_decide(actor, row, row.declaration):
        return sentence
    if getattr(row, "lane", "") != "green":
        return _("Only green cases are approved in one go.")
    if row.declaration.open_holds:
        return _("A stop is open on it.")
    for one in rows_of_card(row):
        if one.state == SignOffState.CLAIMED and one.claimed_by_id != actor.user_id:
            return _("A colleague is working on it.")
        if one.stopped_at is not None:
            return _("It waits for the trader's answer.")
        if one.control != Control.DOCUMENTARY:
            return _("It needs a finding.")
        form = registry.form_of(one.agency, one.requirement) if one.agency in registry.agencies() else None
        if form is not None and any(spec.required for spec in form.fields):
            return _("It has fields to fill in.")
    return None
