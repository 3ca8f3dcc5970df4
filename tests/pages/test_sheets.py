"""Items come from sheets: any of three languages, any office program; faults by row and column; hostile files are told."""

import csv
import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from clearance.models import ItemSheet
from clearance.sheets import columns, writing
from clearance.sheets.cells import Unreadable
from clearance.sheets.reading import read
from tests.cast import Cast
from tests.goods import CERAMICS, imports
from tests.pages.conftest import begin, declaration
from tests.pages.test_goods import drafted

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


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_sheet_is_looked_at_and_then_imported(trader: Client, language: str) -> None:
    reference = begin(trader)
    page = choose(trader, reference, workbook(table(TILE, {**TILE, "origin": "Китай"}, language=language)))
    assert page.context["checked"].is_good, page.context["checked"].faults
    assert items(reference) == [], "looking keeps nothing"
    assert take(trader, reference).status_code == 302
    first, second = items(reference)
    assert (first["gross_mass_kg"], first["price"], first["packages"][0]["count"]) == ("1240.5", "5000.5", "10")
    assert second["origin"] == "CN"
    assert declaration(reference).draft["invoice_total"] == "10001"
    assert not ItemSheet.objects.exists()


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(";", "cp1251"), (";", "utf-8"), (",", "utf-8-sig"), ("\t", "utf-16"), (";", "kz1048")]
)
def test_a_text_of_any_office_program_is_read(trader: Client, delimiter: str, encoding: str) -> None:
    reference = begin(trader)
    line = {**TILE, "description": "Плитка керамическая, глазурованная", "gross_mass_kg": "1 240,5"}
    if encoding == "kz1048":
        line["description"] = "Еденге арналған керамикалық плитка, қоңыр"
    data = as_csv(table(line, language="ru"), delimiter=delimiter, encoding=encoding)
    page = choose(trader, reference, data, "товары.csv")
    assert page.context["checked"].is_good, page.context["checked"].faults
    take(trader, reference)
    assert items(reference)[0]["description"] == line["description"]
    assert ("Windows Cyrillic" in page.text) == (encoding in {"cp1251", "kz1048"})


def test_faults_are_told_by_row_and_column_and_nothing_is_imported(trader: Client) -> None:
    reference = begin(trader)
    lines = [TILE, {**TILE, "net_mass_kg": 2000}, {**TILE, "origin": "Atlantis", "price": ""}, TILE]
    page = choose(trader, reference, workbook(table(*lines)))
    checked = page.context["checked"]
    assert [(fault.row, fault.column, fault.field) for fault in checked.faults] == [
        (3, "H", "net_mass_kg"), (4, "C", "origin"), (4, "I", "price"),
    ]  # fmt: skip
    assert "Net weight must be the same as or less than the gross weight (1240.5 kg)" in page.text
    assert "2 of 4 rows must be put right" in page.text
    assert take(trader, reference).status_code == 302
    assert items(reference) == []


def test_the_marked_sheet_is_mended_and_imported(trader: Client) -> None:
    reference = begin(trader)
    rows = table(TILE, {**TILE, "commodity_code": "69072180"}, fields=(*TILE, "package_marks"))
    rows[0][-1] = "Our remark"
    rows[2][-1] = "for shed 4"
    choose(trader, reference, workbook(rows), "spring goods.xlsx")
    answer = trader.get(f"/declarations/{reference}/items/sheet/corrected.xlsx")
    assert "spring goods" in answer["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet["M3"].value == "for shed 4", "columns nobody knows stay"
    assert sheet["N1"].value == "What to put right"
    assert sheet["N2"].value is None
    assert sheet["N3"].value == "Commodity code: Commodity code must be 10 digits, like 8517130000"
    assert sheet["A3"].comment.text.strip() == "Commodity code must be 10 digits, like 8517130000"
    assert sheet["A3"].fill.fgColor.rgb == "FFFFD9D6"
    sheet["A3"].value = "6907218009"
    memory = io.BytesIO()
    sheet.parent.save(memory)
    page = choose(trader, reference, memory.getvalue())
    assert page.context["checked"].is_good, page.context["checked"].faults
    assert page.context["checked"].ignored == ["Our remark"]


def test_items_go_behind_those_there_are_or_in_their_place(trader: Client, cast: Cast) -> None:
    reference = drafted(cast, imports(CERAMICS))
    for how, count in (("append", 3), ("replace", 2)):
        choose(trader, reference, workbook(table(TILE, TILE)))
        take(trader, reference, how)
        assert len(items(reference)) == count
        assert [item["number"] for item in items(reference)] == list(range(1, count + 1))


def test_more_items_than_fit_are_not_taken_over(trader: Client, cast: Cast) -> None:
    reference = drafted(cast, imports(*[CERAMICS] * 998))
    page = choose(trader, reference, workbook(table(TILE, TILE)))
    assert "They do not fit behind" in page.text
    take(trader, reference, "append")
    assert len(items(reference)) == 998


def test_an_exported_sheet_comes_back_with_nothing_lost(trader: Client, cast: Cast) -> None:
    content = imports(CERAMICS, CERAMICS)
    content["items"][0] |= {
        "gross_mass_kg": "1.234",
        "net_mass_kg": "1.2",
        "documents": [{"type": "PHYTO_CERT", "number": "7"}],
    }
    content["items"][1] |= {"description": "=cmd|' /C calc'!A0", "flags": {"wood_packaging": True}}
    reference = drafted(cast, content)
    before = items(reference)
    for form in ("xlsx", "csv"):
        for language in ("en", "ru", "kk"):
            with translation.override(language):
                sheet = trader.get(f"/declarations/{reference}/items/export.{form}", HTTP_ACCEPT_LANGUAGE=language)
            assert sheet.status_code == 200
            page = choose(trader, reference, sheet.content, f"goods.{form}")
            assert page.context["checked"].is_good, (form, language, page.context["checked"].faults)
            take(trader, reference, "replace")
            assert items(reference) == before, (form, language)
    assert trader.get(f"/declarations/{reference}/items/export.ods").status_code == 404


def test_an_exported_text_runs_nothing_in_an_office_program(cast: Cast) -> None:
    content = imports({**CERAMICS, "description": "=1+1"}, {**CERAMICS, "description": "@SUM(A1)"})
    rows = list(csv.reader(io.StringIO(writing.text_of(content).decode("utf-8-sig")), delimiter=";"))
    assert [row[2] for row in rows[1:]] == ["'=1+1", "'@SUM(A1)"]
    sheet = openpyxl.load_workbook(io.BytesIO(writing.workbook_of(content))).active
    assert sheet["C2"].data_type == "s"


def test_a_template_is_in_the_readers_language_and_its_example_is_good(trader: Client) -> None:
    reference = begin(trader)
    for language in ("en", "ru", "kk"):
        trader.cookies["language"] = language
        with translation.override(language):
            data = writing.template("import")
            heading = columns.heading("commodity_code")
        book = openpyxl.load_workbook(io.BytesIO(data))
        assert book.worksheets[0]["A1"].value == heading
        page = choose(trader, reference, data)
        assert page.context["checked"].is_good, page.context["checked"].faults
    assert trader.get(f"/declarations/{reference}/items/template.xlsx").status_code == 200


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


def test_a_colleague_who_saved_in_between_is_not_overwritten_by_a_sheet(
    trader: Client, signed: Any, cast: Cast
) -> None:
    reference = drafted(cast, imports(CERAMICS))
    choose(trader, reference, workbook(table(TILE)))
    url = f"/declarations/{reference}/items/sheet/"
    stale = trader.get(url).context["kept"].revision
    choose(signed("colleague"), reference, workbook(table(TILE)))
    take(signed("colleague"), reference)
    choose(trader, reference, workbook(table(TILE)))
    assert trader.post(url, {"act": "append", "revision": stale}).status_code == 409
    assert len(items(reference)) == 2


def test_a_stranger_sees_no_sheet_of_others(trader: Client, signed: Any) -> None:
    reference = begin(trader)
    choose(trader, reference, workbook(table(TILE)))
    stranger = signed("stranger")
    for page in ("sheet/", "sheet/corrected.xlsx", "template.xlsx", "export.csv"):
        assert stranger.get(f"/declarations/{reference}/items/{page}").status_code == 404, page


def test_a_sheet_is_left_again(trader: Client) -> None:
    reference = begin(trader)
    choose(trader, reference, workbook(table(TILE)))
    url = f"/declarations/{reference}/items/sheet/"
    trader.post(url, {"act": "drop"})
    assert trader.get(url).context["checked"] is None
    assert trader.get(f"{url}corrected.xlsx")["Location"] == url
