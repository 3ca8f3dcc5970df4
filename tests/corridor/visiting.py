"""Visits of the cast, in one line each: the border post in the morning of a working day."""

from typing import Any

from agencies.customs.gate import acts, gathering
from agencies.customs.gate.answering import Answer
from agencies.customs.models import Visit, VisitCheck
from clearance.models import Declaration
from tests.acting import file
from tests.cast import Cast
from tests.goods import imports

NURJOLY = "KZ-NURJOLY"
PLATE = "584 AEK 19"


def an_import(cast: Cast, *goods: dict[str, str], **more: Any) -> Declaration:
    """A truck of ceramics for Nur Joly, filed and routed."""
    return file(cast, imports(*goods, **more))


def arrived(cast: Cast, *, plate: str = PLATE, by: str = "site_operator", office: str = NURJOLY) -> Visit:
    """The vehicle is in the waiting zone."""
    with cast.acting(by) as actor:
        return acts.register(actor, office=office, plate=plate)


def do(cast: Cast, visit: Visit, *names: str, by: str = "nurjoly_officer") -> Visit:
    """Acts at the gate, one after the other; a number is a weight."""
    for name in names:
        with cast.acting(by) as actor:
            if name.isdigit():
                acts.weigh(actor, uuid=visit.uuid, kg=int(name))
            else:
                acts.act(actor, uuid=visit.uuid, name=name)
    return now(cast, visit)


def inside(cast: Cast, **more: Any) -> Visit:
    """Called, let in by customs and weighed."""
    return do(cast, arrived(cast, **more), "call", "enter", "20000")


def checked(cast: Cast, visit: Visit) -> None:
    """Every check of the vehicle is passed by its agency."""
    with cast.acting("system"):
        asked = list(VisitCheck.objects.filter(visit=visit, state="open"))
    for one in asked:
        with cast.acting(f"{one.agency}_officer") as officer:
            acts.check(officer, uuid=visit.uuid, number=one.pk, passed=True)


def now(cast: Cast, visit: Visit) -> Visit:
    """The visit as it stands."""
    with cast.acting("system"):
        return Visit.objects.select_related("slot").get(pk=visit.pk)


def ask(cast: Cast, sign: str, *, office: str = NURJOLY) -> Answer:
    """What the gate says of a sign."""
    with cast.acting("site_operator"):
        return gathering.look_up(sign, office=office).answer


def whys(answer: Answer) -> list[str]:
    """The reasons as codes."""
    return [str(one.why) for one in answer.reasons]


def told(cast: Cast, declaration: Declaration) -> list[str]:
    """What was recorded of vehicles and slots, in order."""
    with cast.acting("system"):
        kinds = declaration.events.order_by("seq").values_list("kind", flat=True)
        return [kind for kind in kinds if kind.startswith(("queue.", "vehicle."))]
