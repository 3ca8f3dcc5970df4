"""Cells of a CSV, in whichever encoding and with whichever separator the office program wrote it."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter

from django.utils.translation import gettext_lazy as _

from clearance.sheets.cells import Cell, Unreadable

SEPARATORS = ";\t,|"
MOST_ROWS = 1_200
WINDOWS = "kz1048"
"""What a Windows of Kazakhstan writes: the letters of cp1251, with the Kazakh ones where that has Serbian ones."""


def rows_of(data: bytes) -> tuple[list[list[Cell]], str]:
    """The cells, and the encoding they were read as; raises Unreadable."""
    text, encoding = _decoded(data)
    if text.lstrip()[:1] == "<":
        raise Unreadable("web_page", _("This is a web page or XML, not a sheet. Save it as XLSX or CSV."))
    rows: list[list[Cell]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        for line in reader:
            row: list[Cell] = [_unguarded(cell) for cell in line]
            while row and row[-1] == "":
                row.pop()
            rows.append(row)
            if len(rows) > MOST_ROWS:
                break
    except csv.Error as fault:
        raise Unreadable(
            "broken_text", _("The text cannot be read as a table. Save the sheet as XLSX and choose it again.")
        ) from fault
    while rows and not rows[-1]:
        rows.pop()
    return rows, encoding


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            try:
                return data.decode(encoding), "UTF-8" if encoding == "utf-8-sig" else "UTF-16"
            except UnicodeDecodeError as fault:
                raise _no_text() from fault
    if b"\x00" in data[:4096] or b"\x00" in data:
        raise _no_text()
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        pass
    try:
        return data.decode(WINDOWS), "Windows-1251"
    except UnicodeDecodeError as fault:
        raise _no_text() from fault


def _separator(text: str) -> str:
    """The separator that parts the first lines most often and most evenly; quoted text does not count."""
    counts: Counter[str] = Counter()
    for line in text.splitlines()[:20]:
        bare = "".join(line.split('"')[::2])
        counts.update({mark: bare.count(mark) for mark in SEPARATORS})
    best = max(SEPARATORS, key=lambda mark: (counts[mark], -SEPARATORS.index(mark)))
    # A comma is also a decimal mark: it parts columns only where nothing else does.
    return next((mark for mark in ";\t|" if counts[mark] and counts[mark] * 3 >= counts[best]), best)


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that keeps an office program from running it."""
    text = cell.strip()
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@'" else text


def _no_text() -> Unreadable:
    return Unreadable("no_text", _("This is neither an Excel workbook nor a text. Choose an XLSX or CSV file."))
