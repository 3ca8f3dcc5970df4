"""What is read of a sheet as people make them, and what of a file that is none or means harm."""

import io
import zipfile
from typing import Any

import pytest
from django.test import Client

from clearance.sheets.cells import Unreadable
from clearance.sheets.reading import read
from tests.pages.conftest import begin
from tests.pages.sheets import TILE, as_csv, choose, items, table, take, workbook


def test_a_program_that_takes_codes_for_numbers_loses_no_zero(trader: Client) -> None:
    reference = begin(trader)
    choose(trader, reference, workbook(table({**TILE, "commodity_code": 808108006, "previous_procedure": 0})))
    take(trader, reference)
    assert items(reference)[0]["commodity_code"] == "0808108006"
    assert items(reference)[0]["previous_procedure"] == "00"


def test_headings_below_a_title_and_empty_rows_are_found(trader: Client) -> None:
    reference = begin(trader)
    head, line = table(TILE)
    page = choose(trader, reference, workbook([["Invoice 7 of 3 May"], [], head, [], line, [], line]))
    assert [one.row for one in page.context["checked"].lines] == [5, 7]


def test_merged_headings_are_told(trader: Client) -> None:
    reference = begin(trader)
    head, line = table(TILE)

    def merged(book: Any, sheet: Any) -> None:
        sheet.merge_range(0, 0, 0, 1, "Goods and their code")

    page = choose(trader, reference, workbook([["", "", *head[2:]], line], merged))
    assert "Headings in merged cells are not seen." in page.text
    assert "Add the column “Commodity code”" in page.text
    alone = choose(trader, reference, workbook([["Everything about the goods"], line]))
    assert "No row of headings was found." in alone.text


def test_a_formula_is_told_and_never_run(trader: Client) -> None:
    reference = begin(trader)
    page = choose(trader, reference, workbook(table({**TILE, "gross_mass_kg": "=A1+B1"})))
    (fault,) = page.context["checked"].faults
    assert (fault.row, fault.column) == (2, "G")
    assert fault.message.startswith("Replace the formula by its value")


def test_a_hundred_thousand_rows_are_told_and_not_read(trader: Client) -> None:
    reference = begin(trader)
    data = as_csv(table(*[TILE] * 999) + [list(TILE.values())] * 30_000)
    assert "There are more than 999 rows." in choose(trader, reference, data, "long.csv").text
    head, line = table(TILE)
    page = choose(trader, reference, workbook([head] + [line] * 20_000))
    assert "There are more than 999 rows." in page.text


def bomb() -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (60 * 1024 * 1024))
    return memory.getvalue()


def archive_of(**parts: str) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return memory.getvalue()


def with_entities() -> bytes:
    memory = io.BytesIO()
    good = zipfile.ZipFile(io.BytesIO(workbook(table(TILE))))
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in good.infolist():
            text = good.read(part)
            if part.filename == "xl/sharedStrings.xml":
                text = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol">]><sst>&a;</sst>'
            archive.writestr(part.filename, text)
    return memory.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (bomb(), "bomb"),
        (with_entities(), "broken"),
        (b"PK\x03\x04 cut off", "broken"),
        (workbook(table(TILE))[:900], "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old_excel"),
        (b"%PDF-1.7", "pdf"),
        (b"<html><table>", "web_page"),
        (b"a;b\x00\x01\x02", "no_text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no_text"),
        (archive_of(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "open_document"),
        (archive_of(word__document_xml="<w/>"), "no_workbook"),
        (workbook([]), "no_rows"),
        (b'a;"' + b"x" * 200_000, "broken_text"),
        (b"x" * (10 * 1024 * 1024 + 1), "too_big"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_sheet_says_what_to_do(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as told:
        read("goods.xlsx", data)
    assert told.value.code == code
    assert str(told.value.sentence)


def test_a_file_that_cannot_be_read_is_told_at_its_field(trader: Client) -> None:
    reference = begin(trader)
    answer = choose(trader, reference, b"%PDF-1.7", "goods.pdf")
    assert answer.status_code == 422
    assert '<a href="#id_file">This is a PDF.' in answer.text
    empty = trader.post(f"/declarations/{reference}/items/sheet/", {"act": "upload"})
    assert '<a href="#id_file">Choose the sheet with the goods' in empty.text
