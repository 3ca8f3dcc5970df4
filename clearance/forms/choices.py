"""What the lists of the pages offer, named in the reader's language: procedures, modes, offices, papers, currencies."""

from collections.abc import Iterable, Mapping
from typing import Any

import pycountry
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from clearance import clock, fact_tables
from clearance.models import Office
from clearance.validation import lists

Choice = tuple[str, str | Promise]
USED_OFTEN = ("USD", "EUR", "CNY", "RUB", "KZT", "UZS", "KGS", "TRY", "GBP", "JPY")
MODES_SHOWN = ("30", "31", "20", "40", "10", "50")

KINDS = (
    ("import", gettext_lazy("Import: goods come into Kazakhstan")),
    ("export", gettext_lazy("Export: goods leave Kazakhstan")),
    ("transit", gettext_lazy("Transit: goods pass under customs control")),
    ("postal", gettext_lazy("Postal item: CN22 or CN23")),
)
CATEGORIES = (
    ("gift", gettext_lazy("Gift")),
    ("documents", gettext_lazy("Documents")),
    ("sample", gettext_lazy("Sample")),
    ("sale", gettext_lazy("Sale of goods")),
    ("returned", gettext_lazy("Returned goods")),
    ("other", gettext_lazy("Other")),
)
CHARGE_TYPES = (
    ("1010", gettext_lazy("Customs fee")),
    ("2010", gettext_lazy("Import duty")),
    ("2050", gettext_lazy("Anti-dumping duty")),
    ("5060", gettext_lazy("Value added tax")),
)
# What a declarant can be asked about an item: the facts that no other field answers.
ITEM_ANSWERS = (
    ("wood_packaging", gettext_lazy("The goods are packed in wood")),
    ("veterinary_use", gettext_lazy("The goods are for veterinary use")),
    ("for_sowing", gettext_lazy("The goods are for sowing")),
    ("medical_device", gettext_lazy("The goods are a medical device")),
    ("has_radio", gettext_lazy("The goods hold a radio")),
    ("has_encryption", gettext_lazy("The goods hold encryption")),
    ("cites_listed", gettext_lazy("The species is protected by CITES")),
    ("controlled_substance", gettext_lazy("The goods are a narcotic, psychotropic or precursor")),
    ("waste", gettext_lazy("The goods are hazardous waste")),
    ("cultural_object", gettext_lazy("The goods are a cultural object")),
)


def language() -> str:
    """The reader's language as data are named in it: en, ru or kk."""
    return (get_language() or "en")[:2]


def in_words(words: Mapping[str, str] | None) -> str:
    """A text of data in the reader's language, else in English."""
    return (words.get(language()) or words.get("en") or "") if words else ""


def named(row: Mapping[str, str]) -> str:
    """The name of a table's row in the reader's language, beginning with a capital letter."""
    name = row.get(f"name_{language()}") or row["name_en"]
    return name[:1].upper() + name[1:]


def _table(table: str, codes: Iterable[str] | None = None) -> list[Choice]:
    rows = lists.rows(table, clock.today())
    return [(code, f"{code} — {named(rows[code])}") for code in (codes or rows) if code in rows]


def empty(label: Any, choices: Iterable[Choice]) -> list[Choice]:
    """Choices with a first line that chooses nothing."""
    return [("", label), *choices]


def modes() -> list[Choice]:
    """Modes of transport, the frequent ones first."""
    return empty(_("Select how the goods travel"), _table("transport_modes", MODES_SHOWN))


def procedures() -> list[Choice]:
    """Customs procedures."""
    return empty(_("Select a procedure"), _table("procedures"))


def procedures_of(kind: str) -> list[Choice]:
    """The procedures that a kind of declaration may be filed under."""
    today = clock.today()
    codes = [code for code in lists.rows("procedures", today) if kind in lists.kinds_of(code, today)]
    return empty(_("Select a procedure"), _table("procedures", codes or None))


def grouped_procedures() -> list[Any]:
    """Procedures under what happens to the goods; the usual one of each where none is chosen."""
    today = clock.today()
    table = lists.rows("procedures", today)
    groups: list[Any] = [("", _("The usual one"))]
    for kind, label in (("import", _("Import")), ("export", _("Export")), ("transit", _("Transit"))):
        codes = [code for code in table if kind in lists.kinds_of(code, today)]
        groups.append((label, [(code, f"{code} — {named(table[code])}") for code in codes]))
    return groups


def incoterms() -> list[Choice]:
    """Delivery terms."""
    return empty(_("Select the delivery terms"), [(code, code) for code in lists.rows("incoterms", clock.today())])


def package_types() -> list[Choice]:
    """Types of packages."""
    return empty(_("Select a type of package"), _table("package_types"))


def package_name(code: str) -> str:
    """The name of a type of package; the code itself when it has none."""
    row = lists.rows("package_types", clock.today()).get(code)
    return named(row) if row else code


def packages_text(item: Mapping[str, Any]) -> str:
    """The packages of an item: how many of each type; of goods in bulk only the type."""
    packages = [one for one in item.get("packages") or () if one.get("type")]
    return "; ".join(
        f"{count} × {package_name(one['type'])}" if (count := one.get("count")) not in (None, "", "0")
        else package_name(one["type"])
        for one in packages
    )  # fmt: skip


def units() -> list[Choice]:
    """Supplementary units."""
    return empty(_("Select a unit"), _table("units"))


def unit_name(unit: str) -> str:
    """The name of a unit by its code; another list's own words as they are."""
    row = lists.rows("units", clock.today()).get(unit)
    return (row.get(f"name_{language()}") or row["name_en"]) if row else unit


def currencies() -> list[Choice]:
    """Every currency, those used often first."""
    known = sorted(currency.alpha_3 for currency in pycountry.currencies)
    return empty(
        _("Select a currency"), [(code, code) for code in [*USED_OFTEN, *(c for c in known if c not in USED_OFTEN)]]
    )


def valuation_methods() -> list[Choice]:
    """Methods 1 to 6 of customs valuation."""
    return empty(_("Select a method"), [(str(n), _("Method %(number)s") % {"number": n}) for n in range(1, 7)])


def papers() -> list[Choice]:
    """Kinds of paper by name in the reader's language."""
    names = fact_tables.document_names()
    return empty(
        _("Select a kind of paper"),
        sorted(((slug, in_words(name)) for slug, name in names.items()), key=lambda c: c[1]),
    )


def paper_name(code: str) -> str:
    """The name of a kind of paper by our word or a classifier's code; the code itself when it has none."""
    name = fact_tables.document_names().get(fact_tables.slug_of(code))
    return in_words(name) if name else code


def offices() -> list[Choice]:
    """Every office by name; one statement."""
    found = sorted(((office.code, str(office)) for office in Office.objects.all()), key=lambda choice: choice[1])
    return empty(_("Select an office"), found)
