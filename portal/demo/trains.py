"""Trains of the demo: one that a list filed, decided as a whole but for one note, and one that is awaited."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from agencies.customs.models import Consigned, Train
from agencies.customs.trains import columns, deciding, filing
from agencies.customs.trains.contents import Head
from clearance import advance, clock
from clearance.acting import SYSTEM, acting_as
from clearance.models import Version
from portal.demo import papers, wares
from portal.demo.corridor import ASTANA
from portal.demo.play import LONG_VALID, OFFICER, ROUTING_TAKES, TRADER
from portal.demo.stories import Stories

HOUSE, SENDER, CUSTOMS = "altyn_orda", "daulet", "customs.head"
STEMS = range(6248101, 6248120)
"""Wagons of 1520 mm without their check digits."""


class Trains(Stories):
    """Gears for the inland centre, a note for each consignee."""

    def trains(self) -> None:
        """Yesterday's train went but for one note, this morning's list waits for its train."""
        at = self.at.day(1, 6, 30)
        train = self._listed("TL-26-118", "1206", at, notes=5, each=2)
        with self.play.acting(CUSTOMS, at + timedelta(hours=2), OFFICER) as officer:
            deciding.arrived(officer, train)
        held = {_note("TL-26-118", 3): "The seal of the second wagon is not the one declared"}
        with self.play.acting(CUSTOMS, at + timedelta(hours=3), OFFICER) as officer:
            deciding.decide_all(officer, train, place="Track 7", exceptions=held)
        with self.play.acting(CUSTOMS, at + timedelta(hours=4), OFFICER) as officer:
            deciding.set_off(officer, train)
        self._listed("TL-26-121", "1208", self.at.now - timedelta(minutes=50), notes=4, each=1)

    def _listed(self, number: str, train: str, at: datetime, *, notes: int, each: int) -> Train:
        """Send a list; the worker routes its notes."""
        head = Head(
            list_number=number, number=train, office="KZ-ALTYNKOL", destination_office=ASTANA, dispatch_country="CN",
            destination_country="KZ", currency="USD", carrier="KTZ Express",
        )  # fmt: skip
        rows = columns.from_rows(_sheet(number, notes, each, at))
        with self.play.acting(SENDER, at, TRADER) as sender:
            sent = filing.file_train(sender, company_id=self.play.companies[HOUSE], head=head, rows=rows)
        if sent.train is None or sent.faults:
            raise ValueError(f"The demo's own train cannot be filed: {sent.faults}")
        with acting_as(SYSTEM):
            filed = list(Consigned.objects.filter(train=sent.train).values_list("declaration_id", flat=True))
            contents = list(Version.objects.filter(declaration__in=filed).values_list("content", flat=True))
        papers.register(contents, since=LONG_VALID)
        for pk in filed:
            with clock.at(at + ROUTING_TAKES):
                advance.advance(pk)
        return sent.train


def _sheet(number: str, notes: int, each: int, at: datetime) -> list[list[Any]]:
    goods, day = wares.MACHINE_PARTS, (at - timedelta(days=2)).date().isoformat()
    names = [*columns.NEEDED, "note_date", "seals", "invoice", "invoice_date", "departure_station"]
    first = 0 if each > 1 else 10
    rows: list[list[Any]] = [list(names)]
    for place in range(notes * each):
        note, wagon = place // each + 1, wagon_number(STEMS[first + place])
        row = {
            "note": _note(number, note), "wagon": wagon, "description": goods.description,
            "commodity_code": goods.code[:6], "packages": 20, "gross_mass_kg": "9100", "price": "9100.00",
            "consignor": "Khorgos Yida Trading Co., Ltd", "consignee": f"Altyn Orda, warehouse {note}", "note_date": day,
            "seals": f"KTZ55{wagon[-6:]}", "invoice": f"{number}-{note}", "invoice_date": day, "departure_station": "708507",
        }  # fmt: skip
        rows.append([row[name] for name in names])
    return rows


def _note(number: str, place: int) -> str:
    return f"29{number[-3:]}{place:03}"


def wagon_number(stem: int) -> str:
    """The number of a wagon with its check digit: digits doubled in turn from the left, their digits added."""
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(f"{stem:07}"))
    return f"{stem:07}{-total % 10}"
