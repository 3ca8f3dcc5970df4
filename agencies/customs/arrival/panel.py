"""The arrival on the page of its declaration: who has the ball and until when, what was remarked, what comes next."""

from __future__ import annotations

from typing import Any

from agencies.customs.arrival import acting, steps, stopping
from agencies.customs.models import Movement, Remark
from agencies.customs.transit.life import State
from clearance.acts import Actor, NotAllowed, may_act_for, successor_of

HERE = frozenset({State.ARRIVED, State.PRESENTED, State.COMPLETED})


def of(movement: Movement, actor: Actor) -> dict[str, Any]:
    """What the panel of a movement shows of its arrival; five statements at most."""
    step = steps.of(movement)
    here = State(movement.state) in HERE
    after = successor_of(movement.declaration) if here else None
    return {
        "step": step,
        "ball": steps.ball(movement, step),
        "stopped": stopping.what_keeps(movement),
        "acts": acting.possible(actor, movement, step),
        "seals": acting.SEALS.items(),
        "remarks": list(Remark.objects.filter(movement=movement)) if here else [],
        "after": after,
        "may_link": _is_its_trader(actor, movement) or actor.has_role("officer", "customs"),
        "may_declare": here and after is None and _is_its_trader(actor, movement),
    }


def _is_its_trader(actor: Actor, movement: Movement) -> bool:
    try:
        may_act_for(actor, movement.company_id)
    except NotAllowed:
        return False
    return True
