"""In a real browser: 999 items come from a sheet with ten bad rows; an item is filled in on a phone; uploads that go wrong."""

import io
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from clearance.models import Declaration
from tests.browser import PHONE, sideways
from tests.cast import Cast
from tests.goods import APPLES, imports
from tests.pages.conftest import TILES
from tests.pages.sheets import TILE, table, workbook
from tests.pages.test_browser import fill
from tests.pages.test_goods import drafted

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# row of the sheet -> the cell that is wrong, and what is said of it
BAD: dict[int, tuple[str, Any, str]] = {
    11: ("net_mass_kg", 5000, "Net weight must be the same as or less than the gross weight"),
    57: ("commodity_code", "69072180", "Commodity code must be 10 digits"),
    103: ("origin", "Atlantis", "“Atlantis” is no country."),
    250: ("description", "", "Enter a description of the goods"),
    333: ("price", "many", "Enter a number using digits"),
    404: ("package_type", "barrow", "“barrow” is not in the list."),
    500: ("gross_mass_kg", "", "Enter the gross weight in kilograms"),
    666: ("gross_mass_kg", "=1+1", "Replace the formula by its value"),
    777: ("package_count", 1.5, "Enter a whole number, without a fraction"),
    1000: ("customs_value", -5, "Enter a number that is 0 or more"),
}


def draft_of(cast: Cast, reference: str) -> dict[str, Any]:
    with cast.acting("system"):
        return dict(Declaration.objects.get(reference=reference).draft or {})


def without_goods() -> dict[str, Any]:
    content = imports()
    del content["items"]
    return content


def choose(page: Any, name: str, data: bytes) -> None:
    page.get_by_label("Sheet with the goods").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    page.get_by_role("button", name="Check the sheet").click()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_999_items_come_from_a_sheet_with_ten_bad_rows(
    committed_cast: Cast, site: str, open_page: Any, signed_in: Any, axe: Any, no_csp_errors: None, script: bool
) -> None:
    cast = committed_cast
    reference = drafted(cast, without_goods())
    lines = [dict(TILE, price=Decimal(n) / 100) for n in range(1, 1000)]
    for row, (field, value, _said) in BAD.items():
        lines[row - 2] = {**lines[row - 2], field: value}
    page = signed_in(cast.user("trader"), open_page(java_script_enabled=script), site)
    page.goto(f"{site}/declarations/{reference}/items/")
    page.get_by_role("link", name="Import from a sheet").click()
    choose(page, "spring goods.xlsx", workbook(table(*lines)))
    assert "10 of 999 rows must be put right. Nothing is imported yet." in page.inner_text("main")
    told = page.locator("table tbody tr")
    assert told.count() == 10
    for place, (row, (_field, _value, said)) in enumerate(BAD.items()):
        text = told.nth(place).inner_text()
        assert text.startswith(str(row)), text
        assert said in text
    if script:
        axe(page)
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download the marked sheet").click()
    sheet = openpyxl.load_workbook(io.BytesIO(Path(coming.value.path()).read_bytes()))
    cells = sheet.active
    heads = {cell.value: cell.column for cell in cells[1]}
    names = {field: head.value for field, head in zip(TILE, cells[1], strict=False)}
    for row, (field, _value, said) in BAD.items():
        assert said in cells.cell(row, heads["What to put right"]).value
        cells.cell(row, heads[names[field]]).value = TILE[field]
    memory = io.BytesIO()
    sheet.save(memory)
    choose(page, "spring goods, put right.xlsx", memory.getvalue())
    assert "All 999 rows are good and can be imported." in page.inner_text("main")
    page.get_by_role("button", name="Import 999 items").click()
    assert "999 items are imported." in page.inner_text("main")
    content = draft_of(cast, reference)
    prices = sum(Decimal(item["price"]) for item in content["items"])
    assert len(content["items"]) == 999
    assert Decimal(content["invoice_total"]) == prices
    assert Decimal(content["gross_mass_total_kg"]) == Decimal("1240.5") * 999
    assert content["packages_total"] == "9990"
    page.get_by_role("link", name="Next", exact=True).click()
    assert page.locator("table tbody tr").first.inner_text().startswith("51")


def test_an_item_is_filled_in_on_a_phone(
    committed_cast: Cast, site: str, open_page: Any, signed_in: Any, axe: Any, no_csp_errors: None
) -> None:
    cast = committed_cast
    reference = drafted(cast, {**without_goods(), "documents": []})
    page = signed_in(cast.user("trader"), open_page(viewport=PHONE, has_touch=True), site)
    page.goto(f"{site}/declarations/{reference}/items/1/")
    assert sideways(page) == []
    fill(page, {**TILES, "gross_mass_kg": "1 240,5", "commodity_code": APPLES["commodity_code"]})
    page.locator("#item-papers", has_text="Phytosanitary certificate").wait_for()
    assert "Not here yet" in page.inner_text("#item-papers")
    page.get_by_role("button", name="Save and add another").click()
    assert page.inner_text("h1").startswith("Item 2, new")
    page.get_by_role("link", name="All items").click()
    assert sideways(page) == []
    axe(page)
    page.get_by_role("button", name="Copy item 1").click()
    assert "Item 2 is a copy of item 1." in page.inner_text("main")
    page.get_by_role("button", name="Remove item 1").click()
    page.get_by_role("button", name="Put it back").click()
    content = draft_of(cast, reference)
    assert [item["gross_mass_kg"] for item in content["items"]] == ["1240.5", "1240.5"]


def test_uploads_that_go_wrong_lose_nothing(
    committed_cast: Cast, site: str, open_page: Any, signed_in: Any, axe: Any, no_csp_errors: None
) -> None:
    cast = committed_cast
    reference = drafted(cast, {**imports(APPLES), "documents": []})
    page = signed_in(cast.user("trader"), open_page(), site)
    page.goto(f"{site}/declarations/{reference}/documents/")
    page.get_by_role("link", name=re.compile("^Add it.*Phytosanitary certificate$")).click()
    assert page.get_by_label("Kind of paper").input_value() == "PHYTO_CERT"

    def send(name: str, data: bytes) -> None:
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
        page.locator("[name=file]").set_input_files(file)
        page.get_by_role("button", name="Add the paper").click()

    page.get_by_label("Number").fill("KG-77")
    page.get_by_label("Date").fill("27.03.2026")
    for name, data, said in (
        ("empty.pdf", b"", "The file is empty."),
        ("letter.docx", b"PK\x03\x04 word", "archives and office files are not taken"),
        ("locked.pdf", b"%PDF-1.7 trailer << /Encrypt 5 0 R >>", "The PDF is protected."),
    ):
        send(name, data)
        summary = page.locator(".sw-errors")
        assert said in summary.inner_text(), name
        assert summary.locator("a[href='#id_file']").count() == 1
        assert page.get_by_label("Number").input_value() == "KG-77"
        assert page.get_by_label("Date").input_value() == "27.03.2026"
    axe(page)
    send("phyto.pdf", b"%PDF-1.7 certificate")
    main = page.inner_text("main")
    assert "phyto.pdf" in main
    assert "not checked for viruses" in main
    assert draft_of(cast, reference)["documents"] == [{"type": "PHYTO_CERT", "number": "KG-77", "date": "2026-03-27"}]
