"""What people with an account do at an arrival: the trader tells of it and hands in the papers, the office registers."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from agencies.customs.arrival import by_itself, steps
from agencies.customs.models import Movement, Presentation
from agencies.customs.transit import acts
from agencies.customs.transit.life import UNDER_WAY, State
from clearance.acts import Actor, NotAllowed, NotFound, Problem, Problems, Sentence, declaration_for, may_act_for

TOLD, PAPERS, REGISTER = "told", "papers", "register"
LABELS: Mapping[str, Sentence] = {
    TOLD: _("The goods are at the destination"),
    PAPERS: _("The papers are handed in"),
    REGISTER: _("Register the papers"),
}
SEALS: Mapping[str, Sentence] = {"whole": _("All seals are whole"), "broken": _("A seal is broken or missing")}


def possible(actor: Actor, movement: Movement, step: Presentation | None) -> list[tuple[str, Sentence]]:
    """What the person can do at this arrival now."""
    return [
        (name, LABELS[name]) for name in LABELS if _is_open(name, movement, step) and not _keeps(actor, movement, name)
    ]


def act(actor: Actor, *, reference: str, name: str, seals: str = "") -> Movement:
    """One of the acts of `LABELS`; NotFound, NotAllowed, Problems, Refused."""
    declaration = declaration_for(actor, reference)
    movement = Movement.objects.select_related("destination").filter(declaration=declaration).first()
    if movement is None or name not in LABELS:
        raise NotFound(reference)
    movement.declaration = declaration
    if sentence := _keeps(actor, movement, name):
        raise NotAllowed(sentence)
    if name == TOLD:
        if seals not in SEALS:
            raise Problems([Problem("seals", "/seals", _("Select how the seals are."))])
        steps.notice(movement, by="trader", seals_said=seals)
    elif name == PAPERS:
        steps.hand_in(movement, by="trader", actor=actor)
    else:
        steps.register(movement, actor=actor)
    by_itself.complete(movement)
    return movement


def _is_open(name: str, movement: Movement, step: Presentation | None) -> bool:
    state = State(movement.state)
    if name == REGISTER:
        return state == State.ARRIVED and (step is None or step.registered_at is None)
    if name == PAPERS:
        return step is not None and step.papers_at is None and state in UNDER_WAY | {State.ARRIVED}
    return state in UNDER_WAY | {State.ARRIVED} and (step is None or not step.seals_said)


def _keeps(actor: Actor, movement: Movement, name: str) -> Sentence | None:
    if name == REGISTER:
        return acts.what_keeps(actor, movement, name)
    try:
        may_act_for(actor, movement.company_id)
    except NotAllowed as refused:
        return str(refused)
    return None
