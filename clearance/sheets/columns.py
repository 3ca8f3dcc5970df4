"""The columns of a sheet of goods: each is a field of the item page, under its label in any of three languages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from clearance.forms.goods import ItemForm
from clearance.sheets.cells import Cell, Sentence

LANGUAGES = ("en", "ru", "kk")
NUMBER, REMARK = "number", "remark"
FIELDS = (
    "commodity_code", "description", "origin", "package_count", "package_type", "package_marks", "gross_mass_kg",
    "net_mass_kg", "supplementary_quantity", "supplementary_unit", "price", "customs_value", "valuation_method", "duty",
    "vat", "fee", "previous_procedure", "previous_document_type", "previous_document_number", "undg", "answers",
)  # fmt: skip
"""Fields of the item page in the order of the sheet's columns."""
MUST_HAVE = ("commodity_code", "description")
"""Columns without which a row of headings is not one."""
NUMBERS = frozenset(
    {
        "package_count",
        "gross_mass_kg",
        "net_mass_kg",
        "supplementary_quantity",
        "price",
        "customs_value",
        "duty",
        "vat",
        "fee",
    }
)
OWN: Mapping[str, Sentence] = {NUMBER: _("Item"), REMARK: _("What to put right")}
ALSO: Mapping[str, Sequence[str]] = {
    NUMBER: ("No", "№", "Item no", "№ п/п", "Номер товара", "Р/с №"),
    "commodity_code": ("HS code", "Code", "Code TN VED", "Код ТН ВЭД", "ТН ВЭД", "Код", "СЭҚ ТН коды"),
    "description": ("Description", "Goods", "Name of goods", "Наименование", "Наименование товара", "Описание", "Тауар атауы"),
    "origin": ("Origin", "Country", "Страна", "Происхождение", "Ел"),
    "package_count": ("Packages", "Количество мест", "Мест", "Кол-во мест"),
    "package_type": ("Package type", "Вид упаковки"),
    "package_marks": ("Marks", "Маркировка"),
    "gross_mass_kg": ("Gross", "Gross kg", "Gross weight", "Брутто", "Вес брутто", "Брутто кг"),
    "net_mass_kg": ("Net", "Net kg", "Net weight", "Нетто", "Вес нетто", "Нетто кг"),
    "supplementary_quantity": ("Quantity", "Количество"),
    "supplementary_unit": ("Unit", "Единица измерения", "Ед. изм."),
    "price": ("Price", "Invoice price", "Цена", "Стоимость", "Фактурная стоимость"),
    "customs_value": ("Customs value", "Таможенная стоимость"),
    "duty": ("Duty", "Пошлина"),
    "vat": ("VAT", "НДС", "ҚҚС"),
    "previous_procedure": ("Previous", "Предшествующая процедура"),
}  # fmt: skip
"""Headings people give these columns in sheets of their own."""
LOOK_IN = 15
"""Rows at the beginning among which the headings are looked for."""


@dataclass(frozen=True)
class Columns:
    """Where the headings are, what each column holds, and what was not understood; all count from 0."""

    row: int
    fields: Mapping[int, str]
    unknown: tuple[str, ...]
    repeated: tuple[str, ...]

    def column_of(self, field: str) -> int | None:
        """The column that holds a field."""
        return next((column for column, name in self.fields.items() if name == field), None)

    @property
    def missing(self) -> list[str]:
        """Columns that every item needs and the sheet has not."""
        return [field for field in MUST_HAVE if field not in self.fields.values()]


def heading(field: str) -> str:
    """The heading of a column in the reader's language."""
    return str(OWN[field] if field in OWN else ItemForm.base_fields[field].label)


def columns_of(rows: Sequence[Sequence[Cell]]) -> Columns | None:
    """The headings of a sheet: of its first rows the one that says most; None where none says two of them."""
    best, best_row = 1, -1
    for place, row in enumerate(rows[:LOOK_IN]):
        found = len({field_of(str(cell)) for cell in row} - {None})
        if found > best:
            best, best_row = found, place
    if best_row < 0:
        return None
    fields: dict[int, str] = {}
    unknown, repeated = [], []
    for column, cell in enumerate(rows[best_row]):
        text = str(cell).strip()
        field = field_of(text)
        if field is None:
            unknown += [text] if text else []
        elif field in fields.values():
            repeated.append(text)
        else:
            fields[column] = field
    return Columns(best_row, fields, tuple(unknown), tuple(repeated))


def field_of(text: str) -> str | None:
    """The field a heading names, in any of three languages, by its own name, or as people call it."""
    return _known().get(_plain(text)) if text else None


@cache
def _known() -> Mapping[str, str]:
    known = {_plain(also): field for field, names in ALSO.items() for also in names}
    known |= {_plain(field): field for field in (*FIELDS, *OWN)}
    for language in LANGUAGES:
        with translation.override(language):
            known |= {_plain(heading(field)): field for field in (*OWN, *FIELDS)}
    return known


def _plain(text: str) -> str:
    """A heading as it is compared: small letters, no marks, no spaces."""
    return re.sub(r"[^\w№]|_", "", text.casefold().replace("ё", "е"))
