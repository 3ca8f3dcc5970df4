"""Papers that stand at an item: listed with the others, changed and taken out on the same page, with their files."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from clearance.forms import paper_list
from tests.cast import Cast
from tests.goods import APPLES, CERAMICS, imports, item, paper
from tests.pages.conftest import declaration
from tests.pages.test_goods import drafted
from tests.pages.test_papers import PDF, add, kept, page
from tests.pages.test_submitted import text_of

CERTIFICATE = {**paper("PHYTO_CERT", "KG-7"), "quantity": "18000", "unit": "KGM"}


@pytest.fixture
def reference(cast: Cast) -> str:
    """A draft whose second item declares a certificate, as an uploaded message may."""
    content = {**imports(), "documents": [paper("INVOICE")]}
    return drafted(cast, {**content, "items": [item(1, CERAMICS), item(2, APPLES, documents=[CERTIFICATE])]})


def papers(reference: str) -> list[tuple[int, str, str]]:
    content = declaration(reference).draft
    return [(one.item, one.type, one.number) for one in paper_list.papers_of(content)]


def key_of(reference: str, number: str) -> str:
    return next(one.key for one in paper_list.papers_of(declaration(reference).draft) if one.number == number)


def remove(client: Client, reference: str, key: str) -> Any:
    return client.post(f"/declarations/{reference}/documents/", {"act": "remove", "was": key})


def test_papers_of_items_are_listed_by_item(trader: Client, reference: str) -> None:
    shown = page(trader, reference)
    (holder,) = shown.context["holders"].object_list
    assert holder.number == 2
    assert "KG-7" in shown.text
    assert [one.declared.number for one in shown.context["declared"]] == ["INVOICE-1"]
    assert "KG-7" in trader.get(f"/declarations/{reference}/check/").text


def test_a_paper_is_declared_at_an_item_and_moved_to_all_goods(trader: Client, reference: str) -> None:
    add(trader, reference, type="CMR", number="8", date="02.11.2026", item="1")
    assert (1, "CMR", "8") in papers(reference)
    add(trader, reference, type="CMR", number="8", date="02.11.2026", item="", was=key_of(reference, "8"))
    assert (0, "CMR", "8") in papers(reference)
    assert (1, "CMR", "8") not in papers(reference)


def test_a_corrected_number_keeps_the_file_and_what_the_page_does_not_show(
    trader: Client, cast: Cast, reference: str
) -> None:
    add(
        trader,
        reference,
        PDF,
        type="PHYTO_CERT",
        number="KG-7",
        date="01.11.2026",
        was=key_of(reference, "KG-7"),
        item="2",
    )
    add(trader, reference, type="PHYTO_CERT", number="KG-8", date="01.11.2026", item="2", was=key_of(reference, "KG-7"))
    (changed,) = declaration(reference).draft["items"][1]["documents"]
    assert changed == {**CERTIFICATE, "number": "KG-8"}
    assert [(one.name, one.number) for one in kept(cast, reference)] == [("invoice.pdf", "KG-8")]
    shown = page(trader, reference)
    assert shown.context["loose"] == []
    assert (
        'value="KG-8"' in trader.get(f"/declarations/{reference}/documents/", {"was": key_of(reference, "KG-8")}).text
    )


def test_a_paper_is_taken_out_with_its_file_unless_another_paper_has_it(
    trader: Client, cast: Cast, reference: str
) -> None:
    add(trader, reference, PDF, type="PHYTO_CERT", number="KG-7", date="01.11.2026")
    assert papers(reference).count((0, "PHYTO_CERT", "KG-7")) == 1, "the same certificate, now also for all goods"
    own = next(one.key for one in paper_list.papers_of(declaration(reference).draft) if one.number == "KG-7")
    remove(trader, reference, own)
    assert len(kept(cast, reference)) == 1, "the item's paper still has the file"
    remove(trader, reference, key_of(reference, "KG-7"))
    assert kept(cast, reference) == []
    assert papers(reference) == [(0, "INVOICE", "INVOICE-1")]
    assert "documents" not in declaration(reference).draft["items"][1]


def test_two_people_add_papers_at_once_and_both_are_kept(trader: Client, reference: str) -> None:
    opened = key_of(reference, "KG-7")
    for kind, number in (("CMR", "8"), ("CONTRACT", "9")):  # neither page shows the other's paper
        sent = {"type": kind, "number": number, "date": "02.11.2026", "act": "paper", "revision": "1"}
        assert trader.post(f"/declarations/{reference}/documents/", sent).status_code == 302
    assert {number for _item, _type, number in papers(reference)} == {"INVOICE-1", "KG-7", "8", "9"}
    remove(trader, reference, opened)
    assert "KG-7" not in {number for _item, _type, number in papers(reference)}, "found although others came before it"


def test_a_paper_that_a_colleague_changed_is_not_overwritten(trader: Client, reference: str) -> None:
    opened = key_of(reference, "KG-7")
    add(trader, reference, type="PHYTO_CERT", number="KG-8", date="01.11.2026", item="2", was=opened)
    late = add(trader, reference, type="PHYTO_CERT", number="KG-9", date="01.11.2026", item="2", was=opened)
    for answer in (late, remove(trader, reference, opened), remove(trader, reference, "{}")):
        assert answer.status_code == 409
        assert "A colleague has changed this paper or taken it out." in answer.text
    assert 'value="KG-9"' in late.text, "nothing typed is lost"
    assert (2, "PHYTO_CERT", "KG-8") in papers(reference)


def test_an_item_that_is_not_there_is_said_at_its_field(trader: Client, reference: str) -> None:
    answer = add(trader, reference, type="CMR", number="8", date="02.11.2026", item="7")
    assert answer.status_code == 422
    assert 'id="id_item_error"' in answer.text
    assert 'value="8"' in answer.text


def test_a_file_of_an_item_s_paper_goes_with_it_in_a_change_too(trader: Client, cast: Cast) -> None:
    from tests.acting import file

    filed = file(cast, imports(items=[item(1, CERAMICS, documents=[CERTIFICATE])]))
    base = f"/cases/{filed.reference}/change/documents/"
    assert "KG-7" in trader.get(base).text
    assert "KG-7" in trader.get(f"/cases/{filed.reference}/").text
    receipt = text_of(trader.get(f"/declarations/{filed.reference}/receipt.pdf"))
    assert "Phytosanitary certificate (item 1)" in receipt
    upload = SimpleUploadedFile("c.pdf", PDF)
    sent = {"type": "PHYTO_CERT", "number": "KG-7", "date": "01.11.2026", "item": "1", "file": upload}
    was = trader.get(base).context["holders"].object_list[0].papers[0].declared.key
    assert trader.post(base, {**sent, "act": "paper", "was": was}).status_code == 302
    trader.post(base, {"act": "remove", "was": was})
    assert not trader.get(base).context["holders"].object_list
    assert len(kept(cast, filed.reference)) == 1, "what agencies may have seen stays"
