"""The messages of the transit system on the page of a declaration, for its trader and for customs."""

from typing import Any

from agencies.customs.ncts import numbers, outbox, titles
from clearance.acts import Actor
from clearance.contract import Panel


def of_declaration(declaration: Any, actor: Actor) -> Panel | None:
    """What was exchanged about a transit; nothing where nobody sent a message."""
    messages = outbox.about(declaration) if declaration.kind == "transit" else []
    if not messages:
        return None
    own = declaration.company_id in actor.companies
    rows = [
        {"message": one, "title": titles.of(one.type), "url": outbox.address_of(one) if own else ""} for one in messages
    ]
    return Panel("customs/ncts_panel.html", {"rows": rows, "mrn": numbers.mrn_of(declaration.reference)})
