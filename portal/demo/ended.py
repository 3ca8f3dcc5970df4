"""Stories that have come to their end: released, refused, withdrawn, expired."""

from __future__ import annotations

from clearance import clock
from portal.demo import goods, wares
from portal.demo.play import all_but, of
from portal.demo.stories import Stories


class Ended(Stories):
    """Declarations of the last weeks on which little or nothing is left to do."""

    def released_without_a_hand(self) -> None:
        """Ordinary goods with complete papers: nobody is asked, the release follows arrival and payment."""
        for back, hour, company, what, by in (
            (6, 9, "silk_road", wares.TILES, None), (5, 10, "altyn_orda", wares.FITTINGS, None),
            (4, 8, "silk_road", wares.FITTINGS, "nurlan"), (3, 11, "altyn_orda", wares.TILES, "olga"),
            (2, 9, "silk_road", wares.TILES, "olga"), (1, 8, "altyn_orda", wares.FITTINGS, None),
            (1, 10, "silk_road", wares.FITTINGS, None),
        ):  # fmt: skip
            case = self.imports(company, "nurjoly", what, at=self.at.day(back, hour, 5 * back), by=by)
            case.pass_time(hours=1, minutes=7 * back).pay().pass_time(hours=2).present()
            case.clear()

    def machines_by_rail(self) -> None:
        """Machine parts on wagons through Altynkol, cleared there or at the Astana logistic centre."""
        for back, company, route, what in (
            (6, "altyn_orda", "altynkol", wares.MACHINE_PARTS), (4, "silk_road", "altynkol", wares.BEARINGS),
            (3, "altyn_orda", "altynkol_astana", wares.PUMPS), (2, "altyn_orda", "altynkol_astana", wares.MACHINE_PARTS),
        ):  # fmt: skip
            case = self.imports(company, route, what, at=self.at.day(back, 9, 20))
            case.pass_time(minutes=50).pay().pass_time(hours=3).present().clear()

    def released_at_the_own_office(self) -> None:
        """The company is authorised at the Almaty centre: its own notice of arrival counts."""
        for back, what in ((5, wares.PUMPS), (3, wares.TOYS), (1, wares.BEARINGS)):
            case = self.imports("silk_road", "nurjoly_almaty", what, at=self.at.day(back, 9, 10))
            case.pass_time(minutes=30).pay().pass_time(hours=5).present(by="aigul").clear()

    def fruit_looked_at_and_released(self) -> None:
        """Apples from China and grapes from Uzbekistan: plant health looks at the fruit at the border."""
        for back, company, route, what, by in (
            (6, "silk_road", "nurjoly", wares.APPLES, None), (5, "silk_road", "konysbaev", wares.GRAPES, "olga"),
            (4, "altyn_orda", "konysbaev", wares.MELONS, None), (2, "silk_road", "nurjoly", wares.APPLES, "timur"),
            (1, "altyn_orda", "konysbaev", wares.GRAPES, None),
        ):  # fmt: skip
            case = self.imports(company, route, what, at=self.at.day(back, 7, 30), by=by)
            case.pass_time(minutes=40).pay().pass_time(hours=1, minutes=20).present().pass_time(minutes=9).clear()

    def released_by_several(self) -> None:
        """Vaccines, phones, timber, cotton, T-shirts: two or three agencies answer, some by their registers."""
        for back, company, route, what in (
            (6, "silk_road", "nurjoly", wares.VACCINES), (5, "altyn_orda", "nurjoly", wares.PHONES),
            (4, "silk_road", "bidaik_astana", wares.TIMBER), (3, "altyn_orda", "konysbaev", wares.COTTON),
            (2, "altyn_orda", "konysbaev", wares.T_SHIRTS), (1, "silk_road", "nurjoly", wares.DISINFECTANT),
        ):  # fmt: skip
            case = self.imports(company, route, what, at=self.at.day(back, 9, 15))
            case.pass_time(minutes=35).decide(all_but("customs")).pay().pass_time(hours=2).present()
            case.pass_time(minutes=12).clear()

    def exports(self) -> None:
        """Grain to Uzbekistan by rail, flour and felt by road."""
        for back, what, office, border, mode, to in (
            (5, wares.GRAIN, "KZ-ASTANA-LC", "KZ-SARYAGASH", "20", "UZ"),
            (3, wares.FLOUR, "KZ-ALMATY-CENTRE", "KZ-KONYSBAEV", "30", "UZ"),
            (2, wares.FELT, "KZ-ASTANA-LC", "KZ-BIDAIK", "30", "RU"),
        ):
            ref, _number = self.ledger.next("altyn_orda")
            at = self.at.day(back, 10, 25)
            flags = {"destination_requires_phyto": True} if what is wares.GRAIN else {}
            content = goods.exports(
                self.play.houses["altyn_orda"], [what], on=clock.day_of(at), ref=ref, office=office, border=border, mode=mode,
                to=to, **({"flags": flags} if flags else {}),
            )  # fmt: skip
            case = self.play.file("daulet", "altyn_orda", content, at)
            case.pass_time(minutes=45).present().pass_time(minutes=10).clear()

    def closed_long_ago(self) -> None:
        """A month after the release nothing is open any more and the file is closed."""
        for back, what in ((33, wares.FITTINGS), (32, wares.TILES)):
            case = self.imports("silk_road", "nurjoly", what, at=self.at.day(back, 9, 30))
            case.pass_time(minutes=40).pay().pass_time(hours=2).present().clear()
            case.pass_time(days=30, hours=1).work()

    def conditions(self) -> None:
        """Lamb from Mongolia: to be stored sealed until the laboratory answers."""
        for back in (5, 1):
            case = self.imports("altyn_orda", "nurjoly", wares.LAMB, at=self.at.day(back, 8, 15))
            case.pass_time(minutes=30).pay().pass_time(hours=2).present().pass_time(minutes=15)
            condition = ("Store sealed at the consignee's cold store until the laboratory result.",)
            case.decide(of("veterinary"), "approved_with_conditions", conditions=condition).clear()

    def refusals(self) -> None:
        """Pests found: the release is refused; one consignment goes back."""
        for back, what, route, disposal in (
            (4, wares.MELONS, "konysbaev", "re-export"), (2, wares.GRAPES, "konysbaev", ""),
            (3, wares.SEED, "nurjoly", "destroy"),
        ):  # fmt: skip
            case = self.imports("altyn_orda", route, what, at=self.at.day(back, 8, 50))
            case.pass_time(minutes=30).pay().pass_time(hours=1).present().pass_time(minutes=12)
            case.decide(of("plant_health"), "refused", reason="Quarantine pest found: Mediterranean fruit fly.")
            case.clear()
            if disposal:
                case.pass_time(hours=20).dispose(disposal)

    def ended_early(self) -> None:
        """Withdrawn by the trader, thrown away as a draft, refused registration."""
        case = self.imports("silk_road", "nurjoly", wares.TILES, at=self.at.day(4, 10, 5))
        case.pass_time(hours=3).withdraw("The seller replaced the consignment.")
        at = self.at.day(3, 12)
        self.draft("silk_road", "nurlan", wares.TOYS, at).pass_time(minutes=25).discard()
        case = self.imports("altyn_orda", "nurjoly", wares.TOYS, at=self.at.day(2, 10, 45))
        case.pass_time(minutes=30).refuse_registration(
            "The contract names another consignee.", "The goods are not in the country and no arrival is announced."
        )

    def expired(self) -> None:
        """Nothing came in thirty days."""
        case = self.imports("altyn_orda", "nurjoly", wares.FITTINGS, at=self.at.ago(days=34, hours=2))
        case.pass_time(days=30, minutes=5).work()
        self.draft("altyn_orda", "daulet", wares.PUMPS, self.at.ago(days=36)).pass_time(days=30, minutes=5).work()
