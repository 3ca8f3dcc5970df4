"""Transits of the demo and the guarantees that cover them: on the way, arrived, late, by rail, and one that waits for cover."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from agencies.customs.control import intervening
from agencies.customs.control.kinds import Intervening
from agencies.customs.corridors.replacing import load_starter
from agencies.customs.guarantees import registering
from agencies.customs.models import Movement
from agencies.customs.transit import acts, ladder
from clearance import clock
from portal.demo import goods, wares
from portal.demo.play import OFFICER, Case, everything
from portal.demo.stories import Stories

ASTANA = "KZ-ASTANA-LC"
LARGE, SMALL = "KZ26-G-000117", "KZ26-G-000142"


class Corridor(Stories):
    """Phones and parts under seal to Astana."""

    def transits(self) -> None:
        """One arrived, two are on the way, one of them by rail, one is late, one finds its guarantee too small."""
        load_starter()
        self._guarantee(LARGE, "comprehensive", "bank", "Halyk Bank", Decimal(400_000_000))
        self._guarantee(SMALL, "individual", "surety", "Jetisu Surety LLP", Decimal(900_000))
        late = self._set_off(self._released(back=9))
        self._steps_in(late.pass_time(days=3), Intervening.CALL, "The time limit is near and the truck is not there.")
        arrived = self._set_off(self._released(back=6))
        self._steps_in(
            arrived.pass_time(hours=9), Intervening.NOTE, "Rests at Almaty. The driver sent a picture of the seal."
        )
        arrived.pass_time(days=1, hours=4).present(ASTANA).pass_time(minutes=30).decide(everything)
        self._set_off(self._released(back=1))
        self._set_off(self._released(back=3, rail=True))
        with clock.at(self.at.now):
            while ladder.climb(inline=True):
                pass
        self._released(back=1, guarantee=SMALL)

    def _released(self, *, back: int, guarantee: str = LARGE, rail: bool = False) -> Case:
        """File, present and clear one transit, as far as its release."""
        ref, _number = self.ledger.next("altyn_orda")
        at = self.at.day(back, 8, 40)
        content = goods.transits(
            self.play.houses["altyn_orda"],
            [wares.MACHINE_PARTS if rail else wares.PHONES],
            on=clock.day_of(at),
            ref=ref,
            to=ASTANA,
            rail=rail,
            guarantee="" if rail else guarantee,
        )
        case = self.play.file("daulet", "altyn_orda", content, at)
        return case.pass_time(minutes=50).present().pass_time(minutes=6).clear()

    def _set_off(self, case: Case) -> Case:
        """Sealed and on the way."""
        case.pass_time(minutes=20).decide(everything).pass_time(minutes=10)
        with self.play.acting("customs.head", case.now, OFFICER) as actor:
            acts.act(actor, reference=case.reference, name="depart")
        return case

    def _steps_in(self, case: Case, kind: Intervening, reason: str) -> None:
        """A dispatcher does something about a vehicle, and says why."""
        with self.play.acting("dispatcher", case.now, OFFICER) as dispatcher:
            movement = Movement.objects.get(declaration_id=case.pk)
            intervening.intervene(dispatcher, movement=movement.uuid, kind=kind, reason=reason)

    def _guarantee(self, number: str, kind: str, form: str, guarantor: str, amount: Decimal) -> None:
        at = self.at.day(12, 10)
        with self.play.acting("cashier", at, OFFICER) as cashier:
            registering.register(
                cashier,
                number=number,
                bin=self.play.houses["altyn_orda"].bin,
                kind=kind,
                form=form,
                guarantor=guarantor,
                amount=amount,
                valid_from=clock.day_of(at),
                valid_to=clock.day_of(at) + timedelta(days=365),
            )
