"""Sheets for people: an empty template, the items of a content, and an uploaded sheet with what to put right in it."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from clearance.forms.content import value_at
from clearance.forms.goods import ItemForm
from clearance.forms.item_list import number
from clearance.sheets.cells import Cell, Formula, column_of, letter_of
from clearance.sheets.checking import Checked, Fault
from clearance.sheets.columns import FIELDS, NUMBER, NUMBERS, REMARK, heading

WIDTHS: Mapping[str, int] = {NUMBER: 6, "commodity_code": 16, "description": 46, "package_marks": 24, "answers": 30}
EXAMPLE: Mapping[str, Any] = {
    "commodity_code": "6907218009", "origin": "CN", "package_count": "40", "package_type": "CT",
    "gross_mass_kg": "1240.5", "net_mass_kg": "1200", "price": "5600", "customs_value": "2912000",
    "valuation_method": "1", "previous_procedure": "00",
}  # fmt: skip
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def template(kind: str) -> bytes:
    """An empty sheet with the headings in the reader's language, one row as an example, and how to fill each column in."""
    form = ItemForm(content={}, kind=kind)
    example = {**EXAMPLE, "description": _("Ceramic floor tiles, glazed, 60 x 60 cm"), "package_marks": "N/M"}
    book, memory = _book()
    sheet = book.add_worksheet(_title(_("Goods")))
    looks = _looks(book)
    _headings(sheet, looks, FIELDS)
    for column, name in enumerate(FIELDS):
        _write(sheet, looks, 1, column, name, example.get(name, ""))
    notes = book.add_worksheet(_title(_("How to fill it in")))
    notes.set_column(0, 0, 34)
    notes.set_column(1, 1, 20)
    notes.set_column(2, 2, 80)
    for column, text in enumerate((_("Column"), _("Needed"), _("What to write"))):
        notes.write_string(0, column, text, looks["head"])
    for place, name in enumerate(FIELDS, 1):
        field = form.fields[name]
        notes.write_string(place, 0, heading(name))
        notes.write_string(place, 1, _("yes") if field.required else _("where there is one"))
        notes.write_string(place, 2, _what_to_write(name, field), looks["wrap"])
    notes.write_string(len(FIELDS) + 2, 0, _("Replace the example in row 2 by your goods. At most 999 rows."))
    book.close()
    return memory.getvalue()


def workbook_of(content: Mapping[str, Any]) -> bytes:
    """The items of a content as a workbook that can be imported again."""
    book, memory = _book()
    sheet = book.add_worksheet(_title(_("Goods")))
    looks = _looks(book)
    _headings(sheet, looks, (NUMBER, *FIELDS))
    for place, values in enumerate(_values_of(content), 1):
        for column, (name, value) in enumerate(values.items()):
            _write(sheet, looks, place, column, name, value)
    book.close()
    return memory.getvalue()


def text_of(content: Mapping[str, Any]) -> bytes:
    """The items of a content as CSV that Excel opens: with a mark of UTF-8, semicolons, the language's decimal mark."""
    memory = io.StringIO()
    writer = csv.writer(memory, delimiter=";", lineterminator="\r\n")
    writer.writerow([heading(name) for name in (NUMBER, *FIELDS)])
    fields = ItemForm.base_fields
    for values in _values_of(content):
        writer.writerow(
            [
                _guarded(str(fields[name].prepare_value(value) if name in NUMBERS and value != "" else value))
                for name, value in values.items()
            ]
        )
    return memory.getvalue().encode("utf-8-sig")


def corrected(rows: Sequence[Sequence[Cell]], checked: Checked) -> bytes:
    """The sheet as it came, with what to put right beside each row, and the cells it is about marked and noted."""
    by_row: dict[int, list[Fault]] = defaultdict(list)
    for fault in checked.faults:
        by_row[fault.row].append(fault)
    head = checked.columns.row if checked.columns else 0
    fields = dict(checked.columns.fields) if checked.columns else {}
    before = next((column for column, name in fields.items() if name == REMARK), None)
    width = max((len(row) for row in rows), default=0)
    remark = width if before is None else before
    book, memory = _book()
    sheet = book.add_worksheet(_title(_("Goods")))
    looks = _looks(book)
    for column in range(width):
        sheet.set_column(column, column, WIDTHS.get(fields.get(column, ""), 15))
    sheet.set_column(remark, remark, 70)
    for place, row in enumerate(rows):
        marked = {fault.column for fault in by_row.get(place + 1, ())}
        for column, cell in enumerate(row):
            if column != remark:
                bad = looks["bad"] if letter_of(column) in marked else None
                _put(sheet, place, column, cell, looks["head"] if place == head else bad)
        for fault in by_row.get(place + 1, ()):
            if fault.column:
                column = column_of(fault.column)
                if column >= len(row) or row[column] == "":
                    sheet.write_blank(place, column, None, looks["bad"])
                sheet.write_comment(place, column, fault.message, {"x_scale": 2})
        if faults := by_row.get(place + 1):
            sheet.write_string(place, remark, "; ".join(_said(fault) for fault in faults), looks["remark"])
    sheet.write_string(head, remark, heading(REMARK), looks["head"])
    sheet.freeze_panes(head + 1, 0)
    sheet.autofilter(head, 0, max(len(rows) - 1, head), remark)
    book.close()
    return memory.getvalue()


def _values_of(content: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """Each item by column, in the order of the columns."""
    form = ItemForm(content={}, kind=str(content.get("kind") or ""))
    for place, item in enumerate(content.get("items") or (), 1):
        values = {name: value_at(item, path) for name, path in form.paths.items()} | form.take(item)
        values["answers"] = "; ".join(values.get("answers") or ())
        yield {
            NUMBER: item.get("number") or place,
            **{name: "" if values.get(name) is None else values[name] for name in FIELDS},
        }


def _what_to_write(name: str, field: Any) -> str:
    if name == "answers":
        return _("Any of these words, parted by semicolons: %(words)s") % {
            "words": "; ".join(f"{code} ({label})" for code, label in field.choices)
        }
    if name == "origin":
        return _("Two letters of the country, like CN, or its name")
    choices = [str(label) for code, label in getattr(field, "choices", ()) if code]
    if choices:
        return "; ".join(choices)
    if name in NUMBERS:
        return _("A number: 1240.5 or 1 240,5")
    return str(field.help_text)


def _said(fault: Fault) -> str:
    return f"{fault.heading}: {fault.message}" if fault.heading else fault.message


def _book() -> tuple[Any, io.BytesIO]:
    memory = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    return xlsxwriter.Workbook(memory, options), memory


def _title(words: str) -> str:
    return words[:31]


def _looks(book: Any) -> dict[str, Any]:
    return {
        "head": book.add_format({"bold": True, "bg_color": "#E3EEF1", "text_wrap": True, "valign": "top", "border": 1}),
        "bad": book.add_format({"bg_color": "#FFD9D6", "border": 1, "border_color": "#B3261E"}),
        "remark": book.add_format({"font_color": "#B3261E", "text_wrap": True}),
        "text": book.add_format({"num_format": "@"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }


def _headings(sheet: Any, looks: Mapping[str, Any], names: Sequence[str]) -> None:
    for column, name in enumerate(names):
        sheet.set_column(column, column, WIDTHS.get(name, 15), None if name in NUMBERS else looks["text"])
        sheet.write_string(0, column, heading(name), looks["head"])
    sheet.freeze_panes(1, 0)


def _write(sheet: Any, looks: Mapping[str, Any], row: int, column: int, name: str, value: Any) -> None:
    """A number as a number, everything else as text, so that no zero is lost and nothing is run."""
    amount = number(value) if name in NUMBERS or name == NUMBER else None
    if amount is not None:
        sheet.write_number(row, column, float(amount))
    elif value not in (None, ""):
        sheet.write_string(row, column, str(value), looks["text"])


def _put(sheet: Any, row: int, column: int, cell: Cell, look: Any) -> None:
    """A cell as it came; a formula as the text it is, never to be run by us."""
    if cell == "":
        return
    if isinstance(cell, Decimal):
        sheet.write_number(row, column, float(cell), look)
    elif isinstance(cell, Formula):
        sheet.write_string(row, column, str(cell), look)
    else:
        sheet.write_string(row, column, str(cell), look)


def _guarded(text: str) -> str:
    """A text that no office program takes for a formula."""
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) and number(text.replace(",", ".")) is None else text
