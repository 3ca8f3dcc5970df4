"""Who is in the demo: companies, their people, and the offices where every agency has officers. Plain data."""

from __future__ import annotations

from dataclasses import dataclass, field

PASSWORD = "open-window-2026"  # noqa: S105  a demo says its password to everybody
OFFICES = {
    "KZ-NURJOLY": "nurjoly",
    "KZ-ALTYNKOL": "altynkol",
    "KZ-KONYSBAEV": "konysbaev",
    "KZ-ALMATY-CENTRE": "almaty",
    "KZ-ASTANA-LC": "astana",
    "POST-ALA": "postala",
}
"""Code of each demo office and how it is called in user names."""


@dataclass(frozen=True)
class Person:
    """Somebody who signs in for a company."""

    username: str
    name: str
    role: str = "admin"
    may_sign: bool = True
    language: str = "en"


@dataclass(frozen=True)
class House:
    """A company; `authorised_offices` are where its own notice of arrival counts."""

    key: str
    bin: str
    name: str
    city: str
    line: str
    people: tuple[Person, ...]
    authorised_offices: tuple[str, ...] = ()
    is_broker: bool = False
    is_postal_operator: bool = False
    clients: tuple[str, ...] = field(default=())


COMPANIES = (
    House(
        "silk_road",
        "970740000838",
        "Silk Road Foods LLP",
        "Almaty",
        "Raiymbek Avenue 212",
        (
            Person("aigul", "Aigul Serikova"),
            Person("nurlan", "Nurlan Akhmetov", role="declarant", language="ru"),
        ),
        authorised_offices=("KZ-ALMATY-CENTRE",),
    ),
    House(
        "altyn_orda",
        "180240015644",
        "Altyn Orda Trade LLP",
        "Astana",
        "Turan Avenue 55",
        (Person("daulet", "Daulet Zhumabekov", language="kk"),),
    ),
    House(
        "steppe",
        "050940002176",
        "Steppe Brokers LLP",
        "Almaty",
        "Tole Bi Street 101",
        (Person("olga", "Olga Petrenko", language="ru"), Person("timur", "Timur Rakhimov", role="declarant")),
        is_broker=True,
        clients=("silk_road", "altyn_orda"),
    ),
    House(
        "kazpost",
        "150940023105",
        "Kazpost JSC",
        "Almaty",
        "Bogenbai Batyr Street 134",
        (Person("marat", "Marat Ospanov", language="kk"),),
        authorised_offices=("POST-ALA", "POST-AST"),
        is_postal_operator=True,
    ),
)

FIRST_NAMES = (
    "Aizhan", "Bekzat", "Gulmira", "Yerlan", "Zarina", "Kanat", "Madina", "Ruslan", "Saule", "Talgat", "Dina", "Askar",
    "Aliya", "Marzhan", "Serik", "Dinara", "Bolat", "Kamila", "Zhanar", "Arman",
)  # fmt: skip
FAMILY_NAMES = (
    "Abenov", "Baizhanov", "Yessimov", "Zhaksylykov", "Iskakov", "Kenzhebekov", "Mukanov", "Nurpeisov", "Omarov",
    "Rakhmetov", "Sadykov", "Tulegenov", "Utegenov", "Shaikenov",
)  # fmt: skip
FEMALE = frozenset(
    {"Aizhan", "Gulmira", "Zarina", "Madina", "Saule", "Dina", "Aliya", "Marzhan", "Dinara", "Kamila", "Zhanar"}
)


def full_name(number: int) -> str:
    """The name of the officer of that number; the same in every demo."""
    first = FIRST_NAMES[number % len(FIRST_NAMES)]
    family = FAMILY_NAMES[(number * 5 + number // len(FIRST_NAMES)) % len(FAMILY_NAMES)]
    return f"{first} {family}{'a' if first in FEMALE else ''}"
