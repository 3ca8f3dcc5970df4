"""Something to tell, and what came of it."""

from clearance.acting import Who, acting_as
from clearance.models import Declaration, Question
from clearance.services import deciding
from portal.notices import reading
from portal.notices.models import Notice
from tests.acting import row
from tests.cast import Cast


def ask(cast: Cast, declaration: Declaration, text: str = "Which orchard?") -> Question:
    with cast.acting("plant_health_officer") as officer:
        return deciding.ask(officer, sign_off=str(row(cast, declaration, "plant_health").uuid), text=text)


def told(cast: Cast, *, kind: str = "", topic: str = "") -> set[str]:
    """The user names of those who were told."""
    reading.read_all()
    with acting_as(Who(system=True)):
        rows = Notice.objects.all()
        if kind:
            rows = rows.filter(kind=kind)
        if topic:
            rows = rows.filter(topic=topic)
        return set(rows.values_list("recipient__username", flat=True))


def inbox(cast: Cast, name: str) -> list[Notice]:
    """What a person finds, read as that person."""
    with cast.acting(name) as actor:
        rows = Notice.objects.filter(recipient_id=actor.user_id, inbox=True)
        return list(rows.select_related("company", "declaration", "event").order_by("-at", "-pk"))
