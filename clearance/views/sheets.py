"""A list as a file that spreadsheets open: CSV or XLSX, written row by row."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sheet_of(form: str, name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The rows as a file to save, `form` csv or xlsx; moments in the reader's zone."""
    body = _csv(heads, rows) if form == "csv" else _xlsx(heads, rows)
    response = HttpResponse(body, content_type=TYPES[form])
    response.headers["Content-Disposition"] = str(content_disposition_header(True, f"{name}.{form}"))
    return response


def _csv(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([_text(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()  # without the mark spreadsheets read Cyrillic wrongly


def _xlsx(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False}) as book:
        bold, moment = book.add_format({"bold": True}), book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for column, head in enumerate(heads):
            sheet.set_column(column, column, max(14, len(head) + 2))
            sheet.write_string(0, column, head, bold)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(number, column, timezone.localtime(value).replace(tzinfo=None), moment)
                else:
                    sheet.write_string(number, column, str(value or ""))
    return out.getvalue()


def _text(value: Any) -> str:
    """A cell of CSV; what a spreadsheet would take for a formula is marked as text."""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%d.%m.%Y %H:%M")
    text = str(value or "")
    return "'" + text if text.startswith(_FORMULA) else text
