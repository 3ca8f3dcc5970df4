"""Cells of an XLSX: the archive is weighed before anything in it is unpacked, and rows are read one by one."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

from clearance.sheets.cells import Cell, Formula, Unreadable

MOST_PARTS = 2_000
MOST_UNPACKED = 400 * 1024 * 1024
"""Bytes of a sheet unpacked: it is read row by row, and no further than the items go."""
MOST_AT_ONCE = 25 * 1024 * 1024
"""Bytes of any other part unpacked: texts and styles are read whole."""
MOST_TIMES_PACKED = 200
"""An honest sheet unpacks to some ten times its size; a bomb to thousands."""
SMALL = 1024 * 1024
"""What unpacks to less than this may be packed as tightly as it likes."""
MOST_ROWS = 1_200
"""Rows that are looked at: 999 items with headings, titles and some empty rows between them."""
MOST_COLUMNS = 200
MOST_EMPTY = 50
"""Empty rows after which nothing more is expected."""


def rows_of(data: bytes) -> list[list[Cell]]:
    """The cells of the first sheet that has any; raises Unreadable."""
    _weigh(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    except Exception as fault:  # a library for well-made files: what it raises for others is not one kind
        raise _broken() from fault
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible" and (rows := _rows(sheet)):
                return rows
    except Unreadable:
        raise
    except Exception as fault:
        raise _broken() from fault
    finally:
        book.close()
    raise Unreadable("no_rows", _("The workbook has no rows. Fill in the template and choose it again."))


def _weigh(data: bytes) -> None:
    """Refuse what is no workbook, what unpacks to too much, and what brings declarations of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            unpacked = sum(part.file_size for part in parts)
            packed = max(1, sum(part.compress_size for part in parts))
            whole = sum(part.file_size for part in parts if not part.filename.startswith("xl/worksheets/"))
            tight = unpacked > SMALL and unpacked > packed * MOST_TIMES_PACKED
            if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or whole > MOST_AT_ONCE or tight:
                raise Unreadable(
                    "bomb", _("The workbook unpacks to far more than a sheet of goods. Copy the rows into a new one.")
                )
            if any(part.flag_bits & 1 for part in parts):
                raise Unreadable("password", _("The archive has a password. Save the sheet without one."))
            if "mimetype" in names:
                raise Unreadable("open_document", _("This is not an Excel workbook. Save the sheet as XLSX or CSV."))
            if "xl/workbook.xml" not in names:
                raise Unreadable("no_workbook", _("There is no sheet in this file. Choose an XLSX or CSV file."))
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as opened:
                        if re.search(rb"<!\s*(DOCTYPE|ENTITY)", opened.read(4096)):
                            raise _broken()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError) as fault:
        raise _broken() from fault


def _rows(sheet: Any) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    empty = 0
    for cells in sheet.iter_rows():
        row = [_cell(cell) for cell in cells[:MOST_COLUMNS]]
        while row and row[-1] == "":
            row.pop()
        empty = 0 if row else empty + 1
        if empty > MOST_EMPTY:
            break
        rows.append(row)
        if len(rows) > MOST_ROWS:
            break  # told as too many rows by who counts the items
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return Formula(str(getattr(value, "text", value))[:200])
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        if not number.is_finite():
            return ""
        return number.quantize(Decimal(1)) if number == number.to_integral_value() else number
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return re.sub(r"_x000[0-9A-Fa-f]_", "", str(value)).strip()


def _broken() -> Unreadable:
    return Unreadable(
        "broken", _("The workbook cannot be read: it is damaged or made otherwise. Save it anew as XLSX, or as CSV.")
    )
