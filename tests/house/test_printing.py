"""A paper of the portal can be read aloud, found by its title and language, and holds exactly what was declared."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from portal.printing import UNKNOWN, pdf

DRAWING = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><rect width='1' height='1'/></svg>"


def a_receipt(**more: Any) -> dict[str, Any]:
    return {
        "title": "Receipt",
        "lead": "Received",
        "reference": "KZ26-000001",
        "reference_label": "Your reference",
        "code": {"svg": DRAWING, "alt": "Code", "text": "Follow"},
        "facts": [["Goods of", "Apples"]],
        "next_title": "What happens next",
        "next": ["First", "Second"],
        "goods_title": "Goods",
        "goods": {"head": ["No", "Code", "Goods", "Packages", "Net", "Price"], "rows": [["1", "0808108006", "Apples", "2 boxes", "1", "2"]], "more": ""},
        "charges_title": "Duties and taxes",
        "charges": {"head": ["What", "Declared", "Reckoned", ""], "rows": [["VAT", "1", "2", ""]], "note": "By the tariff"},
        "papers_title": "Documents",
        "papers": {"head": ["Kind", "Number", "Date"], "rows": [], "none": "None"},
        "note": "Keep it",
        **more,
    }  # fmt: skip


def read(document: bytes) -> tuple[PdfReader, str]:
    reader = PdfReader(BytesIO(document))
    return reader, "\n".join(page.extract_text() for page in reader.pages)


@pytest.mark.parametrize(
    ("language", "title", "page"),
    [("en", "Receipt", "Page 1 of 1"), ("ru", "Расписка", "Страница 1 из 1"), ("kk", "Қолхат ₸", "1 беттің 1-беті")],
)
def test_a_paper_is_tagged_and_says_its_language_and_title(language: str, title: str, page: str) -> None:
    reader, text = read(pdf("receipt", a_receipt(title=title), language))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title == title
    assert page in text.replace("\n", " ")


def test_what_a_person_typed_is_never_read_as_markup() -> None:
    typed = '#panic("no") *bold* $x$ \\ [brackets] // <label> @here'
    _reader, text = read(pdf("receipt", a_receipt(facts=[["Goods", typed]]), "en"))
    assert typed in text.replace("\n", " ")


def test_letters_the_fonts_do_not_have_become_squares_and_the_paper_is_made_all_the_same() -> None:
    _reader, text = read(pdf("receipt", a_receipt(facts=[["Goods", "Чай 绿茶 \x07 ok"]]), "ru"))
    assert f"Чай {UNKNOWN}{UNKNOWN} {UNKNOWN} ok" in text


def test_a_paper_may_go_on_over_many_pages() -> None:
    rows = [[str(number), "0808108006", "Apples", "2 boxes", "1", "2"] for number in range(1, 200)]
    goods = {"head": ["No", "Code", "Goods", "Packages", "Net", "Price"], "rows": rows, "more": ""}
    reader, text = read(pdf("receipt", a_receipt(goods=goods), "en"))
    assert len(reader.pages) > 2
    assert f"Page 2 of {len(reader.pages)}" in text.replace("\n", " ")
