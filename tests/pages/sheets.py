"""Sheets of goods for tests, and what a trader does with them."""

import csv
import io
from collections.abc import Callable
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from clearance.sheets import columns
from tests.pages.conftest import declaration

TILE: dict[str, Any] = {
    "commodity_code": "6907218009", "description": "Ceramic floor tiles, glazed", "origin": "CN", "package_count": 10,
    "package_type": "CT", "package_marks": "N/M", "gross_mass_kg": 1240.5, "net_mass_kg": 1200, "price": "5 000,50",
    "customs_value": 2600000, "valuation_method": "1", "previous_procedure": "00",
}  # fmt: skip


def workbook(rows: list[list[Any]], before: Callable[[Any, Any], None] | None = None) -> bytes:
    """A workbook as an office program writes it: numbers as numbers, `=…` as formulas."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    sheet = book.add_worksheet()
    if before:
        before(book, sheet)
    for place, row in enumerate(rows):
        for column, value in enumerate(row):
            if value != "":
                sheet.write(place, column, value)
    book.close()
    return memory.getvalue()


def table(*lines: dict[str, Any], language: str = "en", fields: tuple[str, ...] = tuple(TILE)) -> list[list[Any]]:
    """Headings in a language and these lines."""
    with translation.override(language):
        return [
            [columns.heading(name) for name in fields],
            *([line.get(name, "") for name in fields] for line in lines),
        ]


def as_csv(rows: list[list[Any]], *, delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    memory = io.StringIO()
    csv.writer(memory, delimiter=delimiter).writerows(rows)
    return memory.getvalue().encode(encoding)


def choose(client: Client, reference: str, data: bytes, name: str = "goods.xlsx") -> Any:
    """Choose a sheet and look at what would be imported."""
    url = f"/declarations/{reference}/items/sheet/"
    return client.post(url, {"act": "upload", "file": SimpleUploadedFile(name, data)}, follow=True)


def take(client: Client, reference: str, how: str = "append") -> Any:
    url = f"/declarations/{reference}/items/sheet/"
    return client.post(url, {"act": how, "revision": client.get(url).context["kept"].revision})


def items(reference: str) -> list[dict[str, Any]]:
    return list(declaration(reference).draft.get("items") or [])
