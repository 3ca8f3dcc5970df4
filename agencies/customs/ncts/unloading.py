"""The trader's remarks at unloading (CC044C): recorded with the movement, read by the office that completes it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.customs.ncts.parts import Message, Part
from agencies.customs.transit import following, moves
from agencies.customs.transit.life import State
from clearance.acts import Actor, NotFound, Problem, Problems, Refused

UNLOADING = frozenset({State.ARRIVED, State.PRESENTED})
SEALS = "/stateOfSeals"
MOST = 50
LONGEST = 200


def remark(actor: Actor, declaration: Any, message: Message) -> None:
    """Record what the trader says of the unloading; Refused before the arrival and after the completion."""
    movement = following.of(declaration)
    if movement is None:
        raise NotFound(declaration.reference)
    if movement.state not in UNLOADING:
        raise Refused(
            "not_unloading", _("Unloading is remarked on after the arrival is confirmed and before the completion.")
        )
    said = message.root.one("UnloadingRemark") or message.root
    if movement.seals and not said.text("stateOfSeals"):
        raise Problems(
            [
                Problem(
                    "state_of_seals_missing", SEALS, _("Say whether the seals are whole: the goods travel under seal.")
                )
            ]
        )
    moves.tell(
        movement,
        "movement.unloaded",
        by=actor,
        conform=said.text("conform") == "1",
        complete=said.text("unloadingCompletion") == "1",
        seals_whole={"1": True, "0": False}.get(said.text("stateOfSeals")),
        on=said.text("unloadingDate"),
        text=said.text("unloadingRemark"),
        differs=_differing(message.root.one("Consignment")),
    )


def _differing(goods: Part | None) -> list[str]:
    """The values the trader gives otherwise than declared, each with its place."""
    if goods is None:
        return []
    found = [
        f"{_place_of(goods, element)}: {element.text.strip()}"[:LONGEST]
        for element in goods.element.iter()
        if not len(element) and element.text and element.tag not in ("sequenceNumber", "goodsItemNumber")
    ]
    return found[:MOST]


def _place_of(goods: Part, element: Any) -> str:
    steps = []
    while element is not goods.element:
        above = element.getparent()
        same = [one for one in above if one.tag == element.tag]
        steps.append(f"{element.tag}[{same.index(element) + 1}]" if len(same) > 1 else str(element.tag))
        element = above
    return "/".join(reversed(steps))
