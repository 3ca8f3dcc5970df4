"""What the demo's traders buy and sell: invented prices and masses under the real commodity codes."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Goods:
    """One kind of goods: what it is, and the figures of a usual consignment; `duty` in per cent."""

    code: str
    description: str
    origin: str
    net: int
    price: int
    packages: int
    package_type: str = "CT"
    papers: tuple[str, ...] = ()
    flags: tuple[tuple[str, bool], ...] = ()
    duty: int = 0
    undg: str = ""

    def of(self, origin: str) -> Goods:
        """The same goods of another country."""
        return replace(self, origin=origin)

    def cheap(self, price: int) -> Goods:
        """The same goods at another price, which a risk profile may find odd."""
        return replace(self, price=price)


APPLES = Goods(
    "0808108006", "Fresh apples, Fuji, in cartons of 18 kg", "CN", 18000, 14400, 1000,
    papers=("PHYTO_CERT", "CONFORMITY_DECLARATION"),
)  # fmt: skip
GRAPES = Goods(
    "0806101000", "Fresh table grapes, variety Rizamat, in boxes", "UZ", 16000, 12800, 2000,
    papers=("PHYTO_CERT", "CONFORMITY_DECLARATION"),
)  # fmt: skip
MELONS = Goods(
    "0807190000", "Fresh melons, variety Torpeda, in crates", "UZ", 15000, 6000, 900, "CR",
    papers=("PHYTO_CERT", "CONFORMITY_DECLARATION"),
)  # fmt: skip
TILES = Goods("6907218009", "Ceramic floor tiles, glazed, 60 x 60 cm", "CN", 22000, 9900, 880, duty=10)
FITTINGS = Goods(
    "7307291009", "Threaded pipe fittings of stainless steel for water supply", "CN", 8000, 30400, 400, duty=5
)
PUMPS = Goods(
    "8413703000", "Centrifugal pumps for clean water, 4 kW, cast iron housing", "CN", 6400, 41000, 160,
    papers=("CONFORMITY_CERTIFICATE",),
)  # fmt: skip
BEARINGS = Goods(
    "8482109008", "Ball bearings for electric motors, bore 25 mm, steel", "CN", 5200, 46800, 260,
    papers=("CONFORMITY_CERTIFICATE",),
)  # fmt: skip
MACHINE_PARTS = Goods(
    "8479907000", "Cast iron gears and shafts of winding machines, machined", "CN", 9800, 63700, 140, "CT",
    papers=("CONFORMITY_CERTIFICATE",),
)  # fmt: skip
PHONES = Goods(
    "8517130000", "Smartphones with 128 GB of memory, new, with chargers", "CN", 900, 135000, 90,
    papers=("CONFORMITY_CERTIFICATE", "ENCRYPTION_NOTIFICATION"), flags=(("has_radio", True),),
)  # fmt: skip
VACCINES = Goods(
    "3002420000", "Vaccines for cattle against foot-and-mouth disease, in vials", "CN", 600, 54000, 60,
    papers=("VET_REGISTRATION",), flags=(("veterinary_use", True),),
)  # fmt: skip
TIMBER = Goods(
    "4407119300", "Sawn pine timber, planed, 50 x 150 mm, kiln-dried", "RU", 21000, 7300, 36, "BE",
    papers=("PHYTO_CERT",),
)  # fmt: skip
LAMB = Goods(
    "0204100000", "Chilled lamb carcasses, vacuum packed", "MN", 12000, 60000, 800,
    papers=("VET_CERT", "VET_IMPORT_PERMIT", "CONFORMITY_DECLARATION"), duty=15,
)  # fmt: skip
DISINFECTANT = Goods(
    "3808941000", "Disinfectant for hospitals with quaternary ammonium, in canisters", "CN", 7600, 19000, 380, "JC",
    papers=("SGR",), flags=(("sgr_scope", True),), undg="1903",
)  # fmt: skip
T_SHIRTS = Goods(
    "6109100000", "T-shirts of cotton, knitted, for adults", "UZ", 3200, 28800, 320,
    papers=("CONFORMITY_DECLARATION",), duty=10,
)  # fmt: skip
COTTON = Goods(
    "5201009000", "Raw cotton, not carded, in pressed bales", "UZ", 20000, 34000, 92, "BL", papers=("PHYTO_CERT",)
)
SEED = Goods(
    "1206001000", "Sunflower seed for sowing, treated, in bags", "CN", 4000, 26000, 160, "BG",
    papers=("PHYTO_CERT", "PHYTO_IMPORT_PERMIT"), flags=(("for_sowing", True),),
)  # fmt: skip
TOYS = Goods(
    "9503004100", "Stuffed toys of plush for children", "CN", 2400, 16800, 240, papers=("CONFORMITY_CERTIFICATE",)
)
GRAIN = Goods(
    "1001990000", "Wheat, soft, third class, crop of 2026, in bulk", "KZ", 67000, 15400, 0, "VR",
    papers=("PHYTO_CERT_EXPORT",),
)  # fmt: skip
FLOUR = Goods("1101001500", "Wheat flour, first grade, in bags of 50 kg", "KZ", 60000, 16800, 1200, "BG")
FELT = Goods("5602210000", "Felt of sheep wool for boots, in rolls", "KZ", 2600, 13000, 130, "RO")
