"""What every story of the demo begins with: a company files at an hour, under a reference of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from clearance import clock
from portal.demo import goods
from portal.demo.play import Case, Play
from portal.demo.times import Times
from portal.demo.wares import Goods


class Ledger:
    """Gives every declaration of a company a reference of its own, as its bookkeeper would."""

    PREFIXES = {"silk_road": "SRF", "altyn_orda": "AOT"}

    def __init__(self) -> None:
        self.count: dict[str, int] = {}

    def next(self, company: str) -> tuple[str, int]:
        """The next reference and its number."""
        number = self.count[company] = self.count.get(company, 100) + 1
        return f"{self.PREFIXES[company]}-{number:04}", number


class Stories:
    """Stories told of one cast, in one ledger."""

    def __init__(self, play: Play, at: Times, ledger: Ledger) -> None:
        self.play = play
        self.at = at
        self.ledger = ledger

    def imports(
        self,
        company: str,
        route: str,
        *what: Goods,
        at: datetime,
        by: str | None = None,
        registered: bool = True,
        **more: Any,
    ) -> Case:
        """File an import; by the company's own person, or by the broker's."""
        ref, number = self.ledger.next(company)
        house = self.play.houses[company]
        content = goods.imports(house, route, what, on=clock.day_of(at), ref=ref, number=number, **more)
        trader = by or house.people[0].username
        if by in {person.username for person in self.play.houses["steppe"].people}:
            content = goods.through_broker(content, self.play.houses["steppe"])
        return self.play.file(trader, company, content, at, registered=registered)

    def draft(self, company: str, trader: str, what: Goods, at: datetime) -> Case:
        ref, number = self.ledger.next(company)
        house = self.play.houses[company]
        content = goods.imports(house, "nurjoly", [what], on=clock.day_of(at), ref=ref, number=number)
        return self.play.draft(trader, company, content, at)
