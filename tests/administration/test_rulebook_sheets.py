"""A rulebook as a sheet: it goes out and comes back the same, and every error is at its place."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from clearance.models import Rulebook
from clearance.services import publishing
from tests.administration.conftest import address
from tests.administration.drafts import changed
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def bring(client: Client, book: Rulebook, text: str) -> Any:
    sheet = SimpleUploadedFile("rules.csv", text.encode("utf-8-sig"), content_type="text/csv")
    return client.post(address(book, "import/"), {"sheet": sheet})


def test_a_sheet_goes_out_and_comes_back_the_same(admin: Client, draft: Rulebook) -> None:
    before = publishing.rows_of(draft)
    text = admin.get(address(draft, "rules.csv")).content.decode("utf-8-sig")
    assert bring(admin, draft, text).status_code == 302
    assert publishing.rows_of(draft) == before


def test_every_error_of_a_sheet_is_at_its_line_and_column_and_nothing_changes(admin: Client, draft: Rulebook) -> None:
    before = publishing.rows_of(draft)
    rows = list(csv.DictReader(io.StringIO(admin.get(address(draft, "rules.csv")).content.decode("utf-8-sig"))))
    rows[1]["condition"] = "moon=1"
    rows[3]["title_kk"] = ""
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0], delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    page = bring(admin, draft, out.getvalue())
    assert {(one.line, one.column) for one in page.context["faults"]} == {(3, "condition"), (5, "title_kk")}
    assert publishing.rows_of(draft) == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rule_id,moon\nA,1\n", "“moon” is not a column of a rulebook"),
        ("rule_id\nA\n", "The column “kind” is missing"),
        ("", "is missing"),
    ],
)
def test_a_sheet_of_something_else_is_refused_in_words(admin: Client, draft: Rulebook, text: str, said: str) -> None:
    sheet = SimpleUploadedFile("rules.csv", (text or "\n").encode(), content_type="text/csv")
    assert said in admin.post(address(draft, "import/"), {"sheet": sheet}).text


def test_a_sheet_that_is_no_text_is_refused_in_words(admin: Client, draft: Rulebook) -> None:
    sheet = SimpleUploadedFile("rules.csv", b"PK\x03\x04\xff\xfe", content_type="text/csv")
    assert "CSV in UTF-8" in admin.post(address(draft, "import/"), {"sheet": sheet}).text


def test_a_cell_that_a_spreadsheet_would_run_goes_out_as_text(cast: Cast, admin: Client, draft: Rulebook) -> None:
    changed(cast, draft, note="=1+1")
    assert "'=1+1" in admin.get(address(draft, "rules.csv")).text
    text = admin.get(address(draft, "rules.csv")).content.decode("utf-8-sig")
    bring(admin, draft, text)
    assert draft.rules.get(rule_id="PHY-002").row["note"] == "=1+1"


def test_other_agencies_administrators_read_no_restricted_rule(signed: Callable[[str], Client]) -> None:
    book = Rulebook.objects.get(agency="customs", number=1)
    secret = next(one for one in publishing.rows_of(book) if one["visibility"] == "restricted")["rule_id"]
    assert secret in signed("customs_admin").get(f"/desk/rulebooks/{book.pk}/").text
    assert secret in signed("auditor").get(f"/desk/rulebooks/{book.pk}/").text
    assert secret not in signed("plant_health_admin").get(f"/desk/rulebooks/{book.pk}/").text
