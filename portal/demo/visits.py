"""Vehicles of the demo at Nur Joly: booked, waiting, called, inside, at the controls, gone, and one that never came."""

from __future__ import annotations

from datetime import datetime, timedelta

from agencies.customs.gate import acts, booking, queueing
from agencies.customs.models import Visit
from clearance import clock
from portal.demo import wares
from portal.demo.play import OFFICER, TRADER
from portal.demo.stories import Stories

NURJOLY = "KZ-NURJOLY"
OPERATOR, OFFICER_THERE = "operator.nurjoly", "customs.nurjoly1"


class Visits(Stories):
    """What the gate sees on this day."""

    def at_the_gate(self) -> None:
        """Eight vehicles in eight places of the chain."""
        now = self.at.now
        self._booked(now + timedelta(hours=5), "118 KTA 05")
        missed = self._booked(now - timedelta(hours=4), "902 LMN 02", made=now - timedelta(hours=9))
        with clock.at(missed.slot.starts_at + timedelta(hours=3)):
            queueing.look_after(inline=True)
        self._walked("213 RPT 02", now - timedelta(minutes=25))
        self._walked("774 BDA 05", now - timedelta(minutes=50), "call")
        self._walked("А 451 КМ 05", now - timedelta(minutes=90), "call", "enter")
        self._walked("660 SVO 13", now - timedelta(hours=2), "call", "enter", "38200")
        self._walked("305 JEK 05", now - timedelta(hours=3), "call", "enter", "39100", "scan", "37400")
        for number in range(5):
            begun = now - timedelta(hours=20 - number * 2)
            plate = f"{410 + number * 37} TRK 05"
            self._walked(plate, begun, "call", "enter", "36500", "finish", "leave", minutes=14 + number * 6)

    def _booked(self, starts_at: datetime, plate: str, *, made: datetime | None = None) -> Visit:
        """An hour booked for goods that are filed."""
        made = made or self.at.now - timedelta(hours=1)
        case = self.imports("altyn_orda", "nurjoly", wares.PHONES, at=made)
        full = starts_at.replace(minute=0, second=0, microsecond=0)
        with self.play.acting("daulet", made + timedelta(minutes=20), TRADER) as trader:
            slot = booking.book(
                trader, references=[case.reference], office=NURJOLY, starts_at=full, plate=plate, driver="Serik Omarov"
            )
        return slot.visit

    def _walked(self, plate: str, at: datetime, *names: str, minutes: int = 8) -> None:
        """A vehicle without a slot and what is done with it; a number is a weight."""
        with self.play.acting(OPERATOR, at, OFFICER) as actor:
            visit = acts.register(actor, office=NURJOLY, plate=plate, driver="Azamat Bekov")
        for name in names:
            at += timedelta(minutes=minutes)
            with self.play.acting(OFFICER_THERE, at, OFFICER) as actor:
                if name.isdigit():
                    acts.weigh(actor, uuid=visit.uuid, kg=int(name))
                else:
                    acts.act(actor, uuid=visit.uuid, name=name)
