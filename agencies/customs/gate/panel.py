"""The visits and slots of a declaration on its page."""

from typing import Any

from agencies.customs.gate.life import State
from agencies.customs.models import Carried
from clearance.acts import Actor
from clearance.contract import Panel

MOST = 3


def of_declaration(declaration: Any, actor: Actor) -> Panel | None:
    """The last visits of the vehicles that carry it; for a trader also the way to a slot."""
    rows = (
        Carried.objects.filter(declaration=declaration).select_related("visit__slot", "visit__office").order_by("-pk")
    )
    visits = [row.visit for row in rows[:MOST]]
    member = actor.member_of(declaration.company_id)
    may_book = (
        member is not None
        and member.role != "viewer"
        and declaration.kind != "postal"
        and declaration.state in {"lodged", "accepted", "released", "released_with_conditions"}
        and not any(visit.state == State.BOOKED for visit in visits)
    )
    if not visits and not may_book:
        return None
    context = {"visits": visits, "may_book": may_book, "is_officer": actor.is_officer, "declaration": declaration}
    return Panel("customs/visits_panel.html", context)
