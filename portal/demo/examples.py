"""Makes `docs/examples/dispatch-200.csv`: a dispatch of two hundred postal items, seven of them exceptions.

`python -m portal.demo.examples` writes it anew; the same every time.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from portal.demo.postal_goods import ADDRESSEES, s10

TARGET = Path(__file__).resolve().parents[2] / "docs" / "examples" / "dispatch-200.csv"
DISPATCH = "DELEJAKZALAAAUN60117"
ITEMS = 200
COLUMNS = (
    "dispatch_id", "office", "item_id", "content", "form", "category", "item_type", "sender_name", "sender_country",
    "sender_city", "sender_address", "addressee_id", "addressee_name", "addressee_city", "addressee_address",
    "addressee_postcode", "personal", "description", "commodity_code", "origin", "net_mass_kg", "gross_mass_kg", "value",
    "currency", "invoice_number", "invoice_date",
)  # fmt: skip
SENDERS = (
    ("A. Schmidt", "Leipzig", "Georgiring 7"),
    ("M. Weber", "Hamburg", "Am Sandtorkai 22"),
    ("Buchhandlung Lang", "Berlin", "Torstrasse 140"),
    ("K. Vogel", "Köln", "Aachener Strasse 5"),
)
THINGS = (
    ("Children's winter boots, textile upper", "640419", "1.1", "38.00", "gift"),
    ("Printed novels, three volumes", "490199", "1.6", "42.50", "gift"),
    ("Woollen scarf and mittens, knitted", "611710", "0.4", "29.90", "gift"),
    ("Wooden board game for children", "950490", "1.3", "35.00", "gift"),
    ("Porcelain cups, set of six", "691110", "2.2", "54.00", "gift"),
    ("Cotton bed linen, printed", "630221", "2.8", "61.00", "other"),
    ("Ballpoint pens in a gift box, steel", "960810", "0.3", "24.00", "gift"),
    ("Running shoes with rubber soles", "640411", "0.9", "89.00", "other"),
    ("Photograph album with family pictures", "482050", "1.9", "18.00", "gift"),
    ("Men's shirts of cotton, two pieces", "620520", "0.7", "58.00", "other"),
)
CLEAN = {"personal": "yes", "form": "CN22", "item_type": "parcel", "invoice_number": "", "invoice_date": ""}

MISREAD, VAGUE = 17, 44
EXCEPTIONS: Mapping[int, Mapping[str, str]] = {
    VAGUE: {"description": "gift"},
    71: {"description": "Tablet computer with charger", "commodity_code": "847130", "value": "349.00", "form": "CN23"},
    98: {"description": "Tomato seeds for sowing, twelve packets", "commodity_code": "120991", "net_mass_kg": "0.2"},
    125: {"description": "Smoked pork sausages, vacuum packed", "commodity_code": "160100", "net_mass_kg": "2.0"},
    152: {
        "description": "Ball bearings of steel for a workshop", "commodity_code": "848210", "personal": "no",
        "category": "sale", "invoice_number": "RE-2026-4411", "invoice_date": "2026-01-12", "form": "CN23",
    },
    179: {
        "description": "Cast iron cookware, set of nine", "commodity_code": "732391", "gross_mass_kg": "33.5",
        "net_mass_kg": "32.0",
    },
}  # fmt: skip
"""By their line among the items: `VAGUE` cannot be filed, the others somebody must look at. `MISREAD` has a wrong check digit."""


def dispatch_list(dispatch: str = DISPATCH, first: int = 21_000) -> str:
    """The list of a dispatch as CSV; its items are numbered from `first`."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(dispatch, first))
    return out.getvalue()


def rows(dispatch: str = DISPATCH, first: int = 21_000) -> Iterator[dict[str, str]]:
    """The lines of the list of a dispatch; its items are numbered from `first`."""
    for number in range(1, ITEMS + 1):
        name, city, line = SENDERS[number % len(SENDERS)]
        iin, addressee, home, street, postcode = ADDRESSEES[number % len(ADDRESSEES)]
        description, code, mass, value, category = THINGS[number % len(THINGS)]
        item_id = s10("CB", first + number, "DE")
        row = {
            "dispatch_id": dispatch,
            "office": "POST-ALA",
            "item_id": _misread(item_id) if number == MISREAD else item_id,
            "content": "1",
            "category": category,
            "sender_name": name,
            "sender_country": "DE",
            "sender_city": city,
            "sender_address": line,
            "addressee_id": iin,
            "addressee_name": addressee,
            "addressee_city": home,
            "addressee_address": street,
            "addressee_postcode": postcode,
            "description": description,
            "commodity_code": code,
            "origin": "DE",
            "net_mass_kg": mass,
            "gross_mass_kg": f"{float(mass) + 0.3:.1f}",
            "value": value,
            "currency": "EUR",
            **CLEAN,
        }
        yield {**row, **EXCEPTIONS.get(number, {})}


def _misread(item_id: str) -> str:
    """A number with another check digit than its own."""
    return f"{item_id[:10]}{(int(item_id[10]) + 8) % 10}{item_id[11:]}"


def main() -> None:
    """Write the file."""
    TARGET.write_text(dispatch_list(), encoding="utf-8")
    sys.stdout.write(f"{TARGET.name}: {ITEMS} items, {len(EXCEPTIONS) + 1} exceptions\n")


if __name__ == "__main__":
    main()
