"""A few days of declarations, in every state: what the demo's people did until this moment.

Each story is a short life of a declaration; its acts go through the services at the hour they would have happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from portal.demo import goods
from portal.demo.dispatches import Dispatches
from portal.demo.goods import Goods
from portal.demo.play import Case, Play, all_but, everything, of
from portal.demo.times import ALMATY, Times


class Ledger:
    """Gives every declaration of a company a reference of its own, as its bookkeeper would."""

    PREFIXES = {"silk_road": "SRF", "altyn_orda": "AOT"}

    def __init__(self) -> None:
        self.count: dict[str, int] = {}

    def next(self, company: str) -> tuple[str, int]:
        """The next reference and its number."""
        number = self.count[company] = self.count.get(company, 100) + 1
        return f"{self.PREFIXES[company]}-{number:04}", number


class Days:
    """Tells every story once."""

    def __init__(self, play: Play, now: datetime) -> None:
        self.play = play
        self.at = Times(now)
        self.ledger = Ledger()
        self.post = Dispatches(play, self.at)

    def tell(self) -> Iterator[str]:
        """Tell the stories; yields the name of each as it is done."""
        stories: Sequence[Callable[[], None]] = (
            self.released_without_a_hand, self.machines_by_rail, self.released_at_the_own_office,
            self.fruit_looked_at_and_released, self.released_by_several, self.exports, self.transits,
            self.closed_long_ago, self.conditions, self.refusals, self.split, self.amended, self.asked_and_answered,
            self.ended_early, self.expired, self.drafts, self.waiting_for_arrival, self.with_agencies,
            self.questions_open, self.held, self.inspections, self.payment_due, self.routing_desk,
            self.post.arrived, self.post.on_its_way,
        )  # fmt: skip
        for story in stories:
            story()
            yield story.__name__

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
        content = goods.imports(house, route, what, on=at.astimezone(ALMATY).date(), ref=ref, number=number, **more)
        trader = by or house.people[0].username
        if by in {person.username for person in self.play.houses["steppe"].people}:
            content = goods.through_broker(content, self.play.houses["steppe"])
        return self.play.file(trader, company, content, at, registered=registered)

    def released_without_a_hand(self) -> None:
        """Ordinary goods with complete papers: nobody is asked, the release follows arrival and payment."""
        for back, hour, company, what, by in (
            (6, 9, "silk_road", goods.TILES, None), (5, 10, "altyn_orda", goods.FITTINGS, None),
            (4, 8, "silk_road", goods.FITTINGS, "nurlan"), (3, 11, "altyn_orda", goods.TILES, "olga"),
            (2, 9, "silk_road", goods.TILES, "olga"), (1, 8, "altyn_orda", goods.FITTINGS, None),
            (1, 10, "silk_road", goods.FITTINGS, None),
        ):  # fmt: skip
            case = self.imports(company, "nurjoly", what, at=self.at.day(back, hour, 5 * back), by=by)
            case.pass_time(hours=1, minutes=7 * back).pay().pass_time(hours=2).present()
            case.clear()

    def machines_by_rail(self) -> None:
        """Machine parts on wagons through Altynkol, cleared there or at the Astana logistic centre."""
        for back, company, route, what in (
            (6, "altyn_orda", "altynkol", goods.MACHINE_PARTS), (4, "silk_road", "altynkol", goods.BEARINGS),
            (3, "altyn_orda", "altynkol_astana", goods.PUMPS), (2, "altyn_orda", "altynkol_astana", goods.MACHINE_PARTS),
        ):  # fmt: skip
            case = self.imports(company, route, what, at=self.at.day(back, 9, 20))
            case.pass_time(minutes=50).pay().pass_time(hours=3).present().clear()

    def released_at_the_own_office(self) -> None:
        """The company is authorised at the Almaty centre: its own notice of arrival counts."""
        for back, what in ((5, goods.PUMPS), (3, goods.TOYS), (1, goods.BEARINGS)):
            case = self.imports("silk_road", "nurjoly_almaty", what, at=self.at.day(back, 9, 10))
            case.pass_time(minutes=30).pay().pass_time(hours=5).present(by="aigul").clear()

    def fruit_looked_at_and_released(self) -> None:
        """Apples from China and grapes from Uzbekistan: plant health looks at the fruit at the border."""
        for back, company, route, what, by in (
            (6, "silk_road", "nurjoly", goods.APPLES, None), (5, "silk_road", "konysbaev", goods.GRAPES, "olga"),
            (4, "altyn_orda", "konysbaev", goods.MELONS, None), (2, "silk_road", "nurjoly", goods.APPLES, "timur"),
            (1, "altyn_orda", "konysbaev", goods.GRAPES, None),
        ):  # fmt: skip
            case = self.imports(company, route, what, at=self.at.day(back, 7, 30), by=by)
            case.pass_time(minutes=40).pay().pass_time(hours=1, minutes=20).present().pass_time(minutes=9).clear()

    def released_by_several(self) -> None:
        """Vaccines, phones, timber, cotton, T-shirts: two or three agencies answer, some by their registers."""
        for back, company, route, what in (
            (6, "silk_road", "nurjoly", goods.VACCINES), (5, "altyn_orda", "nurjoly", goods.PHONES),
            (4, "silk_road", "bidaik_astana", goods.TIMBER), (3, "altyn_orda", "konysbaev", goods.COTTON),
            (2, "altyn_orda", "konysbaev", goods.T_SHIRTS), (1, "silk_road", "nurjoly", goods.DISINFECTANT),
        ):  # fmt: skip
            case = self.imports(company, route, what, at=self.at.day(back, 9, 15))
            case.pass_time(minutes=35).decide(all_but("customs")).pay().pass_time(hours=2).present()
            case.pass_time(minutes=12).clear()

    def exports(self) -> None:
        """Grain to Uzbekistan by rail, flour and felt by road."""
        for back, what, office, border, mode, to in (
            (5, goods.GRAIN, "KZ-ASTANA-LC", "KZ-SARYAGASH", "20", "UZ"),
            (3, goods.FLOUR, "KZ-ALMATY-CENTRE", "KZ-KONYSBAEV", "30", "UZ"),
            (2, goods.FELT, "KZ-ASTANA-LC", "KZ-BIDAIK", "30", "RU"),
        ):
            ref, _number = self.ledger.next("altyn_orda")
            at = self.at.day(back, 10, 25)
            flags = {"destination_requires_phyto": True} if what is goods.GRAIN else {}
            content = goods.exports(
                self.play.houses["altyn_orda"], [what], on=at.date(), ref=ref, office=office, border=border, mode=mode,
                to=to, **({"flags": flags} if flags else {}),
            )  # fmt: skip
            case = self.play.file("daulet", "altyn_orda", content, at)
            case.pass_time(minutes=45).present().pass_time(minutes=10).clear()

    def transits(self) -> None:
        """Phones under seal from Nur Joly to Astana: one on the road, one arrived."""
        for back, arrives in ((4, True), (1, False)):
            ref, _number = self.ledger.next("altyn_orda")
            at = self.at.day(back, 8, 40)
            house = self.play.houses["altyn_orda"]
            content = goods.transits(house, [goods.PHONES], on=at.date(), ref=ref, to="KZ-ASTANA-LC")
            case = self.play.file("daulet", "altyn_orda", content, at)
            case.pass_time(minutes=50).present().pass_time(minutes=6).clear()
            case.pass_time(minutes=20).decide(everything)
            if arrives:
                case.pass_time(days=1, hours=4).present("KZ-ASTANA-LC").pass_time(minutes=30).decide(everything)

    def closed_long_ago(self) -> None:
        """A month after the release nothing is open any more and the file is closed."""
        for back, what in ((33, goods.FITTINGS), (32, goods.TILES)):
            case = self.imports("silk_road", "nurjoly", what, at=self.at.day(back, 9, 30))
            case.pass_time(minutes=40).pay().pass_time(hours=2).present().clear()
            case.pass_time(days=30, hours=1).work()

    def conditions(self) -> None:
        """Lamb from Mongolia: to be stored sealed until the laboratory answers."""
        for back in (5, 1):
            case = self.imports("altyn_orda", "nurjoly", goods.LAMB, at=self.at.day(back, 8, 15))
            case.pass_time(minutes=30).pay().pass_time(hours=2).present().pass_time(minutes=15)
            condition = ("Store sealed at the consignee's cold store until the laboratory result.",)
            case.decide(of("veterinary"), "approved_with_conditions", conditions=condition).clear()

    def refusals(self) -> None:
        """Pests found: the release is refused; one consignment goes back."""
        for back, what, route, disposal in (
            (4, goods.MELONS, "konysbaev", "re-export"), (2, goods.GRAPES, "konysbaev", ""),
            (3, goods.SEED, "nurjoly", "destroy"),
        ):  # fmt: skip
            case = self.imports("altyn_orda", route, what, at=self.at.day(back, 8, 50))
            case.pass_time(minutes=30).pay().pass_time(hours=1).present().pass_time(minutes=12)
            case.decide(of("plant_health"), "refused", reason="Quarantine pest found: Mediterranean fruit fly.")
            case.clear()
            if disposal:
                case.pass_time(hours=20).dispose(disposal)

    def split(self) -> None:
        """Grapes are sound, melons are not: the sound ones go on, the others stay."""
        for back, goes_on in ((3, True), (0, False)):
            at = self.at.day(back, 8) if back else self.at.ago(hours=5)
            case = self.imports("silk_road", "konysbaev", goods.GRAPES, goods.MELONS, at=at)
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
            case = self.imports("silk_road", "nurjoly", goods.APPLES, goods.PHONES, at=at, registered=False)
            case.pass_time(minutes=30).decide(of("technical_regulation")).pass_time(minutes=25).amend(_another_mass)
            if back:
                case.pass_time(minutes=20).pay().pass_time(hours=1).present().pass_time(minutes=8).clear()

    def asked_and_answered(self) -> None:
        """A question stops one clock and is answered."""
        case = self.imports("altyn_orda", "nurjoly", goods.PHONES, at=self.at.day(3, 9, 5))
        case.pass_time(minutes=35).ask(
            of("technical_regulation"), "Which band does the radio use? Attach the data sheet."
        )
        case.pass_time(hours=1, minutes=50).answer("2.4 GHz only; the notification covers the model.")
        case.pass_time(minutes=20).clear().pay().pass_time(hours=2).present().clear()

    def ended_early(self) -> None:
        """Withdrawn by the trader, thrown away as a draft, refused registration."""
        case = self.imports("silk_road", "nurjoly", goods.TILES, at=self.at.day(4, 10, 5))
        case.pass_time(hours=3).withdraw("The seller replaced the consignment.")
        at = self.at.day(3, 12)
        self._draft("silk_road", "nurlan", goods.TOYS, at).pass_time(minutes=25).discard()
        case = self.imports("altyn_orda", "nurjoly", goods.TOYS, at=self.at.day(2, 10, 45))
        case.pass_time(minutes=30).refuse_registration(
            "The contract names another consignee.", "The goods are not in the country and no arrival is announced."
        )

    def expired(self) -> None:
        """Nothing came in thirty days."""
        case = self.imports("altyn_orda", "nurjoly", goods.FITTINGS, at=self.at.ago(days=34, hours=2))
        case.pass_time(days=30, minutes=5).work()
        self._draft("altyn_orda", "daulet", goods.PUMPS, self.at.ago(days=36)).pass_time(days=30, minutes=5).work()

    def drafts(self) -> None:
        """Begun, not yet filed."""
        for company, trader, what, hours in (
            ("silk_road", "aigul", goods.GRAPES, 26), ("silk_road", "nurlan", goods.PUMPS, 3),
            ("altyn_orda", "daulet", goods.TIMBER.of("RU"), 7),
        ):  # fmt: skip
            self._draft(company, trader, what, self.at.ago(hours=hours))
        self._groupage("silk_road", "nurlan", self.at.ago(hours=1, minutes=20))
        for company, trader, what, name in (
            ("silk_road", "aigul", goods.GRAPES, "Grapes by road"), ("silk_road", "nurlan", goods.TILES, "Tiles from Khorgos"),
            ("altyn_orda", "daulet", goods.PUMPS, "Pumps"),
        ):  # fmt: skip
            at = self.at.ago(days=20)
            content = goods.imports(self.play.houses[company], "nurjoly", [what], on=at.date(), ref="", number=1)
            self.play.template(trader, company, name, content, at)

    def waiting_for_arrival(self) -> None:
        """Filed in advance; the goods are on the road."""
        for company, route, what, minutes in (
            ("silk_road", "nurjoly", goods.TILES, 200), ("altyn_orda", "altynkol", goods.BEARINGS, 150),
            ("silk_road", "konysbaev", goods.GRAPES, 95), ("altyn_orda", "nurjoly", goods.APPLES, 45),
            ("silk_road", "nurjoly_almaty", goods.PUMPS, 25),
        ):  # fmt: skip
            case = self.imports(company, route, what, at=self.at.ago(minutes=minutes))
            case.pass_time(minutes=15).pay().clear()

    def with_agencies(self) -> None:
        """At work this moment: in the queues, claimed, half answered."""
        for company, route, what, minutes in (
            ("silk_road", "nurjoly", (goods.APPLES,), 100), ("altyn_orda", "konysbaev", (goods.GRAPES,), 80),
            ("altyn_orda", "konysbaev", (goods.MELONS,), 330), ("silk_road", "nurjoly", (goods.APPLES, goods.TILES), 70),
            ("altyn_orda", "nurjoly", (goods.LAMB,), 130), ("silk_road", "bidaik_astana", (goods.TIMBER,), 110),
        ):  # fmt: skip
            case = self.imports(company, route, *what, at=self.at.ago(minutes=minutes))
            case.pass_time(minutes=10).pay().pass_time(minutes=20).present()
        case = self.imports("silk_road", "nurjoly", goods.VACCINES, at=self.at.ago(minutes=65))
        case.pass_time(minutes=20).claim(of("veterinary"))
        for minutes in (50, 35):
            self.imports("altyn_orda", "nurjoly", goods.PHONES, at=self.at.ago(minutes=minutes), registered=False)

    def questions_open(self) -> None:
        """The ball is with the trader."""
        case = self.imports("silk_road", "nurjoly", goods.VACCINES, at=self.at.ago(hours=6))
        case.pass_time(minutes=50).ask(
            of("veterinary"), "The certificate names 500 vials, the invoice 600. Which is right?"
        )
        case = self.imports("altyn_orda", "nurjoly", goods.PHONES, at=self.at.ago(hours=4), by="olga", registered=False)
        case.pass_time(minutes=40).ask(
            of("technical_regulation"), "Please attach the notification of the encryption device."
        )

    def held(self) -> None:
        """Stopped, with an owner, a reason and a review time; one was lifted."""
        law = "EAEU Customs Code Art. 124"
        case = self.imports("silk_road", "nurjoly", goods.APPLES, at=self.at.ago(hours=5))
        case.pass_time(minutes=30).pay().pass_time(minutes=40).present().pass_time(minutes=15)
        case.hold(of("plant_health"), "Live larvae found in two cartons; a sample is at the laboratory.", law)
        case = self.imports("altyn_orda", "konysbaev", goods.GRAPES, at=self.at.day(2, 9))
        case.pass_time(minutes=30).pay().pass_time(minutes=40).present().pass_time(minutes=15)
        hold = case.hold(of("plant_health"), "The seal number differs from the certificate.", law)
        case.pass_time(hours=3).lift(hold, "The carrier showed the record of resealing.").pass_time(minutes=5).clear()

    def inspections(self) -> None:
        """Priced below anything sold: the red lane; and an inspection ordered by an officer."""
        cheap = goods.APPLES.cheap(1500)
        case = self.imports("altyn_orda", "nurjoly", cheap, at=self.at.ago(minutes=140))
        case.pass_time(minutes=20).pay().pass_time(minutes=40).present()
        case = self.imports("silk_road", "nurjoly", cheap, at=self.at.day(2, 8, 5))
        case.pass_time(minutes=20).pay().pass_time(minutes=40).present().pass_time(minutes=20).clear()
        case = self.imports("silk_road", "konysbaev", goods.COTTON, at=self.at.ago(minutes=150))
        case.pass_time(minutes=20).pay().pass_time(minutes=40).present().pass_time(minutes=12).inspect(
            of("plant_health")
        )

    def payment_due(self) -> None:
        """Accepted, everybody agrees, the money is missing."""
        for company, route, what, hours in (
            ("silk_road", "nurjoly", goods.TILES, 5), ("altyn_orda", "altynkol", goods.MACHINE_PARTS, 4),
        ):  # fmt: skip
            case = self.imports(company, route, what, at=self.at.ago(hours=hours))
            case.pass_time(hours=1).present().clear()

    def routing_desk(self) -> None:
        """An agency says it is not competent: the routing desk finds who is."""
        case = self.imports("altyn_orda", "nurjoly", goods.VACCINES, at=self.at.ago(minutes=160))
        case.pass_time(minutes=45).decide(
            of("veterinary"), "not_competent", reason="The vaccine is registered for laboratory use only."
        )

    def _draft(self, company: str, trader: str, what: Goods, at: datetime) -> Case:
        ref, number = self.ledger.next(company)
        house = self.play.houses[company]
        content = goods.imports(house, "nurjoly", [what], on=at.date(), ref=ref, number=number)
        return self.play.draft(trader, company, content, at)

    def _groupage(self, company: str, trader: str, at: datetime) -> Case:
        """A truck full of many small lots, typed in from a sheet; two of them are not finished."""
        ref, number = self.ledger.next(company)
        lots = [goods.TILES, goods.FITTINGS, goods.BEARINGS, goods.T_SHIRTS, goods.TOYS, goods.MACHINE_PARTS] * 12
        content = goods.imports(self.play.houses[company], "nurjoly", lots, on=at.date(), ref=ref, number=number)
        items = content["items"] = [dict(item) for item in content["items"]]
        del items[16]["net_mass_kg"], items[40]["origin"]
        return self.play.draft(trader, company, content, at)


def _another_mass(content: dict[str, Any]) -> None:
    """The phones' invoice is corrected."""
    phones = content["items"] = [dict(item) for item in content["items"]]
    phones[1]["net_mass_kg"] = "880"
    phones[1]["gross_mass_kg"] = "925"
    goods.totals(content)
