"""The movement on the page of its declaration: from where to where, by when, covered by what."""

from typing import Any

from agencies.customs.arrival import panel as arrival
from agencies.customs.guarantees import ledger
from agencies.customs.models import LastPosition
from agencies.customs.trains import transferring
from agencies.customs.transit import acts, following, rights
from agencies.customs.transit.life import UNDER_WAY, State
from clearance.acts import Actor, figures
from clearance.contract import Panel


def of_declaration(declaration: Any, actor: Actor) -> Panel | None:
    """The movement of a released transit; nothing for other declarations."""
    movement = following.of(declaration)
    if movement is None:
        return None
    entry = ledger.set_aside_for(declaration)
    context = {
        "movement": movement,
        "is_under_way": State(movement.state) in UNDER_WAY,
        "cover": figures.money(entry.amount, "KZT") if entry else "",
        "guarantee": entry.guarantee if entry else None,
        "last": LastPosition.objects.filter(movement=movement).first(),
        "acts": acts.possible(actor, movement),
        "arrival": arrival.of(movement, actor),
        "train": transferring.train_of(movement),
        "transfers": transferring.transfers_of(movement),
        "may_transfer": transferring.may(actor, movement),
        "may_open": rights.is_of_the_company(actor, movement) or any(one.agency == "customs" for one in actor.grants),
    }
    return Panel("customs/movement_panel.html", context)
