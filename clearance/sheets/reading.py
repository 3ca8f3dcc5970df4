"""Opening a file that says it is a sheet: by its first bytes, never by its name; what it is not, it is told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from clearance.sheets import text_files, workbooks
from clearance.sheets.cells import Sheet, Unreadable

LARGEST_SHEET = 10 * 1024 * 1024
"""Bytes of a sheet; 999 full items take less than half a megabyte."""

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(name: str, data: bytes) -> Sheet:
    """Read a workbook or a text file; raises Unreadable with what to do."""
    if not data.strip():
        raise Unreadable("empty", _("The file is empty. Choose another one."))
    if len(data) > LARGEST_SHEET:
        raise Unreadable("too_big", _("The sheet must be smaller than 10 MB. Keep only the rows of goods in it."))
    if data.startswith(ZIP):
        return Sheet(name, "xlsx", workbooks.rows_of(data))
    if data.startswith(OLE):
        raise Unreadable(
            "old_excel",
            _("This is a workbook of an old Excel, or one with a password. Save it as XLSX without a password."),
        )
    if data.startswith(b"%PDF-"):
        raise Unreadable("pdf", _("This is a PDF. Choose the sheet itself, as XLSX or CSV."))
    rows, encoding = text_files.rows_of(data)
    return Sheet(name, "csv", rows, encoding)
