"""The movement on the page of its declaration: from where to where, by when, covered by what."""

from typing import Any

from agencies.customs.guarantees import covering, ledger
from agencies.customs.transit import acts, following
from agencies.customs.transit.life import UNDER_WAY, State
from clearance.acts import Actor, figures
from clearance.contract import Panel


def of_declaration(declaration: Any, actor: Actor) -> Panel | None:
    """The movement of a transit, or what keeps it from being covered; nothing for other kinds."""
    if declaration.kind != "transit":
        return None
    movement = following.of(declaration)
    if movement is None:
        return _waiting_for_cover(declaration)
    entry = ledger.set_aside_for(declaration)
    context = {
        "movement": movement,
        "is_under_way": State(movement.state) in UNDER_WAY,
        "cover": figures.money(entry.amount, "KZT") if entry else "",
        "guarantee": entry.guarantee if entry else None,
        "acts": acts.possible(actor, movement),
    }
    return Panel("customs/movement_panel.html", context)


def _waiting_for_cover(declaration: Any) -> Panel | None:
    lacks = (
        covering.TransitCover().what_lacks(declaration) if declaration.money_position in ("due", "unknown") else None
    )
    return Panel("customs/cover_panel.html", {"lacks": lacks}) if lacks else None
