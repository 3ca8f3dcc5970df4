"""From a transit to the import of its goods: what is filled in already, and what only the import asks. Pure but for `begin`."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.customs.models import Movement
from clearance.acts import Actor, Refused, begin_after, clock, content_of, declaration_for

OF_THE_TRANSIT = frozenset({"GUARANTEE_CERT", "TIR_CARNET", "VEHICLE_APPROVAL", "VET_TRANSIT_PERMIT", "PHOTO"})
"""Papers that a transit needs and an import does not."""
LEFT_OUT = ("local_ref", "guarantees", "destination_office", "principal", "arrival_expected", "aeo")
FIRST_DECLARATION = "00"


def content_after(transit: Mapping[str, Any], *, registered: tuple[str, str], inland_office: str) -> dict[str, Any]:
    """The content of the import: parties, goods, masses, packages, papers, transport, totals and the document before.

    `registered`: number and day of the transit declaration.
    """
    number, day = registered
    new = {name: deepcopy(value) for name, value in transit.items() if name not in LEFT_OUT}
    consignee = new.get("consignee") or new.get("declarant") or {}
    new |= {
        "kind": "import",
        "declaration_type": "DT",
        "procedure": "40",
        "office": inland_office,
        "destination_country": "KZ",
    }
    new.setdefault("trading_country", transit.get("dispatch_country", ""))
    new.setdefault("payer", {name: consignee[name] for name in ("id", "name", "country") if name in consignee})
    transport = new.get("transport") or {}
    if "arrival" not in transport and (means := transport.get("border") or transport.get("departure")):
        transport["arrival"] = dict(means)
    transport.pop("departure", None)
    new["documents"] = [
        *(paper for paper in new.get("documents") or () if paper.get("type") not in OF_THE_TRANSIT),
        {"type": "TRANSIT_DECLARATION", "number": number, "date": day},
    ]
    new["items"] = [_item(one, number) for one in new.get("items") or ()]
    return {name: value for name, value in new.items() if value not in ("", {}, [])}


def begin(actor: Actor, *, reference: str) -> Any:
    """Begin the import of goods that are at their destination; the same draft where it is begun already."""
    transit = declaration_for(actor, reference)
    movement = Movement.objects.filter(declaration=transit).first()
    if movement is None or movement.arrived_at is None:
        raise Refused("not_arrived", _("The goods are declared further when they are at the office of destination."))
    content = content_after(
        content_of(transit),
        registered=(transit.registration_number, clock.day_of(transit.registered_at or clock.now()).isoformat()),
        inland_office=movement.destination_id,
    )
    return begin_after(
        actor, reference=reference, content=content, papers=frozenset(one["type"] for one in content["documents"])
    )


def _item(item: dict[str, Any], registration_number: str) -> dict[str, Any]:
    own = [paper for paper in item.get("documents") or () if paper.get("type") not in OF_THE_TRANSIT]
    new = {
        **item,
        "procedure": "40",
        "previous_procedure": FIRST_DECLARATION,
        "documents": own,
        "previous_documents": [
            {"type": "TRANSIT_DECLARATION", "number": registration_number, "line": str(item.get("number", ""))}
        ],
    }
    return {name: value for name, value in new.items() if value not in ("", {}, [])}
