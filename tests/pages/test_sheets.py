"""Items come from sheets: any of three languages, any office program; faults by row and column; hostile files are told."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import translation

from clearance.models import ItemSheet
from clearance.sheets import columns, writing
from tests.cast import Cast
from tests.goods import CERAMICS, imports
from tests.pages.conftest import begin, declaration
from tests.pages.sheets import TILE, as_csv, choose, items, table, take, workbook
from tests.pages.test_goods import drafted


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
