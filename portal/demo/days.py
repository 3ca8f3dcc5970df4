"""A few days of declarations, in every state: what the demo's people did until this moment.

Each story is a short life of a declaration; its acts go through the services at the hour they would have happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from portal.demo.corridor import Corridor
from portal.demo.dispatches import Dispatches
from portal.demo.ended import Ended
from portal.demo.fleet import OnTheWay
from portal.demo.play import Play
from portal.demo.stories import Ledger
from portal.demo.times import Times
from portal.demo.trains import Trains
from portal.demo.under_way import UnderWay
from portal.demo.visits import Visits


class Days:
    """Tells every story once."""

    def __init__(self, play: Play, now: datetime) -> None:
        at, ledger = Times(now), Ledger()
        self.ended = Ended(play, at, ledger)
        self.under_way = UnderWay(play, at, ledger)
        self.corridor = Corridor(play, at, ledger)
        self.trains = Trains(play, at, ledger)
        self.visits = Visits(play, at, ledger)
        self.on_the_way = OnTheWay(play, at, ledger)
        self.post = Dispatches(play, at)

    def tell(self) -> Iterator[str]:
        """Tell the stories; yields the name of each as it is done."""
        ended, now = self.ended, self.under_way
        stories: Sequence[Callable[[], None]] = (
            ended.released_without_a_hand, ended.machines_by_rail, ended.released_at_the_own_office,
            ended.fruit_looked_at_and_released, ended.released_by_several, ended.exports, self.corridor.transits,
            self.trains.trains,
            ended.closed_long_ago, ended.conditions, ended.refusals, now.split, now.amended, now.asked_and_answered,
            ended.ended_early, ended.expired, now.drafts, now.waiting_for_arrival, now.with_agencies,
            now.questions_open, now.held, now.inspections, now.payment_due, now.routing_desk,
            self.visits.at_the_gate, self.post.arrived, self.post.on_its_way, self.on_the_way.vehicles,
        )  # fmt: skip
        for story in stories:
            story()
            yield story.__name__
