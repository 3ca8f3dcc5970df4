"""Following a declaration without an account: the link its trader passes on, and what whoever holds it may know."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clearance import clock, sentences
from clearance.acting import Actor, as_system
from clearance.headline import is_known_to_trader
from clearance.models import Declaration, Event
from clearance.permissions import may_act_for
from clearance.reading.trader import Whole, found
from clearance.selectors import live_rows
from clearance.views.case_page import Step, steps_of
from clearance.workflow import State
from portal.public import codes
from portal.public.models import TrackLink

# No agency, no company, no amount: the person with the code drives the truck or waits for the goods.
SENTENCES: Mapping[str, str | Promise] = {
    "routing": gettext_lazy("Received. The portal is working out who must agree"),
    "question": gettext_lazy("The trader has a question to answer"),
    "split_choice": gettext_lazy("The trader has to decide how it goes on"),
    "payment_due": gettext_lazy("Waiting for payment"),
    "cover_due": gettext_lazy("Waiting for a guarantee"),
    "held": gettext_lazy("The release is stopped for now"),
    "inspection": gettext_lazy("The goods are being inspected"),
    "with_agency": gettext_lazy("The agencies are checking"),
    "waiting_for_arrival": gettext_lazy("Waiting for the goods to arrive"),
    "finishing": gettext_lazy("The last checks are being finished"),
    "released": gettext_lazy("Released: the goods may leave"),
    "released_with_conditions": gettext_lazy("Released with conditions: the goods may move, not be used or sold"),
    "refused": gettext_lazy("Release is refused"),
    "closed": gettext_lazy("Closed: nothing more will happen"),
    "cancelled": gettext_lazy("Cancelled"),
    "expired": gettext_lazy("Expired: its time ran out"),
}
NEXT: Mapping[str, str | Promise] = {
    "question": gettext_lazy("The trader sees it in the portal. The checks go on when it is answered."),
    "split_choice": gettext_lazy("The trader sees it in the portal."),
    "held": gettext_lazy("The trader sees the reason in the portal."),
    "waiting_for_arrival": gettext_lazy("Bring the goods to the office named by the trader."),
    "refused": gettext_lazy("The trader sees the reasons in the portal. Do not move the goods."),
    "released_with_conditions": gettext_lazy("The conditions are on the release note."),
}


@dataclass(frozen=True)
class Link:
    """The link of a declaration as its trader passes it on; stopped, nobody finds anything by it."""

    reference: str
    code: str
    stopped: bool

    @property
    def ticket(self) -> str:
        """Reference and code in one, for the address."""
        return f"{self.reference}-{self.code}"

    @property
    def written(self) -> str:
        """The code as it is read out."""
        return codes.grouped(self.code)


@dataclass(frozen=True)
class Tracked:
    """What whoever holds the code may know, and nothing else."""

    reference: str
    sentence: str
    next: str
    expected: datetime | None
    changed_at: datetime | None
    steps: list[Step]


def link_of(declaration: Declaration) -> Link:
    """The link of a declaration the actor may see as its trader."""
    row = TrackLink.objects.filter(declaration=declaration).first()
    code = codes.track_code(declaration.reference, row.generation if row else 0)
    return Link(declaration.reference, code, bool(row and row.stopped))


@transaction.atomic
def renew(actor: Actor, *, reference: str) -> Link:
    """Make a new code; whoever has the old one finds nothing any more."""
    return _changed(actor, reference, stopped=False)


@transaction.atomic
def stop(actor: Actor, *, reference: str) -> Link:
    """Let nobody follow by a code until it is renewed."""
    return _changed(actor, reference, stopped=True)


def _changed(actor: Actor, reference: str, *, stopped: bool) -> Link:
    declaration = found(actor, reference)
    may_act_for(actor, declaration.company_id)
    row, made = TrackLink.objects.select_for_update(of=("self",)).get_or_create(
        declaration=declaration,
        defaults={"company_id": declaration.company_id, "changed_by_id": actor.person, "changed_at": clock.now()},
    )
    row.generation = 1 if made else row.generation + 1
    row.stopped, row.changed_by_id, row.changed_at = stopped, actor.person, clock.now()
    row.save(update_fields=["generation", "stopped", "changed_by", "changed_at"])
    return link_of(declaration)


def parted(ticket: str) -> tuple[str, str]:
    """Reference and code of an address."""
    reference, _hyphen, code = ticket.rpartition("-")
    return reference, code


def tracked(reference: str, code: str) -> Tracked | None:
    """What this code opens; None alike for an unknown reference, a wrong code, a stopped link and a draft."""
    reference, code = codes.plain_reference(reference), codes.plain(code)
    with as_system():
        declaration = Declaration.objects.filter(reference=reference, version__gte=1).exclude(state=State.DRAFT).first()
        row = TrackLink.objects.filter(declaration=declaration).first() if declaration else None
        # The comparison is made whether there is such a declaration or not, so that the time taken tells nothing.
        fits = hmac.compare_digest(codes.track_code(reference, row.generation if row else 0).encode(), code.encode())
        if declaration is None or not fits or (row and row.stopped):
            return None
        return _told(declaration)


def _told(declaration: Declaration) -> Tracked:
    headline = declaration.headline or {}
    known = str(headline.get("code", "routing"))
    return Tracked(
        reference=declaration.reference,
        sentence=str(SENTENCES.get(known, SENTENCES["with_agency"])),
        next=str(NEXT.get(known, "")),
        expected=sentences.moment_of(headline.get("expected")) if known == "with_agency" else None,
        changed_at=Event.objects.filter(declaration=declaration, is_public=True).aggregate(at=Max("occurred_at"))["at"],
        steps=_steps(declaration),
    )


def _steps(declaration: Declaration) -> list[Step]:
    """The steps of the trader's page without what stands beside them: no amount, no count of agencies."""
    rows = [row for row in live_rows(declaration) if is_known_to_trader(row)]
    moves = list(Event.objects.filter(declaration=declaration, is_public=True).exclude(moved_to=None).order_by("seq"))
    words = {"done": _("Done"), "now": _("In progress"), "stopped": "", "": _("Not yet")}
    steps = steps_of(Whole(declaration, {}, signoffs=rows, events=moves))
    return [replace(step, note=words[step.state]) for step in steps]
