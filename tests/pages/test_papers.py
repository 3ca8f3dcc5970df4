"""Papers and files of a declaration: what is needed and its state; a file is kept at once, and what it is its content says."""

import re
import socket
import socketserver
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client

from clearance import file_kinds
from clearance.models import Document, Event
from tests import pictures
from tests.acting import file
from tests.cast import Cast
from tests.goods import APPLES, CERAMICS, imports, paper
from tests.pages.conftest import begin, declaration, send
from tests.pages.test_goods import drafted

PDF = b"%PDF-1.7 invoice of spring"
PNG = pictures.png()


def add(client: Client, reference: str, data: bytes | None = None, name: str = "invoice.pdf", **typed: str) -> Any:
    """Send the form of a paper, with a file where there is one."""
    values: dict[str, Any] = {"type": "INVOICE", **typed}
    if data is not None:
        values["file"] = SimpleUploadedFile(name, data)
    return send(client, f"/declarations/{reference}/documents/", values, act="paper")


def page(client: Client, reference: str) -> Any:
    return client.get(f"/declarations/{reference}/documents/")


def kept(cast: Cast, reference: str) -> list[Document]:
    with cast.acting("system"):
        return list(Document.objects.filter(declaration__reference=reference).order_by("pk"))


def states(client: Client, reference: str) -> dict[str, str]:
    return {one.kind: one.state for one in page(client, reference).context["needed"]}


def test_what_is_needed_is_listed_with_its_state(trader: Client, cast: Cast) -> None:
    content = imports(APPLES, CERAMICS)
    content["documents"] = [paper("INVOICE"), paper("CONFORMITY_DOC")]
    reference = drafted(cast, content)
    found = states(trader, reference)
    assert found["INVOICE"] == "declared"
    assert found["PHYTO_CERT"] == "missing"
    add(trader, reference, PDF, type="PHYTO_CERT")
    assert states(trader, reference)["PHYTO_CERT"] == "file_only"
    add(trader, reference, type="PHYTO_CERT", number="KG-7", date="01.11.2026")
    assert states(trader, reference)["PHYTO_CERT"] == "declared"


def test_a_paper_a_register_knows_says_so(trader: Client, cast: Cast) -> None:
    phones = {"commodity_code": "8517130000", "description": "Smartphones with 128 GB of memory", "origin": "CN"}
    reference = drafted(cast, imports(phones))
    assert states(trader, reference)["CONFORMITY_DOC"] == "known"


def test_restricted_rules_ask_nothing_a_trader_could_read(trader: Client, cast: Cast) -> None:
    reference = drafted(cast, imports(APPLES))
    needed = page(trader, reference).context["needed"]
    from clearance import clock, rulebooks

    _ids, books = rulebooks.in_force(clock.now())
    restricted = {rule.row["requirement"] for book in books for rule in book.rules if rule.restricted}
    assert restricted
    assert not restricted & {requirement for one in needed for requirement in one.asked_by}


def test_the_items_a_paper_is_for_are_named(trader: Client, cast: Cast) -> None:
    reference = drafted(cast, {**imports(CERAMICS, APPLES), "documents": []})
    one = next(one for one in page(trader, reference).context["needed"] if one.kind == "PHYTO_CERT")
    assert one.items == (2,)
    assert "item 2" in page(trader, reference).text


def test_number_and_file_come_together_or_one_after_the_other(trader: Client, cast: Cast) -> None:
    reference = begin(trader)
    assert add(trader, reference, PDF, number="7", date="01.11.2026").status_code == 302
    (declared,) = page(trader, reference).context["declared"]
    assert (declared.declared.number, [one.name for one in declared.files]) == ("7", ["invoice.pdf"])
    add(trader, reference, PNG, name="cmr.png", type="CMR")
    assert [one.name for one in page(trader, reference).context["loose"]] == ["cmr.png"]
    add(trader, reference, type="CMR", number="8", date="02.11.2026")
    assert page(trader, reference).context["loose"] == []


def test_a_paper_needs_its_number_and_date_where_no_file_comes(trader: Client) -> None:
    reference = begin(trader)
    answer = add(trader, reference)
    assert answer.status_code == 422
    assert '<a href="#id_number">Enter the number of the paper</a>' in answer.text
    assert '<a href="#id_date">Enter the date of the paper</a>' in answer.text


def test_a_good_file_is_kept_and_nothing_typed_is_lost_when_the_date_is_wrong(trader: Client, cast: Cast) -> None:
    reference = begin(trader)
    answer = add(trader, reference, PDF, number="INV-7", date="31.31.2026")
    again = trader.get(answer["Location"])
    assert [one.name for one in kept(cast, reference)] == ["invoice.pdf"]
    assert 'value="INV-7"' in again.text
    assert 'value="31.31.2026"' in again.text
    assert 'id="id_date_error"' in again.text
    assert "The file is kept. Put right what else is said of the paper." in again.text


def test_a_refused_file_loses_nothing_that_was_typed(trader: Client, cast: Cast) -> None:
    reference = begin(trader)
    answer = add(trader, reference, b"", number="INV-7", date="01.11.2026")
    assert answer.status_code == 422
    assert "The file is empty. Choose another" in answer.text
    assert 'value="INV-7"' in answer.text
    assert 'value="01.11.2026"' in answer.text
    assert kept(cast, reference) == []
    assert "documents" not in declaration(reference).draft


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<html><script>", "must be a PDF, PNG, JPEG or XML"),
        (b'<?xml version="1.0"?><svg onload="x()"/>', "must be a PDF, PNG, JPEG or XML"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "must be a PDF, PNG, JPEG or XML"),
        (b"MZ\x90\x00", "must be a PDF, PNG, JPEG or XML"),
        (b"PK\x03\x04word/document.xml", "archives and office files are not taken"),
        (b"Rar!\x1a\x07", "Unpack the archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Word and Excel"),
        (b"\x00\x00\x00\x18ftypheic", "Save the photo as JPEG"),
        (b"II*\x00", "TIFF is not taken"),
        (b"GIF89a", "PNG or JPEG"),
        (b"%PDF-1.7\ntrailer << /Encrypt 12 0 R >>", "The PDF is protected"),
        (b"%PDF-1.7 " + b"x" * (11 * 1024 * 1024), "this one has 11 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_taken_says_what_to_do(data: bytes, said: str) -> None:
    problem = file_kinds.what_is_wrong_with(data)
    assert problem is not None
    assert said in str(problem.message)


@pytest.mark.parametrize(
    ("name", "data", "kept_as"),
    [
        ("C:\\scans\\счёт 7.PDF", PDF, "счёт 7.PDF"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("invoice.pdf.exe", PNG, "invoice.pdf.exe.png"),
        ("", b"<?xml version='1.0'?>\n<Declaration/>", "file.xml"),
        ("x" * 300 + ".jpeg", b"\xff\xd8\xff\xe0", "x" * 190 + "xxxxx.jpeg"),
    ],
)
def test_a_name_says_what_the_content_is(name: str, data: bytes, kept_as: str) -> None:
    assert file_kinds.what_is_wrong_with(data) is None
    assert file_kinds.name_of(name, file_kinds.media_type_of(data)) == kept_as


def test_a_wrong_file_leaves_a_draft_and_stays_in_what_is_filed(trader: Client, cast: Cast) -> None:
    reference = begin(trader)
    add(trader, reference, PDF)
    (one,) = kept(cast, reference)
    url = f"/declarations/{reference}/documents/files/{one.uuid}/remove/"
    assert f'action="{url}"' in page(trader, reference).text
    assert trader.post(url).status_code == 302
    assert trader.post(url).status_code == 302, "pressed twice"
    assert kept(cast, reference) == []
    with cast.acting("system"):
        assert Event.objects.filter(declaration__reference=reference, kind="document.removed").count() == 1
    filed = file(cast, imports())
    base = f"/cases/{filed.reference}/change/"
    send(trader, f"{base}documents/", {"type": "INVOICE", "file": SimpleUploadedFile("a.pdf", PDF)}, act="paper")
    (stays,) = kept(cast, filed.reference)
    assert trader.post(f"{base}documents/files/{stays.uuid}/remove/").status_code == 409
    assert f"{stays.uuid}/remove/" not in trader.get(f"{base}documents/").text
    assert len(kept(cast, filed.reference)) == 1


def test_the_database_itself_keeps_the_files_of_what_is_filed(cast: Cast, trader: Client) -> None:
    filed = file(cast, imports())
    send(
        trader, f"/cases/{filed.reference}/change/documents/",
        {"type": "INVOICE", "file": SimpleUploadedFile("a.pdf", PDF)}, act="paper",
    )  # fmt: skip
    (stays,) = kept(cast, filed.reference)
    with cast.acting("trader"), pytest.raises(DatabaseError, match="stays"), transaction.atomic():
        stays.delete()
    with cast.acting("trader"), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update clearance_document set name = 'other' where id = %s", [stays.pk])


def test_an_earlier_file_of_the_company_is_used_again(trader: Client, signed: Any, cast: Cast) -> None:
    first, second = begin(trader), begin(trader)
    add(trader, first, PDF, name="contract.pdf", type="CONTRACT", number="C-1", date="01.02.2026")
    base = f"/declarations/{second}/documents/earlier/"
    listed = trader.get(base, {"q": "contr"})
    (earlier,) = listed.context["found"].object_list
    assert first in listed.text
    assert trader.post(base, {"use": str(earlier.uuid)}).status_code == 302
    (again,) = kept(cast, second)
    assert (again.name, again.number, bytes(again.body)) == ("contract.pdf", "C-1", PDF)
    assert trader.post(base, {"use": str(earlier.uuid)}).status_code == 302
    assert len(kept(cast, second)) == 1
    assert "No file is like that" in trader.get(base, {"q": "nothing"}).text
    theirs = signed("stranger")
    other = begin(theirs)
    assert not theirs.get(f"/declarations/{other}/documents/earlier/").context["found"].object_list
    assert theirs.post(f"/declarations/{other}/documents/earlier/", {"use": str(earlier.uuid)}).status_code == 404


class Clamd(socketserver.BaseRequestHandler):
    """A scanner that speaks clamd's INSTREAM and finds what clamd's own test file has in it."""

    def handle(self) -> None:
        stream = self.request.makefile("rb")
        assert stream.read(10) == b"zINSTREAM\0"
        data = b""
        while length := int.from_bytes(stream.read(4), "big"):
            data += stream.read(length)
        self.request.sendall(b"stream: Eicar-Signature FOUND\0" if b"EICAR" in data else b"stream: OK\0")


@pytest.fixture
def clamd(settings: Any) -> Iterator[None]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        settings.CLAMD = f"127.0.0.1:{server.server_address[1]}"
        yield
        server.shutdown()


def test_without_a_scanner_a_file_says_that_it_was_not_checked(trader: Client, settings: Any) -> None:
    settings.CLAMD = ""
    reference = begin(trader)
    add(trader, reference, PDF)
    assert "not checked for viruses" in page(trader, reference).text


def test_a_scanned_file_says_so(trader: Client, cast: Cast, clamd: None) -> None:
    reference = begin(trader)
    add(trader, reference, PDF + b" " * 200_000)
    assert kept(cast, reference)[0].scan == "clean"
    assert re.search(r"· checked for viruses", page(trader, reference).text)


def test_a_file_with_a_virus_is_not_kept(trader: Client, cast: Cast, clamd: None) -> None:
    reference = begin(trader)
    answer = add(trader, reference, PDF + b" EICAR", number="7")
    assert answer.status_code == 422
    assert '<a href="#id_file">A virus was found in the file' in answer.text
    assert kept(cast, reference) == []


def test_a_scanner_that_does_not_answer_keeps_nothing_and_says_when_to_try_again(
    trader: Client, cast: Cast, settings: Any
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.CLAMD = f"127.0.0.1:{nobody.getsockname()[1]}"
        reference = begin(trader)
        answer = add(trader, reference, PDF)
    assert answer.status_code == 422
    assert "Try again in a few minutes." in answer.text
    assert kept(cast, reference) == []
