"""Stories that go on at this moment: drafts, goods on the road, questions, stops, inspections, money that is due."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from clearance import clock
from portal.demo import goods, wares
from portal.demo.play import Case, of
from portal.demo.stories import Stories


class UnderWay(Stories):
    """Declarations somebody works on now, or did until lately."""

    def split(self) -> None:
        """Grapes are sound, melons are not: the sound ones go on, the others stay."""
        for back, goes_on in ((3, True), (0, False)):
            at = self.at.day(back, 8) if back else self.at.ago(hours=5)
            case = self.imports("silk_road", "konysbaev", wares.GRAPES, wares.MELONS, at=at)
            case.pass_time(minutes=30).pay().pass_time(hours=1).present().pass_time(minutes=10)
            case.decide(
                of("plant_health"), by_item={1: "approved", 2: "refused"}, reason="Fruit fly larvae in the melons."
            )
            case.clear()
            if goes_on:
                case.pass_time(hours=3).split()

    def amended(self) -> None:
        """The invoice had another price: only what rests on it is asked again."""
        for back in (2, 0):
            at = self.at.day(back, 9, 40) if back else self.at.ago(hours=3)
            case = self.imports("silk_road", "nurjoly", wares.APPLES, wares.PHONES, at=at, registered=False)
            case.pass_time(minutes=30).decide(of("technical_regulation")).pass_time(minutes=25).amend(_another_mass)
            if back:
                case.pass_time(minutes=20).pay().pass_time(hours=1).present().pass_time(minutes=8).clear()

    def asked_and_answered(self) -> None:
        """A question stops one clock and is answered."""
        case = self.imports("altyn_orda", "nurjoly", wares.PHONES, at=self.at.day(3, 9, 5))
        case.pass_time(minutes=35).ask(
            of("technical_regulation"), "Which band does the radio use? Attach the data sheet."
        )
        case.pass_time(hours=1, minutes=50).answer("2.4 GHz only; the notification covers the model.")
        case.pass_time(minutes=20).clear().pay().pass_time(hours=2).present().clear()

    def drafts(self) -> None:
        """Begun, not yet filed."""
        for company, trader, what, hours in (
            ("silk_road", "aigul", wares.GRAPES, 26), ("silk_road", "nurlan", wares.PUMPS, 3),
            ("altyn_orda", "daulet", wares.TIMBER.of("RU"), 7),
        ):  # fmt: skip
            self.draft(company, trader, what, self.at.ago(hours=hours))
        self._groupage("silk_road", "nurlan", self.at.ago(hours=1, minutes=20))
        for company, trader, what, name in (
            ("silk_road", "aigul", wares.GRAPES, "Grapes by road"), ("silk_road", "nurlan", wares.TILES, "Tiles from Khorgos"),
            ("altyn_orda", "daulet", wares.PUMPS, "Pumps"),
        ):  # fmt: skip
            at = self.at.ago(days=20)
            content = goods.imports(self.play.houses[company], "nurjoly", [what], on=clock.day_of(at), ref="", number=1)
            self.play.template(trader, company, name, content, at)

    def waiting_for_arrival(self) -> None:
        """Filed in advance; the goods are on the road."""
        for company, route, what, minutes in (
            ("silk_road", "nurjoly", wares.TILES, 200), ("altyn_orda", "altynkol", wares.BEARINGS, 150),
            ("silk_road", "konysbaev", wares.GRAPES, 95), ("altyn_orda", "nurjoly", wares.APPLES, 45),
            ("silk_road", "nurjoly_almaty", wares.PUMPS, 25),
        ):  # fmt: skip
            case = self.imports(company, route, what, at=self.at.ago(minutes=minutes))
            case.pass_time(minutes=15).pay().clear()

    def with_agencies(self) -> None:
        """At work this moment: in the queues, claimed, half answered."""
        for company, route, what, minutes in (
            ("silk_road", "nurjoly", (wares.APPLES,), 100), ("altyn_orda", "konysbaev", (wares.GRAPES,), 80),
            ("altyn_orda", "konysbaev", (wares.MELONS,), 330), ("silk_road", "nurjoly", (wares.APPLES, wares.TILES), 70),
            ("altyn_orda", "nurjoly", (wares.LAMB,), 130), ("silk_road", "bidaik_astana", (wares.TIMBER,), 110),
        ):  # fmt: skip
            case = self.imports(company, route, *what, at=self.at.ago(minutes=minutes))
            case.pass_time(minutes=10).pay().pass_time(minutes=20).present()
        case = self.imports("silk_road", "nurjoly", wares.VACCINES, at=self.at.ago(minutes=65))
        case.pass_time(minutes=20).claim(of("veterinary"))
        for minutes in (50, 35):
            self.imports("altyn_orda", "nurjoly", wares.PHONES, at=self.at.ago(minutes=minutes), registered=False)

    def questions_open(self) -> None:
        """The ball is with the trader."""
        case = self.imports("silk_road", "nurjoly", wares.VACCINES, at=self.at.ago(hours=6))
        case.pass_time(minutes=50).ask(
            of("veterinary"), "The certificate names 500 vials, the invoice 600. Which is right?"
        )
        case = self.imports("altyn_orda", "nurjoly", wares.PHONES, at=self.at.ago(hours=4), by="olga", registered=False)
        case.pass_time(minutes=40).ask(
            of("technical_regulation"), "Please attach the notification of the encryption device."
        )

    def held(self) -> None:
        """Stopped, with an owner, a reason and a review time; one was lifted."""
        law = "EAEU Customs Code Art. 124"
        case = self.imports("silk_road", "nurjoly", wares.APPLES, at=self.at.ago(hours=5))
        case.pass_time(minutes=30).pay().pass_time(minutes=40).present().pass_time(minutes=15)
        case.hold(of("plant_health"), "Live larvae found in two cartons; a sample is at the laboratory.", law)
        case = self.imports("altyn_orda", "konysbaev", wares.GRAPES, at=self.at.day(2, 9))
        case.pass_time(minutes=30).pay().pass_time(minutes=40).present().pass_time(minutes=15)
        hold = case.hold(of("plant_health"), "The seal number differs from the certificate.", law)
        case.pass_time(hours=3).lift(hold, "The carrier showed the record of resealing.").pass_time(minutes=5).clear()

    def inspections(self) -> None:
        """Priced below anything sold: the red lane; and an inspection ordered by an officer."""
        cheap = wares.APPLES.cheap(1500)
        case = self.imports("altyn_orda", "nurjoly", cheap, at=self.at.ago(minutes=140))
        case.pass_time(minutes=20).pay().pass_time(minutes=40).present()
        case = self.imports("silk_road", "nurjoly", cheap, at=self.at.day(2, 8, 5))
        case.pass_time(minutes=20).pay().pass_time(minutes=40).present().pass_time(minutes=20).clear()
        case = self.imports("silk_road", "konysbaev", wares.COTTON, at=self.at.ago(minutes=150))
        case.pass_time(minutes=20).pay().pass_time(minutes=40).present().pass_time(minutes=12).inspect(
            of("plant_health")
        )

    def payment_due(self) -> None:
        """Accepted, everybody agrees, the money is missing."""
        for company, route, what, hours in (
            ("silk_road", "nurjoly", wares.TILES, 5), ("altyn_orda", "altynkol", wares.MACHINE_PARTS, 4),
        ):  # fmt: skip
            case = self.imports(company, route, what, at=self.at.ago(hours=hours))
            case.pass_time(hours=1).present().clear()

    def routing_desk(self) -> None:
        """An agency says it is not competent: the routing desk finds who is."""
        case = self.imports("altyn_orda", "nurjoly", wares.VACCINES, at=self.at.ago(minutes=160))
        case.pass_time(minutes=45).decide(
            of("veterinary"), "not_competent", reason="The vaccine is registered for laboratory use only."
        )

    def _groupage(self, company: str, trader: str, at: datetime) -> Case:
        """A truck full of many small lots, typed in from a sheet; two of them are not finished."""
        ref, number = self.ledger.next(company)
        lots = [wares.TILES, wares.FITTINGS, wares.BEARINGS, wares.T_SHIRTS, wares.TOYS, wares.MACHINE_PARTS] * 12
        content = goods.imports(self.play.houses[company], "nurjoly", lots, on=clock.day_of(at), ref=ref, number=number)
        items = content["items"] = [dict(item) for item in content["items"]]
        del items[16]["net_mass_kg"], items[40]["origin"]
        return self.play.draft(trader, company, content, at)


def _another_mass(content: dict[str, Any]) -> None:
    """The phones' invoice is corrected."""
    phones = content["items"] = [dict(item) for item in content["items"]]
    phones[1]["net_mass_kg"] = "880"
    phones[1]["gross_mass_kg"] = "925"
    goods.totals(content)
