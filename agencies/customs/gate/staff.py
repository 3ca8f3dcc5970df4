"""Who may stand at a gate: customs, the checks of border guard and transport control, and whoever runs the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from agencies.customs.gate import dated
from clearance.acts import Actor, NotAllowed, clock

LOOKING = frozenset({"customs", "border_guard", "transport"})
WORKING = frozenset({"officer", "head"})
CUSTOMS = "customs"


def offices(actor: Actor) -> list[str]:
    """The sites at which the person stands, in the order of the table."""
    every = dated.sites(clock.today())
    return [office for office in every if may_look(actor, office)]


def may_look(actor: Actor, office: str) -> bool:
    """Whether the person sees the gate of this office."""
    return actor.runs_site(office) or any(_works(actor, agency, office) for agency in LOOKING)


def is_customs(actor: Actor, office: str) -> bool:
    """Whether the person is an officer of customs there."""
    return _works(actor, CUSTOMS, office)


def must_stand(actor: Actor, office: str) -> None:
    """NotAllowed for who neither runs the site nor is of customs there."""
    if not (actor.runs_site(office) or is_customs(actor, office)):
        raise NotAllowed(_("Only customs at this office or who runs its site can do this."))


def must_be_customs(actor: Actor, office: str) -> None:
    """NotAllowed for everybody but customs there."""
    if not is_customs(actor, office):
        raise NotAllowed(_("Only customs at this office can do this."))


def _works(actor: Actor, agency: str, office: str) -> bool:
    return any(
        grant.agency == agency and grant.role in WORKING and grant.office in (None, office) for grant in actor.grants
    )
