"""Dispatches of the demo: one that came from Leipzig, and one of two hundred items that is on its way.

The postal clerk files, presents and scans through the services, at the hour it would have happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from clearance import advance, clock
from clearance.acting import SYSTEM, acting_as
from clearance.dispatch_lists import Listed
from clearance.models import Declaration
from clearance.services import addressing, posting
from portal.demo.examples import THINGS, dispatch_list
from portal.demo.play import ROUTING_TAKES, TRADER, Play
from portal.demo.postal_goods import parcel, s10
from portal.demo.times import Times
from portal.post import lists

CLERK, OPERATOR = "marat", "kazpost"
ARRIVED, ON_ITS_WAY = "DELEJAKZALAAAUN60101", "DELEJAKZALAAAUN60102"
ROUTING_EACH = timedelta(milliseconds=60)


class Dispatches:
    """Tells the stories of the post."""

    def __init__(self, play: Play, at: Times) -> None:
        self.play = play
        self.at = at

    def arrived(self) -> None:
        """A dispatch from Leipzig: the clean items released on arrival, two delivered, exceptions in the queues."""
        contents = [
            *_clean(14, first=8100),
            parcel(s10("CB", 8190, "DE"), "Tablet computer with charger", value="349.00", net="0.9", gross="1.2",
                   code="847130", form="CN23", dispatch=ARRIVED, personal=True),
            parcel(s10("CB", 8191, "DE"), "Tomato seeds for sowing, packets", value="24.00", net="0.2", gross="0.4",
                   code="120991", dispatch=ARRIVED, personal=True),
            parcel(s10("CB", 8192, "DE"), "Smoked pork sausages, vacuum packed", value="31.00", net="2", gross="2.3",
                   code="160100", dispatch=ARRIVED, personal=True),
        ]  # fmt: skip
        at = self.at.day(1, 8, 20)
        references = self._file(contents, at)
        with self.play.acting(CLERK, at + timedelta(hours=5), TRADER) as actor:
            released = frozenset(posting.release_clean(actor, dispatch_id=ARRIVED).released)
        for reference in [one for one in references if one in released][:2]:
            for hours, code in ((5.5, "EDC"), (8, "EMG"), (11, "EMI")):
                with self.play.acting(CLERK, at + timedelta(hours=hours), TRADER) as actor:
                    posting.record_item_event(actor, reference=reference, code=code, office="POST-ALA")
        self._object(references[-1], "I ordered cheese, not sausages.", at + timedelta(hours=9))

    def on_its_way(self) -> None:
        """Two hundred items, announced by their list as a clerk sends it: two lines are wrong, five somebody looks at."""
        at = self.at.ago(minutes=75)
        checked = lists.read(dispatch_list(ON_ITS_WAY, first=22_000).encode())
        with self.play.acting(CLERK, at, TRADER) as actor:
            lists.file(actor, checked, password="")
        with acting_as(SYSTEM):
            filed = Declaration.objects.filter(dispatch_id=ON_ITS_WAY).order_by("pk")
            keys = list(filed.values_list("pk", flat=True))
        _route(keys, at)

    def _file(self, contents: Sequence[dict[str, Any]], at: datetime) -> list[str]:
        """File a list without faults and route its items; returns their references."""
        rows = [Listed(place, (), content) for place, content in enumerate(contents)]
        with self.play.acting(CLERK, at, TRADER) as actor:
            filed = posting.file_dispatch(actor, company_id=self.play.companies[OPERATOR], rows=rows)
        if wrong := [(one.item_id, problem.pointer) for one in filed for problem in one.problems]:
            raise ValueError(f"The demo's own postal items cannot be filed: {wrong}")
        references = [str(one.reference) for one in filed]
        with acting_as(SYSTEM):
            known = Declaration.objects.filter(reference__in=references).order_by("pk")
            keys = list(known.values_list("pk", flat=True))
        _route(keys, at)
        return references

    def _object(self, reference: str, text: str, at: datetime) -> None:
        """The addressee does not agree."""
        with clock.at(at), acting_as(SYSTEM):
            addressing.object_to(Declaration.objects.values_list("pk", flat=True).get(reference=reference), text=text)


def _route(keys: Iterable[int], filed_at: datetime) -> None:
    """What the worker does with each item, one after the other."""
    for number, pk in enumerate(keys):
        with clock.at(filed_at + ROUTING_TAKES + number * ROUTING_EACH):
            advance.advance(pk)


def _clean(count: int, *, first: int) -> list[dict[str, Any]]:
    """Items nobody asks about."""
    return [
        parcel(
            s10("CB", first + number, "DE"), thing, value=value, net=mass, gross=f"{float(mass) + 0.3:.1f}",
            code=code, category=category, addressee=number, dispatch=ARRIVED, personal=True,
        )
        for number, (thing, code, mass, value, category) in zip(range(count), cycle(THINGS), strict=False)
    ]  # fmt: skip
