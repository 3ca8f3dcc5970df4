"""The notices to addressees: Kazakh beside Russian, with the operator's name, printed in parts where there are many."""

import io
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from portal.post import notices
from tests.cast import Cast
from tests.postal.conftest import DISPATCH, Post, above_the_norm

pytestmark = pytest.mark.django_db


def words_of(body: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(body)).pages]


def test_a_notice_speaks_kazakh_and_russian_and_opens_the_page(post: Post, cast: Cast, browser_of: Any):
    (item,) = post.file(above_the_norm())
    printed = browser_of("postman").get(f"/dispatches/{DISPATCH}/items/{item.reference}/notice.pdf")
    assert printed.headers["Content-Type"] == "application/pdf"
    (text,) = words_of(printed.content)
    code = post.code(item)
    for said in (
        "Kazpost",
        "Извещение о посылке",
        "Сәлемдеме туралы хабарлама",
        f"{code[:4]}-{code[4:]}",
        "CB 000 007",
        "Serik Abdrakhmanov",
        "612",
    ):
        assert said in text, said
    assert Client().get(post.page(item)).status_code == 200


def test_a_notice_printed_again_has_the_same_code(post: Post, cast: Cast, browser_of: Any):
    (item,) = post.file(above_the_norm())
    assert post.code(item) == post.code(item)


def test_all_notices_of_a_dispatch_are_printed_at_once(post: Post, browser_of: Any):
    items = post.file(*(above_the_norm(number) for number in (700, 701, 702)))
    desk = browser_of("postman")
    assert f'href="/dispatches/{DISPATCH}/notices.pdf"' in desk.get(f"/dispatches/{DISPATCH}/").text
    assert len(words_of(desk.get(f"/dispatches/{DISPATCH}/notices.pdf").content)) == len(items)


def test_more_notices_than_one_print_holds_go_on_in_further_parts(
    post: Post, browser_of: Any, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(notices, "MOST", 2)
    items = post.file(*(above_the_norm(number) for number in (700, 701, 702)))
    first, second, third = sorted(one.local_ref for one in items)
    desk, address = browser_of("postman"), f"/dispatches/{DISPATCH}/notices.pdf"
    page = desk.get(f"/dispatches/{DISPATCH}/").text
    for text, query in (("1 to 2", f"first={first}&amp;last={second}"), ("3 to 3", f"first={third}&amp;last={third}")):
        assert f'href="{address}?{query}"' in page
        assert f"Print notices {text}" in page
    assert len(words_of(desk.get(address, {"first": first, "last": second}).content)) == 2
    (last,) = words_of(desk.get(address, {"first": third, "last": third}).content)
    assert post.code(next(one for one in items if one.local_ref == third))[:4] in last
    too_many = desk.get(address)
    assert too_many.status_code == 409
    assert "Choose a part on the page of the dispatch" in too_many.text
    assert desk.get(address, {"first": "\x00~", "last": "?"}).status_code == 409, "nothing lies there"


def test_parts_hold_every_notice_once():
    found = notices.parts([f"CB{number:09}DE" for number in range(401)])
    assert [(one.begins, one.ends) for one in found] == [(1, 200), (201, 400), (401, 401)]
    assert (found[1].first, found[2].last) == ("CB000000200DE", "CB000000400DE")
    assert notices.parts([]) == []
